//! A test behind each claim of docs/security.md.

use super::Text;

/// The document whose claims name their tests.
const SECURITY: &str = "docs/security.md";

pub(super) fn findings(files: &[Text]) -> Vec<String> {
    files.iter().filter(|file| file.path == SECURITY).flat_map(|file| claims(file, files)).collect()
}

/// Tests that a document names as `file.rs::test`, and that do not exist.
fn claims(document: &Text, files: &[Text]) -> Vec<String> {
    let names = document.content.split('`').filter_map(|code| code.split_once(".rs::"));
    let mut findings = Vec::new();
    for (file, test) in names {
        let end = format!("/{file}.rs");
        let head = format!("fn {test}(");
        if !files.iter().any(|text| text.path.ends_with(&end) && text.content.contains(&head)) {
            findings.push(format!(
                "{}: no test {file}.rs::{test}; name the one that holds the claim",
                document.path
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::*;

    fn text(path: &str, content: &str) -> Text {
        Text { path: path.into(), content: content.into() }
    }

    #[test]
    fn a_claim_needs_its_test() {
        let document =
            text(SECURITY, "It holds (`a.rs::it_holds`, `a.rs::it_does_not`, `b.rs::it_holds`).\n");
        let tests = text("crates/service/tests/it/a.rs", "fn it_holds() {}\n");
        let none = |name| format!("{SECURITY}: no test {name}; name the one that holds the claim");
        assert_eq!(findings(&[document, tests]), [none("a.rs::it_does_not"), none("b.rs::it_holds")]);
    }
}
