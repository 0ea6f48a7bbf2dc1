//! The contents of an export in any format: sections of items, each a list of named texts.

use crate::clock::iso;
use crate::records::RecordKind;
use crate::store::{Account, DateRule, Record, RecordFilter, Result, Slice, Store};
use serde_json::Value;

/// Maximum number of items of a kind, the newest ones.
const MAX_ITEMS: u32 = 10_000;

/// The kinds, in reading order, with their headings.
const KINDS: [(RecordKind, &str); 10] = [
    (RecordKind::Identity, "Identity"),
    (RecordKind::Employment, "Employments"),
    (RecordKind::Income, "Incomes"),
    (RecordKind::Transaction, "Transactions"),
    (RecordKind::Contribution, "Contributions"),
    (RecordKind::Liability, "Liabilities"),
    (RecordKind::Rating, "Rating"),
    (RecordKind::Document, "Documents"),
    (RecordKind::EstimatedIncome, "Estimated incomes"),
    (RecordKind::Insight, "Insights"),
];

/// An account's data.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    /// Facts about the account, by name.
    pub(super) about: Vec<(&'static str, String)>,
    /// The kinds with at least one item.
    pub(super) sections: Vec<Section>,
}

/// The items of a kind.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) heading: &'static str,
    /// The Open API's name of the data point.
    pub(super) data_point: &'static str,
    /// The names of all fields in order; each item has as many values.
    pub(super) names: Vec<String>,
    pub(super) items: Vec<Item>,
}

/// One item.
#[derive(Debug)]
pub(super) struct Item {
    pub(super) id: String,
    /// The value of each field; empty if the item has none.
    pub(super) values: Vec<String>,
}

impl Sheet {
    /// Reads the stored data of an account.
    pub(super) async fn of(store: &Store, account: &Account, now_millis: i64) -> Result<Self> {
        let mut sections = Vec::new();
        for (kind, heading) in KINDS {
            let filter = RecordFilter {
                source_id: Some(account.id.clone()),
                dates: DateRule::Any,
                ..RecordFilter::of(&account.scope, kind)
            };
            let records = store.records(&filter, Slice { after: None, limit: MAX_ITEMS }).await?;
            if !records.is_empty() {
                sections.push(Section::of(heading, kind, records));
            }
        }
        let about = vec![
            ("Account", account.id.clone()),
            ("User", account.user_id.clone()),
            ("Provider", account.provider_id.clone()),
            ("Connected", account.connected_at.map(iso).unwrap_or_default()),
            ("Exported", iso(now_millis)),
        ];
        Ok(Self { about, sections })
    }
}

impl Section {
    fn of(heading: &'static str, kind: RecordKind, records: Vec<Record>) -> Self {
        let mut names: Vec<String> = Vec::new();
        let mut items = Vec::with_capacity(records.len());
        for record in records {
            let mut texts = Vec::new();
            for (name, value) in record.payload.0 {
                flatten(&name, value, &mut texts);
            }
            let mut values = vec![String::new(); names.len()];
            for (name, value) in texts {
                let place = names.iter().position(|known| *known == name).unwrap_or_else(|| {
                    names.push(name);
                    values.push(String::new());
                    names.len() - 1
                });
                if let Some(cell) = values.get_mut(place) {
                    *cell = value;
                }
            }
            items.push(Item { id: record.id, values });
        }
        for item in &mut items {
            item.values.resize(names.len(), String::new());
        }
        Self { heading, data_point: kind.data_point(), names, items }
    }
}

/// Flattens a value into texts, each named by its path: `addresses.0.city`.
fn flatten(name: &str, value: Value, texts: &mut Vec<(String, String)>) {
    match value {
        Value::Object(fields) => {
            for (inner, value) in fields {
                flatten(&format!("{name}.{inner}"), value, texts);
            }
        }
        Value::Array(values) => {
            for (index, value) in values.into_iter().enumerate() {
                flatten(&format!("{name}.{index}"), value, texts);
            }
        }
        Value::Null => texts.push((name.to_owned(), String::new())),
        Value::String(text) => texts.push((name.to_owned(), text)),
        other => texts.push((name.to_owned(), other.to_string())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Json, SourceType};
    use serde_json::json;

    #[test]
    fn items_of_a_section_have_the_same_names() {
        let record = |id: &str, payload: Value| Record {
            seq: 1,
            id: id.to_owned(),
            user_id: String::new(),
            source_id: String::new(),
            source_type: SourceType::Account,
            provider_id: String::new(),
            payload: Json(payload.as_object().unwrap().clone()),
            created_at: 0,
        };
        let records = vec![
            record("i-1", json!({ "name": "Ana", "mails": [{ "address": "a@b.c" }], "age": null })),
            record("i-2", json!({ "name": "Ben", "size": 1.5 })),
        ];
        let section = Section::of("Identity", RecordKind::Identity, records);
        assert_eq!(section.names.len(), 4);
        let value = |item: usize, name: &str| {
            let place = section.names.iter().position(|known| known == name).unwrap();
            section.items[item].values[place].as_str()
        };
        assert_eq!(value(0, "mails.0.address"), "a@b.c");
        assert_eq!((value(0, "age"), value(1, "age"), value(0, "size")), ("", "", ""));
        assert_eq!(value(1, "size"), "1.5");
    }
}
