//! Finds which file imports which, from the paths in the code that begin with `crate` or `super`, in `use` and elsewhere.

use std::collections::{BTreeMap, BTreeSet};

use super::Text;

/// An import of one file by another. Files are named from the crate's folder, without `.rs`.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Import {
    pub(super) from: String,
    pub(super) to: String,
    pub(super) line: usize,
    /// The path in the code, from the crate's root.
    pub(super) path: String,
}

impl Import {
    pub(super) fn importer_root(&self) -> &str {
        root(&self.from)
    }

    pub(super) fn imported_root(&self) -> &str {
        root(&self.to)
    }
}

/// The files of a crate by module. Their code is stripped of comments, strings and tests.
pub(super) struct Tree {
    files: BTreeMap<String, Vec<Token>>,
}

#[derive(Debug)]
struct Token {
    text: String,
    line: usize,
}

impl Tree {
    pub(super) fn read(folder: &str, files: &[Text]) -> Self {
        let named = files
            .iter()
            .filter_map(|file| Some((file.path.strip_prefix(folder)?.strip_suffix(".rs")?.to_owned(), file)));
        let mut read = BTreeMap::new();
        let mut tests = BTreeSet::new();
        for (name, file) in named {
            let (code, test_modules) = without_tests(&file.content);
            // The root has no name, as in the paths of what is below it.
            let name = if matches!(name.as_str(), "lib" | "main") { String::new() } else { name };
            tests.extend(test_modules.into_iter().map(|module| below(&name, &module)));
            read.entry(name).or_insert_with(Vec::new).extend(tokens(&code));
        }
        let is_test = |name: &str| {
            tests.iter().any(|test| {
                name.strip_prefix(test.as_str()).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
            })
        };
        read.retain(|name, _| !is_test(name));
        Self { files: read }
    }

    /// The modules at the crate's root.
    pub(super) fn roots(&self) -> impl Iterator<Item = &str> {
        self.files.keys().map(String::as_str).filter(|name| !name.is_empty() && !name.contains('/'))
    }

    /// Every import of a file that is not part of the same piece.
    pub(super) fn imports(&self) -> Vec<Import> {
        let mut imports = Vec::new();
        for (from, tokens) in &self.files {
            for (path, line) in paths(from, tokens) {
                if let Some(to) = self.resolve(&path, 0)
                    && !is_within(from, &to)
                    && !is_within(&to, from)
                {
                    imports.push(Import { from: from.clone(), to, line, path: path.join("::") });
                }
            }
        }
        imports
    }

    /// The file that a path from the crate's root leads to. If a module re-exports the name, the file that defines it.
    fn resolve(&self, path: &[String], depth: usize) -> Option<String> {
        let length =
            (0..=path.len()).rev().find(|length| self.files.contains_key(&path[..*length].join("/")))?;
        let file = path[..length].join("/");
        if let Some(name) = path.get(length)
            && depth < 8
            && let Some(handed_on) = self.handed_on(&file, name)
        {
            return self.resolve(&handed_on, depth + 1).or(Some(file));
        }
        Some(file)
    }

    /// The path of a name that a module re-exports from its own files.
    fn handed_on(&self, file: &str, name: &str) -> Option<Vec<String>> {
        let tokens = self.files.get(file)?;
        let starts = tokens.iter().enumerate().filter(|(_, token)| token.text == "use").map(|(at, _)| at + 1);
        for start in starts {
            let mut found = Vec::new();
            read_tree(tokens, &mut start.clone(), &[], &mut found);
            for (path, _, alias) in found {
                let mut full: Vec<String> =
                    file.split('/').filter(|part| !part.is_empty()).map(str::to_owned).collect();
                full.extend(path.iter().filter(|part| *part != "self").cloned());
                let part = path.iter().find(|part| *part != "self");
                let is_part = part.is_some_and(|part| self.files.contains_key(&below(file, part)));
                if is_part && path.len() > 1 && alias == name {
                    return Some(full);
                }
            }
        }
        None
    }
}

fn root(file: &str) -> &str {
    file.split('/').next().unwrap_or(file)
}

/// The name of a module in another.
fn below(file: &str, part: &str) -> String {
    if file.is_empty() { part.to_owned() } else { format!("{file}/{part}") }
}

fn is_within(file: &str, folder: &str) -> bool {
    folder.is_empty() || file == folder || file.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/'))
}

