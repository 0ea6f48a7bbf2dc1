//! `/v1/links`: how often other participating organizations linked the same person.

use super::Answer;
use super::auth::Caller;
use super::document::{Id, OfSourceAlone, OfUser, Paging};
use super::envelope::{Envelope, List, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use super::records::Metadata;
use crate::payload::{BareLink, bare_link};
use crate::state::AppState;
use crate::store::{Link, LinkFilter, Slice};
use axum::Extension;
use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;

const FILTERS: [&str; 2] = ["userId", "sourceId"];

/// A link and the account it describes.
#[derive(Serialize, ToSchema)]
#[schema(as = Link)]
struct LinkView {
    #[serde(flatten)]
    #[schema(inline)]
    link: BareLink,
    metadata: Metadata,
}

/// List Links
///
/// Lists how often other organizations linked your users in the 180 days before you did. Only participating
/// organizations are counted, and only they get results.
#[utoipa::path(get, path = "/links", operation_id = "list-links", tag = "Links",
    params(Paging, OfUser, OfSourceAlone), responses((status = 200, body = Envelope<List<LinkView>>)))]
pub(super) async fn list(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    params: Params,
) -> Answer {
    let query = PageQuery::read("links", &params, &FILTERS)?;
    let filter = LinkFilter {
        scope: caller.scope,
        user_id: query.params.text("userId")?,
        account_id: query.params.text("sourceId")?,
    };
    let links = state.store.links(&filter, query.slice()).await?;
    Ok(ok(query.page(links, |link| link.seq, view)))
}

/// Get Link
#[utoipa::path(get, path = "/links/{id}", operation_id = "get-link", tag = "Links",
    params(Id), responses((status = 200, body = Envelope<LinkView>)))]
pub(super) async fn get(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer {
    let missing = || ApiError::missing("there is no such link");
    let account_id = Link::account_of(&id).ok_or_else(missing)?;
    let filter = LinkFilter { scope: caller.scope, user_id: None, account_id: Some(account_id) };
    let link = state.store.links(&filter, Slice { after: None, limit: 1 }).await?.pop();
    Ok(ok(view(link.ok_or_else(missing)?)))
}

fn view(link: Link) -> LinkView {
    LinkView {
        link: bare_link(&link),
        metadata: Metadata::of_account(link.account_id, link.user_id, link.provider_id, link.until),
    }
}
