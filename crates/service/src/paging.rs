//! Pages of lists: a size, and a cursor that leads to the next page. The lists of the Open API come in them, and so does
//! what a payload holds of a list.
//!
//! A cursor includes the filters of its page, as the specification requires, so it can be sent alone. It is opaque to
//! callers and grants nothing: the API key alone decides whose data a list shows.

use crate::store::Slice;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use utoipa::ToSchema;

/// A page of a list.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct List<T> {
    /// Pass it as `cursor` to get the next page. Null on the last page.
    #[schema(required)]
    pub(crate) next_cursor: Option<String>,
    pub(crate) items: Vec<T>,
}

impl<T> Default for List<T> {
    /// A list that is always empty.
    fn default() -> Self {
        Self { next_cursor: None, items: Vec::new() }
    }
}

/// Which page of a list it is.
#[derive(Debug)]
pub(crate) struct Page {
    pub(crate) list: &'static str,
    pub(crate) filters: BTreeMap<String, String>,
    /// The position of the last row of the page before.
    pub(crate) after: Option<i64>,
    pub(crate) size: u32,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Cursor {
    #[serde(rename = "l")]
    pub(crate) list: String,
    #[serde(rename = "a")]
    pub(crate) after: i64,
    #[serde(rename = "f", default, skip_serializing_if = "BTreeMap::is_empty")]
    pub(crate) filters: BTreeMap<String, String>,
}

impl Page {
    /// Requests the first page of a list, with these filters and `size` items.
    pub(crate) fn first(list: &'static str, filters: &[(&str, &str)], size: u32) -> Self {
        let filters = filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
        Self { list, filters: filters.collect(), after: None, size }
    }

    /// The rows to read: one more than the page holds, to know whether another page follows.
    pub(crate) fn slice(&self) -> Slice {
        Slice { after: self.after, limit: self.size + 1 }
    }

    /// Builds a page from the rows that were read.
    pub(crate) fn of<R, T>(
        &self,
        mut rows: Vec<R>,
        position: impl Fn(&R) -> i64,
        item: impl FnMut(R) -> T,
    ) -> List<T> {
        let has_more = rows.len() > self.size as usize;
        rows.truncate(self.size as usize);
        let next_cursor = rows.last().filter(|_| has_more).map(|row| {
            encode(&Cursor {
                list: self.list.to_owned(),
                after: position(row),
                filters: self.filters.clone(),
            })
        });
        List { next_cursor, items: rows.into_iter().map(item).collect() }
    }
}

fn encode(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).unwrap_or_default())
}

/// Reads a cursor, or returns `None` if it is not ours.
pub(crate) fn decode(text: &str) -> Option<Cursor> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn any_text_is_survived(text in "\\PC{0,120}") {
            decode(&text);
            decode(&URL_SAFE_NO_PAD.encode(&text));
        }

        #[test]
        fn what_is_written_is_read_back(after: i64, name in "[a-z]{1,8}", value in "\\PC{0,20}") {
            let cursor = Cursor { list: "users".into(), after, filters: [(name, value)].into() };
            prop_assert_eq!(decode(&encode(&cursor)), Some(cursor));
        }
    }
}
