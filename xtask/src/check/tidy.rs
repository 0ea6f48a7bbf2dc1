//! House rules that no other tool checks: length and first line of files, plain English, message catalogues, colours.

mod claims;
mod colours;
mod english;
mod messages;
mod rules;

use std::fs;

use anyhow::{Result, bail, ensure};

use crate::project::Project;

/// A text file of the checkout.
#[derive(Debug)]
pub(super) struct Text {
    /// From the root, with forward slashes.
    pub(super) path: String,
    pub(super) content: String,
}

pub(crate) fn run(project: &Project) -> Result<()> {
    let files = texts(project)?;
    let mut findings = rules::findings(&files);
    findings.extend(messages::findings(&files));
    findings.extend(colours::findings(&files));
    findings.extend(claims::findings(&files));
    findings.extend(english::findings(&files));
    for finding in &findings {
        eprintln!("  {finding}");
    }
    if !findings.is_empty() {
        bail!("tidy found {} mistakes\n  what to do: correct what is listed above", findings.len());
    }
    Ok(())
}

/// Every text file that is, or could be, committed.
pub(super) fn texts(project: &Project) -> Result<Vec<Text>> {
    let output = project
        .command("git")
        .args(["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--deduplicate"])
        .output()?;
    ensure!(output.status.success(), "git ls-files failed\n  what to do: run tidy in a git checkout");
    let mut texts = Vec::new();
    for path in String::from_utf8_lossy(&output.stdout).split('\0').filter(|path| !path.is_empty()) {
        // A listed file may be deleted by now, or not be text.
        if let Ok(bytes) = fs::read(project.root().join(path))
            && let Ok(content) = String::from_utf8(bytes)
        {
            texts.push(Text { path: path.to_owned(), content });
        }
    }
    Ok(texts)
}
