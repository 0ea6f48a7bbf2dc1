//! The consent on the login screen, where there was no screen of its own.

use crate::messages::{Key, t, t_with};
use crate::ui::{Detail, Icon, company_name, data_point_list, document, icon, nothing};
use crate::view::View;
use leptos::prelude::*;

pub(super) fn agreement(view: View) -> AnyView {
    let consent = view.peek(|flow| flow.session().map(|session| session.consent.clone()));
    let Some(consent) = consent else { return nothing() };
    let company = company_name(view);
    let days = consent.retention_days;
    let key = if days == 1 { Key::LoginAgreesOne } else { Key::LoginAgreesOther };
    let sentence = t_with(key, &[("company", &company), ("count", &days.to_string())]);
    view! {
        <section class="wink-panel" aria-label=t(Key::ReadAgreement)>
            <p>{sentence}</p>
            {data_point_list(&consent.data_points, Detail::NameOnly)}
            <details class="wink-agreement">
                <summary class="wink-link wink-disclosure">
                    {icon(Icon::Document)}
                    <span>{t(Key::ReadAgreement)}</span>
                    {icon(Icon::ChevronDown)}
                </summary>
                {document(&consent)}
            </details>
        </section>
    }
    .into_any()
}
