//! The rules of the house hold, and each of them notices when it is broken.

#![allow(clippy::unwrap_used, reason = "a failed step of preparing a folder is a failed test")]

use std::fs;
use std::path::Path;

use journeys::architecture::{Breach, Rule, check};
use tempfile::TempDir;

/// A folder laid out like the repository, without a breach.
fn clean() -> TempDir {
    let root = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("Cargo.toml", "[workspace]\n"),
        ("crates/problem/Cargo.toml", "[package]\nname = \"problem\"\n"),
        (
            "services/auth/Cargo.toml",
            "[package]\nname = \"auth\"\n[dependencies]\ncontracts.workspace = true\n",
        ),
        ("services/auth/src/main.rs", "fn main() {}\n"),
        ("services/auth/src/domain.rs", "pub struct User;\n"),
        (
            "services/auth/src/usecases/sign_up.rs",
            "use crate::{domain::User, store};\npub async fn sign_up() {}\n",
        ),
        ("services/auth/src/store/users.rs", "use diesel::prelude::*;\nuse crate::domain::User;\n"),
        ("services/auth/src/grpc.rs", "use tonic::Status;\nuse crate::usecases;\n"),
    ] {
        plant(root.path(), path, text);
    }
    root
}

fn plant(root: &Path, path: &str, text: &str) {
    let path = root.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// What the check says about a clean folder with one file more.
fn breaches_with(path: &str, text: &str) -> Vec<Breach> {
    let root = clean();
    plant(root.path(), path, text);
    check(root.path()).unwrap()
}

fn assert_breach(rule: Rule, path: &str, text: &str) {
    let breaches = breaches_with(path, text);
    assert_eq!(breaches.len(), 1, "{path} with\n{text}\ngave {breaches:#?}");
    assert_eq!(breaches[0].rule, rule);
    assert!(breaches[0].place.starts_with(path), "{} is not in {path}", breaches[0].place);
}

#[track_caller]
fn assert_clean(path: &str, text: &str) {
    let breaches = breaches_with(path, text);
    assert!(breaches.is_empty(), "{path} with\n{text}\ngave {breaches:#?}");
}

fn lines(count: usize) -> String {
    "    let _ = 1;\n".repeat(count)
}

#[test]
fn this_repository_keeps_the_rules() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap();
    let breaches = check(root).unwrap();
    let told: Vec<String> = breaches.iter().map(ToString::to_string).collect();
    assert!(told.is_empty(), "{} breaches:\n{}", told.len(), told.join("\n"));
}

#[test]
fn a_folder_that_keeps_the_rules_passes() {
    assert_eq!(check(clean().path()).unwrap(), []);
}

#[test]
fn no_layer_may_name_what_its_row_of_the_table_forbids() {
    for (layer, forbidden) in [
        (
            "domain",
            vec!["actix_web", "tonic", "diesel", "redis", "deadpool_redis", "tokio", "database", "contracts"],
        ),
        ("usecases", vec!["actix_web", "tonic", "tonic_health", "contracts", "diesel", "diesel_async"]),
        ("store", vec!["actix_web", "tonic"]),
        ("clients", vec!["actix_web", "diesel"]),
        ("http", vec!["diesel"]),
        ("grpc", vec!["diesel"]),
        ("jobs", vec!["diesel"]),
    ] {
        let path = format!("services/auth/src/{layer}/planted.rs");
        for name in forbidden {
            assert_breach(Rule::Layer, &path, &format!("use {name}::Thing;\n"));
            assert_breach(Rule::Layer, &path, &format!("use {name};\n"));
            assert_breach(Rule::Layer, &path, &format!("pub fn f(x: &{name}::Thing) {{}}\n"));
            assert_breach(Rule::Layer, &path, &format!("pub fn f() {{ vec![{name}::thing()]; }}\n"));
        }
    }
}

