//! Pages of a list: size and cursor.
//!
//! A cursor includes the filters of its page, as the specification requires, so it can be sent alone. It is opaque to
//! callers and grants nothing: the API key alone decides whose data a list shows.

use super::envelope::List;
use super::error::ApiError;
use super::params::Params;
use crate::store::Slice;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

const USUAL_SIZE: u32 = 10;
const LARGEST_SIZE: u32 = 150;

/// A request for a page of a list.
#[derive(Debug)]
pub(super) struct PageQuery {
    list: &'static str,
    filters: BTreeMap<String, String>,
    /// The filters that apply: the cursor's if there is one.
    pub(super) params: Params,
    after: Option<i64>,
    size: u32,
}

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Cursor {
    #[serde(rename = "l")]
    list: String,
    #[serde(rename = "a")]
    after: i64,
    #[serde(rename = "f", default, skip_serializing_if = "BTreeMap::is_empty")]
    filters: BTreeMap<String, String>,
}

impl PageQuery {
    /// Parses `size`, `cursor` and the named filters of a list.
    pub(super) fn read(list: &'static str, params: &Params, filters: &[&str]) -> Result<Self, ApiError> {
        let size = match params.given("size")? {
            None => USUAL_SIZE,
            Some(text) => {
                text.parse().ok().filter(|size| (1..=LARGEST_SIZE).contains(size)).ok_or_else(|| {
                    ApiError::invalid(format!("size must be a whole number from 1 to {LARGEST_SIZE}"))
                })?
            }
        };
        // Refused beside a cursor too, which has filters of its own.
        let filters = params.only(filters)?;
        let (after, filters) = match params.given("cursor")? {
            None => (None, filters),
            Some(text) => {
                let cursor = decode(text).filter(|cursor| cursor.list == list).ok_or_else(|| {
                    ApiError::invalid("cursor must be the nextCursor of a page of this list")
                })?;
                (Some(cursor.after), cursor.filters)
            }
        };
        Ok(Self { list, params: Params::of(filters.clone()), filters, after, size })
    }

    /// Requests the first page of a list, with these filters and `size` items.
    pub(super) fn first(list: &'static str, filters: &[(&str, &str)], size: u32) -> Self {
        let filters: BTreeMap<String, String> =
            filters.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
        Self { list, params: Params::of(filters.clone()), filters, after: None, size }
    }

    /// The rows to read: one more than the page holds, to know whether another page follows.
    pub(super) fn slice(&self) -> Slice {
        Slice { after: self.after, limit: self.size + 1 }
    }

    /// Builds a page from the rows that were read.
    pub(super) fn page<R, T>(
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

pub(super) fn decode(text: &str) -> Option<Cursor> {
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
