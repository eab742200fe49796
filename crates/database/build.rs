//! Migrations are embedded at compile time; a new file must bring a new build.

fn main() {
    println!("cargo::rerun-if-changed=../../migrations");
}
