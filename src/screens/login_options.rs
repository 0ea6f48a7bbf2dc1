//! Other ways to log in, named by what each asks for first.

use crate::messages::{Key, field_label, t, t_with};
use crate::ui::{Heading, Icon, LogoSize, always, icon, name_of, nothing, on_press, provider_logo};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, LoginOptions, State};
use wink_wire::{FieldKind, LoginField};

pub(super) fn screen(view: View) -> AnyView {
    let options = view.peek(|flow| match flow.state() {
        State::LoginOptions(options) => Some(options.clone()),
        _ => None,
    });
    let Some(LoginOptions { provider, form }) = options else { return nothing() };
    let shown = form.option;
    let rows = form.detail.login_options.iter().enumerate().map(|(position, option)| {
        let field = option.fields.first();
        let name = field.map(field_label).unwrap_or_default().to_owned();
        let note = (position == shown).then(|| t(Key::InUse));
        view! {
            <li>
                <button
                    type="button"
                    class="wink-choice"
                    on:click=on_press(move || view.send(Event::LoginOptionChosen(position)))
                >
                    <span class="wink-fact-icon">{icon(field.map_or(Icon::Key, mark))}</span>
                    <span class="wink-fact-text">
                        <strong>{name}</strong>
                        {note.map(|note| view! { <span class="wink-muted">{note}</span> })}
                    </span>
                    {icon(Icon::ChevronRight)}
                </button>
            </li>
        }
    });
    let rows = rows.collect_view();
    view! {
        <div class="wink-screen">
            <div class="wink-body">
                {provider_logo(&provider, LogoSize::Large)}
                <Heading text=always(t(Key::OptionsTitle).to_owned()) />
                <p class="wink-lead">{t_with(Key::OptionsLead, &[("provider", name_of(&provider))])}</p>
                <ul class="wink-choices">{rows}</ul>
            </div>
        </div>
    }
    .into_any()
}

const fn mark(field: &LoginField) -> Icon {
    match field.kind {
        FieldKind::UserName | FieldKind::EmployeeId => Icon::Person,
        FieldKind::Email => Icon::Mail,
        FieldKind::MobileNumber => Icon::Phone,
        FieldKind::SsNumber => Icon::Document,
        FieldKind::CompanyCode => Icon::Briefcase,
        FieldKind::Password | FieldKind::Unknown => Icon::Key,
    }
}
