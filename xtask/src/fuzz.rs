//! `cargo xtask fuzz`: runs the targets in `fuzz/` through cargo-fuzz, one after the other.

use std::path::PathBuf;

use anyhow::Result;

use crate::{
    project::Project,
    step::{self, step},
};

/// The version that is installed; a newer one will do.
const CARGO_FUZZ: &str = "^0.13";

/// The targets, each with folders of examples to begin from.
const TARGETS: [(&str, &[&str]); 4] = [
    ("catalogue", &[]),
    ("token", &["fuzz/examples/token"]),
    ("upload", &[]),
    ("document", &["static/samples", "tests/files"]),
];

/// Most memory that one input may take, in MB: what the largest picture is allowed, and the decoder's own.
const MOST_MEMORY_MB: u32 = 2048;

#[derive(Debug, clap::Args)]
pub(crate) struct Options {
    /// Targets to run; without any, all of them
    #[arg(value_parser = TARGETS.map(|(name, _)| name))]
    targets: Vec<String>,
    /// How long each runs, in seconds
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
            // Instruments are asked for by flags that a stable compiler knows but does not promise to keep. Memory is
            // safe without a sanitizer, as far as the compiler goes.
            command
                .current_dir(project.root())
                .env("RUSTC_BOOTSTRAP", "1")
                .env("CARGO_TARGET_DIR", project.target().join("fuzz"))
                .args(["run", "--sanitizer", "none", target])
                .arg(&corpus)
                .args(examples.iter().map(|folder| project.root().join(folder)))
                .arg("--")
                .arg(format!("-max_total_time={}", options.seconds))
                .arg(format!("-rss_limit_mb={MOST_MEMORY_MB}"))
                .args(["-timeout=30", "-print_final_stats=1"]);
            step::run(&mut command, "the input that broke it is named above; make it a test, then mend it")
        })?;
    }
    Ok(())
}

/// cargo-fuzz, in a folder of our own.
fn cargo_fuzz(project: &Project) -> Result<PathBuf> {
    let folder = project.target().join("tools");
    let program = folder.join("bin/cargo-fuzz");
    if !program.is_file() {
        step("installing cargo-fuzz", || {
            let mut command = project.cargo();
            command.args(["install", "--quiet", "--locked", "--version", CARGO_FUZZ, "--root"]).arg(&folder);
            command.arg("cargo-fuzz");
            step::run(&mut command, "check that cargo reaches its registry, then run the command again")
        })?;
    }
    Ok(program)
}
