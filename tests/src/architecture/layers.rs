//! Which layer of a service may name what, in imports, in qualified paths and inside macros.

mod paths;

use super::source::SourceFile;
use super::{Breach, Rule};
use paths::{Named, named_in};

/// What one layer must not name.
struct Layer {
    name: &'static str,
    /// Crates, each with the family that shares its first word: `tonic` stands for `tonic_health` too.
    crates: &'static [&'static str],
    layers: &'static [&'static str],
    /// Whether it may wait.
    asynchronous: bool,
}

const LAYERS: [Layer; 7] = [
    Layer {
        name: "domain",
        crates: &[
            "actix",
            "async_trait",
            "bootstrap",
            "contracts",
            "database",
            "deadpool",
            "diesel",
            "futures",
            "lettre",
            "redis",
            "reqwest",
            "tokio",
            "tonic",
        ],
        layers: &["usecases", "store", "clients", "http", "grpc", "jobs"],
        asynchronous: false,
    },
    Layer {
        name: "usecases",
        crates: &["actix", "contracts", "diesel", "tonic"],
        layers: &["http", "grpc", "jobs"],
        asynchronous: true,
    },
    Layer {
        name: "store",
        crates: &["actix", "tonic"],
        layers: &["usecases", "http", "grpc", "jobs"],
        asynchronous: true,
    },
    Layer {
        name: "clients",
        crates: &["actix", "diesel"],
        layers: &["usecases", "http", "grpc", "jobs"],
        asynchronous: true,
    },
    Layer { name: "http", crates: &["diesel"], layers: &["store", "grpc", "jobs"], asynchronous: true },
    Layer { name: "grpc", crates: &["diesel"], layers: &["store", "http", "jobs"], asynchronous: true },
    Layer { name: "jobs", crates: &["diesel"], layers: &["store", "http", "grpc"], asynchronous: true },
];

pub fn check(file: &SourceFile, rust: &syn::File) -> Vec<Breach> {
    let Some((_, module)) = file.module() else { return Vec::new() };
    let Some(layer) = LAYERS.iter().find(|layer| Some(layer.name) == module.first().map(String::as_str))
    else {
        return Vec::new();
    };
    let mut breaches = Vec::new();
    for Named { what, line } in named_in(rust, &module) {
        if let Some(problem) = layer.refuses(&what) {
            let place = format!("{}:{line}", file.path);
            breaches.push(Breach::new(Rule::Layer, place, format!("{} {problem}", layer.name)));
        }
    }
    breaches
}

/// What a piece of code names.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Thing {
    /// A path from the root of the own crate.
    Own(Vec<String>),
    /// The first word of a path that leads elsewhere.
    Foreign(String),
    /// `async` or `await`.
    Waiting,
}

impl Layer {
    fn refuses(&self, thing: &Thing) -> Option<String> {
        match thing {
            Thing::Own(path) => {
                let first = path.first()?;
                self.layers.contains(&first.as_str()).then(|| format!("must not name {first}"))
            }
            Thing::Foreign(root) => {
                let family = |name: &str| {
                    root == name || root.strip_prefix(name).is_some_and(|rest| rest.starts_with('_'))
                };
                self.crates.iter().any(|name| family(name)).then(|| format!("must not name {root}"))
            }
            Thing::Waiting => (!self.asynchronous).then(|| "must not wait".to_owned()),
        }
    }
}
