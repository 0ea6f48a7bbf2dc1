//! `cargo xtask build`: compiles and bundles the widget into `dist/`.

use std::{path::PathBuf, process::Command};

use anyhow::Result;

use crate::{
    page_preview,
    project::{Project, WASM_TARGET},
    step::{self, step},
    widget::Std,
};

/// Builds the widget for release and bundles it. Returns the `dist` folder.
pub(crate) fn run(project: &Project) -> Result<PathBuf> {
    let dist = project.dist();
    let std = Std::install(project)?;
    step("compiling the widget for browsers", || {
        let mut command = compiler(project);
        compile(std.prepare(command.args(["--profile", std.profile()])))
    })?;
    // In the development profile: the browser tests need the same dependencies, so they are compiled only once.
    step("compiling the gallery", || compile(compiler(project).args(["--features", "gallery"])))?;
    let gallery = project.target().join(WASM_TARGET).join("debug/wink.wasm");
    let page_preview = page_preview::compile(project)?;
    step("bundling everything into dist", || {
        step::run(
            project.cargo().args(["run", "--package", "wink-bundle", "--"]).args([
                project.root(),
                &std.module(project),
                &gallery,
                &page_preview,
                &dist,
            ]),
            "see the output above; the bundle is made from static/, index.html and the compiled widget",
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
    step::run(command, "fix the compiler errors above, then run the command again")
}
