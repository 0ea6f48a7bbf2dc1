//! The rules of tidy, each a function from text to findings.

use std::path::Path;

use super::Text;

/// Most lines of a Rust file.
const LONGEST_FILE_LINES: usize = 500;
/// Files that may be longer because they are one table.
const TABLES: [&str; 0] = [];

/// Paths that exist on one machine only.
const MACHINE_PATHS: [&str; 4] =
    [concat!("/ro", "ot/"), concat!("/ho", "me/"), concat!("/Us", "ers/"), concat!("/wo", "rk/")];
/// Package registries' own hosts: a checkout must build with whatever registry a machine is set up for.
const REGISTRY_HOSTS: [&str; 5] = [
    concat!("registry.npmjs", ".org"),
    concat!("static.crates", ".io"),
    concat!("index.crates", ".io"),
    concat!("files.python", "hosted.org"),
    concat!("deb.debian", ".org"),
];
/// Commands that README.md must contain.
const COMMANDS: [&str; 2] = ["cargo xtask demo", "cargo xtask test"];

/// HTML in a string would have to be escaped by hand.
const HTML: [&str; 3] = [concat!("<", "/"), concat!("<!DOC", "TYPE"), concat!("PreEsc", "aped")];
/// Parses the few tags that texts may contain.
const MARKED_TEXTS: &str = "crates/service/src/http/rich_text.rs";

/// What starts blocking work that nothing bounds.
const UNBOUNDED: &str = concat!("spawn_", "blocking");
/// Where it may stand: in the pool itself, and where work runs once, at the start or the end, or one after the other.
const MAY_BLOCK: [&str; 4] = [
    "crates/service/src/jobs/pool.rs",
    "crates/service/src/app.rs",
    "crates/service/src/invites/letters.rs",
    "crates/service/src/logging.rs",
];

/// Headers of responses, as axum names them.
const RESPONSE_HEADERS: [&str; 5] = [
    "CACHE_CONTROL",
    "CONTENT_DISPOSITION",
    "CONTENT_SECURITY_POLICY",
    "REFERRER_POLICY",
    "X_CONTENT_TYPE_OPTIONS",
];
/// Where all of them are built.
const BUILDS_HEADERS: &str = "crates/service/src/http/headers.rs";

/// The mistakes in these files, one line each.
pub(super) fn findings(files: &[Text]) -> Vec<String> {
    let mut findings = Vec::new();
    for file in files {
        let mut found = text(file);
        if has_extension(&file.path, "rs") {
            found.extend(rust(file));
        }
        if file.path == "README.md" {
            found.extend(readme(file));
        }
        findings.extend(found.into_iter().map(|finding| format!("{}{finding}", file.path)));
    }
    findings.extend(unreferenced(files));
    findings.extend(missing(files));
    findings
}

pub(super) fn has_extension(path: &str, extension: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == extension)
}

fn text(file: &Text) -> Vec<String> {
    let mut findings = Vec::new();
    // Snapshots hold what a program printed; a lock file belongs to its tool.
    let is_generated = has_extension(&file.path, "snap") || has_extension(&file.path, "lock");
    for (number, line) in numbered(&file.content) {
        if !is_generated && line.contains('\t') {
            findings.push(format!(":{number}: a tab"));
        }
        if !is_generated && line.ends_with([' ', '\t', '\r']) {
            findings.push(format!(":{number}: a blank at the end of the line"));
        }
        for path in MACHINE_PATHS {
            if line.contains(path) {
                findings.push(format!(":{number}: a path that exists on one machine only, {path}"));
            }
        }
        for host in REGISTRY_HOSTS {
            if line.contains(host) {
                findings.push(format!(":{number}: a registry's host, {host}"));
            }
        }
        if file.path.ends_with("package-lock.json") && line.contains("\"resolved\": \"http") {
            findings
                .push(format!(":{number}: a download address; set `omit-lockfile-registry-resolved=true`"));
        }
    }
    if !file.content.is_empty() && !file.content.ends_with('\n') {
        findings.push(": no line end at the end of the file".to_owned());
    }
    findings
}

