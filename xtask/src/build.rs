//! `cargo xtask build`: from the sources to `dist/`.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    machine,
    project::{Project, WASM_TARGET},
    step::{self, step},
};

/// Builds the widget in release and bundles it. Returns the folder of the deliverable.
pub(crate) fn run(project: &Project) -> Result<PathBuf> {
    let dist = project.dist();
    machine::wasm_target(project)?;
    step("compiling the widget for browsers", || compile(project, &["--release"]))?;
    // With the development profile, whose dependencies the tests in the browser need as well.
    step("compiling the gallery", || compile(project, &["--features", "gallery"]))?;
    let module = |profile: &str| project.target().join(WASM_TARGET).join(profile).join("wink.wasm");
    step("bundling it into dist", || {
        step::run(
            project.cargo().args(["run", "--package", "wink-bundle", "--"]).args([
                project.root(),
                &module("release"),
                &module("debug"),
                &dist,
            ]),
            "see the lines above; the files it reads are static/, index.html and the compiled widget",
        )
    })?;
    Ok(dist)
}

fn compile(project: &Project, how: &[&str]) -> Result<()> {
    step::run(
        project.cargo().args(["build", "--package", "wink", "--lib", "--target", WASM_TARGET]).args(how),
        "mend what the compiler names above, then run the command again",
    )
}
