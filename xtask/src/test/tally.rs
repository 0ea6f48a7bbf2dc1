//! Runs a test runner, forwards its output, and reads the number of tests from it.

use std::{
    fmt,
    io::{self, BufRead, BufReader, IsTerminal as _, Read, Write},
    ops::AddAssign,
    process::{Command, Stdio},
    thread,
};

use anyhow::{Context as _, Result, anyhow};

use crate::step;

/// The number of tests that ran.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Totals {
    pub(crate) passed: u64,
    pub(crate) failed: u64,
    /// The runner failed although no test did.
    pub(crate) is_broken: bool,
}

impl Totals {
    pub(crate) fn is_empty(self) -> bool {
        self.passed + self.failed == 0
    }

    fn passed(passed: u64) -> Self {
        Self { passed, ..Self::default() }
    }

    fn failed(failed: u64) -> Self {
        Self { failed, ..Self::default() }
    }
}

impl AddAssign for Totals {
    fn add_assign(&mut self, other: Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.is_broken |= other.is_broken;
    }
}

impl fmt::Display for Totals {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

/// Runs one runner and waits for it.
pub(crate) fn run(command: &mut Command) -> Result<Totals> {
    if io::stdout().is_terminal() {
        // The runners write to a pipe, and would print without colours.
        command.env("CARGO_TERM_COLOR", "always").env("FORCE_COLOR", "1");
    }
    tee(command, io::stdout(), io::stderr())
}

fn tee(command: &mut Command, out: impl Write, err: impl Write + Send + 'static) -> Result<Totals> {
    let shown = step::show(command);
    let mut child = command
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("could not start `{shown}`"))?;
    let (Some(stdout), Some(stderr)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(anyhow!("`{shown}` has no output"));
    };

    let stderr_counts = thread::spawn(move || count(stderr, err));
    let mut totals = count(stdout, out)?;
    totals += stderr_counts.join().map_err(|_| anyhow!("reading the output of `{shown}` failed"))??;

    let status = child.wait()?;
    if !status.success() {
        eprintln!("`{shown}` failed ({status})");
        totals.is_broken |= totals.failed == 0;
    }
    Ok(totals)
}

fn count(from: impl Read, mut to: impl Write) -> Result<Totals> {
    let mut totals = Totals::default();
    let mut reader = BufReader::new(from);
    let mut line = Vec::new();
    while reader.read_until(b'\n', &mut line)? > 0 {
        to.write_all(&line)?;
        to.flush()?;
        if let Some(counts) = counts(&String::from_utf8_lossy(&line)) {
            totals += counts;
        }
        line.clear();
    }
    Ok(totals)
}

/// Reads the counts from a line of a runner's summary. `None` for any other line. The runners are libtest, wasm-bindgen's
/// test runner, nextest, Node's test runner and Playwright.
fn counts(line: &str) -> Option<Totals> {
    let line = without_colours(line);
    // nextest repeats the output of a failed test, indented, and counts that test itself.
    if let Some(rest) = line.strip_prefix("test result: ") {
        let (_, rest) = rest.split_once(". ")?;
        return Some(listed(rest.trim_end(), ';'));
    }
    let line = line.trim();
    if line.starts_with("Summary [") {
        let (_, rest) = line.split_once(" run: ")?;
        return Some(listed(rest, ','));
    }
    if let Some(rest) = line.strip_prefix("ℹ ").or_else(|| line.strip_prefix("# ")) {
        let (word, number) = rest.split_once(' ')?;
        let number = number.parse().ok()?;
        return match word {
            "pass" => Some(Totals::passed(number)),
            "fail" | "cancelled" => Some(Totals::failed(number)),
            _ => None,
        };
    }
    // Playwright prints one count per line, some with a duration.
    let item = line.split_once(" (").map_or(line, |(item, _)| item);
    item_counts(item).filter(|_| line == item || line.ends_with(')'))
}

fn listed(list: &str, separator: char) -> Totals {
    let mut totals = Totals::default();
    for item in list.split(separator) {
        let item = item.split_once('(').map_or(item, |(item, _)| item).trim();
        if let Some(counts) = item_counts(item) {
            totals += counts;
        }
    }
    totals
}

fn item_counts(item: &str) -> Option<Totals> {
    let (number, word) = item.split_once(' ')?;
    let number = number.parse().ok()?;
    match word {
        // A "flaky" test passed when it was retried, which the runner's configuration allows.
        "passed" | "flaky" => Some(Totals::passed(number)),
        "failed" | "timed out" | "exec failed" | "interrupted" => Some(Totals::failed(number)),
        _ => None,
    }
}

/// Removes the terminal escape sequences that set colours.
fn without_colours(line: &str) -> String {
    let mut plain = String::with_capacity(line.len());
    let mut rest = line;
    while let Some((before, escape)) = rest.split_once("\u{1b}[") {
        plain.push_str(before);
        rest = escape.split_once('m').map_or("", |(_, after)| after);
    }
    plain.push_str(rest);
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_summary_of_each_runner_is_read() {
        for (line, passed, failed) in [
            (
                "test result: ok. 12 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s",
                12,
                0,
            ),
            ("test result: FAILED. 2 passed; 3 failed; 0 ignored; 0 filtered out; finished in 1.20s", 2, 3),
            ("     Summary [   0.123s] 17 tests run: 17 passed, 2 skipped", 17, 0),
            (
                "     Summary [   9.123s] 20 tests run: 15 passed (2 slow, 1 flaky), 2 failed, 3 timed out, 4 skipped",
                15,
                5,
            ),
            ("     Summary [   0.123s] 1 test run: 1 passed, 0 skipped", 1, 0),
            ("     Summary [   0.123s] 5/17 tests run: 4 passed, 1 failed", 4, 1),
            ("\u{1b}[32;1m     Summary\u{1b}[0m [   0.1s] 1 test run: \u{1b}[1m1\u{1b}[0m passed", 1, 0),
            ("ℹ pass 4", 4, 0),
            ("# fail 2", 0, 2),
            ("\u{1b}[34mℹ cancelled 1\u{1b}[39m", 0, 1),
            ("  5 passed (10.2s)", 5, 0),
            ("\u{1b}[31m  1 failed\u{1b}[39m", 0, 1),
            ("  1 flaky", 1, 0),
        ] {
            let wanted = Totals { passed, failed, is_broken: false };
            assert_eq!(counts(line), Some(wanted), "{line}");
        }
    }

    #[test]
    fn other_lines_are_ignored() {
        for line in [
            "",
            "running 12 tests",
            "    test result: FAILED. 0 passed; 1 failed; 0 ignored; 0 filtered out; finished in 2.38s",
            "test tests::three_passed ... ok",
            "  1 skipped",
            "  2 did not run",
            "ℹ duration_ms 12.5",
            "ℹ tests 4",
            "5 passed over the bridge",
            "    Finished `test` profile in 3s",
        ] {
            assert_eq!(counts(line), None, "{line}");
        }
    }

    #[test]
    fn a_runner_that_fails_without_a_failed_test_is_broken() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo '  2 passed (1s)'; exit 3"]);
        let totals = tee(&mut command, io::sink(), io::sink()).unwrap();
        assert_eq!(totals, Totals { passed: 2, failed: 0, is_broken: true });
    }

    #[test]
    fn stdout_and_stderr_are_read() {
        let mut command = Command::new("sh");
        command.args(["-c", "echo '# pass 2'; echo '# fail 1' >&2; exit 1"]);
        let totals = tee(&mut command, io::sink(), io::sink()).unwrap();
        assert_eq!(totals, Totals { passed: 2, failed: 1, is_broken: false });
    }
}
