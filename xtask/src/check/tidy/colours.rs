//! Colours are defined in the token sheet only, so that the colour schemes and a change of brand apply everywhere.

use super::Text;
use super::rules::has_extension;

const TOKENS: &str = "static/tokens.css";

/// Style sheets that may define opaque colours, the start of the declarations that may, and the reason.
const EXCEPTIONS: [(&str, &str, &str); 2] = [
    ("src/ui/logo.css", "", "logos and monograms are the same in light and in dark"),
    ("static/playground/playground.css", "--lender-", "the pretend lender has a brand of its own"),
];

pub(super) fn findings(files: &[Text]) -> Vec<String> {
    let is_sheet = |file: &&Text| has_extension(&file.path, "css") && file.path != TOKENS;
    files.iter().filter(is_sheet).flat_map(sheet).collect()
}

fn sheet(file: &Text) -> Vec<String> {
    let mut findings = Vec::new();
    // A declaration may run over several lines.
    let mut declaration = "";
    for (index, line) in file.content.lines().map(str::trim).enumerate() {
        if line.contains(':') {
            declaration = line;
        }
        let may =
            EXCEPTIONS.iter().any(|(path, start, _)| file.path == *path && declaration.starts_with(start));
        if let Some(colour) = opaque(line).filter(|_| !may) {
            findings.push(format!(
                "{}:{}: the colour {colour}; use a variable of {TOKENS}, or add one there",
                file.path,
                index + 1
            ));
        }
    }
    findings
}

/// An opaque colour in a value: `#rgb`, `#rrggbb`, `rgb(…)` without an alpha value, or the like. Translucent black is
/// for shadows, which need no token.
fn opaque(line: &str) -> Option<&str> {
    let value = line.split_once(':').map_or(line, |(_, value)| value);
    if line.ends_with('{') || line.ends_with(',') && !line.contains(':') {
        return None; // a selector
    }
    if let Some(at) = value.find('#') {
        let end = value[at + 1..].find(|c: char| !c.is_ascii_hexdigit()).unwrap_or(value.len() - at - 1);
        if matches!(end, 3 | 4 | 6 | 8) {
            return Some(&value[at..=at + end]);
        }
    }
    ["rgb(", "rgba(", "hsl(", "hsla(", "oklch(", "oklab("].into_iter().find_map(|function| {
        let found = &value[value.find(function)?..];
        let call = &found[..=found.find(')')?];
        (!call.contains('/')).then_some(call)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str, content: &str) -> usize {
        findings(&[Text { path: path.into(), content: content.into() }]).len()
    }

    #[test]
    fn an_opaque_colour_is_refused() {
        for line in
            ["color: #fff;", "  border: 1px solid #10141c;", "fill: rgb(1 2 3);", "x: hsl(1, 2%, 3%);"]
        {
            assert_eq!(of("src/ui/new.css", &format!("a {{\n{line}\n}}\n")), 1, "{line}");
        }
    }

    #[test]
    fn variables_shadows_and_selectors_are_fine() {
        for line in ["color: var(--wink-text);", "box-shadow: 0 1px 2px rgb(0 0 0 / 5%);", "#abc {", "#fed,"]
        {
            assert_eq!(of("src/ui/new.css", &format!("{line}\n")), 0, "{line}");
        }
        assert_eq!(of(TOKENS, "--wink-text: #fff;\n"), 0);
    }

    #[test]
    fn an_exception_ends_with_its_declaration() {
        let path = "static/playground/playground.css";
        assert_eq!(of(path, "--lender-sun:\n  var(--wink-light, #b26a00);\n"), 0);
        assert_eq!(of(path, "--lender-sun: red;\ncolor: #b26a00;\n"), 1);
    }
}
