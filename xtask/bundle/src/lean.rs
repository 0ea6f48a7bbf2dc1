//! Minifies scripts and style sheets without a parser: removes whole-line comments, indentation and empty lines. Brotli
//! does the rest. A real minifier would save a few hundred bytes more, but adds half a minute of compilation, and the
//! code that runs would no longer be the code that was written.
//!
//! It can go when a minifier that is written in Rust adds no more than a few seconds to a build.

use anyhow::{Result, bail};

/// Removes whole-line comments, indentation and empty lines. Line ends stay, so that two statements never join.
///
/// # Errors
/// If a template literal spans several lines, because its indentation would be content.
pub(crate) fn script(text: &str) -> Result<String> {
    let mut lean = String::with_capacity(text.len());
    let mut in_comment = false;
    for (index, line) in text.lines().enumerate() {
        let line = line.trim();
        if in_comment {
            let Some(end) = line.find("*/") else { continue };
            if end + 2 != line.len() {
                bail!("line {}: code after a comment's end; put it on a line of its own", index + 1);
            }
            in_comment = false;
            continue;
        }
        if line.is_empty() || line.starts_with("//") {
            continue;
        }
        if let Some(rest) = line.strip_prefix("/*") {
            match rest.find("*/") {
                None => in_comment = true,
                Some(end) if end + 2 == rest.len() => {}
                Some(_) => bail!("line {}: code after a comment; put it on a line of its own", index + 1),
            }
            continue;
        }
        if line.matches('`').count() % 2 == 1 {
            bail!("line {}: a template literal over several lines; join strings instead", index + 1);
        }
        lean.push_str(line);
        lean.push('\n');
    }
    Ok(lean)
}

/// Removes comments and blanks that cannot matter. Blanks around operators and combinators stay, because `calc()`
/// and selectors may need them.
pub(crate) fn css(text: &str) -> String {
    let mut lean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(next) = rest.chars().next() {
        if let Some(comment) = rest.strip_prefix("/*") {
            rest = comment.split_once("*/").map_or("", |(_, after)| after);
            push_blank(&mut lean);
        } else if next == '"' || next == '\'' {
            let length = quoted_length(rest, next);
            lean.push_str(&rest[..length]);
            rest = &rest[length..];
        } else if next.is_whitespace() {
            rest = rest.trim_start();
            if lean.ends_with(':') && rest.starts_with([';', '}']) {
                // An empty variable keeps its blank, which older browsers require.
                lean.push(' ');
            } else {
                push_blank(&mut lean);
            }
        } else {
            if matches!(next, '{' | '}' | ';' | ',') && !lean.ends_with(": ") {
                lean.truncate(lean.trim_end_matches(' ').len());
            }
            if next == '}' && lean.ends_with(';') {
                lean.pop();
            }
            lean.push(next);
            rest = &rest[next.len_utf8()..];
        }
    }
    lean.truncate(lean.trim_end().len());
    lean
}

/// Adds a blank, unless it follows another blank or a delimiter. A colon counts as a delimiter because blanks only follow
/// it in declarations: in a selector, its name follows at once.
fn push_blank(lean: &mut String) {
    if !lean.is_empty() && !lean.ends_with([' ', '{', '}', ';', ',', ':']) {
        lean.push(' ');
    }
}

fn quoted_length(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (index, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return index + 1,
            _ => {}
        }
    }
    text.len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_script_loses_comments_and_indentation() {
        let text = "// head\n(function () {\n  /* one */\n  /** two\n   * lines\n   */\n  const at = \"a // b\"; // stays\n\n  return at\n})();\n";
        assert_eq!(
            script(text).unwrap(),
            "(function () {\nconst at = \"a // b\"; // stays\nreturn at\n})();\n"
        );
    }

    #[test]
    fn a_script_whose_meaning_could_change_is_refused() {
        for text in ["const a = `one\n  two`;\n", "/* a */ b();\n", "/* a\n */ b();\n"] {
            assert!(script(text).is_err(), "{text}");
        }
    }

    #[test]
    fn template_literals_on_one_line_are_fine() {
        assert_eq!(script("  const a = `/* ${b} */`;\n").unwrap(), "const a = `/* ${b} */`;\n");
    }

    #[test]
    fn a_style_sheet_keeps_the_blanks_that_matter() {
        for (given, wanted) in [
            ("/* head */\n:host {\n  all: initial;\n}\n", ":host{all:initial}"),
            ("a > b,\na  +  b { width: calc(1px + 2px); }", "a > b,a + b{width:calc(1px + 2px)}"),
            ("@media (width >= 480px) { a { color: red } }", "@media (width >= 480px){a{color:red}}"),
            ("a::before { content: \" ; /* \\\" */ \" }", "a::before{content:\" ; /* \\\" */ \"}"),
            ("a{margin:0 auto/**/1px}", "a{margin:0 auto 1px}"),
            ("dialog :focus { x: y }", "dialog :focus{x:y}"),
            ("a { --none: ;\n  --some: x; }", "a{--none: ;--some:x}"),
            ("a { --none: ; }", "a{--none: }"),
        ] {
            assert_eq!(css(given), wanted);
        }
    }
}
