//! The name under which a file is handed out. The widget shows a name as the person typed it; everywhere else a name
//! may lead a host's program or a reader astray: into another folder, to a program, or to what it only looks like.

use std::fmt;
use unicode_normalization::UnicodeNormalization as _;

/// Maximum length of the part before the extension, in letters.
const LONGEST_STEM: usize = 64;

/// Maximum length of what counts as an extension in an original name, in letters.
const LONGEST_EXTENSION: usize = 8;

/// The stem of a file of whose name no letter is left.
const NAMELESS: &str = "document";

/// Windows opens a device instead of a file whose stem is one of these, or begins with `COM` or `LPT` and has one digit
/// more.
const DEVICES: [&str; 4] = ["CON", "PRN", "AUX", "NUL"];

/// A safe file name: ASCII letters, digits, `-` and `_`, and then the one extension of the file's real format.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct FileName(String);

impl FileName {
    /// The name of a file that somebody named. `extension` is that of its real format.
    pub(crate) fn new(original: &str, extension: &'static str) -> Self {
        Self(format!("{}.{extension}", stem(original)))
    }
}

impl fmt::Display for FileName {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The safe letters of a name without its extension. Each run of other letters becomes one `_`.
fn stem(original: &str) -> String {
    let mut stem = String::with_capacity(LONGEST_STEM);
    let mut is_gap = false;
    // Accents come apart from their letters, and letters in other widths become the usual ones.
    for letter in without_escapes(without_extension(original)).nfkd() {
        if matches!(letter, '\u{300}'..='\u{36f}') {
            continue;
        }
        if !(letter.is_ascii_alphanumeric() || matches!(letter, '-' | '_')) {
            is_gap = true;
            continue;
        }
        // A program would take a `-` at the start for an option.
        if stem.is_empty() && !letter.is_ascii_alphanumeric() {
            continue;
        }
        if is_gap && !stem.is_empty() {
            stem.push('_');
        }
        is_gap = false;
        stem.push(letter);
        if stem.len() >= LONGEST_STEM {
            break;
        }
    }
    stem.truncate(LONGEST_STEM);
    stem.truncate(stem.trim_end_matches(['-', '_']).len());
    if stem.is_empty() {
        NAMELESS.to_owned()
    } else if is_device(&stem) {
        format!("{NAMELESS}_{stem}")
    } else {
        stem
    }
}

fn without_extension(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, extension))
            if extension.len() <= LONGEST_EXTENSION
                && extension.chars().all(|letter| letter.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => name,
    }
}

/// A name's letters, with one `%` for each percent escape.
fn without_escapes(name: &str) -> impl Iterator<Item = char> + '_ {
    let mut rest = name;
    std::iter::from_fn(move || {
        let letter = rest.chars().next()?;
        let is_escape = rest.strip_prefix('%').is_some_and(|after| {
            after.len() >= 2 && after.bytes().take(2).all(|byte| byte.is_ascii_hexdigit())
        });
        // Three bytes of ASCII.
        rest = rest.get(if is_escape { 3 } else { letter.len_utf8() }..)?;
        Some(letter)
    })
}

fn is_device(stem: &str) -> bool {
    let name = stem.to_ascii_uppercase();
    let numbered = name.strip_prefix("COM").or_else(|| name.strip_prefix("LPT"));
    DEVICES.contains(&name.as_str())
        || numbered
            .is_some_and(|number| number.len() == 1 && number.bytes().all(|byte| byte.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_name_keeps_its_safe_letters_and_gets_the_real_extension() {
        for (original, named) in [
            ("payslip-october_2026.pdf", "payslip-october_2026.pdf"),
            ("October 2026 (final).PDF", "October_2026_final.pdf"),
            ("Gehaltszettel \"März\".pdf", "Gehaltszettel_Marz.pdf"),
            ("payslip.html", "payslip.pdf"),
            ("payslip.pdf.exe", "payslip_pdf.pdf"),
            ("ann\u{202e}fdp.exe", "ann_fdp.pdf"),
            ("..%2F..%2fetc%2Fpasswd", "etc_passwd.pdf"),
            ("..\\..\\boot.ini", "boot.pdf"),
            ("../../.ssh/id_rsa", "ssh_id_rsa.pdf"),
            ("．．／payslip", "payslip.pdf"),
            ("%", "document.pdf"),
            ("100%", "100.pdf"),
            ("-rf.pdf", "rf.pdf"),
            ("__x__.pdf", "x.pdf"),
            ("con.pdf", "document_con.pdf"),
            ("LPT1", "document_LPT1.pdf"),
            ("COM10", "COM10.pdf"),
            (".pdf", "document.pdf"),
            ("", "document.pdf"),
            ("工资单.pdf", "document.pdf"),
            ("a\r\nSet-Cookie: b.pdf", "a_Set-Cookie_b.pdf"),
            ("J.R. Smith", "J_R_Smith.pdf"),
        ] {
            assert_eq!(FileName::new(original, "pdf").0, named, "{original:?}");
        }
        assert_eq!(FileName::new(&"x".repeat(300), "png").to_string(), format!("{}.png", "x".repeat(64)));
    }

    proptest! {
        #[test]
        fn whatever_it_was_the_name_is_safe(original in "(\\PC|\\.\\.|%2[eEfF]|[\u{202a}-\u{202e}/\\\\\0\r\n]){0,90}") {
            let name = FileName::new(&original, "jpg");
            let (stem, extension) = name.0.split_once('.').unwrap();
            prop_assert_eq!(extension, "jpg");
            prop_assert!((1..=LONGEST_STEM + 10).contains(&stem.len()));
            prop_assert!(stem.starts_with(|letter: char| letter.is_ascii_alphanumeric()));
            prop_assert!(stem.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')));
        }
    }
}
