//! What no operation answers: 404, or 405 where another method would be answered.

use std::collections::BTreeSet;

use actix_web::{
    HttpMessage as _, HttpRequest, HttpResponse, ResponseError as _,
    http::{
        Method,
        header::{ALLOW, HeaderValue},
    },
    web::Data,
};
use problem::Problem;

use super::{
    Answer, aliases,
    arrival::Arrival,
    document::Operations,
    door,
    web::{self, Site},
};
use crate::error::GatewayError;

/// The web app where there is one, else a page for a person and a problem document for a program.
pub async fn answer(operations: Data<Operations>, site: Data<Site>, request: HttpRequest) -> Answer {
    let method = sent_method(&request);
    let path = request.path();
    if !path.starts_with("/api/") && path != "/api" && matches!(method, Method::GET | Method::HEAD) {
        let page = site.page(&request).or_else(|| web::no_page(&request));
        return page.ok_or_else(|| GatewayError::NotFound.into());
    }
    let allowed = allowed(&operations, path);
    if allowed.is_empty() || allowed.contains(method.as_str()) {
        return Err(GatewayError::NotFound.into());
    }
    let allow = allowed.into_iter().collect::<Vec<_>>().join(", ");
    let problem = Problem::from(GatewayError::MethodNotAllowed).instance(door::origin(&request).request_id);
    let mut answer: HttpResponse = problem.error_response();
    if let Ok(allow) = HeaderValue::from_str(&allow) {
        answer.headers_mut().insert(ALLOW, allow);
    }
    Ok(answer)
}

fn sent_method(request: &HttpRequest) -> Method {
    let extensions = request.extensions();
    extensions.get::<Arrival>().map_or_else(|| request.method().clone(), |arrival| arrival.method.clone())
}

fn allowed(operations: &Operations, path: &str) -> BTreeSet<String> {
    let matching = operations.0.iter().filter(|(_, template)| aliases::matches(template, path));
    let documented = matching.map(|(method, _)| method.clone());
    let second = aliases::methods(path).map(|method| method.as_str().to_owned());
    let mut allowed: BTreeSet<String> = documented.chain(second).collect();
    if allowed.contains("GET") {
        allowed.insert("HEAD".to_owned());
    }
    allowed
}
