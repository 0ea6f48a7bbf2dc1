//! Tests the service against its API document with schemathesis, which generates valid and invalid requests and checks
//! the responses. `cargo xtask test api -- --specification FILE` also compares the document, and the service, with a
//! public specification. The tests are in `tests/api/`.
//!
//! | variable | meaning |
//! |---|---|
//! | `WINK_SERVICE_BIN` | path of the service's program |
//! | `WINK_ARTEFACTS` | folder for reports |
//! | `WINK_SPECIFICATION` | optional, set by the caller: a public specification to compare with too |

use std::path::Path;

use anyhow::Result;

use super::tally::{self, Totals};
use crate::{
    machine,
    project::Project,
    step::{self, step},
};

pub(crate) fn run(project: &Project, filter: &[String]) -> Result<Totals> {
    let folder = project.root().join("tests/api");
    let python = machine::python(project, &folder.join("requirements.txt"))?;
    step("compiling the service", || {
        step::run(
            project.cargo().args(["build", "--package", "wink-service"]),
            "fix the compiler errors above, then run the command again",
        )
    })?;
    tally::run(
        project
            .command(python)
            // Do not write compiled files next to the sources.
            .arg("-B")
            .arg(Path::new("tests/api/run.py"))
            .args(filter)
            .env("WINK_SERVICE_BIN", project.program("wink-service"))
            .env("WINK_ARTEFACTS", project.target().join("api")),
    )
}
