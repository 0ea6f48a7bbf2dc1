//! Compiling `crates/page-preview`, the module that draws PDFs: as `cargo xtask build` and the npm package ship it.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    project::{Project, WASM_TARGET},
    step::{self, step},
};

/// With vector instructions: without, they are written out one by one, which is a third more to load and several times
/// as slow. Every browser of the last years has them, and one that does not shows no picture.
///
/// The largest memory is what the service allows a picture too: a page that needs more ends without a picture.
const FLAGS: [&str; 2] = ["-Ctarget-feature=+simd128", "-Clink-arg=--max-memory=402653184"];

/// Compiles it in release. Returns the module, which wasm-bindgen has yet to see.
pub(crate) fn compile(project: &Project) -> Result<PathBuf> {
    step("compiling what draws PDFs", || {
        step::run(
            project
                .cargo()
                .args(["build", "--package", "wink-page-preview", "--release", "--target", WASM_TARGET])
                // The form that may hold several flags, and comes before every other.
                .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f")),
            "mend what the compiler names above, then run the command again",
        )
    })?;
    Ok(project.target().join(WASM_TARGET).join("release/wink_page_preview.wasm"))
}
