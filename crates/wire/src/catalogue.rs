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

/// One provider in the list.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Stable id.
    pub id: String,
    /// Name as people know it.
    pub name: String,
    /// What kind of source it is.
    pub kind: ProviderType,
    /// ISO 3166 alpha-2, or empty where it has no one country.
    pub country: String,
    /// Whether an account can be linked directly; otherwise only documents can be uploaded for it.
    pub connection: Connection,
    /// 0 to 9999, greater is better known.
    pub popularity: u16,
    /// Other names, abbreviations and spellings in other scripts.
    pub aliases: Vec<String>,
    /// Address of its logo, or empty.
    pub logo_url: String,
}

/// How a provider's data is reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Connection {
    /// The person logs in.
    Direct,
    /// Only documents can be uploaded.
    DocumentsOnly,
}

/// Writes rows as they travel. Tabs and line breaks inside a value become spaces.
pub fn encode<'a>(rows: impl IntoIterator<Item = &'a Row>) -> String {
    let mut text = String::new();
    for row in rows {
        let aliases = row.aliases.iter().map(|alias| alias.replace('|', " ")).collect::<Vec<_>>().join("|");
        let popularity = row.popularity.to_string();
        let direct = if row.connection == Connection::Direct { "d" } else { "" };
        let columns = [
            &row.id,
            &row.name,
            letter(row.kind),
            &row.country,
            direct,
            &popularity,
            &aliases,
            &row.logo_url,
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

/// Reads rows as they travel. A line without id or name is left out; missing columns count as empty, so that a
/// newer service may add columns at the end.
pub fn decode(text: &str) -> Vec<Row> {
    text.lines().filter_map(decode_line).collect()
}

fn decode_line(line: &str) -> Option<Row> {
    let mut columns = line.split('\t');
    let id = columns.next().filter(|id| !id.is_empty())?.to_owned();
    let name = columns.next().filter(|name| !name.is_empty())?.to_owned();
    let mut next = || columns.next().unwrap_or_default();
    Some(Row {
        id,
        name,
        kind: kind_of(next()),
        country: next().to_owned(),
        connection: if next() == "d" { Connection::Direct } else { Connection::DocumentsOnly },
        popularity: next().parse().unwrap_or(0),
        aliases: next().split('|').filter(|alias| !alias.is_empty()).map(str::to_owned).collect(),
        logo_url: next().to_owned(),
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
        let rows = decode("sss\tSSS\tv\n\nnameless\n");
        assert_eq!(rows.len(), 1);
        assert_eq!((rows[0].kind, rows[0].connection), (ProviderType::Government, Connection::DocumentsOnly));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            id in "[a-z0-9-]{1,12}",
            name in "[^\\p{Cc}]{1,24}",
            aliases in prop::collection::vec("[^|\\p{Cc}]{1,9}", 0..3),
            popularity in 0u16..10_000,
        ) {
            let row = Row {
                id, name, aliases, popularity,
                kind: ProviderType::Gig,
                country: "PH".into(),
                connection: Connection::Direct,
                logo_url: String::new(),
            };
            prop_assert_eq!(decode(&encode([&row])), vec![row]);
        }

        #[test]
        fn any_text_is_survived(text in "\\PC{0,200}|[\\t\\n|a-z]{0,80}") {
            decode(&text);
        }
    }
}