#[test]
fn no_layer_may_name_a_layer_that_its_row_of_the_table_forbids() {
    for (layer, forbidden) in [
        ("domain", vec!["usecases", "store", "clients", "http", "grpc", "jobs"]),
        ("usecases", vec!["http", "grpc", "jobs"]),
        ("store", vec!["usecases", "http", "grpc", "jobs"]),
        ("clients", vec!["usecases", "http", "grpc", "jobs"]),
        ("http", vec!["store", "grpc", "jobs"]),
        ("grpc", vec!["store", "http", "jobs"]),
        ("jobs", vec!["store", "http", "grpc"]),
    ] {
        let path = format!("services/auth/src/{layer}/planted.rs");
        for name in forbidden {
            assert_breach(Rule::Layer, &path, &format!("use crate::{name}::thing;\n"));
            assert_breach(Rule::Layer, &path, &format!("use crate::{{context::Context, {name}}};\n"));
            assert_breach(Rule::Layer, &path, &format!("pub fn f() {{ super::super::{name}::thing() }}\n"));
            assert_breach(Rule::Layer, &path, &format!("pub fn f() {{ assert!(crate::{name}::thing()) }}\n"));
        }
    }
}

#[test]
fn the_file_of_a_layer_itself_is_held_to_the_rules_too() {
    assert_breach(Rule::Layer, "services/auth/src/usecases.rs", "use diesel::prelude::*;\n");
}

#[test]
fn the_domain_does_not_wait() {
    let path = "services/auth/src/domain/planted.rs";
    assert_breach(Rule::Layer, path, "pub async fn f() {}\n");
    assert_breach(Rule::Layer, path, "pub fn f() { let _ = async { 1 }; }\n");
    assert_clean("services/auth/src/usecases/planted.rs", "pub async fn f() { g().await }\n");
}

#[test]
fn unit_tests_and_files_outside_of_layers_may_name_anything() {
    let test = "#[cfg(test)]\nmod tests {\n    use tokio::test;\n    use crate::store;\n}\n";
    assert_clean("services/auth/src/domain/planted.rs", test);
    assert_clean(
        "services/auth/src/app.rs",
        "use crate::{grpc, http, jobs, store, usecases};\nuse diesel::x;\n",
    );
}

#[test]
fn a_word_that_only_looks_like_a_forbidden_name_is_none() {
    let text = "use primitives::Clock;\npub fn f(diesel: u8) -> u8 { diesel }\npub mod redistribution {}\n";
    assert_clean("services/auth/src/domain/planted.rs", text);
}

#[test]
fn a_file_has_at_most_500_lines_and_a_test_file_too() {
    for path in
        ["services/auth/src/domain/planted.rs", "crates/problem/src/lib.rs", "services/auth/tests/api/x.rs"]
    {
        assert_breach(Rule::FileSize, path, &"// line\n".repeat(501));
        assert_clean(path, &"// line\n".repeat(500));
    }
}

#[test]
fn a_function_has_at_most_60_lines_unless_it_is_a_test() {
    let path = "services/auth/src/app.rs";
    assert_breach(Rule::FunctionSize, path, &format!("fn f() {{\n{}}}\n", lines(59)));
    assert_clean(path, &format!("fn f() {{\n{}}}\n", lines(58)));
    assert_breach(Rule::FunctionSize, path, &format!("impl X {{\n fn f() {{\n{} }}\n}}\n", lines(59)));
    assert_breach(Rule::FunctionSize, path, &format!("trait X {{\n fn f() {{\n{} }}\n}}\n", lines(59)));
    assert_clean(path, &format!("#[cfg(test)]\nmod tests {{\n#[test]\nfn f() {{\n{}}}\n}}\n", lines(100)));
    assert_clean("services/auth/tests/api/x.rs", &format!("fn f() {{\n{}}}\n", lines(100)));
}

