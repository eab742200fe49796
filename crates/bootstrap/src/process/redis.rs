use secrecy::{ExposeSecret as _, SecretString};
use url::Url;

use crate::settings::Reader;

const SCHEMES: [&str; 2] = ["redis", "rediss"];

/// Where Redis is; several addresses are parted by commas.
pub fn address(reader: &mut Reader, cluster: bool) -> SecretString {
    let Some(text) = reader.optional("REDIS_URL") else { return upstash(reader) };
    if !cluster && text.matches("://").count() > 1 {
        reader.fault(
            "REDIS_URL",
            "names several servers: set REDIS_CLUSTER=true if they are nodes of a cluster",
        );
    }
    let parts = if cluster { text.split(',').map(str::trim).collect() } else { vec![text.as_str()] };
    let urls: Vec<Url> =
        parts.into_iter().map(|part| reader.parse_url("REDIS_URL", part, &SCHEMES)).collect();
    if cluster {
        check_nodes(reader, &urls);
    }
    urls.into_iter().map(String::from).collect::<Vec<_>>().join(",").into()
}

/// Nodes of one cluster are spoken to in one manner.
fn check_nodes(reader: &mut Reader, urls: &[Url]) {
    let manner =
        |url: &Url| (url.scheme().to_owned(), url.username().to_owned(), url.password().map(str::to_owned));
    if urls.windows(2).any(|pair| manner(&pair[0]) != manner(&pair[1])) {
        reader.fault("REDIS_URL", "must have one scheme, user and password for all nodes of a cluster");
    }
    if urls.iter().any(|url| !matches!(url.path(), "" | "/" | "/0")) {
        reader.fault("REDIS_URL", "must not name a database: a cluster has only one");
    }
}

fn upstash(reader: &mut Reader) -> SecretString {
    let rest = reader.optional_url("UPSTASH_REDIS_REST_URL", &["https"]);
    let token = reader.optional_secret("UPSTASH_REDIS_REST_TOKEN");
    match (rest, token) {
        (Some(url), Some(token)) => {
            let host = url.host_str().unwrap_or_default();
            format!("rediss://default:{}@{host}:6379", token.expose_secret()).into()
        }
        (None, None) => {
            reader.fault("REDIS_URL", "is missing, and so are the UPSTASH_REDIS_REST variables");
            String::new().into()
        }
        (Some(_), None) => {
            reader.fault("UPSTASH_REDIS_REST_TOKEN", "is missing");
            String::new().into()
        }
        (None, Some(_)) => {
            reader.fault("UPSTASH_REDIS_REST_URL", "is missing");
            String::new().into()
        }
    }
}

/// A cluster places a key by its first hash tag, which has to be the key's own.
pub fn key_prefix(reader: &mut Reader) -> String {
    let prefix = reader.optional("REDIS_KEY_PREFIX").unwrap_or_default();
    if prefix.contains(['{', '}']) {
        reader.fault("REDIS_KEY_PREFIX", "must not contain braces");
    }
    // One pipelined connection serves a server.
    if reader.optional("REDIS_POOL_SIZE").is_some() {
        reader.warn("REDIS_POOL_SIZE", "has no effect: commands to a server share one connection");
    }
    prefix
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(variables: &[(&str, &str)], cluster: bool) -> (String, String, Vec<String>) {
        let variables = variables.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        let mut reader = Reader::new("", variables).unwrap();
        let (url, prefix) = (address(&mut reader, cluster), key_prefix(&mut reader));
        let (faults, _) = reader.finish();
        let faults = faults.into_iter().map(|fault| fault.to_string()).collect();
        (url.expose_secret().to_owned(), prefix, faults)
    }

    #[test]
    fn nodes_of_a_cluster_are_parted_by_commas() {
        let nodes = "rediss://u:p@a:1, rediss://u:p@b:2";
        let (url, _, faults) = read(&[("REDIS_URL", nodes)], true);
        assert_eq!((url.as_str(), faults.len()), ("rediss://u:p@a:1,rediss://u:p@b:2", 0));
    }

    #[test]
    fn a_password_of_a_single_server_may_have_commas() {
        let (url, _, faults) = read(&[("REDIS_URL", "redis://:a,b@c:1")], false);
        assert_eq!((url.as_str(), faults.len()), ("redis://:a,b@c:1", 0));
    }

    #[test]
    fn what_no_cluster_can_be_is_a_fault() {
        let fault = |url: &str, cluster: bool| read(&[("REDIS_URL", url)], cluster).2.join("; ");
        assert!(fault("redis://a:1,redis://b:2", false).contains("set REDIS_CLUSTER=true"));
        assert!(fault("redis://a:1,rediss://b:2", true).contains("one scheme, user and password"));
        assert!(fault("redis://:x@a:1,redis://b:2", true).contains("one scheme, user and password"));
        assert!(fault("redis://a:1/3", true).contains("must not name a database"));
        assert!(fault("redis://a:1,http://b:2", true).contains("must be an address with redis://"));
        assert!(fault("", true).contains("is missing"));
    }

    #[test]
    fn a_prefix_with_braces_is_a_fault() {
        let url = ("REDIS_URL", "redis://a:1");
        let (_, _, faults) = read(&[url, ("REDIS_KEY_PREFIX", "eu{1}:")], false);
        assert_eq!(faults, ["REDIS_KEY_PREFIX: must not contain braces"]);
    }
}
