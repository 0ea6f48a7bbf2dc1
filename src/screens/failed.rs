//! What happened, whose turn it is, and the ways on.

use crate::messages::{FailureWords, Key, failure_words, t, t_with};
use crate::ui::{ActionButton, Heading, Icon, Rank, always, company_name, icon, name_of, nothing};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Action, Event, Failure, FailureCause, Retry, State};
use wink_wire::ErrorCode;

pub(super) fn screen(view: View) -> AnyView {
    let failed = view.peek(|flow| match flow.state() {
        State::Failed(failure) => Some((failure.clone(), flow.remedy(failure))),
        _ => None,
    });
    let Some((failure, remedy)) = failed else { return nothing() };
    let FailureWords { title, explanation } = failure_words(failure.cause);
    let company = company_name(view);
    let provider = match &failure.retry {
        Retry::LogIn(link) => name_of(&link.provider).to_owned(),
        Retry::Reopen => t(Key::TheProvider).to_owned(),
    };
    let names = [("company", company.as_str()), ("provider", provider.as_str())];
    let button = |rank, action| view! { <ActionButton view rank label=label(action) event=event(action) /> };
    let exit = (remedy.primary != Action::Exit).then(|| button(Rank::Quiet, Action::Exit));
    let Failure { reference, cause, .. } = failure;
    view! {
        <div class="wink-screen">
            <div class="wink-body wink-body-middle">
                <span class="wink-trouble">{icon(mark(cause))}</span>
                <Heading text=always(t_with(title, &names)) />
                <p class="wink-lead">{t_with(explanation, &names)}</p>
                {reference.map(|reference| view! {
                    <p class="wink-reference">
                        {t(Key::Reference)} " " <code>{reference}</code>
                    </p>
                })}
            </div>
            <div class="wink-foot">
                {button(Rank::Primary, remedy.primary)}
                {remedy.secondary.map(|action| button(Rank::Secondary, action))}
                {exit}
            </div>
        </div>
    }
    .into_any()
}

fn label(action: Action) -> &'static str {
    t(match action {
        Action::TryAgain => Key::TryAgain,
        Action::ChooseAnother => Key::ChooseAnother,
        Action::Exit => Key::Exit,
    })
}

const fn event(action: Action) -> Event {
    match action {
        Action::TryAgain => Event::RetryPressed,
        Action::ChooseAnother => Event::ChooseAnotherPressed,
        Action::Exit => Event::ExitPressed,
    }
}

const fn mark(cause: FailureCause) -> Icon {
    match cause {
        FailureCause::Unreachable => Icon::Cloud,
        FailureCause::Busy | FailureCause::LinkExpired | FailureCause::Account(ErrorCode::MfaTimeout) => {
            Icon::Clock
        }
        FailureCause::Account(ErrorCode::AccountLocked) => Icon::Lock,
        _ => Icon::Alert,
    }
}
