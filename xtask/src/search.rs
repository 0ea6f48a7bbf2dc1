//! `cargo xtask bench search`: measures how long a keystroke takes, in the widget as hosts load it. What is measured,
//! and compared with what, is in `tests/journeys/bench/search.mjs`.

use anyhow::Result;

use crate::{
    build, machine,
    project::Project,
    step::{self, step},
};

pub(crate) fn run(project: &Project) -> Result<()> {
    let folder = project.root().join("tests/journeys");
    let browser = machine::browser(project)?;
    machine::npm(project)?;
    machine::node_packages(project, &folder)?;
    let dist = build::run(project)?;
    step("compiling the service", || {
        step::run(
            project.cargo().args(["build", "--package", "wink-service"]),
            "fix the compiler errors above, then run the command again",
        )
    })?;
    let mut command = project.command("node");
    command
        .current_dir(folder)
        .arg("bench/search.mjs")
        .env("WINK_SERVICE_BIN", project.program("wink-service"))
        .env("WINK_DIST", dist)
        .env("WINK_CHROMIUM", browser.chromium);
    step::run(
        &mut command,
        "run it again with no other load on the machine; the code that is measured is in crates/search",
    )
}