/// The code without its test modules, and the names of test modules in separate files.
fn without_tests(content: &str) -> (String, Vec<String>) {
    let (mut code, mut modules) = (String::new(), Vec::new());
    let mut lines = content.lines().peekable();
    while let Some(line) = lines.next() {
        if line.starts_with("#[cfg(") && line.contains("test") {
            let next = lines.peek().map(|next| next.trim()).unwrap_or_default();
            let declared = next.rsplit("mod ").next().unwrap_or_default();
            if next.contains("mod ") && next.ends_with('{') {
                // The module ends at the first unindented closing brace.
                code.push('\n');
                for inner in lines.by_ref() {
                    code.push('\n');
                    if inner == "}" {
                        break;
                    }
                }
                continue;
            }
            if next.contains("mod ")
                && let Some(name) = declared.strip_suffix(';')
            {
                modules.push(name.to_owned());
            }
        }
        code.push_str(line);
        code.push('\n');
    }
    (code, modules)
}

/// Words and signs, without comments and strings.
fn tokens(code: &str) -> Vec<Token> {
    let mut tokens: Vec<Token> = Vec::new();
    for (line, text) in (1..).zip(code.lines()) {
        let text = without_strings(text);
        let text = text.split("//").next().unwrap_or_default();
        let mut word = String::new();
        let mut push = |word: &mut String| {
            if !word.is_empty() {
                tokens.push(Token { text: std::mem::take(word), line });
            }
        };
        for sign in text.chars() {
            if sign.is_alphanumeric() || sign == '_' {
                word.push(sign);
            } else {
                push(&mut word);
                if !sign.is_whitespace() {
                    word.push(sign);
                    push(&mut word);
                }
            }
        }
        push(&mut word);
    }
    tokens
}

fn without_strings(line: &str) -> String {
    let (mut text, mut is_string, mut is_escaped) = (String::new(), false, false);
    for sign in line.chars() {
        match (is_string, sign) {
            (false, '"') => is_string = true,
            (false, sign) => text.push(sign),
            (true, '"') if !is_escaped => is_string = false,
            (true, _) => {}
        }
        is_escaped = is_string && sign == '\\' && !is_escaped;
    }
    // A string still open at the end of a line is most likely a quote in a character literal or a raw string.
    text
}

/// The paths from the crate's root that a file names, with their lines.
fn paths(file: &str, tokens: &[Token]) -> Vec<(Vec<String>, usize)> {
    let mut paths = Vec::new();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        let is_first = at == 0 || tokens.get(at - 1).is_none_or(|before| before.text != ":");
        if is_first && matches!(token.text.as_str(), "crate" | "super") && is_sign(tokens, at + 1, "::") {
            let mut found = Vec::new();
            read_tree(tokens, &mut at, &[], &mut found);
            paths
                .extend(found.into_iter().filter_map(|(path, line, _)| Some((absolute(file, &path)?, line))));
        } else {
            at += 1;
        }
    }
    paths
}

/// Resolves a path that begins with `crate` or `super` to one from the crate's root.
fn absolute(file: &str, path: &[String]) -> Option<Vec<String>> {
    let mut full: Vec<String> = match path.first()?.as_str() {
        "crate" => return Some(path.get(1..)?.to_vec()),
        _ => file.split('/').map(str::to_owned).collect(),
    };
    let ups = path.iter().take_while(|part| *part == "super").count();
    full.truncate(full.len().checked_sub(ups)?);
    full.extend(path.get(ups..)?.iter().cloned());
    Some(full)
}

fn is_sign(tokens: &[Token], at: usize, sign: &str) -> bool {
    sign.chars().enumerate().all(|(more, sign)| {
        tokens.get(at + more).is_some_and(|token| token.text.len() == 1 && token.text.starts_with(sign))
    })
}

/// Reads a path, or a tree of them in braces: each with its line and the name that it gets.
fn read_tree(
    tokens: &[Token],
    at: &mut usize,
    before: &[String],
    found: &mut Vec<(Vec<String>, usize, String)>,
) {
    let mut path = before.to_vec();
    while let Some(token) = tokens.get(*at) {
        if token.text == "{" {
            *at += 1;
            while tokens.get(*at).is_some_and(|token| token.text != "}") {
                let begun = *at;
                read_tree(tokens, at, &path, found);
                if is_sign(tokens, *at, ",") || *at == begun {
                    *at += 1;
                }
            }
            *at += 1;
            return;
        }
        if !token.text.starts_with(|first: char| first.is_alphanumeric() || first == '_') && token.text != "*"
        {
            return;
        }
        let line = token.line;
        if token.text != "self" {
            path.push(token.text.clone());
        }
        *at += 1;
        if is_sign(tokens, *at, "::") {
            *at += 2;
            continue;
        }
        let is_renamed = tokens.get(*at).is_some_and(|token| token.text == "as");
        let alias = if is_renamed {
            tokens.get(*at + 1).map(|token| token.text.clone())
        } else {
            path.last().cloned()
        };
        if is_renamed {
            *at += 2;
        }
        found.push((path, line, alias.unwrap_or_default()));
        return;
    }
}
