//! Compiles `crates/page-preview`, the module that draws PDFs, for `cargo xtask build` and the npm package.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    project::{Project, WASM_TARGET},
    step::{self, step},
};

/// Vector instructions: without them the module is a third larger and several times slower. Current browsers have them;
/// an older one shows no picture.
///
/// The memory limit is the one that the service has for pictures. A page that needs more has no picture.
const FLAGS: [&str; 2] = ["-Ctarget-feature=+simd128", "-Clink-arg=--max-memory=402653184"];

/// Compiles the module for release. Returns its path; wasm-bindgen has not processed it yet.
pub(crate) fn compile(project: &Project) -> Result<PathBuf> {
    step("compiling the PDF preview", || {
        step::run(
            project
                .cargo()
                .args(["build", "--package", "wink-page-preview", "--release", "--target", WASM_TARGET])
                // This variable can hold several flags and takes precedence over all other settings.
                .env("CARGO_ENCODED_RUSTFLAGS", FLAGS.join("\x1f")),
            "fix the compiler errors above, then run the command again",
        )
    })?;
    Ok(project.target().join(WASM_TARGET).join("release/wink_page_preview.wasm"))
}
