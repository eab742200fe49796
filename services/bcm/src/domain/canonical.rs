//! The bytes of a manifest: RFC 8785 canonical JSON without anything empty. A prompt gets them, the tokenizers count
//! them, the checksum is theirs.

use serde::Serialize;
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::manifest::{Manifest, SCHEMA_VERSION};

/// A manifest's canonical bytes end with this: `schema_version` sorts behind every group.
pub const TAIL: &str = r#","schema_version":"2.0"}"#;

#[derive(Serialize)]
struct Document<'a> {
    #[serde(flatten)]
    groups: &'a Manifest,
    schema_version: &'static str,
}

/// The canonical bytes of a manifest.
pub fn canonical(manifest: &Manifest) -> Result<String, serde_json::Error> {
    let document = Document { groups: manifest, schema_version: SCHEMA_VERSION };
    rewrite(serde_json::to_value(document)?)
}

/// The canonical bytes of groups as a database keeps them, whatever order and spelling it gave them.
pub fn rewrite(mut document: Value) -> Result<String, serde_json::Error> {
    prune(&mut document);
    serde_json_canonicalizer::to_string(&document)
}

/// The checksum of any JSON document, however it is written.
pub fn document_checksum(document: &Value) -> Result<String, serde_json::Error> {
    Ok(checksum(&serde_json_canonicalizer::to_vec(document)?))
}

/// SHA-256 of the bytes, 64 lower-case hexadecimal characters.
pub fn checksum(bytes: &[u8]) -> String {
    hex::encode(Sha256::digest(bytes))
}

fn prune(value: &mut Value) {
    match value {
        Value::Array(items) => {
            items.iter_mut().for_each(prune);
            items.retain(|item| !is_empty(item));
        }
        Value::Object(members) => {
            members.values_mut().for_each(prune);
            members.retain(|_, member| !is_empty(member));
        }
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
    }
}

fn is_empty(value: &Value) -> bool {
    match value {
        Value::Null => true,
        Value::String(text) => text.is_empty(),
        Value::Array(items) => items.is_empty(),
        Value::Object(members) => members.is_empty(),
        Value::Bool(_) | Value::Number(_) => false,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn nothing_empty_is_written_and_keys_are_sorted() {
        let bytes = rewrite(json!({
            "schema_version": "2.0", "b": {"x": [], "y": {"z": ""}}, "a": ["", "one", {}], "n": 0.5, "f": false, "u": null,
        }));
        assert_eq!(bytes.unwrap(), r#"{"a":["one"],"f":false,"n":0.5,"schema_version":"2.0"}"#);
    }

    #[test]
    fn the_schema_version_stands_last() {
        assert!(
            canonical(&Manifest {
                icps: vec![super::super::manifest::Icp::default()],
                ..Manifest::default()
            })
            .unwrap()
            .ends_with(TAIL)
        );
    }

    #[test]
    fn a_checksum_is_lower_case_hexadecimal() {
        assert_eq!(checksum(b""), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
