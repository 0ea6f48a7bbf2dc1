//! A connected account, and how to stop sharing it.

use crate::messages::{Key, t, t_with};
use crate::ui::{
    ActionButton, Detail, Heading, Icon, LogoSize, Rank, Tone, always, company_name, data_point_list,
    focus_in, icon, live, local_date, name_of, nothing, notice, provider_logo,
};
use crate::view::View;
use leptos::html;
use leptos::prelude::*;
use wink_flow::{AccountPage, Event, Revocation, State};

const fn page(state: &State) -> Option<&AccountPage> {
    match state {
        State::Account(page) => Some(page),
        _ => None,
    }
}

/// How far revoking has come, as far as it matters to what is shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    Confirming,
    Running,
    Failed,
}

const fn stage(revocation: Revocation) -> Stage {
    match revocation {
        Revocation::Idle => Stage::Idle,
        Revocation::Confirming => Stage::Confirming,
        Revocation::Running(_) => Stage::Running,
        Revocation::Failed => Stage::Failed,
    }
}

pub(super) fn screen(view: View) -> AnyView {
    let Some(AccountPage { provider, account, .. }) = view.peek(|flow| page(flow.state()).cloned()) else {
        return nothing();
    };
    let stage = view.part(|state| page(state).map(|page| stage(page.revocation)));
    let company = company_name(view);
    let since = account.connected_at.as_deref().and_then(local_date);
    let points = view.peek(|flow| flow.session().map(|session| session.consent.data_points.clone()));
    let points = StoredValue::new(points.unwrap_or_default());
    let title = t_with(Key::AccountTitle, &[("provider", name_of(&provider))]);
    let head = provider_logo(&provider, LogoSize::Large);
    let facts = view! {
        <dl class="wink-panel wink-details">
            <dt>{t(Key::StatusLabel)}</dt>
            <dd><span class="wink-badge">{icon(Icon::Check)} {t(Key::Connected)}</span></dd>
            {since.map(|since| view! { <dt>{t(Key::SinceLabel)}</dt> <dd>{since}</dd> })}
            <dt>{t(Key::SharedWithLabel)}</dt>
            <dd>{company.clone()}</dd>
        </dl>
    };
    let name = name_of(&provider).to_owned();
    let lower = live(move || {
        match stage.get() {
        Stage::Idle | Stage::Failed => view! {
            {(stage.get() == Stage::Failed).then(|| notice(Tone::Problem, t(Key::StopFailed).to_owned(), None))}
            <h3 class="wink-subtitle">{t(Key::SharedLabel)}</h3>
            {points.with_value(|points| data_point_list(points, Detail::Full))}
        }
        .into_any(),
        Stage::Confirming | Stage::Running => {
            let names = [("company", company.as_str()), ("provider", name.as_str())];
            view! {
                <section class="wink-panel wink-panel-danger" aria-labelledby="wink-stop">
                    <h3 class="wink-subtitle" id="wink-stop" tabindex="-1">{t_with(Key::StopTitle, &names)}</h3>
                    <p>{t_with(Key::StopBody, &names)}</p>
                    {points.with_value(|points| data_point_list(points, Detail::NameOnly))}
                </section>
            }
            .into_any()
        }
    }
    });
    let root = NodeRef::<html::Div>::new();
    follow_with_focus(root, stage);
    view! {
        <div class="wink-screen" node_ref=root>
            <div class="wink-body">
                {head}
                <Heading text=always(title) />
                {facts}
                {lower}
            </div>
            <div class="wink-foot">{live(move || foot(view, stage.get()))}</div>
        </div>
    }
    .into_any()
}

/// The button that had the focus goes away with each step, so the focus goes where the person reads on.
fn follow_with_focus(root: NodeRef<html::Div>, stage: Memo<Stage>) {
    Effect::new(move |last: Option<Stage>| {
        let now = stage.get();
        if let Some(root) = root.get().filter(|_| last.is_some_and(|last| last != now)) {
            focus_in(
                &root,
                if matches!(now, Stage::Idle | Stage::Failed) { ".wink-foot button" } else { "#wink-stop" },
            );
        }
        now
    });
}

fn foot(view: View, stage: Stage) -> AnyView {
    match stage {
        Stage::Idle | Stage::Failed => view! {
            <ActionButton view rank=Rank::Secondary label=t(Key::StopSharing) event=Event::RevokePressed />
        }
        .into_any(),
        Stage::Confirming => view! {
            <ActionButton view rank=Rank::Danger label=t(Key::StopYes) event=Event::RevokeConfirmed />
            <ActionButton view rank=Rank::Secondary label=t(Key::StopNo) event=Event::RevokeCancelled />
        }
        .into_any(),
        Stage::Running => view! {
            <button type="button" class="wink-button wink-button-danger" aria-disabled="true">
                <span class="wink-spinner" aria-hidden="true"></span>
                {t(Key::Stopping)}
            </button>
        }
        .into_any(),
    }
}
