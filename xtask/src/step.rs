//! Progress output: each step prints its name and its duration. A step that fails prints what to do next.

use std::{fmt::Display, process::Command, time::Instant};

use anyhow::{Context as _, Result, bail};

/// Runs `work`, and prints its name before and its duration after.
pub(crate) fn step<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {what}");
    let started = Instant::now();
    let result = work();
    let mark = if result.is_ok() { "✓" } else { "✗" };
    println!("{mark} {what} ({:.1?})", started.elapsed());
    result
}

/// Runs a command and waits for it.
///
/// # Errors
/// If the command cannot start or fails. The error ends with `advice`.
pub(crate) fn run(command: &mut Command, advice: &str) -> Result<()> {
    let shown = show(command);
    let status =
        command.status().with_context(|| format!("could not start `{shown}`\n  what to do: {advice}"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})\n  what to do: {advice}");
    }
    Ok(())
}

/// The command as you would type it.
pub(crate) fn show(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut shown = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        shown.push(' ');
        shown.push_str(&argument.to_string_lossy());
    }
    shown
}