fn rust(file: &Text) -> Vec<String> {
    let mut findings = Vec::new();
    let path = Path::new(&file.path);
    let name = path.file_name().unwrap_or_default();
    let is_test = name == "tests.rs" || path.iter().any(|folder| folder == "tests");

    let lines = file.content.lines().count();
    if lines > LONGEST_FILE_LINES && !TABLES.contains(&file.path.as_str()) {
        findings.push(format!(": {lines} lines, more than {LONGEST_FILE_LINES}; split it by what it owns"));
    }
    if name == "mod.rs" {
        findings.push(": name it after its folder, beside it".to_owned());
    }
    if !is_test && name != "build.rs" && !file.content.starts_with("//!") {
        findings.push(": must open with `//!`: what it owns, and what it leaves to others".to_owned());
    }

    let panics_in_a_page =
        ["src/", "crates/flow/src/", "crates/search/src/"].iter().any(|folder| file.path.starts_with(folder));
    let writes_pages = file.path.starts_with("crates/service/src/") && file.path != MARKED_TEXTS;
    let may_not_build_headers = file.path.starts_with("crates/service/src/") && file.path != BUILDS_HEADERS;
    let must_be_bounded =
        file.path.starts_with("crates/service/src/") && !MAY_BLOCK.contains(&file.path.as_str());
    let mut in_tests = is_test;
    for (number, line) in numbered(&file.content) {
        let code = line.trim_start();
        in_tests |= code.starts_with("#[cfg(test)]") || code.starts_with("#![cfg(test)]");
        if code.starts_with("//") {
            continue;
        }
        for unfinished in [concat!("to", "do!("), concat!("db", "g!(")] {
            if code.contains(unfinished) {
                findings.push(format!(":{number}: {unfinished})"));
            }
        }
        if writes_pages && !in_tests && HTML.iter().any(|part| code.contains(part)) {
            findings
                .push(format!(":{number}: HTML in a string; write it with maud, which escapes every value"));
        }
        if may_not_build_headers && !in_tests && RESPONSE_HEADERS.iter().any(|name| code.contains(name)) {
            findings.push(format!(":{number}: a response's header; build it in {BUILDS_HEADERS}"));
        }
        if must_be_bounded && !in_tests && code.contains(UNBOUNDED) {
            findings.push(format!(":{number}: blocking work without a bound; run it in a `jobs::Pool`"));
        }
        if panics_in_a_page && !in_tests && (code.contains(".unwrap()") || code.contains(".expect(")) {
            findings.push(format!(":{number}: can panic in the host's page"));
        }
    }
    findings
}

fn readme(file: &Text) -> Vec<String> {
    COMMANDS
        .iter()
        .filter(|command| !file.content.contains(**command))
        .map(|command| format!(": does not name `{command}`"))
        .collect()
}

/// Files under `static/` that no other file mentions: they would be shipped without being used.
fn unreferenced(files: &[Text]) -> Vec<String> {
    files
        .iter()
        .filter(|file| file.path.starts_with("static/"))
        .filter(|file| {
            let name = file.path.rsplit('/').next().unwrap_or(&file.path);
            !files.iter().any(|other| other.path != file.path && other.content.contains(name))
        })
        .map(|file| format!("{}: nothing refers to it", file.path))
        .collect()
}

/// README.md must exist.
fn missing(files: &[Text]) -> Option<String> {
    let is_there = files.iter().any(|file| file.path == "README.md");
    (!is_there).then(|| "README.md: missing; it must name the commands".to_owned())
}

