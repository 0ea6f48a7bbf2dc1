//! Whole journeys: the widget from `dist/` in a real browser against the real service. The journeys themselves, and
//! the runner that they choose, live in `tests/journeys/`; this file makes ready what they are told of by environment.
//!
//! | variable | what |
//! |---|---|
//! | `WINK_SERVICE_BIN` | the service's program |
//! | `WINK_DIST` | the deliverable |
//! | `WINK_PKG` | the npm package, installed |
//! | `WINK_CHROMIUM` | the browser |
//! | `WINK_FIREFOX` | the other browser |
//! | `WINK_ARTEFACTS` | folder for screenshots and traces |
//! | `WINK_JOURNEY_POSTGRES` | a PostgreSQL server, for services of several processes |
//!
//! `WINK_JOURNEY_PROCESSES` is left to whoever calls: every service is of so many processes then.

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
    let package = package::make(project)?;
    // The development build: it shares its dependencies with the native tests.
    step("compiling the service", || {
        step::run(
            project.cargo().args(["build", "--package", "wink-service"]),
            "mend what the compiler names above, then run the command again",
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
