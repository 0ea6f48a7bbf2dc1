//! `cargo xtask build`: from the sources to `dist/`.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use crate::{
    page_preview,
    project::{Project, WASM_TARGET},
    step::{self, step},
    widget::Std,
};

/// Builds the widget in release and bundles it. Returns the folder of the deliverable.
pub(crate) fn run(project: &Project) -> Result<PathBuf> {
    let dist = project.dist();
    let std = Std::make_ready(project)?;
    step("compiling the widget for browsers", || {
        let mut command = compiler(project);
        compile(std.prepare(command.args(["--profile", std.profile()])))
    })?;
    // With the development profile, whose dependencies the tests in the browser need as well.
    step("compiling the gallery", || compile(compiler(project).args(["--features", "gallery"])))?;
    let gallery = project.target().join(WASM_TARGET).join("debug/wink.wasm");
    let page_preview = page_preview::compile(project)?;
    step("bundling it into dist", || {
        step::run(
            project.cargo().args(["run", "--package", "wink-bundle", "--"]).args([
                project.root(),
                &std.module(project),
                &gallery,
                &page_preview,
                &dist,
            ]),
            "see the lines above; the files it reads are static/, index.html and the compiled widget",
        )
    })?;
    Ok(dist)
}

fn compiler(project: &Project) -> Command {
    let mut command = project.cargo();
    command.args(["build", "--package", "wink", "--lib", "--target", WASM_TARGET]);
    command
}

fn compile(command: &mut Command) -> Result<()> {
    step::run(command, "mend what the compiler names above, then run the command again")
}
