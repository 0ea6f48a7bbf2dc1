use super::*;

const LAYERS: Layers =
    Layers { folder: "src/", floors: &[&["top"], &["left", "right"], &["ground"]], open: Some("left/") };

fn findings(files: &[(&str, &str)]) -> Vec<String> {
    let files: Vec<Text> = files
        .iter()
        .map(|(path, content)| Text { path: format!("src/{path}"), content: (*content).to_owned() })
        .collect();
    check_crate(&LAYERS, &files)
}

#[test]
fn imports_downward_and_within_a_piece_are_fine() {
    let found = findings(&[
        ("top.rs", "mod part;\nuse crate::left::{Name, deeper::{self, Other}};\nuse part::Part;\n"),
        ("top/part.rs", "use super::Thing;\nuse crate::ground;\n"),
        ("left.rs", "pub struct Name;\n"),
        ("ground.rs", "// crate::top is only named here\nconst TEXT: &str = \"crate::top::Name\";\n"),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn an_import_from_a_floor_above_is_reported_with_its_line() {
    for import in
        ["use crate::{\n    top::Name,\n};", "\nfn f() { crate::top::name() }", "\nuse super::top::Name;"]
    {
        let found = findings(&[("top.rs", ""), ("ground.rs", import)]);
        let [finding] = found.as_slice() else { panic!("{found:?}") };
        assert!(finding.starts_with("src/ground.rs:2: top::"), "{finding}");
    }
}

#[test]
fn a_module_without_a_floor_is_reported() {
    assert!(findings(&[("attic.rs", "")])[0].starts_with("src/attic.rs has no floor"));
}

#[test]
fn circular_imports_of_modules_and_files_are_reported() {
    let modules = findings(&[("left.rs", "use crate::right::A;"), ("right.rs", "use crate::left::B;")]);
    assert_eq!(modules.len(), 2, "{modules:?}");
    let files = findings(&[
        ("ground.rs", "mod a;\nmod b;\npub(crate) use a::A;\n"),
        ("ground/a.rs", "use super::b::B;"),
        // Through the re-export.
        ("ground/b.rs", "use super::A;"),
    ]);
    assert_eq!(files.len(), 2, "{files:?}");
    let through_modules = findings(&[
        ("left/one.rs", "use crate::right::A;"),
        ("left.rs", ""),
        ("right.rs", "use crate::left::two::B;"),
        ("left/two.rs", ""),
    ]);
    assert_eq!(through_modules.len(), 2, "{through_modules:?}");
    let through_the_root = findings(&[
        ("lib.rs", "mod left;\nmod right;\npub use left::A;\npub use right::B;\n"),
        ("left.rs", "use crate::B;"),
        ("right.rs", "fn f() { super::A::new() }"),
    ]);
    assert_eq!(through_the_root.len(), 2, "{through_the_root:?}");
}

#[test]
fn an_open_folder_and_tests_may_import_in_circles() {
    let found = findings(&[
        ("left/one.rs", "use super::two::A;"),
        ("left/two.rs", "use super::one::B;"),
        ("ground.rs", "struct A;\n#[cfg(test)]\nmod tests {\n    use crate::top::Name;\n}\n"),
        ("right.rs", "#[cfg(test)]\nmod tests;\n"),
        ("right/tests.rs", "use crate::top::Name;"),
        ("left.rs", ""),
        ("top.rs", ""),
    ]);
    assert_eq!(found, [""; 0]);
}

#[test]
fn a_long_median_file_is_reported() {
    let file = |lines: usize| Text { path: "a.rs".into(), content: "\n".repeat(lines) };
    assert!(median(&[file(10), file(119), file(500)]).is_none());
    assert!(median(&[file(10), file(120), file(120)]).is_some());
}
