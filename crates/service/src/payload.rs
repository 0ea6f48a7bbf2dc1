//! Everything that is stored of a source at once, as the payload operations of the Open API and the events that carry it
//! have it.

use crate::clock::iso;
use crate::insights::{EstimatedIncome, Insight};
use crate::paging::{List, Page};
use crate::records::{
    Contribution, Document, Employment, Identity, Income, Liability, Rating, RecordKind, Transaction,
};
use crate::retention::DAY_MILLIS;
use crate::scope::Scope;
use crate::store::{Link, LinkFilter, Record, RecordFilter, Result, Slice, Store};
use serde::Serialize;
use serde_json::{Map, Value};
use utoipa::ToSchema;

/// An item without its metadata.
#[derive(Serialize)]
pub(crate) struct Bare {
    id: String,
    #[serde(flatten)]
    payload: Map<String, Value>,
}

/// The schema of [`Bare`].
#[derive(ToSchema)]
#[expect(dead_code, reason = "describes `Bare`")]
pub(crate) struct BareItem<T> {
    id: String,
    #[schema(inline)]
    #[serde(flatten)]
    payload: T,
}

/// How often other organizations linked an account's person before you did.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = LinkPayload)]
pub(crate) struct BareLink {
    #[schema(example = "link-17bbf36498de4d68a0d4f86c7b62f69f")]
    id: String,
    /// The start of the period: 180 days before the account was connected.
    #[schema(format = DateTime)]
    start_date: String,
    /// The end of the period: when the account was connected.
    #[schema(format = DateTime)]
    end_date: String,
    /// Empty if no other organization linked the person.
    records: Vec<LinkRecord>,
}

/// Accounts that other organizations linked.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct LinkRecord {
    /// The number of accounts.
    count: i64,
    /// The most recent day for each organization, at midnight UTC.
    #[schema(value_type = Vec<jiff::Timestamp>)]
    linked_at: Vec<String>,
}

#[derive(Default, Serialize, ToSchema)]
pub(crate) struct PagedData {
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = BareItem<Identity>)]
    identity: Option<Bare>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = BareItem<Rating>)]
    rating: Option<Bare>,
    #[schema(value_type = List<BareItem<Document>>)]
    documents: List<Bare>,
    #[schema(value_type = List<BareItem<Income>>)]
    incomes: List<Bare>,
    #[schema(value_type = List<BareItem<Transaction>>)]
    transactions: List<Bare>,
    #[schema(value_type = List<BareItem<Employment>>)]
    employments: List<Bare>,
    #[schema(value_type = List<BareItem<Contribution>>)]
    contributions: List<Bare>,
    #[schema(value_type = List<BareItem<Liability>>)]
    liabilities: List<Bare>,
    #[schema(value_type = List<BareItem<EstimatedIncome>>)]
    eincomes: List<Bare>,
    links: List<BareLink>,
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(value_type = BareItem<Insight>)]
    insight: Option<Bare>,
}

/// What is stored about an account, with at most `size` items of each kind. Cursors work in the list of that kind.
pub(crate) async fn paged(store: &Store, scope: &Scope, account_id: &str, size: u32) -> Result<PagedData> {
    let page = async |name, kind| page_of(store, scope, account_id, size, (name, kind)).await;
    let newest = async |kind| bare_items(store, scope, account_id, kind, 1).await;
    Ok(PagedData {
        identity: newest(RecordKind::Identity).await?.pop(),
        rating: newest(RecordKind::Rating).await?.pop(),
        documents: page("documents", RecordKind::Document).await?,
        incomes: page("incomes", RecordKind::Income).await?,
        transactions: page("transactions", RecordKind::Transaction).await?,
        employments: page("employments", RecordKind::Employment).await?,
        contributions: page("contributions", RecordKind::Contribution).await?,
        liabilities: page("liabilities", RecordKind::Liability).await?,
        eincomes: page("eincomes", RecordKind::EstimatedIncome).await?,
        links: List { next_cursor: None, items: links_of(store, scope, account_id).await? },
        insight: newest(RecordKind::Insight).await?.pop(),
    })
}

/// The first page of a list, as the list operation returns it.
async fn page_of(
    store: &Store,
    scope: &Scope,
    account_id: &str,
    size: u32,
    (list, kind): (&'static str, RecordKind),
) -> Result<List<Bare>> {
    let page = Page::first(list, &[("sourceId", account_id)], size);
    let records = store.records(&filter(scope, account_id, kind), page.slice()).await?;
    Ok(page.of(records, |record| record.seq, bare))
}

/// An account's link. There is at most one.
pub(crate) async fn links_of(store: &Store, scope: &Scope, account_id: &str) -> Result<Vec<BareLink>> {
    let (scope, account_id) = (scope.clone(), Some(account_id.to_owned()));
    let filter = LinkFilter { scope, user_id: None, account_id };
    let found = store.links(&filter, Slice { after: None, limit: 1 }).await?;
    Ok(found.iter().map(bare_link).collect())
}

/// Items of a kind, the newest first.
pub(crate) async fn bare_items(
    store: &Store,
    scope: &Scope,
    account_id: &str,
    kind: RecordKind,
    limit: u32,
) -> Result<Vec<Bare>> {
    let records = store.records(&filter(scope, account_id, kind), Slice { after: None, limit }).await?;
    Ok(records.into_iter().map(bare).collect())
}

fn filter(scope: &Scope, source_id: &str, kind: RecordKind) -> RecordFilter {
    RecordFilter { source_id: Some(source_id.to_owned()), ..RecordFilter::of(scope, kind) }
}

fn bare(record: Record) -> Bare {
    Bare { id: record.id, payload: record.payload.0 }
}

/// A link without the account it describes.
pub(crate) fn bare_link(link: &Link) -> BareLink {
    // The day says enough; the minute could be compared with what another organization knows.
    let linked_at: Vec<_> = link.linked_at.iter().map(|at| iso(at - at.rem_euclid(DAY_MILLIS))).collect();
    BareLink {
        id: link.id(),
        start_date: iso(link.from()),
        end_date: iso(link.until),
        records: if link.count > 0 { vec![LinkRecord { count: link.count, linked_at }] } else { Vec::new() },
    }
}
