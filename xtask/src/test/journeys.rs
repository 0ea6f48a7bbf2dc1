//! Whole journeys: the widget from `dist/` in a real browser against the real service. The journeys and their runner are
//! in `tests/journeys/`. This file prepares what they need and passes it in environment variables.
//!
//! | variable | meaning |
//! |---|---|
//! | `WINK_SERVICE_BIN` | path of the service's program |
//! | `WINK_DIST` | the built widget, `dist/` |
//! | `WINK_PKG` | the npm package, installed |
//! | `WINK_CHROMIUM` | path of Chromium |
//! | `WINK_FIREFOX` | path of Firefox |
//! | `WINK_ARTEFACTS` | folder for screenshots and traces |
//! | `WINK_JOURNEY_POSTGRES` | a PostgreSQL server, for services with several processes |
//!
//! The caller may set `WINK_JOURNEY_PROCESSES` to the number of processes of each service.

use std::fs;

use anyhow::{Result, ensure};

use super::{
    package,
    postgres::{Durability, Postgres},
    tally::{self, Totals},
};
use crate::{
    build, machine,
    project::Project,
    step::{self, step},
};

pub(crate) fn run(project: &Project, filter: &[String]) -> Result<Totals> {
    let folder = project.root().join("tests/journeys");
    ensure!(folder.join("package-lock.json").is_file(), "there are no journeys in tests/journeys");

    let browser = machine::browser(project)?;
    let firefox = machine::firefox(project)?;
    machine::tesseract(project)?;
    machine::postgres(project)?;
    machine::node_packages(project, &folder)?;
    let dist = build::run(project)?;
    let package = package::build_and_install(project)?;
    // The development build: it shares its dependencies with the native tests.
    step("compiling the service", || {
        step::run(
            project.cargo().args(["build", "--package", "wink-service"]),
            "fix the compiler errors above, then run the command again",
        )
    })?;
    let artefacts = project.target().join("journeys");
    fs::create_dir_all(&artefacts)?;

    let postgres = step("starting a PostgreSQL server", || Postgres::start(project, Durability::None))?;
    let mut command = project.command(machine::npm(project)?);
    command.current_dir(&folder).args(["test", "--silent"]);
    if !filter.is_empty() {
        command.arg("--").args(filter);
    }
    tally::run(
        command
            .env("WINK_SERVICE_BIN", project.program("wink-service"))
            .env("WINK_DIST", dist)
            .env("WINK_PKG", package)
            .env("WINK_CHROMIUM", browser.chromium)
            .env("WINK_FIREFOX", firefox)
            .env("WINK_ARTEFACTS", artefacts)
            .env("WINK_JOURNEY_POSTGRES", postgres.url()),
    )
}
