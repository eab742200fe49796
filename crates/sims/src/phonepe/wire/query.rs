use actix_web::HttpRequest;

/// Whether a query switches something on. By hand, because libraries send the key twice or spell `True`.
pub fn flag(request: &HttpRequest, name: &str) -> bool {
    url::form_urlencoded::parse(request.query_string().as_bytes())
        .filter(|(key, _)| key == name)
        .last()
        .is_some_and(|(_, value)| value.eq_ignore_ascii_case("true"))
}

/// The value of a query parameter, if it is there.
pub fn value(request: &HttpRequest, name: &str) -> Option<String> {
    url::form_urlencoded::parse(request.query_string().as_bytes())
        .find(|(key, _)| key == name)
        .map(|(_, value)| value.into_owned())
}
