//! How the widget that travels is compiled: with a standard library of its own, made for size, where the sources of one
//! are to be had. `xtask/small.toml` says what is different about it.

use std::{path::PathBuf, process::Command};

use anyhow::{Result, ensure};

use crate::{
    machine,
    project::{Project, WASM_TARGET},
};

/// The standard library that the widget is compiled with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Std {
    /// Compiled along with the widget.
    Own,
    /// The one that came with the compiler.
    Prebuilt,
}

impl Std {
    /// Makes ready what either needs, and says which it will be.
    pub(crate) fn make_ready(project: &Project) -> Result<Self> {
        machine::wasm_target(project)?;
        match understands_options(project).and_then(|()| machine::std_sources(project)) {
            Ok(()) => Ok(Self::Own),
            Err(error) => {
                println!(
                    "  the compiler's own standard library is used, and the module is a twentieth larger: {error:#}"
                );
                Ok(Self::Prebuilt)
            }
        }
    }

    /// The profile to build with, which also names the folder that the module is in.
    pub(crate) const fn profile(self) -> &'static str {
        match self {
            Self::Own => "small",
            Self::Prebuilt => "release",
        }
    }

    /// What a `cargo build` with the profile needs besides; arguments go to the end.
    pub(crate) fn prepare(self, command: &mut Command) -> &mut Command {
        match self {
            Self::Own => command.env("RUSTC_BOOTSTRAP", "1").args(["--config", "xtask/small.toml"]),
            Self::Prebuilt => command,
        }
    }

    /// The compiled widget.
    pub(crate) fn module(self, project: &Project) -> PathBuf {
        project.target().join(WASM_TARGET).join(self.profile()).join("wink.wasm")
    }
}

/// Refuses a compiler that is too old, or too new, for the options in `xtask/small.toml`: they are not stable.
fn understands_options(project: &Project) -> Result<()> {
    let output = machine::rustc(project)
        .args(["--print", "cfg", "--target", WASM_TARGET])
        .args(["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"])
        .env("RUSTC_BOOTSTRAP", "1")
        .output()?;
    ensure!(output.status.success(), "this compiler does not know the options in xtask/small.toml");
    Ok(())
}
