//! `cargo xtask check`: the checks that CI runs before the tests.

mod advisories;
mod floors;
mod tidy;

use anyhow::{Result, bail};

use crate::{
    machine,
    project::{Project, WASM_TARGET},
    step::{self, step},
};

/// A check that can run alone.
#[derive(Clone, Copy, Debug, clap::ValueEnum)]
pub(crate) enum Only {
    Floors,
    Tidy,
}

pub(crate) fn tidy(project: &Project) -> Result<()> {
    step("tidy", || tidy::run(project))
}

pub(crate) fn floors(project: &Project) -> Result<()> {
    step("floors", || floors::run(project))
}

pub(crate) fn run(project: &Project) -> Result<()> {
    machine::wasm_target(project)?;
    // A failed check does not stop the others, so that one run reports everything there is to fix.
    let results = [
        step("formatting", || {
            step::run(project.cargo().args(["fmt", "--all", "--check"]), "run `cargo fmt --all`")
        }),
        tidy(project),
        floors(project),
        step("cargo-deny", || deny(project)),
        step("advisories", || advisories::run(project)),
        step("clippy", || clippy(project, &["--workspace", "--all-targets"])),
        step("clippy, for browsers", || {
            clippy(project, &["--package", "wink", "--all-targets", "--target", WASM_TARGET])
        }),
    ];
    let mut failures = 0;
    for error in results.into_iter().filter_map(Result::err) {
        eprintln!("\nerror: {error:#}");
        failures += 1;
    }
    if failures > 0 {
        bail!("{failures} checks failed");
    }
    Ok(())
}

fn clippy(project: &Project, what: &[&str]) -> Result<()> {
    step::run(
        project.cargo().arg("clippy").args(what).args(["--", "--deny", "warnings"]),
        "fix the warnings above; an exception is an `expect` with a reason",
    )
}

/// Advisories have a check of their own, because they need a network.
fn deny(project: &Project) -> Result<()> {
    if machine::find("cargo-deny").is_none() {
        println!("  cargo-deny is not installed, so licences and sources were not checked");
        println!("  what to do: run `cargo install --locked cargo-deny`, or leave it to CI");
        return Ok(());
    }
    step::run(
        project.cargo().args(["deny", "check", "bans", "licenses", "sources"]),
        "replace the dependency, or allow it in deny.toml with the reason",
    )
}
