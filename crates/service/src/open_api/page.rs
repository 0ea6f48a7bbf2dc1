//! The page of a list that a request asks for: its size, its cursor and its filters.

use super::error::ApiError;
use super::params::Params;
use crate::paging::{List, Page, decode};
use crate::store::Slice;

const USUAL_SIZE: u32 = 10;
const LARGEST_SIZE: u32 = 150;

/// A request for a page of a list.
#[derive(Debug)]
pub(super) struct PageQuery {
    page: Page,
    /// The filters that apply: the cursor's if there is one.
    pub(super) params: Params,
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
        let params = Params::of(filters.clone());
        Ok(Self { page: Page { list, filters, after, size }, params })
    }

    /// The rows to read: one more than the page holds, to know whether another page follows.
    pub(super) fn slice(&self) -> Slice {
        self.page.slice()
    }

    /// Builds a page from the rows that were read.
    pub(super) fn page<R, T>(
        &self,
        rows: Vec<R>,
        position: impl Fn(&R) -> i64,
        item: impl FnMut(R) -> T,
    ) -> List<T> {
        self.page.of(rows, position, item)
    }
}
