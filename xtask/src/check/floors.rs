//! Checks the floors of every crate: a module imports only from its own floor or from floors below, and files do not
//! import each other in a circle.
//!
//! A file and the files in the folder of its name are one piece, and may use each other. An import of a re-export
//! (`pub(crate) use part::Name`) counts as an import of the file that defines the name. Test modules are not checked.

mod imports;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Result, bail};
use imports::{Import, Tree};

use super::tidy::{Text, texts};
use crate::project::Project;

/// Half of all Rust files must be shorter than this, in lines.
const MEDIAN_LINES: usize = 120;

/// The floors of a crate.
struct Layers {
    folder: &'static str,
    /// The modules at the crate's root, from the top floor down.
    floors: &'static [&'static [&'static str]],
    /// A folder whose files may import each other in circles.
    open: Option<&'static str>,
}

/// Screens lead to screens, and so do the files of `update`. No other folder is open.
const CRATES: [Layers; 8] = [
    Layers {
        folder: "crates/service/src/",
        floors: &[
            &["banner", "cli", "fuzzing", "logging", "serve"],
            &["app"],
            &["router"],
            &["open_api", "link_api", "pages", "assets"],
            &["state", "settings", "data_folder", "preflight"],
            &["invites", "linking", "archives", "webhooks", "exports"],
            &["connectors", "analysis", "templates", "link_tokens", "file_addresses", "payload"],
            &["tokens", "envelopes", "api_secrets", "contents", "keys", "refusal"],
            &["keyring", "clock_sync", "paging"],
            &["store"],
            &["catalogue", "insights"],
            &["records", "files", "mail", "http", "documents", "jobs", "scanner", "waiting"],
            &[
                "scope",
                "retention",
                "ids",
                "clock",
                "free_disk",
                "sealing",
                "messages",
                "changes",
                "confined",
                "metrics",
                "traces",
                "private",
                "quotas",
                "shared_check",
                "descriptors",
                "service_address",
                "texts",
            ],
        ],
        open: None,
    },
    Layers {
        folder: "crates/flow/src/",
        floors: &[
            &["flow"],
            &["update", "in_progress"],
            &["state", "shared"],
            &["event", "effect"],
            &["link", "documents", "login", "second_factor", "sign_in", "survey", "failure", "mobile"],
            &["attempt", "catalogue", "digits", "preferences", "provider"],
        ],
        open: Some("update/"),
    },
    Layers {
        folder: "src/",
        floors: &[
            &["modal"],
            &["app"],
            &["runtime", "screens"],
            &["frame"],
            &["ui"],
            &["messages"],
            &["view"],
            &["files", "live"],
        ],
        open: None,
    },
    Layers {
        folder: "crates/wire/src/",
        floors: &[
            &["session"],
            &["account", "problem"],
            &["archive", "catalogue", "challenge"],
            &["consent", "digest", "employer", "language", "palette", "provider", "sealed", "secret"],
        ],
        open: None,
    },
    Layers {
        folder: "crates/search/src/",
        floors: &[&["index"], &["exact", "typo"], &["query", "vocabulary"], &["slips"], &["folding"]],
        open: None,
    },
    Layers {
        folder: "xtask/src/",
        floors: &[
            &["load"],
            &["demo", "search", "size", "test"],
            &["build"],
            &["check", "widget"],
            &["fuzz", "machine", "page_preview"],
            &["project", "step"],
        ],
        open: None,
    },
    Layers {
        folder: "xtask/bundle/src/",
        floors: &[
            &["compress", "stamp"],
            &["layout"],
            &["page_preview"],
            &["module"],
            &["lean", "loader", "page", "trim"],
        ],
        open: None,
    },
    Layers {
        folder: "xtask/messages/src/",
        floors: &[&["code"], &["check", "wire"], &["english"], &["fault", "translation"]],
        open: None,
    },
];

pub(crate) fn run(project: &Project) -> Result<()> {
    let files = texts(project)?;
    let mut findings: Vec<String> = CRATES.iter().flat_map(|layers| check_crate(layers, &files)).collect();
    findings.extend(median(&files));
    for finding in &findings {
        eprintln!("  {finding}");
    }
    if !findings.is_empty() {
        bail!(
            "{} imports or files break the rules of the floors\n  what to do: move what is imported down, or the importer up; \
             the list of floors is in xtask/src/check/floors.rs",
            findings.len()
        );
    }
    Ok(())
}

/// Everything that is wrong with the floors of a crate, one line each.
fn check_crate(layers: &Layers, files: &[Text]) -> Vec<String> {
    let tree = Tree::read(layers.folder, files);
    let mut findings = Vec::new();
    for module in tree.roots().filter(|module| floor_of(layers, module).is_none()) {
        findings.push(format!(
            "{}{module}.rs has no floor; add it to the list in xtask/src/check/floors.rs",
            layers.folder
        ));
    }
    let imports = tree.imports();
    for import in &imports {
        let floors = (floor_of(layers, import.importer_root()), floor_of(layers, import.imported_root()));
        if let (Some(from), Some(to)) = floors
            && to < from
        {
            findings.push(format!(
                "{}{}.rs:{}: {} is on a floor above; move it down, or move this file up",
                layers.folder, import.from, import.line, import.path
            ));
        }
    }
    findings.extend(circles(layers, &imports, |import| (&import.from, &import.to)));
    findings.extend(circles(layers, &imports, |import| (import.importer_root(), import.imported_root())));
    findings.sort();
    findings.dedup();
    findings
}

/// The number of a module's floor, counted from the top.
fn floor_of(layers: &Layers, module: &str) -> Option<usize> {
    layers.floors.iter().position(|floor| floor.contains(&module))
}

/// Each import that is part of a circle. `ends` returns the two ends of an import: files, or modules at the root.
fn circles<'a>(
    layers: &Layers,
    imports: &'a [Import],
    ends: impl Fn(&'a Import) -> (&'a str, &'a str),
) -> Vec<String> {
    let is_open = |end: &str| layers.open.is_some_and(|folder| end.starts_with(folder));
    let mut below: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (from, to) in imports.iter().map(&ends) {
        if from != to && !(is_open(from) && is_open(to)) {
            below.entry(from).or_default().insert(to);
        }
    }
    let closes = |from: &str, to: &str| reaches(&below, to, from);
    imports
        .iter()
        .filter(|import| {
            let (from, to) = ends(import);
            below.get(from).is_some_and(|all| all.contains(to)) && closes(from, to)
        })
        .map(|import| {
            format!(
                "{}{}.rs:{}: {} is part of a circle of imports; move what both files need to a file below them",
                layers.folder, import.from, import.line, import.path
            )
        })
        .collect()
}

fn reaches(below: &BTreeMap<&str, BTreeSet<&str>>, from: &str, target: &str) -> bool {
    let (mut seen, mut left) = (BTreeSet::new(), vec![from]);
    while let Some(next) = left.pop() {
        if next == target {
            return true;
        }
        if let Some((next, more)) = below.get_key_value(next)
            && seen.insert(*next)
        {
            left.extend(more.iter().copied());
        }
    }
    false
}

/// Checks the median length of all files. tidy checks the length of each.
fn median(files: &[Text]) -> Option<String> {
    let mut lines: Vec<usize> = files
        .iter()
        .filter(|file| file.path.rsplit_once('.').is_some_and(|(_, extension)| extension == "rs"))
        .map(|file| file.content.lines().count())
        .collect();
    lines.sort_unstable();
    let median = *lines.get(lines.len() / 2)?;
    (median >= MEDIAN_LINES).then(|| {
        format!("half of the Rust files have {median} lines or more; the limit is {MEDIAN_LINES}, so split long ones")
    })
}
