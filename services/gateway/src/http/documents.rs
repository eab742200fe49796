//! Documents that pass through undecoded. Their schemas, for readers of the API's description, lie in `documents.json`.

use std::{borrow::Cow, collections::BTreeMap, sync::LazyLock};

use utoipa::{
    PartialSchema, ToSchema,
    openapi::{RefOr, Schema},
};

type Schemas = BTreeMap<String, RefOr<Schema>>;

static SCHEMAS: LazyLock<Result<Schemas, serde_json::Error>> =
    LazyLock::new(|| serde_json::from_str(include_str!("documents.json")));

fn schema(name: &str) -> RefOr<Schema> {
    match &*SCHEMAS {
        Ok(schemas) => schemas.get(name).cloned().unwrap_or_default(),
        Err(error) => {
            tracing::error!(%error, "documents.json is no list of schemas");
            RefOr::default()
        }
    }
}

macro_rules! documents {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {
        /// Names of all of them.
        pub const NAMES: &[&str] = &[$(stringify!($name)),+];

        $(
            $(#[$doc])*
            pub enum $name {}

            impl PartialSchema for $name {
                fn schema() -> RefOr<Schema> {
                    schema(stringify!($name))
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
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_document_has_a_schema() {
        let schemas = SCHEMAS.as_ref().unwrap();
        for name in NAMES {
            assert!(schemas.contains_key(*name), "{name}");
        }
    }
}
