//! Known vulnerabilities of the crates and Node packages that the project uses. The lists are on the network: without one, this
//! says so, and fails nothing. A command that takes longer than two minutes is given up.

use std::{path::Path, process::Command, time::Duration};

use anyhow::{Result, bail};
use serde_json::Value;

use crate::{machine, project::Project, step};

/// How long a list may take to arrive. The first time, it is a whole repository.
const LONGEST: Duration = Duration::from_secs(120);

/// The folders with a lock file of Node packages.
const NODE: [&str; 2] = ["tests/journeys", "tests/load"];

/// Severities that fail the check. The packages run in tests alone, so that others can wait for an update.
const FAILING: [&str; 2] = ["high", "critical"];

/// What came of a check.
#[derive(Debug, PartialEq, Eq)]
enum Outcome {
    Clean,
    /// Nothing could be found out, for this reason.
    Unknown(String),
    /// Something must be done about this.
    Found(String),
}

pub(super) fn run(project: &Project) -> Result<()> {
    let mut failures = Vec::new();
    let mut take = |what: &str, outcome: Outcome| match outcome {
        Outcome::Clean => println!("  {what}: no advisory"),
        Outcome::Unknown(why) => println!("  {what}: not checked, because {why}"),
        Outcome::Found(text) => failures.push(format!("{what}:\n{text}")),
    };
    take("crates", crates(project)?);
    for folder in NODE {
        take(folder, node_packages(project, &project.root().join(folder))?);
    }
    if failures.is_empty() {
        return Ok(());
    }
    bail!(
        "{}\n  what to do: update what is named; where that is impossible, add it to deny.toml with the reason",
        failures.join("\n")
    );
}

fn crates(project: &Project) -> Result<Outcome> {
    if machine::find("cargo-deny").is_some() {
        let fetched = step::run_within(project.cargo().args(["deny", "fetch", "db"]), LONGEST)?;
        // Not reached: an older list does, if there is one.
        let is_new = fetched.is_some_and(|output| output.status.success());
        let mut check = project.cargo();
        check.args(["deny", "--offline", "check", "--hide-inclusion-graph", "advisories"]);
        return judge(&mut check, is_new);
    }
    if machine::find("cargo-audit").is_some() {
        // It takes an older list too, if it reaches none.
        return judge(project.cargo().args(["audit", "--quiet"]), false);
    }
    Ok(Outcome::Unknown("neither cargo-deny nor cargo-audit is installed".to_owned()))
}

/// What a check of crates says. Where the list is not known to be there, a failure may be for want of it.
fn judge(check: &mut Command, has_list: bool) -> Result<Outcome> {
    let Some(output) = step::run_within(check, LONGEST)? else {
        return Ok(Outcome::Unknown("it took too long".to_owned()));
    };
    if output.status.success() {
        return Ok(Outcome::Clean);
    }
    let text = String::from_utf8_lossy(&[output.stdout, output.stderr].concat()).trim().to_owned();
    Ok(if has_list || names_an_advisory(&text) {
        Outcome::Found(text)
    } else {
        Outcome::Unknown("the list of advisories could not be fetched".to_owned())
    })
}

fn names_an_advisory(text: &str) -> bool {
    text.contains("RUSTSEC-")
}

fn node_packages(project: &Project, folder: &Path) -> Result<Outcome> {
    let Some(npm) = machine::find("npm") else {
        return Ok(Outcome::Unknown("npm is not installed".to_owned()));
    };
    let mut audit = project.command(npm);
    audit.current_dir(folder).args(["audit", "--package-lock-only", "--json", "--fetch-retries=0"]);
    let Some(output) = step::run_within(&mut audit, LONGEST)? else {
        return Ok(Outcome::Unknown("it took too long".to_owned()));
    };
    Ok(judge_node(&output.stdout))
}

/// Reads the report of `npm audit`.
fn judge_node(report: &[u8]) -> Outcome {
    let report: Value = serde_json::from_slice(report).unwrap_or_default();
    let Some(vulnerabilities) = report.get("vulnerabilities").and_then(Value::as_object) else {
        let texts = [report.pointer("/error/summary"), report.get("message")];
        let why = texts.into_iter().flatten().filter_map(Value::as_str).find(|text| !text.is_empty());
        let why = why.unwrap_or("the registry does not answer");
        return Outcome::Unknown(format!("npm says: {}", why.lines().next().unwrap_or_default()));
    };
    let severe: Vec<_> = vulnerabilities
        .iter()
        .filter_map(|(name, found)| {
            let severity = found.get("severity")?.as_str()?;
            FAILING.contains(&severity).then(|| format!("    {name}: {severity}"))
        })
        .collect();
    if severe.is_empty() { Outcome::Clean } else { Outcome::Found(severe.join("\n")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_report_says_that_packages_are_clean() {
        let report = |severity: &str| {
            judge_node(format!(r#"{{"vulnerabilities": {{"a": {{"severity": "{severity}"}}}}}}"#).as_bytes())
        };
        assert_eq!(judge_node(br#"{"vulnerabilities": {}}"#), Outcome::Clean);
        assert_eq!(report("low"), Outcome::Clean);
        assert_eq!(report("high"), Outcome::Found("    a: high".to_owned()));
        for offline in [
            &b""[..],
            b"not JSON",
            br#"{"error": {"summary": "no network"}}"#,
            br#"{"message": "no network"}"#,
        ] {
            assert!(matches!(judge_node(offline), Outcome::Unknown(_)), "{offline:?}");
        }
    }

    #[test]
    fn a_failure_without_a_list_counts_as_unknown() {
        let says = |words: &str| {
            let mut command = Command::new("sh");
            command.args(["-c", &format!("echo '{words}'; exit 1")]);
            command
        };
        assert!(matches!(judge(&mut says("could not fetch"), false).unwrap(), Outcome::Unknown(_)));
        assert!(matches!(judge(&mut says("RUSTSEC-2026-0001"), false).unwrap(), Outcome::Found(_)));
        assert!(matches!(judge(&mut says("could not fetch"), true).unwrap(), Outcome::Found(_)));
        assert_eq!(judge(&mut Command::new("true"), true).unwrap(), Outcome::Clean);
    }

    #[test]
    fn what_hangs_is_ended() {
        let ended = step::run_within(Command::new("sleep").arg("600"), Duration::from_millis(100)).unwrap();
        assert!(ended.is_none());
    }
}
