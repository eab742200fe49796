//! The services' server traits once more, with every call answering "unimplemented": a test that plays a service writes
//! only the calls it needs.

use std::{env, error::Error, path::PathBuf};

const SERVICES: [&str; 4] = ["auth", "payments", "onboarding", "bcm"];

fn main() -> Result<(), Box<dyn Error>> {
    let root = PathBuf::from(env::var("CARGO_MANIFEST_DIR")?).join("../../proto");
    println!("cargo::rerun-if-changed={}", root.display());
    let files = SERVICES.map(|name| root.join(format!("raptorflow/{name}/v1/{name}.proto")));
    let mut builder = tonic_prost_build::configure().build_client(false).generate_default_stubs(true);
    for name in SERVICES {
        builder = builder.extern_path(format!(".raptorflow.{name}.v1"), format!("::contracts::{name}::v1"));
    }
    builder.compile_fds(protox::compile(files, [&root])?)?;
    Ok(())
}
