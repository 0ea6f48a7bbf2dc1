//! Progress output: each step prints its name and its duration. A step that fails prints what to do next.

use std::{
    fmt::Display,
    process::{Command, Output, Stdio},
    thread,
    time::{Duration, Instant},
};

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

/// Runs a command, and ends it if it takes longer than this. `None` if it was ended.
///
/// # Errors
/// If the command cannot start.
pub(crate) fn run_within(command: &mut Command, longest: Duration) -> Result<Option<Output>> {
    let shown = show(command);
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{shown}`"))?;
    // Read meanwhile, or a full pipe would stop it.
    let (mut stdout, mut stderr) = (child.stdout.take(), child.stderr.take());
    let reading = [
        thread::spawn(move || stdout.as_mut().map(read_all).unwrap_or_default()),
        thread::spawn(move || stderr.as_mut().map(read_all).unwrap_or_default()),
    ];
    let status = loop {
        match child.try_wait()? {
            Some(status) => break status,
            None if started.elapsed() > longest => {
                child.kill()?;
                child.wait()?;
                return Ok(None);
            }
            None => thread::sleep(Duration::from_millis(50)),
        }
    };
    let [stdout, stderr] = reading.map(|thread| thread.join().unwrap_or_default());
    Ok(Some(Output { status, stdout, stderr }))
}

fn read_all(pipe: &mut impl std::io::Read) -> Vec<u8> {
    let mut bytes = Vec::new();
    // What broke off is still worth showing.
    let _ = pipe.read_to_end(&mut bytes);
    bytes
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
