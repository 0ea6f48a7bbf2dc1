//! Links: how often other organizations linked a person. They are computed from the existing accounts, so a link ends
//! with its account, and links of an organization that does not share them are never shown.

use super::{Connection, Result, Slice, Store};
use crate::scope::Scope;

/// How far back from an account's connection others count, in days.
const WINDOW_DAYS: i64 = 180;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// How often others linked the person of an account before.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) seq: i64,
    pub(crate) account_id: String,
    pub(crate) user_id: String,
    pub(crate) provider_id: String,
    /// When the account was connected. Later accounts do not count.
    pub(crate) until: i64,
    /// The number of the person's accounts at the same provider with other organizations.
    pub(crate) count: i64,
    /// When each of those organizations last linked the person, oldest first.
    pub(crate) linked_at: Vec<i64>,
}

impl Link {
    /// Each account has one link, so its id comes from the account's.
    pub(crate) fn id(&self) -> String {
        format!("link-{}", self.account_id.trim_start_matches("a-"))
    }

    /// The account of a link's id. `None` if the id is not a link's.
    pub(crate) fn account_of(id: &str) -> Option<String> {
        id.strip_prefix("link-").map(|rest| format!("a-{rest}"))
    }

    /// The start of the period that counts.
    pub(crate) const fn from(&self) -> i64 {
        self.until - WINDOW_DAYS * DAY_MILLIS
    }
}

/// Which links a list shows.
#[derive(Clone, Debug)]
pub(crate) struct LinkFilter {
    pub(crate) scope: Scope,
    pub(crate) user_id: Option<String>,
    pub(crate) account_id: Option<String>,
}

/// An account with one of the other organizations.
#[derive(sqlx::FromRow)]
struct Row {
    seq: i64,
    id: String,
    user_id: String,
    provider_id: String,
    connected_at: i64,
    links: i64,
    linked_at: Option<i64>,
}

impl Store {
    /// A tenant's links, newest first. Empty if the tenant does not take part.
    pub(crate) async fn links(&self, filter: &LinkFilter, slice: Slice) -> Result<Vec<Link>> {
        find(&mut *self.pool.acquire().await?, filter, slice).await
    }

    /// Sets whether a tenant takes part: whether it shares its links and sees those of others. False if the tenant does
    /// not exist.
    pub(crate) async fn share_links(&self, tenant_id: &str, takes_part: bool) -> Result<bool> {
        let changed = sqlx::query("UPDATE tenants SET shares_links = $2 WHERE id = $1")
            .bind(tenant_id)
            .bind(i64::from(takes_part))
            .execute(&self.pool)
            .await?;
        Ok(changed.rows_affected() > 0)
    }
}

/// Finds links, within the caller's transaction.
pub(super) async fn find(
    connection: &mut Connection,
    filter: &LinkFilter,
    slice: Slice,
) -> Result<Vec<Link>> {
    let rows: Vec<Row> = sqlx::query_as(
        "WITH page AS (
                 SELECT accounts.* FROM accounts JOIN tenants ON tenants.id = tenant_id AND shares_links = 1
                 WHERE tenant_id = $1 AND mode = $7 AND seq < $2 AND status = 'CONNECTED' AND person_key IS NOT NULL
                     AND ($3 IS NULL OR user_id = $3) AND ($4 IS NULL OR accounts.id = $4)
                 ORDER BY seq DESC LIMIT $5),
             others AS (
                 SELECT accounts.id, tenant_id, person_key, connected_at
                 FROM accounts JOIN tenants ON tenants.id = tenant_id AND shares_links = 1
                 WHERE status = 'CONNECTED' AND mode = $7 AND person_key IN (SELECT person_key FROM page))
             SELECT page.seq, page.id, page.user_id, page.provider_id, page.connected_at,
                 count(others.id) AS links, max(others.connected_at) AS linked_at
             FROM page LEFT JOIN others ON others.person_key = page.person_key
                 AND others.tenant_id <> page.tenant_id
                 AND others.connected_at > page.connected_at - $6 AND others.connected_at <= page.connected_at
             GROUP BY page.seq, page.id, page.user_id, page.provider_id, page.connected_at, others.tenant_id
             ORDER BY page.seq DESC, linked_at",
    )
    .bind(filter.scope.tenant())
    .bind(slice.after.unwrap_or(i64::MAX))
    .bind(&filter.user_id)
    .bind(&filter.account_id)
    .bind(i64::from(slice.limit))
    .bind(WINDOW_DAYS * DAY_MILLIS)
    .bind(filter.scope.mode_name())
    .fetch_all(connection)
    .await?;
    Ok(rows.chunk_by(|one, other| one.seq == other.seq).filter_map(gather).collect())
}

/// The rows of one account.
fn gather(rows: &[Row]) -> Option<Link> {
    let first = rows.first()?;
    Some(Link {
        seq: first.seq,
        account_id: first.id.clone(),
        user_id: first.user_id.clone(),
        provider_id: first.provider_id.clone(),
        until: first.connected_at,
        count: rows.iter().map(|row| row.links).sum(),
        linked_at: rows.iter().filter_map(|row| row.linked_at).collect(),
    })
}
