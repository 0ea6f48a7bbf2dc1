//! Parameters that several operations share. They describe what [`super::super::page`] and
//! [`super::super::params`] read; nothing is ever made of these types.
#![expect(dead_code, reason = "descriptions only")]

use jiff::civil::Date;
use utoipa::IntoParams;

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct Paging {
    /// The most items that a page holds.
    #[param(minimum = 1, maximum = 150, default = 10)]
    size: Option<u32>,
    /// The `nextCursor` of the page before. It remembers that page's filters; others beside it are ignored.
    cursor: Option<String>,
}

/// The item in question.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(in super::super) struct Id {
    /// The item's id.
    #[param(min_length = 1, max_length = 200)]
    id: String,
}

/// The invite in question.
#[derive(IntoParams)]
#[into_params(parameter_in = Path, rename_all = "camelCase")]
pub(in super::super) struct InviteId {
    /// The invite's id.
    #[param(min_length = 1, max_length = 200)]
    invite_id: String,
}

/// Whose.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OfUser {
    /// Only what belongs to this user.
    user_id: Option<String>,
}

/// From where.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OfSource {
    /// Only what came from this account; `sourceId` says the same.
    account_id: Option<String>,
    /// Only what came from this account or archive.
    source_id: Option<String>,
}

/// From where, for lists that never knew an `accountId`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OfSourceAlone {
    /// Only what came from this account or archive.
    source_id: Option<String>,
}

/// Between which days, by creation.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct CreationDays {
    /// Only what was made on this day or later, in UTC.
    start_date: Option<Date>,
    /// Only what was made on this day or earlier, in UTC.
    end_date: Option<Date>,
}

/// Between which days, by beginning.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct StartDays {
    /// Only what begins on this day or later.
    start_date: Option<Date>,
    /// Only what begins on this day or earlier.
    end_date: Option<Date>,
}

/// Between which days, by duration.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OverlappedDays {
    /// Only what lasted until this day or longer, or still lasts.
    start_date: Option<Date>,
    /// Only what began on this day or earlier.
    end_date: Option<Date>,
}
