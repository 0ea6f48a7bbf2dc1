//! The service against the document of its API, by schemathesis: requests made from the document, good and bad, and
//! answers held against it. `cargo xtask test api -- --specification FILE` holds the document against a public
//! specification, and the service against that one too. What is run lives in `tests/api/`.
//!
//! | variable | what |
//! |---|---|
//! | `WINK_SERVICE_BIN` | the service's program |
//! | `WINK_ARTEFACTS` | folder for reports |
//! | `WINK_SPECIFICATION` | from outside: a public specification to hold against too, on the same service |

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
            "mend what the compiler names above, then run the command again",
        )
    })?;
    tally::run(
        project
            .command(python)
            // No compiled files between the sources.
            .arg("-B")
            .arg(Path::new("tests/api/run.py"))
            .args(filter)
            .env("WINK_SERVICE_BIN", project.program("wink-service"))
            .env("WINK_ARTEFACTS", project.target().join("api")),
    )
}
