//! `cargo xtask bench size`: measures the compressed size of the files in `dist/`, and compares it with the budgets.

use std::{fs, path::Path};

use anyhow::{Context as _, Result, bail};

use crate::{build, project::Project};

/// Module, glue and style together, in bytes after brotli. The frame's style is part of the loader, the screens' part of
/// the module. A separate style sheet would count too.
const FIRST_SCREEN_BUDGET_BYTES: u64 = 180 * 1024;
/// The loader alone, in bytes after brotli.
const LOADER_BUDGET_BYTES: u64 = 6 * 1024;

pub(crate) fn run(project: &Project) -> Result<()> {
    let dist = build::run(project)?;
    let files = measure(&dist)?;
    println!("\n{}", table(&files));
    let verdicts = verdicts(&files);
    for verdict in &verdicts {
        println!("{}", verdict.line());
    }
    if verdicts.iter().any(Verdict::is_over) {
        bail!(
            "over budget\n  what to do: find what grew, with `cargo tree -p wink -e normal` and the last commits"
        );
    }
    Ok(())
}

#[derive(Debug)]
struct FileSize {
    path: String,
    part: Part,
    raw_bytes: u64,
    gzip_bytes: u64,
    brotli_bytes: u64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Part {
    Loader,
    Glue,
    Module,
    Style,
    /// Loaded only when it is needed. The first screen does not wait for it.
    Later,
}

/// The first part of the names of files that are loaded later.
const LOADED_LATER: [&str; 2] = ["documents-", "page-preview-"];

impl Part {
    fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')? {
            (stem, "js") if stem.starts_with("smile") => Some(Self::Loader),
            (stem, "js" | "wasm") if LOADED_LATER.iter().any(|name| stem.starts_with(name)) => {
                Some(Self::Later)
            }
            (_, "js") => Some(Self::Glue),
            (_, "wasm") => Some(Self::Module),
            (_, "css") => Some(Self::Style),
            _ => None,
        }
    }
}

fn measure(dist: &Path) -> Result<Vec<FileSize>> {
    let mut files = Vec::new();
    for folder in ["v1", "v2"] {
        for entry in fs::read_dir(dist.join(folder)).with_context(|| format!("reading dist/{folder}"))? {
            let entry = entry?;
            let name = entry.file_name().to_string_lossy().into_owned();
            let Some(part) = Part::of(&name) else { continue };
            let bytes = |suffix: &str| -> Result<u64> {
                let path = dist.join(folder).join(format!("{name}{suffix}"));
                Ok(fs::metadata(&path).with_context(|| format!("measuring {}", path.display()))?.len())
            };
            files.push(FileSize {
                path: format!("{folder}/{name}"),
                part,
                raw_bytes: bytes("")?,
                gzip_bytes: bytes(".gz")?,
                brotli_bytes: bytes(".br")?,
            });
        }
    }
    files.sort_by(|a, b| a.path.cmp(&b.path));
    Ok(files)
}

fn table(files: &[FileSize]) -> String {
    let row = |what: &str, raw: &str, gzip: &str, brotli: &str| {
        format!("{what:<40} {raw:>9} {gzip:>9} {brotli:>9}\n")
    };
    let mut table = row("bytes", "raw", "gzip", "brotli");
    for file in files {
        table += &row(
            &file.path,
            &file.raw_bytes.to_string(),
            &file.gzip_bytes.to_string(),
            &file.brotli_bytes.to_string(),
        );
    }
    table
}

#[derive(Debug, PartialEq, Eq)]
struct Verdict {
    what: &'static str,
    brotli_bytes: u64,
    budget_bytes: u64,
}

impl Verdict {
    fn is_over(&self) -> bool {
        self.brotli_bytes > self.budget_bytes
    }

    fn line(&self) -> String {
        let word = if self.is_over() { "OVER" } else { "within" };
        let percent = self.brotli_bytes * 100 / self.budget_bytes;
        format!(
            "{}: {} bytes with brotli, {word} the budget of {} ({percent} %)",
            self.what, self.brotli_bytes, self.budget_bytes
        )
    }
}

fn verdicts(files: &[FileSize]) -> [Verdict; 2] {
    let loader = files.iter().filter(|file| file.part == Part::Loader).map(|file| file.brotli_bytes).max();
    let rest = files
        .iter()
        .filter(|file| !matches!(file.part, Part::Loader | Part::Later))
        .map(|file| file.brotli_bytes)
        .sum();
    [
        Verdict {
            what: "loader",
            brotli_bytes: loader.unwrap_or_default(),
            budget_bytes: LOADER_BUDGET_BYTES,
        },
        Verdict {
            what: "module, glue and style",
            brotli_bytes: rest,
            budget_bytes: FIRST_SCREEN_BUDGET_BYTES,
        },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, brotli_bytes: u64) -> FileSize {
        let part = Part::of(path.rsplit('/').next().unwrap()).unwrap();
        FileSize { path: path.into(), part, raw_bytes: 0, gzip_bytes: 0, brotli_bytes }
    }

    #[test]
    fn the_larger_loader_and_the_sum_of_the_rest_are_compared() {
        let files = [
            file("v1/smile.v1.js", 10),
            file("v2/smile.v2.js", 11),
            file("v2/wink-00.js", 100),
            file("v2/wink-00.wasm", 1000),
            file("v2/documents-00.js", 5000),
            file("v2/page-preview-00.js", 10_000),
            file("v2/page-preview-00.wasm", 1_000_000),
        ];
        let [loader, rest] = verdicts(&files);
        assert_eq!((loader.brotli_bytes, rest.brotli_bytes), (11, 1100));
        assert!(!loader.is_over() && !rest.is_over());
    }

    #[test]
    fn one_byte_too_many_is_over_budget() {
        let [loader, rest] =
            verdicts(&[file("v2/smile.v2.js", LOADER_BUDGET_BYTES), file("v2/wink-00.wasm", 180 * 1024 + 1)]);
        assert!(!loader.is_over());
        assert!(rest.is_over());
        assert_eq!(
            rest.line(),
            "module, glue and style: 184321 bytes with brotli, OVER the budget of 184320 (100 %)"
        );
    }

    #[test]
    fn compressed_copies_are_not_counted() {
        assert_eq!(Part::of("wink-00.wasm.br"), None);
        assert_eq!(Part::of("smile.v2.js.gz"), None);
    }
}
