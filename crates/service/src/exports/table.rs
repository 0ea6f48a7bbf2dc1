//! An export as one CSV table: one row for each item, one column for each field of any item. The first two columns
//! identify the item.

use super::sheet::Sheet;
use std::collections::BTreeMap;

/// Writes a sheet as in RFC 4180.
pub(super) fn write(sheet: &Sheet) -> Result<Vec<u8>, csv::Error> {
    let mut names: Vec<&str> = vec!["datapoint", "id"];
    let mut places = BTreeMap::new();
    for name in sheet.sections.iter().flat_map(|section| &section.names) {
        places.entry(name.as_str()).or_insert_with(|| {
            names.push(name);
            names.len() - 1
        });
    }
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    writer.write_record(&names)?;
    for section in &sheet.sections {
        for item in &section.items {
            let mut row = vec![String::new(); names.len()];
            let pairs = section.names.iter().zip(&item.values);
            let said = pairs.filter_map(|(name, value)| Some((*places.get(name.as_str())?, value.as_str())));
            let what = [(0, section.data_point), (1, item.id.as_str())];
            for (place, value) in what.into_iter().chain(said) {
                if let Some(cell) = row.get_mut(place) {
                    *cell = harmless(value);
                }
            }
            writer.write_record(&row)?;
        }
    }
    writer.into_inner().map_err(|error| csv::Error::from(error.into_error()))
}

/// Escapes values that look like formulas, because spreadsheets execute them and a source may contain anything.
/// Numbers, including telephone numbers, are not formulas.
fn harmless(value: &str) -> String {
    let is_formula = value.starts_with(['=', '@', '\t', '\r'])
        || value.strip_prefix(['+', '-']).is_some_and(|rest| {
            !rest.chars().all(|sign| sign.is_ascii_digit() || matches!(sign, '.' | ' ' | '(' | ')'))
        });
    if is_formula { format!("'{value}") } else { value.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_formula_is_written_as_text() {
        for text in ["=1+1", "@SUM(A1)", "+1+cmd|'/C calc'!A0", "-2+3"] {
            assert_eq!(harmless(text), format!("'{text}"));
        }
        for text in ["+639559991234", "-500.5", "a=b", ""] {
            assert_eq!(harmless(text), text);
        }
    }
}
