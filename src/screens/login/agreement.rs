//! The consent on the login screen, if there was no consent screen.

use crate::messages::{Key, t, t_count};
use crate::ui::{Detail, Icon, bare, company_name, data_point_list, document, el, icon, nothing};
use crate::view::View;
use leptos::prelude::*;

pub(super) fn agreement(view: View) -> AnyView {
    let consent = view.peek(|flow| flow.session().map(|session| session.consent.clone()));
    let Some(consent) = consent else { return nothing() };
    let company = company_name(view);
    let sentence = t_count(Key::LoginAgrees, consent.retention_days.into(), &[("company", &company)]);
    let summary = el("summary", "wink-link wink-disclosure")
        .child(icon(Icon::Document))
        .child(bare("span").text(t(Key::ReadAgreement)))
        .child(icon(Icon::ChevronDown));
    el("section", "wink-panel")
        .set("aria-label", t(Key::AgreementLabel))
        .child(bare("p").text(sentence))
        .child(data_point_list(&consent.data_points, Detail::NameOnly))
        .child(bare("details").child(summary).child(document(&consent)))
        .into()
}
