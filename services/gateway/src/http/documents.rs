//! Documents that pass through undecoded. Their schemas, for readers of the API's description, lie in `documents.json`.

use std::borrow::Cow;

use serde_json::{Map, Value};
use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

/// The schemas by name: of the documents, and of what they consist of.
pub fn schemas() -> Map<String, Value> {
    serde_json::from_str(include_str!("documents.json")).unwrap_or_else(|error| {
        tracing::error!(%error, "documents.json is no list of schemas");
        Map::new()
    })
}

macro_rules! documents {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($name)),+];

        $(
            $(#[$doc])*
            pub enum $name {}

            impl PartialSchema for $name {
                /// Stands in until the description is completed.
                fn schema() -> RefOr<Schema> {
                    RefOr::default()
                }
            }

            impl ToSchema for $name {
                fn name() -> Cow<'static, str> {
                    Cow::Borrowed(stringify!($name))
                }
            }
        )+
    };
}

documents!(
    /// RFC 9457.
    ProblemDocument,
    /// Product 5.3.
    Manifest,
    /// What a manifest says.
    ManifestContent,
    /// The same after a rebuild.
    RebuiltManifest,
    /// Product 5.6.
    History,
    /// How the manifest is read and built.
    Stats,
    /// The 23 steps.
    StepsDescription,
    /// Product 4.6.
    FinalizeResult,
    /// RFC 7517.
    KeySet,
    /// What the payment provider sends.
    ProviderEvent,
    /// RFC 7396.
    StepPatch,
    /// What a suggestion rests on.
    Provenance,
    /// The same for the values of a step.
    ProvenanceByPointer,
    /// Of a document that clients get.
    JsonSchema,
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_schema() {
        let schemas = schemas();
        for name in NAMES {
            assert!(schemas.contains_key(*name), "{name}");
        }
    }
}