#[test]
fn a_function_takes_at_most_five_parameters_unless_a_trait_decides() {
    let path = "crates/problem/src/lib.rs";
    let six = "a: u8, b: u8, c: u8, d: u8, e: u8, f: u8";
    let five = "a: u8, b: u8, c: u8, d: u8, e: u8";
    assert_breach(Rule::Parameters, path, &format!("fn f({six}) {{}}\n"));
    assert_breach(Rule::Parameters, path, &format!("trait X {{ fn f({six}); }}\n"));
    assert_clean(path, &format!("fn f({five}) {{}}\n"));
    assert_clean(path, &format!("impl foreign::X for Y {{ fn f({six}) {{}} }}\n"));
}

#[test]
fn the_main_file_of_a_service_has_at_most_30_lines() {
    let path = "services/auth/src/main.rs";
    assert_breach(Rule::MainSize, path, &format!("fn main() {{\n{}}}\n", lines(29)));
    assert_clean(path, &format!("fn main() {{\n{}}}\n", lines(28)));
}

#[test]
fn a_module_lives_in_a_file_of_its_own_name() {
    assert_breach(Rule::ModuleFile, "crates/problem/src/kinds/mod.rs", "");
}

#[test]
fn a_type_is_not_named_for_what_it_is_technically() {
    let path = "crates/problem/src/lib.rs";
    for ending in ["Manager", "Helper", "Dto", "Model", "Impl"] {
        assert_breach(Rule::TypeName, path, &format!("pub struct User{ending};\n"));
        assert_breach(Rule::TypeName, path, &format!("enum User{ending} {{}}\n"));
        assert_breach(Rule::TypeName, path, &format!("trait User{ending} {{}}\n"));
        assert_breach(Rule::TypeName, path, &format!("mod inner {{ type User{ending} = u8; }}\n"));
    }
    assert_clean(path, "pub struct Modelled;\n");
}

#[test]
fn an_eleventh_shared_crate_and_an_undecided_service_are_noticed() {
    assert_breach(Rule::UnknownCrate, "crates/common", "");
    assert_breach(Rule::UnknownCrate, "services/reports", "");
}

#[test]
fn nobody_depends_on_a_service() {
    let head = "[package]\nname = \"payments\"\n";
    let path = "services/payments/Cargo.toml";
    assert_breach(Rule::Dependency, path, &format!("{head}[dependencies]\nauth.workspace = true\n"));
    assert_breach(
        Rule::Dependency,
        path,
        &format!("{head}[dev-dependencies]\nauth = {{ path = \"../auth\" }}\n"),
    );
    assert_breach(
        Rule::Dependency,
        path,
        &format!("{head}[dependencies]\nx = {{ package = \"bcm\", path = \"../bcm\" }}\n"),
    );
    assert_breach(
        Rule::Dependency,
        path,
        &format!("{head}[target.'cfg(unix)'.dependencies]\nauth = \"1\"\n"),
    );
    assert_breach(Rule::Dependency, "crates/sims/Cargo.toml", "[dependencies]\ngateway.workspace = true\n");
    assert_clean(path, &format!("{head}[dependencies]\ncontracts.workspace = true\n"));
}

#[test]
fn nothing_else_lies_at_the_top_level() {
    assert_breach(Rule::TopLevel, "notes.txt", "");
    assert_breach(Rule::TopLevel, "scripts", "");
    for expected in ["docker-compose.yml", "README.md", "Cargo.lock", "clippy.toml", ".gitignore", "target"] {
        assert_clean(expected, "");
    }
}

#[test]
fn unfinished_work_is_not_noted_in_the_code() {
    for word in [concat!("TO", "DO"), concat!("FIX", "ME")] {
        assert_breach(Rule::UnfinishedWork, "crates/problem/src/lib.rs", &format!("// {word}: later\n"));
        assert_breach(Rule::UnfinishedWork, "migrations/auth/0001/up.sql", &format!("-- {word} later\n"));
        assert_breach(Rule::UnfinishedWork, "proto/raptorflow/auth/v1/auth.proto", &format!("// ({word})\n"));
    }
    assert_clean("crates/problem/src/lib.rs", "// a mastodon\n");
}
