//! Parameters that several operations share. They describe what [`super::super::page`] and
//! [`super::super::params`] read; the types are never constructed.
#![expect(dead_code, reason = "descriptions only")]

use jiff::civil::Date;
use utoipa::IntoParams;

/// Which page of a list.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub(in super::super) struct Paging {
    /// The maximum number of items on the page.
    #[param(minimum = 1, maximum = 150, default = 10)]
    size: Option<u32>,
    /// The `nextCursor` of the previous page. It includes that page's filters; filters sent with a cursor are ignored.
    #[param(min_length = 1)]
    cursor: Option<String>,
}

/// The item.
#[derive(IntoParams)]
#[into_params(parameter_in = Path)]
pub(in super::super) struct Id {
    /// The item's ID.
    #[param(min_length = 1, max_length = 200)]
    id: String,
}

/// The invite.
#[derive(IntoParams)]
#[into_params(parameter_in = Path, rename_all = "camelCase")]
pub(in super::super) struct InviteId {
    /// The invite's ID.
    #[param(min_length = 1, max_length = 200)]
    invite_id: String,
}

/// Filters by user.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OfUser {
    /// Only items of the user with this ID.
    #[param(min_length = 1)]
    user_id: Option<String>,
}

/// Filters by source.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OfSource {
    /// Only items read from the account with this ID. The same filter as `sourceId`.
    #[param(min_length = 1)]
    account_id: Option<String>,
    /// Only items read from the account or archive with this ID.
    #[param(min_length = 1)]
    source_id: Option<String>,
}

/// Filters by source, for lists without `accountId`.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OfSourceAlone {
    /// Only items read from the account or archive with this ID.
    #[param(min_length = 1)]
    source_id: Option<String>,
}

/// Filters by day of creation.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct CreationDays {
    /// Only items created on or after this day (UTC).
    start_date: Option<Date>,
    /// Only items created on or before this day (UTC).
    end_date: Option<Date>,
}

/// Filters by the day an item starts.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct StartDays {
    /// Only items that start on or after this day.
    start_date: Option<Date>,
    /// Only items that start on or before this day.
    end_date: Option<Date>,
}

/// Filters by the days an item covers.
#[derive(IntoParams)]
#[into_params(parameter_in = Query, rename_all = "camelCase")]
pub(in super::super) struct OverlappedDays {
    /// Only items that had not ended before this day.
    start_date: Option<Date>,
    /// Only items that started on or before this day.
    end_date: Option<Date>,
}
