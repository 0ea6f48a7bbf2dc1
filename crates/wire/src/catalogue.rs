//! The provider catalogue as it travels: one line a provider, tab-separated, UTF-8.
//!
//! Text instead of JSON because ten thousand rows are read on a phone before the first keystroke: the widget
//! parses this in one pass without a call into JavaScript per value, and it compresses a little better.
//!
//! The best known come first: rows are in order of falling popularity, then by name.
//!
//! Columns: id, name, type letter, country (ISO 3166 alpha-2, may be empty), `d` if it connects directly,
//! popularity (0 to 9999), other names (separated by `|`, may be empty), address of the logo (may be empty).

use crate::ProviderType;

/// One provider in the list: pieces of the text that it travels in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row<'a> {
    /// Stable id.
    pub id: &'a str,
    /// Name as people know it.
    pub name: &'a str,
    /// What kind of source it is.
    pub kind: ProviderType,
    /// ISO 3166 alpha-2, or empty where it has no one country.
    pub country: &'a str,
    /// Whether an account can be linked directly; otherwise only documents can be uploaded for it.
    pub connection: Connection,
    /// 0 to 9999, greater is better known.
    pub popularity: u16,
    /// Other names, abbreviations and spellings in other scripts, as [`join_aliases`] writes them.
    pub joined_aliases: &'a str,
    /// Address of its logo, or empty.
    pub logo_url: &'a str,
}

impl<'a> Row<'a> {
    /// Other names, abbreviations and spellings in other scripts.
    pub fn aliases(&self) -> impl Iterator<Item = &'a str> {
        self.joined_aliases.split('|').filter(|alias| !alias.is_empty())
    }
}

/// How a provider's data is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The person logs in.
    Direct,
    /// Only documents can be uploaded.
    DocumentsOnly,
}

/// Other names as one value. A separator inside a name becomes a space.
pub fn join_aliases(aliases: &[String]) -> String {
    aliases.iter().map(|alias| alias.replace('|', " ")).collect::<Vec<_>>().join("|")
}

/// Writes rows as they travel. Tabs and line breaks inside a value become spaces.
pub fn encode<'a>(rows: impl IntoIterator<Item = Row<'a>>) -> String {
    let mut text = String::new();
    for row in rows {
        let popularity = row.popularity.to_string();
        let direct = if row.connection == Connection::Direct { "d" } else { "" };
        let columns = [
            row.id,
            row.name,
            letter(row.kind),
            row.country,
            direct,
            &popularity,
            row.joined_aliases,
            row.logo_url,
        ];
        for (position, column) in columns.into_iter().enumerate() {
            if position > 0 {
                text.push('\t');
            }
            text.extend(column.chars().map(|c| if c.is_control() { ' ' } else { c }));
        }
        text.push('\n');
    }
    text
}

/// The lines of a catalogue, each with the byte at which it begins; see [`read_line`]. What lies beyond four
/// gigabytes is left out.
pub fn lines(text: &str) -> impl Iterator<Item = (u32, &str)> {
    let mut next = 0;
    text.split_inclusive('\n').map_while(move |line| {
        let start = u32::try_from(next).ok()?;
        next += line.len();
        Some((start, line.strip_suffix('\n').unwrap_or(line)))
    })
}

/// Reads a line. `None` for one without id or name; missing columns count as empty, so that a newer service may add
/// columns at the end.
pub fn read_line(line: &str) -> Option<Row<'_>> {
    let mut columns = line.split('\t');
    let id = columns.next().filter(|id| !id.is_empty())?;
    let name = columns.next().filter(|name| !name.is_empty())?;
    let mut next = || columns.next().unwrap_or_default();
    Some(Row {
        id,
        name,
        kind: kind_of(next()),
        country: next(),
        connection: if next() == "d" { Connection::Direct } else { Connection::DocumentsOnly },
        popularity: next().parse().unwrap_or(0),
        joined_aliases: next(),
        logo_url: next(),
    })
}

const fn letter(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Gig => "g",
        ProviderType::Government => "v",
        ProviderType::System => "s",
        ProviderType::Employer => "e",
        ProviderType::Credential => "c",
        ProviderType::Unknown => "",
    }
}

fn kind_of(letter: &str) -> ProviderType {
    match letter {
        "g" => ProviderType::Gig,
        "v" => ProviderType::Government,
        "s" => ProviderType::System,
        "e" => ProviderType::Employer,
        "c" => ProviderType::Credential,
        _ => ProviderType::Unknown,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_short_line_still_gives_a_row() {
        let rows: Vec<_> =
            lines("sss\tSSS\tv\n\nnameless\n").filter_map(|(_, line)| read_line(line)).collect();
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].kind, rows[0].connection), (ProviderType::Government, Connection::DocumentsOnly));
    }

    #[test]
    fn lines_have_their_start_offsets() {
        let text = "é\tE\n\nsss\tSSS";
        for (start, line) in lines(text) {
            assert!(text[start as usize..].starts_with(line));
        }
        assert_eq!(lines(text).map(|(start, _)| start).collect::<Vec<_>>(), [0, 5, 6]);
    }

    #[test]
    fn every_kind_survives_a_round_trip() {
        let kinds = [
            ProviderType::Gig,
            ProviderType::Government,
            ProviderType::System,
            ProviderType::Employer,
            ProviderType::Credential,
        ];
        for kind in kinds {
            assert_eq!(kind_of(letter(kind)), kind);
        }
        assert_eq!(kind_of("z"), ProviderType::Unknown);
    }

    proptest! {
        #[test]
        fn a_row_survives_a_round_trip(
            id in "[a-z0-9-]{1,12}",
            name in "[^\\p{Cc}]{1,24}",
            aliases in prop::collection::vec("[^|\\p{Cc}]{1,9}", 0..3),
            popularity in 0u16..10_000,
        ) {
            let joined_aliases = join_aliases(&aliases);
            let row = Row {
                id: &id,
                name: &name,
                kind: ProviderType::Gig,
                country: "PH",
                connection: Connection::Direct,
                popularity,
                joined_aliases: &joined_aliases,
                logo_url: "",
            };
            let text = encode([row]);
            prop_assert_eq!(read_line(text.trim_end_matches('\n')), Some(row));
            prop_assert_eq!(row.aliases().map(str::to_owned).collect::<Vec<_>>(), aliases);
        }

        #[test]
        fn any_text_is_survived(text in "\\PC{0,200}|[\\t\\n|a-z]{0,80}") {
            for (_, line) in lines(&text) {
                read_line(line);
            }
        }
    }
}
