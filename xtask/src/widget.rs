//! How the released widget is compiled: with a standard library that is optimized for size, if its sources can be
//! installed. `xtask/small.toml` has the settings.

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
    /// Installs what the build needs, and returns which library it can use.
    pub(crate) fn install(project: &Project) -> Result<Self> {
        machine::wasm_target(project)?;
        match check_options(project).and_then(|()| machine::std_sources(project)) {
            Ok(()) => Ok(Self::Own),
            Err(error) => {
                println!(
                    "  using the compiler's prebuilt standard library; the module is 5 % larger: {error:#}"
                );
                Ok(Self::Prebuilt)
            }
        }
    }

    /// The profile to build with, which is also the name of the module's folder.
    pub(crate) const fn profile(self) -> &'static str {
        match self {
            Self::Own => "small",
            Self::Prebuilt => "release",
        }
    }

    /// Adds the settings that a build with the profile needs. The arguments go to the end.
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

/// Refuses a compiler that does not support the options in `xtask/small.toml`. They are unstable and may change.
fn check_options(project: &Project) -> Result<()> {
    let output = machine::rustc(project)
        .args(["--print", "cfg", "--target", WASM_TARGET])
        .args(["-Zunstable-options", "-Cpanic=immediate-abort", "-Zlocation-detail=none", "-Zfmt-debug=none"])
        .env("RUSTC_BOOTSTRAP", "1")
        .output()?;
    ensure!(output.status.success(), "this compiler does not know the options in xtask/small.toml");
    Ok(())
}
