//! The widget's own tests, compiled to WebAssembly and run in a headless browser.

use anyhow::Result;

use super::tally::{self, Totals};
use crate::{
    machine,
    project::{Project, WASM_TARGET},
    step::{self, step},
};

/// Timeout for all tests of one module. The runner's default is too short for a busy machine.
const TIMEOUT_SECONDS: &str = "180";

pub(crate) fn run(project: &Project, filter: &[String]) -> Result<Totals> {
    machine::wasm_target(project)?;
    let browser = machine::browser(project)?;
    step("compiling wasm-bindgen's test runner", || {
        step::run(
            project.cargo().args(["build", "--package", "wink-wasm-tools"]),
            "fix the compiler errors above, then run the command again",
        )
    })?;
    tally::run(
        project
            .cargo()
            .args(["test", "--no-fail-fast", "--package", "wink", "--target", WASM_TARGET, "--"])
            .args(filter)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", project.program("wasm-bindgen-test-runner"))
            .env("CHROMEDRIVER", browser.driver)
            .env("WASM_BINDGEN_TEST_TIMEOUT", TIMEOUT_SECONDS),
    )
}
