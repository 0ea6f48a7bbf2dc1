//! `cargo xtask fuzz`: runs the targets in `fuzz/` with cargo-fuzz, one after another.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    project::Project,
    step::{self, step},
};

/// The version to install if there is none.
const CARGO_FUZZ: &str = "^0.13";

/// The targets, each with the folders of its seed inputs.
const TARGETS: [(&str, &[&str]); 4] = [
    ("catalogue", &[]),
    ("token", &["fuzz/examples/token"]),
    ("upload", &[]),
    ("document", &["static/samples", "tests/files"]),
];

/// Memory limit for one input, in MB: the largest picture that is allowed, plus the decoder's own memory.
const MEMORY_LIMIT_MB: u32 = 2048;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Targets to run (default: all)
    #[arg(value_parser = TARGETS.map(|(name, _)| name))]
    targets: Vec<String>,
    /// Seconds to run each target
    #[arg(long, default_value_t = 600)]
    seconds: u32,
}

pub(crate) fn run(project: &Project, options: &Options) -> Result<()> {
    let program = cargo_fuzz(project)?;
    for (target, examples) in TARGETS {
        if !options.targets.is_empty() && !options.targets.iter().any(|wanted| wanted == target) {
            continue;
        }
        let corpus = project.root().join("fuzz/corpus").join(target);
        std::fs::create_dir_all(&corpus)?;
        step(format_args!("fuzzing {target} for {} s", options.seconds), || {
            let mut command = project.command(&program);
            // cargo-fuzz passes unstable compiler flags, which RUSTC_BOOTSTRAP enables on stable. The project has no
            // `unsafe`, so no sanitizer is needed.
            command
                .current_dir(project.root())
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_DIR", project.target().join("fuzz"))
                .args(["run", "--sanitizer", "none", target])
                .arg(&corpus)
                .args(examples.iter().map(|folder| project.root().join(folder)))
                .arg("--")
                .arg(format!("-max_total_time={}", options.seconds))
                .arg(format!("-rss_limit_mb={MEMORY_LIMIT_MB}"))
                .args(["-timeout=30", "-print_final_stats=1"]);
            step::run(&mut command, "the failing input is named above; make it a test, then fix the code")
        })?;
    }
    Ok(())
}

/// Installs cargo-fuzz into the target folder if it is missing, and returns its path.
fn cargo_fuzz(project: &Project) -> Result<PathBuf> {
    let folder = project.target().join("tools");
    let program = folder.join("bin/cargo-fuzz");
    if !program.is_file() {
        step("installing cargo-fuzz", || {
            let mut command = project.cargo();
            command.args(["install", "--quiet", "--locked", "--version", CARGO_FUZZ, "--root"]).arg(&folder);
            command.arg("cargo-fuzz");
            step::run(&mut command, "check that cargo can reach its registry, then run the command again")
        })?;
    }
    Ok(program)
}