fn numbered(content: &str) -> impl Iterator<Item = (usize, &str)> {
    // Not `lines()`, which would hide a carriage return.
    content.split('\n').enumerate().map(|(index, line)| (index + 1, line))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(path: &str, content: &str) -> Vec<String> {
        let readme = Text { path: "README.md".into(), content: COMMANDS.join("\n") + "\n" };
        let file = Text { path: path.into(), content: content.into() };
        if path == "README.md" { findings(&[file]) } else { findings(&[readme, file]) }
    }

    #[test]
    fn a_clean_file_has_no_findings() {
        assert_eq!(check("src/a.rs", "//! Head.\n\nfn a() {}\n"), Vec::<String>::new());
    }

    #[test]
    fn each_rule_reports_a_violation() {
        let long = format!("//! Head.\n{}", "//\n".repeat(LONGEST_FILE_LINES));
        for (path, content, wanted) in [
            ("a.md", "a \n", "a.md:1: a blank at the end of the line"),
            ("a.md", "a\r\n", "a.md:1: a blank at the end of the line"),
            ("a.md", "a\tb\n", "a.md:1: a tab"),
            ("a.md", "a", "a.md: no line end at the end of the file"),
            (
                "a.md",
                concat!("see /ho", "me/me/a\n"),
                concat!("a.md:1: a path that exists on one machine only, /ho", "me/"),
            ),
            (
                "package-lock.json",
                "{\n\"resolved\": \"https://example.com/a.tgz\"\n",
                "package-lock.json:2: a download address; set `omit-lockfile-registry-resolved=true`",
            ),
            ("a/mod.rs", "//! Head.\n", "a/mod.rs: name it after its folder, beside it"),
            ("a.rs", "fn a() {}\n", "a.rs: must open with `//!`: what it owns, and what it leaves to others"),
            ("a.rs", long.as_str(), "a.rs: 501 lines, more than 500; split it by what it owns"),
            ("a.rs", concat!("//! Head.\nto", "do!()\n"), concat!("a.rs:2: to", "do!()")),
            ("src/a.rs", "//! Head.\na.unwrap();\n", "src/a.rs:2: can panic in the host's page"),
            (
                "crates/service/src/a.rs",
                concat!("//! Head.\ntokio::task::spawn_", "blocking(work);\n"),
                "crates/service/src/a.rs:2: blocking work without a bound; run it in a `jobs::Pool`",
            ),
            (
                "crates/service/src/a.rs",
                "//! Head.\nlet headers = [(CACHE_CONTROL, \"no-store\")];\n",
                "crates/service/src/a.rs:2: a response's header; build it in crates/service/src/http/headers.rs",
            ),
            (
                "crates/flow/src/a.rs",
                "//! Head.\na\n    .expect(\"b\");\n",
                "crates/flow/src/a.rs:3: can panic in the host's page",
            ),
            (
                "crates/service/src/a.rs",
                concat!("//! Head.\nformat!(\"<p>{name}<", "/p>\");\n"),
                "crates/service/src/a.rs:2: HTML in a string; write it with maud, which escapes every value",
            ),
            (
                "crates/service/src/a.rs",
                concat!("//! Head.\nuse maud::PreEsc", "aped;\n"),
                "crates/service/src/a.rs:2: HTML in a string; write it with maud, which escapes every value",
            ),
            ("README.md", "cargo xtask demo\n", "README.md: does not name `cargo xtask test`"),
            ("static/a.css", "a{}\n", "static/a.css: nothing refers to it"),
        ] {
            assert_eq!(check(path, content), [wanted], "{path}");
        }
    }

    #[test]
    fn unwrap_is_allowed_in_tests_and_in_the_service() {
        for (path, content) in [
            ("src/a.rs", "//! Head.\n#[cfg(test)]\nmod tests {\n    a.unwrap();\n}\n"),
            ("crates/flow/src/a/tests.rs", "a.unwrap();\n"),
            ("crates/service/src/a.rs", "//! Head.\na.unwrap();\n"),
        ] {
            assert_eq!(check(path, content), Vec::<String>::new(), "{path}");
        }
    }

    #[test]
    fn a_static_file_that_is_mentioned_is_fine() {
        let files = [
            Text { path: "static/a.css".into(), content: "a{}\n".into() },
            Text { path: "index.html".into(), content: "a.css\n".into() },
        ];
        assert_eq!(unreferenced(&files), Vec::<String>::new());
    }

    #[test]
    fn a_missing_readme_is_reported() {
        assert_eq!(findings(&[]), ["README.md: missing; it must name the commands"]);
    }
}
