//! The error screen: what happened, who can do something about it, and the actions.

use crate::messages::{FailureTexts, Key, failure_texts, t, t_with};
use crate::ui::{
    El, Icon, Rank, action, company_name, el, heading, icon, name_of, nothing, support_reference,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Action, Event, Failure, FailureCause, Retry, State};
use wink_wire::ErrorCode;

pub(super) fn screen(view: View) -> AnyView {
    let failed = view.peek(|flow| match flow.state() {
        State::Failed(failure) => Some((failure.clone(), flow.remedy(failure))),
        _ => None,
    });
    let Some((Failure { cause, reference, retry }, remedy)) = failed else { return nothing() };
    let FailureTexts { title, explanation } = failure_texts(cause);
    let company = company_name(view);
    let provider = match &retry {
        Retry::LogIn(link) => name_of(&link.provider),
        Retry::Reopen => t(Key::TheProvider),
    };
    let names = [("company", company.as_str()), ("provider", provider)];
    let title = t_with(title, &names);
    let body = el("div", "wink-body wink-body-middle")
        .child(el("span", "wink-trouble").child(icon(mark(cause))))
        .child(heading(move || title.clone()))
        .child(el("p", "wink-lead").text(t_with(explanation, &names)))
        .maybe(reference.map(support_reference));
    let way = |rank, action| way(view, rank, action);
    let exit = (remedy.primary != Action::Exit).then(|| way(Rank::Quiet, Action::Exit));
    let foot = el("div", "wink-foot")
        .child(way(Rank::Primary, remedy.primary))
        .maybe(remedy.secondary.map(|secondary| way(Rank::Secondary, secondary)))
        .maybe(exit);
    el("div", "wink-screen").child(body).child(foot).into()
}

/// The button for an action.
pub(super) fn way(view: View, rank: Rank, way: Action) -> El {
    action(view, rank, label(way), event(way))
}

fn label(action: Action) -> &'static str {
    t(match action {
        Action::TryAgain => Key::TryAgain,
        Action::OtherWay => Key::OtherWays,
        Action::ChooseAnother => Key::ChooseAnother,
        Action::OtherFile => Key::UploadOther,
        Action::Done => Key::Done,
        Action::Exit => Key::Exit,
    })
}

const fn event(action: Action) -> Event {
    match action {
        Action::TryAgain => Event::RetryPressed,
        Action::OtherWay => Event::OtherWaysPressed,
        Action::ChooseAnother => Event::ChooseAnotherPressed,
        Action::OtherFile => Event::OtherFilePressed,
        Action::Done => Event::DonePressed,
        Action::Exit => Event::ExitPressed,
    }
}

const fn mark(cause: FailureCause) -> Icon {
    match cause {
        FailureCause::Unreachable | FailureCause::Offline => Icon::Cloud,
        FailureCause::Busy | FailureCause::LinkExpired | FailureCause::Account(ErrorCode::MfaTimeout) => {
            Icon::Clock
        }
        FailureCause::Account(ErrorCode::AccountLocked) | FailureCause::Insecure => Icon::Lock,
        FailureCause::Account(_)
        | FailureCause::Document(_)
        | FailureCause::LinkInvalid
        | FailureCause::ConsentChanged
        | FailureCause::NotOffered => Icon::Alert,
    }
}
