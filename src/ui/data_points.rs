//! Kinds of data, in plain words.

use super::icon::{Icon, icon};
use crate::messages::{data_point_detail, data_point_name};
use leptos::prelude::*;
use wink_wire::DataPoint;

/// How much is said of each.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Its name and what it holds.
    Full,
    /// Its name.
    NameOnly,
}

/// A list of what is shared.
pub(crate) fn data_point_list(points: &[DataPoint], detail: Detail) -> AnyView {
    let item = |point: &DataPoint| {
        let text = (detail == Detail::Full).then(|| data_point_detail(*point));
        view! {
            <li class="wink-fact">
                <span class="wink-fact-icon">{icon(mark(*point))}</span>
                <span class="wink-fact-text">
                    <strong>{data_point_name(*point)}</strong>
                    {text.map(|text| view! { <span class="wink-muted">{text}</span> })}
                </span>
            </li>
        }
    };
    let class = if detail == Detail::Full { "wink-facts" } else { "wink-facts wink-facts-short" };
    view! { <ul class=class>{points.iter().map(item).collect_view()}</ul> }.into_any()
}

const fn mark(point: DataPoint) -> Icon {
    match point {
        DataPoint::Identities => Icon::Person,
        DataPoint::Employments => Icon::Briefcase,
        DataPoint::Incomes | DataPoint::Transactions => Icon::Wallet,
        DataPoint::Contributions | DataPoint::Liabilities => Icon::Coins,
        DataPoint::Ratings => Icon::Star,
        DataPoint::Documents | DataPoint::Unknown => Icon::Document,
    }
}
