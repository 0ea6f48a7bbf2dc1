//! What the operations over Wink templates, consent templates and invite templates have in common.

use super::Answer;
use super::auth::Caller;
use super::envelope::{done, ok};
use super::error::ApiError;
use super::page::PageQuery;
use super::params::Params;
use crate::state::AppState;
use crate::store::Template;
use serde::Serialize;

/// A kind of template, as its operations show it.
pub(super) trait Shown: Template {
    /// The last part of the list's path.
    const LIST: &'static str;
    /// The error if there is none with an ID.
    const MISSING: &'static str;
    /// What a host is shown.
    type View: Serialize;

    fn view(self) -> Self::View;
}

/// Lists the caller's templates.
pub(super) async fn list<T: Shown>(state: &AppState, caller: &Caller, params: &Params) -> Answer {
    let query = PageQuery::read(T::LIST, params, &[])?;
    let templates = state.store.templates::<T>(&caller.scope, query.slice()).await?;
    Ok(ok(query.page(templates, Template::seq, T::view)))
}

/// Returns one of the caller's templates.
pub(super) async fn get<T: Shown>(state: &AppState, caller: &Caller, id: &str) -> Answer {
    shown(state.store.template::<T>(&caller.scope, id).await?)
}

/// Deletes one of the caller's templates.
pub(super) async fn delete<T: Shown>(state: &AppState, caller: &Caller, id: &str) -> Answer {
    if state.store.delete_template::<T>(&caller.scope, id, state.clock.now_millis()).await? {
        Ok(done())
    } else {
        Err(ApiError::missing(T::MISSING))
    }
}

/// Returns a template, or an error if it does not exist.
pub(super) fn shown<T: Shown>(template: Option<T>) -> Answer {
    let template = template.ok_or_else(|| ApiError::missing(T::MISSING))?;
    Ok(ok(template.view()))
}
