//! Kinds of data, in plain language.

use super::el::{El, Text, bare, el};
use super::icon::{Icon, icon};
use crate::messages::{data_point_detail, data_point_name};
use wink_wire::DataPoint;

/// The level of detail.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Detail {
    /// Its name and its content.
    Full,
    /// Its name.
    NameOnly,
}

/// A list of the shared kinds of data.
pub(crate) fn data_point_list(points: &[DataPoint], detail: Detail) -> El {
    let item = |point: &DataPoint| {
        let text = (detail == Detail::Full).then(|| data_point_detail(*point).into());
        fact(mark(*point), data_point_name(*point).into(), text)
    };
    let class = if detail == Detail::Full { "wink-facts" } else { "wink-facts wink-facts-short" };
    el("ul", class).children(points.iter().map(item))
}

/// One item of a list of facts.
pub(crate) fn fact(mark: Icon, title: Text, detail: Option<Text>) -> El {
    let text = el("span", "wink-fact-text").child(bare("strong").text(title));
    el("li", "wink-fact")
        .child(el("span", "wink-fact-icon").child(icon(mark)))
        .child(text.maybe(detail.map(|detail| el("span", "wink-muted").text(detail))))
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
