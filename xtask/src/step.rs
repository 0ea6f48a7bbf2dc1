//! Progress: each step says what it does and how long it took; a step that fails says what to do next.

use std::{fmt::Display, process::Command, time::Instant};

use anyhow::{Context as _, Result, bail};

/// Announces a step, and how long it took when it is done.
pub(crate) fn step<T>(what: impl Display, work: impl FnOnce() -> Result<T>) -> Result<T> {
    println!("▸ {what}");
    let started = Instant::now();
    let result = work();
    let mark = if result.is_ok() { "✓" } else { "✗" };
    println!("{mark} {what} ({:.1?})", started.elapsed());
    result
}

/// Runs a command to its end.
///
/// # Errors
/// When it cannot start or fails; the error ends with `advice`.
pub(crate) fn run(command: &mut Command, advice: &str) -> Result<()> {
    let shown = show(command);
    let status = command
        .status()
        .with_context(|| format!("`{shown}` could not be started\n  what to do: {advice}"))?;
    if !status.success() {
        bail!("`{shown}` failed ({status})\n  what to do: {advice}");
    }
    Ok(())
}

/// The command as one would type it.
pub(crate) fn show(command: &Command) -> String {
    let program = std::path::Path::new(command.get_program());
    let mut shown = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
    for argument in command.get_args() {
        shown.push(' ');
        shown.push_str(&argument.to_string_lossy());
    }
    shown
}
