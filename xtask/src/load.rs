//! `cargo xtask bench service`: measures the service, and compares it with a mock of its API document. What is
//! measured, and how, is in `tests/load/bench.mjs`.

use anyhow::Result;

use crate::{
    machine,
    project::Project,
    step::{self, step},
    test::postgres::{Durability, Postgres},
};

pub(crate) fn run(project: &Project) -> Result<()> {
    let folder = project.root().join("tests/load");
    machine::npm(project)?;
    machine::node_packages(project, &folder)?;
    step("compiling the service for release", || {
        step::run(
            project.cargo().args(["build", "--package", "wink-service", "--profile", "service"]),
            "fix the compiler errors above, then run the command again",
        )
    })?;
    let postgres = Postgres::start(project, Durability::Full)?;
    let mut command = project.command("node");
    command
        .current_dir(folder)
        .arg("bench.mjs")
        .env("WINK_SERVICE_BIN", project.target().join("service/wink-service"))
        .env("WINK_LOAD_POSTGRES", postgres.url());
    step::run(
        &mut command,
        "run it again with no other load on the machine; the code that is measured is in crates/service",
    )
}
