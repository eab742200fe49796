//! Second names of operations. A request under an alias becomes one under the name that is documented, before anything
//! looks at it.

use actix_web::http::Method;

struct Alias {
    method: Method,
    path: &'static str,
    target: Method,
    to: &'static str,
}

static ALIASES: [Alias; 10] = [
    alias(Method::POST, "/api/v1/auth/register", Method::POST, "/api/v1/auth/signup"),
    alias(Method::POST, "/api/v1/auth/profile", Method::PUT, "/api/v1/auth/me"),
    alias(Method::GET, "/api/plans", Method::GET, "/api/payments/v2/plans"),
    alias(Method::POST, "/api/payments/v2/init", Method::POST, "/api/payments/v2/initiate"),
    alias(Method::POST, "/api/webhooks/phonepe", Method::POST, "/api/payments/v2/webhook"),
    alias(Method::POST, "/api/v1/onboarding/session/create", Method::POST, "/api/v1/onboarding/session"),
    alias(
        Method::POST,
        "/api/v1/onboarding/{sid}/steps/{n}",
        Method::PUT,
        "/api/v1/onboarding/{sid}/steps/{n}",
    ),
    alias(Method::GET, "/api/v1/context/latest", Method::GET, "/api/v1/context/manifest"),
    alias(Method::GET, "/api/v1/context/version-history", Method::GET, "/api/v1/context/history"),
    alias(Method::POST, "/api/v1/context/export", Method::GET, "/api/v1/context/export"),
];

const fn alias(method: Method, path: &'static str, target: Method, to: &'static str) -> Alias {
    Alias { method, path, target, to }
}

/// The documented method and path, when these are an alias.
pub fn resolve(method: &Method, path: &str) -> Option<(Method, String)> {
    let alias = ALIASES.iter().find(|alias| alias.method == *method && matches(alias.path, path))?;
    let to = if alias.to.contains('{') { path.to_owned() } else { alias.to.to_owned() };
    Some((alias.target.clone(), to))
}

/// Methods of a path that exist only as aliases.
pub fn methods(path: &str) -> impl Iterator<Item = &'static Method> {
    ALIASES.iter().filter(move |alias| matches(alias.path, path)).map(|alias| &alias.method)
}

/// Whether a path has the form of a template; `{…}` stands for one segment.
pub fn matches(template: &str, path: &str) -> bool {
    let (mut wanted, mut given) = (template.split('/'), path.split('/'));
    loop {
        match (wanted.next(), given.next()) {
            (None, None) => return true,
            (Some(wanted), Some(given)) if wanted == given => {}
            (Some(wanted), Some(given)) if wanted.starts_with('{') && !given.is_empty() => {}
            (None | Some(_), None | Some(_)) => return false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_alias_keeps_the_ids_of_its_path() {
        let (method, path) = resolve(&Method::POST, "/api/v1/onboarding/abc/steps/7").unwrap();
        assert_eq!((method, path.as_str()), (Method::PUT, "/api/v1/onboarding/abc/steps/7"));
        let (method, path) = resolve(&Method::POST, "/api/v1/auth/profile").unwrap();
        assert_eq!((method, path.as_str()), (Method::PUT, "/api/v1/auth/me"));
        assert!(resolve(&Method::PUT, "/api/v1/onboarding/abc/steps/7").is_none());
        assert!(resolve(&Method::GET, "/api/v1/auth/register").is_none());
    }

    #[test]
    fn a_template_stands_for_whole_segments() {
        assert!(matches("/a/{id}/b", "/a/1/b"));
        for path in ["/a//b", "/a/1", "/a/1/b/", "/a/1/2/b", "a/1/b"] {
            assert!(!matches("/a/{id}/b", path), "{path}");
        }
    }
}
