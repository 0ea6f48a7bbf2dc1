//! Finds items that were read from sources or computed. Storing them is in [`super::kept`].

use super::{Json, Result, Slice, SourceType, Store};
use crate::records::RecordKind;
use crate::scope::Scope;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::{BTreeMap, BTreeSet};

/// One stored item.
#[derive(Clone, Debug, sqlx::FromRow)]
pub(crate) struct Record {
    pub(crate) seq: i64,
    pub(crate) id: String,
    pub(crate) user_id: String,
    pub(crate) source_id: String,
    pub(crate) source_type: SourceType,
    pub(crate) provider_id: String,
    pub(crate) payload: Json<Map<String, Value>>,
    pub(crate) created_at: i64,
}

/// Which items a list shows.
#[derive(Clone, Debug)]
pub(crate) struct RecordFilter {
    pub(crate) scope: Scope,
    pub(crate) kind: RecordKind,
    pub(crate) user_id: Option<String>,
    /// The account or archive that the items come from.
    pub(crate) source_id: Option<String>,
    /// The same, for accounts only.
    pub(crate) account_id: Option<String>,
    pub(crate) dates: DateRule,
}

/// How a date range, with both ends inclusive, selects items.
#[derive(Clone, Copy, Debug)]
pub(crate) enum DateRule {
    Any,
    /// The item begins within the range.
    StartsWithin(Option<Date>, Option<Date>),
    /// The item and the range share a day. An item without an end is ongoing.
    Overlaps(Option<Date>, Option<Date>),
}

impl RecordFilter {
    /// All of a tenant's items of a kind.
    pub(crate) fn of(scope: &Scope, kind: RecordKind) -> Self {
        Self {
            scope: scope.clone(),
            kind,
            user_id: None,
            source_id: None,
            account_id: None,
            dates: DateRule::Any,
        }
    }
}

/// The kinds of an account's stored items.
pub(crate) type KindsByAccount = BTreeMap<String, BTreeSet<RecordKind>>;

const COLUMNS: &str = "seq, id, user_id, source_id, source_type, provider_id, payload, created_at";

impl Store {
    /// A tenant's items of a kind, newest first.
    pub(crate) async fn records(&self, filter: &RecordFilter, slice: Slice) -> Result<Vec<Record>> {
        // ISO dates compare as text. An item without a start date is left out once a range is given.
        let (sql, from, until) = match filter.dates {
            DateRule::Any => ("", None, None),
            DateRule::StartsWithin(from, until) => {
                ("AND ($6 IS NULL OR start_date >= $6) AND ($7 IS NULL OR start_date <= $7)", from, until)
            }
            DateRule::Overlaps(from, until) => (
                "AND ($6 IS NULL OR end_date IS NULL OR end_date >= $6) AND ($7 IS NULL OR start_date <= $7)",
                from,
                until,
            ),
        };
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM records
             WHERE tenant_id = $1 AND mode = $10 AND kind = $2 AND seq < $3
                 AND ($4 IS NULL OR user_id = $4) AND ($5 IS NULL OR source_id = $5)
                 AND ($9 IS NULL OR source_id = $9 AND source_type = 'ACCOUNT') {sql}
             ORDER BY seq DESC LIMIT $8"
        ))
        .bind(filter.scope.tenant())
        .bind(filter.kind)
        .bind(slice.after.unwrap_or(i64::MAX))
        .bind(&filter.user_id)
        .bind(&filter.source_id)
        .bind(from.map(|date| date.to_string()))
        .bind(until.map(|date| date.to_string()))
        .bind(i64::from(slice.limit))
        .bind(&filter.account_id)
        .bind(filter.scope.mode_name())
        .fetch_all(&self.pool)
        .await?)
    }

    /// The kinds of stored items of each of a user's connected accounts, by the account's id.
    pub(crate) async fn kinds_by_account(&self, scope: &Scope, user_id: &str) -> Result<KindsByAccount> {
        let pairs: Vec<(String, RecordKind)> = sqlx::query_as(
            "SELECT DISTINCT records.source_id, records.kind
             FROM accounts JOIN records ON records.source_id = accounts.id
             WHERE accounts.user_id = $1 AND accounts.status = 'CONNECTED'
                 AND accounts.tenant_id = $2 AND accounts.mode = $3",
        )
        .bind(user_id)
        .bind(scope.tenant())
        .bind(scope.mode_name())
        .fetch_all(&self.pool)
        .await?;
        let mut kinds = KindsByAccount::new();
        for (account_id, kind) in pairs {
            kinds.entry(account_id).or_default().insert(kind);
        }
        Ok(kinds)
    }

    /// One of a tenant's items.
    pub(crate) async fn record(&self, scope: &Scope, kind: RecordKind, id: &str) -> Result<Option<Record>> {
        Ok(sqlx::query_as(&format!(
            "SELECT {COLUMNS} FROM records WHERE tenant_id = $1 AND kind = $2 AND id = $3 AND mode = $4"
        ))
        .bind(scope.tenant())
        .bind(kind)
        .bind(id)
        .bind(scope.mode_name())
        .fetch_optional(&self.pool)
        .await?)
    }
}
