//! The browser's session: two cookies that no script can read (product 7.2).

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponseBuilder,
    body::BoxBody,
    cookie::{Cookie, SameSite, time::Duration},
    dev::ServiceResponse,
    http::header::{HeaderValue, SET_COOKIE},
};
use secrecy::SecretString;

/// Holds the access token and goes with every request.
pub const ACCESS: &str = "__Host-rf_at";
/// Holds the refresh token and goes only where it is needed.
pub const REFRESH: &str = "__Secure-rf_rt";

const REFRESH_PATH: &str = "/api/v1/auth";

/// In a request's extensions: the answer takes the cookies away.
struct Dropped;

/// The value of one of ours. The name counts as it is written: browsers keep other hosts from setting names that begin with
/// `__Host-`, not ones that only decode to them. One that comes twice was set by another host, and it cannot be told which.
pub fn read(request: &HttpRequest, name: &str) -> Option<SecretString> {
    let cookies = request.cookies_raw().ok()?;
    let mut named = cookies.iter().filter(|cookie| cookie.name() == name);
    let cookie = named.next()?;
    named.next().is_none().then(|| cookie.value().to_owned().into())
}

/// Puts a pair of tokens into an answer. Both live as long as the refresh token: an access token that has ended tells
/// that there was a session to renew.
pub fn keep(response: &mut HttpResponseBuilder, access: &str, refresh: &str, life: Duration) {
    response.cookie(cookie(ACCESS, access, "/", life));
    response.cookie(cookie(REFRESH, refresh, REFRESH_PATH, life));
}

/// Has the answer take the cookies away, whatever it will be.
pub fn drop_with(request: &HttpRequest) {
    request.extensions_mut().insert(Dropped);
}

/// Takes them away if that was asked.
pub fn drop_when_asked(response: &mut ServiceResponse<BoxBody>) {
    if response.request().extensions().get::<Dropped>().is_none() {
        return;
    }
    for (name, path) in [(ACCESS, "/"), (REFRESH, REFRESH_PATH)] {
        let gone = cookie(name, "", path, Duration::ZERO).to_string();
        if let Ok(value) = HeaderValue::from_str(&gone) {
            response.headers_mut().append(SET_COOKIE, value);
        }
    }
}

fn cookie<'a>(name: &'a str, value: &'a str, path: &'a str, life: Duration) -> Cookie<'a> {
    Cookie::build(name, value)
        .path(path)
        .secure(true)
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(life)
        .finish()
}
