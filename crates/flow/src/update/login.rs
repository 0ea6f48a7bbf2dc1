//! Logging in: from the provider's login options to the account.

use super::answer::{Answer, cause_of};
use super::{account, connecting, consent, documents, opening, providers, sign_in, watch};
use crate::effect::{Effect, HostCallback, Request, UiEventName};
use crate::event::{CallFailure, Event, Reply};
use crate::failure::{Failure, FailureCause, Retry};
use crate::in_progress::InProgress;
use crate::link::{Contact, Link, Watch};
use crate::login::{FieldFault, Form, Login, LoginForm, LoginNotice, LoginOptions, Submission};
use crate::provider::ProviderSummary;
use crate::shared::Shared;
use crate::sign_in::Network;
use crate::state::{Agreement, State};
use std::sync::Arc;
use wink_wire::{
    AccountStatus, AccountView, ErrorCode, LinkStep, LoginMethod, LoginOption, ProblemCode, ProviderDetail,
};

/// A provider was chosen: shows the account that is connected there, resumes the one in progress, or shows the
/// login screen, or the kinds of document where there is nothing to log in to.
pub(super) fn choose_provider(shared: &mut Shared, provider_id: &str, effects: &mut Vec<Effect>) -> State {
    if shared.takes_documents_only(provider_id) {
        let provider = shared.summary(provider_id);
        return documents::enter(shared, Some(provider), effects);
    }
    let connected = shared.session.as_ref().and_then(|session| session.connected_account(provider_id));
    if let Some(known) = connected.cloned() {
        return account::enter(shared, known, effects);
    }
    let in_progress = shared.session.as_ref().and_then(|session| {
        session.accounts.iter().find(|account| {
            account.provider_id == provider_id
                && matches!(account.status, AccountStatus::Pending | AccountStatus::AwaitingMfa)
        })
    });
    match in_progress.cloned() {
        Some(known) => {
            let provider = shared.summary(provider_id);
            connecting::resume(shared, provider, known.account_id, effects)
        }
        None => enter(shared, provider_id, effects),
    }
}

/// Shows the login screen and loads the provider's login options.
pub(super) fn enter(shared: &mut Shared, provider_id: &str, effects: &mut Vec<Effect>) -> State {
    let form = load(shared, provider_id, effects);
    show(shared, Login { provider: shared.summary(provider_id), form }, effects)
}

/// Shows the login screen again with what was typed.
pub(super) fn show(shared: &Shared, login: Login, effects: &mut Vec<Effect>) -> State {
    shared.report_screen(UiEventName::LoginPageOpened, Some(&login.provider.id), None, effects);
    State::Login(login)
}

fn load(shared: &mut Shared, provider_id: &str, effects: &mut Vec<Effect>) -> Form {
    Form::Loading(shared.call(Request::LoadProvider { provider_id: provider_id.to_owned() }, effects))
}

pub(super) fn update(
    shared: &mut Shared,
    mut login: Login,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    let Login { provider, form } = login;
    match (form, event) {
        (Form::Loading(attempt), Event::Replied(answered, answer)) if answered == attempt => {
            login = with_provider(provider, answer);
        }
        (Form::Unavailable, Event::RetryPressed) => {
            let form = load(shared, &provider.id, effects);
            login = Login { provider, form };
        }
        (Form::Ready(form), Event::OtherWaysPressed)
            if form.submission == Submission::Typing && form.has_other_ways() =>
        {
            return show_options(shared, provider, form, effects);
        }
        (form, Event::BackPressed) => {
            let login = Login { provider, form };
            return if login.is_sending() { State::Login(login) } else { back(shared, login, effects) };
        }
        (Form::Ready(form), event) => return update_form(shared, provider, form, event, effects),
        (form, _) => login = Login { provider, form },
    }
    State::Login(login)
}

fn back(shared: &Shared, login: Login, effects: &mut Vec<Effect>) -> State {
    let Some(session) = &shared.session else { return State::Login(login) };
    if session.preferences.single_provider().is_none() {
        providers::enter(shared, effects)
    } else if session.preferences.starts_with_consent() {
        consent::enter(shared, effects)
    } else {
        State::Login(login)
    }
}

fn with_provider(provider: ProviderSummary, answer: Answer) -> Login {
    let answer = answer.map(|reply| match reply {
        Reply::Provider(mut detail) => {
            detail.login_options.retain(|option| option.method != LoginMethod::Unknown);
            Reply::Provider(detail)
        }
        other => other,
    });
    match answer {
        Ok(Reply::Provider(detail)) if detail.id == provider.id && makes_sense(&detail) => {
            let provider = ProviderSummary {
                name: detail.name.clone(),
                logo_url: detail.logo_url.clone().unwrap_or(provider.logo_url),
                id: provider.id,
            };
            Login { provider, form: Form::Ready(Box::new(LoginForm::new(Arc::new(*detail)))) }
        }
        _ => Login { provider, form: Form::Unavailable },
    }
}

fn makes_sense(detail: &ProviderDetail) -> bool {
    let is_whole = |option: &LoginOption| match option.method {
        LoginMethod::AtProvider => option.fields.is_empty(),
        LoginMethod::Form | LoginMethod::Unknown => !option.fields.is_empty(),
    };
    !detail.login_options.is_empty() && detail.login_options.iter().all(is_whole)
}

/// Shows the other ways to log in.
pub(super) fn show_options(
    shared: &Shared,
    provider: ProviderSummary,
    form: Box<LoginForm>,
    effects: &mut Vec<Effect>,
) -> State {
    shared.report_screen(UiEventName::LoginOptionsPageOpened, None, None, effects);
    State::LoginOptions(LoginOptions { provider, form })
}

fn update_form(
    shared: &mut Shared,
    provider: ProviderSummary,
    mut form: Box<LoginForm>,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match (form.submission, event) {
        (Submission::Typing, Event::FieldEdited(field, value, fit)) => form.edit(field, value, fit),
        (Submission::Typing, Event::SampleChosen(sample)) => form.fill(sample),
        (Submission::Typing, Event::CallingCountryChosen(field, country)) => {
            form.choose_country(field, country);
        }
        (submission, event @ (Event::WindowBlocked(_) | Event::WindowGone(_)))
            if submission != Submission::Typing =>
        {
            sign_in::note_early(&mut form, &event);
        }
        (Submission::Typing, Event::LoginSubmitted) => {
            form.notice = None;
            let mode = shared.session.as_ref().map(|session| session.mode);
            if form.check(mode) {
                sign_in::open_window(shared, &mut form, effects);
                submit(shared, &provider, &mut form, effects);
            }
        }
        (Submission::Sending(attempt), Event::Replied(answered, answer)) if answered == attempt => {
            form.submission = Submission::Typing;
            match answer {
                Ok(Reply::Account(view)) => return handle_account(shared, provider, form, &view, effects),
                Ok(_) => return fail(shared, provider, form, &CallFailure::Nonsense, effects),
                Err(failure) => match show_refusal(shared, &mut form, &failure) {
                    Mended::OnScreen => sign_in::close_window(&mut form, effects),
                    Mended::Not => return fail(shared, provider, form, &failure, effects),
                },
            }
        }
        _ => {}
    }
    State::Login(Login { provider, form: Form::Ready(form) })
}

fn submit(shared: &mut Shared, provider: &ProviderSummary, form: &mut LoginForm, effects: &mut Vec<Effect>) {
    if shared.agreement != Agreement::Recorded {
        consent::record(shared, effects);
        form.submission = Submission::AwaitingReceipt;
        return;
    }
    let key = *form.key.get_or_insert_with(|| shared.new_attempt());
    let Some(option) = form.login_option() else { return };
    let request = Request::StartAccount {
        key,
        provider_id: provider.id.clone(),
        login_option_id: option.id.clone(),
        credentials: form.credentials(),
    };
    form.submission = Submission::Sending(shared.call(request, effects));
}

/// Handles the receipt of the consent: a login form that waits for it is sent, or shows the failure.
pub(super) fn handle_receipt(shared: &mut Shared, state: State, effects: &mut Vec<Effect>) -> State {
    let State::Login(Login { provider, form: Form::Ready(mut form) }) = state else { return state };
    if form.submission == Submission::AwaitingReceipt {
        if shared.agreement == Agreement::Recorded {
            submit(shared, &provider, &mut form, effects);
        } else {
            form.submission = Submission::Typing;
            form.notice = Some(unreachable_notice(shared));
            sign_in::close_window(&mut form, effects);
        }
    }
    State::Login(Login { provider, form: Form::Ready(form) })
}

/// Whether a refusal could be shown on the form.
enum Mended {
    OnScreen,
    Not,
}

/// Shows a refusal on the form if the person can correct it there.
fn show_refusal(shared: &Shared, form: &mut LoginForm, failure: &CallFailure) -> Mended {
    let problem = match failure {
        CallFailure::Unreachable => {
            form.notice = Some(unreachable_notice(shared));
            return Mended::OnScreen;
        }
        CallFailure::Nonsense | CallFailure::Insecure => return Mended::Not,
        CallFailure::Refused(problem) => problem,
    };
    form.notice = match problem.code {
        ProblemCode::ServerUnavailable => Some(LoginNotice::Unreachable),
        ProblemCode::RequestLimitExceeded | ProblemCode::QuotaExceeded | ProblemCode::StorageFull => {
            Some(LoginNotice::Busy)
        }
        ProblemCode::InvalidParameters => {
            let field = problem.field.as_deref().unwrap_or_default();
            let field = field.strip_prefix("credentials.").unwrap_or(field);
            return if form.mark(field, FieldFault::DoesNotFit) { Mended::OnScreen } else { Mended::Not };
        }
        ProblemCode::InvalidToken
        | ProblemCode::TokenExpired
        | ProblemCode::SessionExpired
        | ProblemCode::ConsentRequired
        | ProblemCode::NotOffered
        | ProblemCode::MissingResource
        | ProblemCode::ChallengeOver
        | ProblemCode::OffsetMismatch
        | ProblemCode::ArchiveOver
        | ProblemCode::ContentMismatch
        | ProblemCode::SealRefused
        | ProblemCode::FileRefused
        | ProblemCode::ServerError
        | ProblemCode::Unknown => return Mended::Not,
    };
    Mended::OnScreen
}

/// No account was created, so the host is not notified.
fn fail(
    shared: &mut Shared,
    provider: ProviderSummary,
    mut form: Box<LoginForm>,
    failure: &CallFailure,
    effects: &mut Vec<Effect>,
) -> State {
    sign_in::close_window(&mut form, effects);
    form.forget_passwords();
    let (cause, reference) = cause_of(shared, failure);
    if cause == FailureCause::ConsentChanged {
        return consent::ask_again(shared, reference);
    }
    let link = new_link(shared, provider, String::new(), form);
    State::Failed(Failure { cause, reference, retry: Retry::LogIn(Box::new(link)) })
}

fn new_link(
    shared: &mut Shared,
    provider: ProviderSummary,
    account_id: String,
    form: Box<LoginForm>,
) -> Link {
    let watch = Watch { attempt: shared.new_attempt(), version: 0, contact: Contact::Good };
    Link { provider, account_id, form: Some(form), watch }
}

fn handle_account(
    shared: &mut Shared,
    provider: ProviderSummary,
    mut form: Box<LoginForm>,
    view: &AccountView,
    effects: &mut Vec<Effect>,
) -> State {
    form.forget_passwords();
    if view.account_id.is_empty() || view.provider_id != provider.id {
        return fail(shared, provider, form, &CallFailure::Nonsense, effects);
    }
    let account = shared.account_ref(&view.account_id, &provider.id);
    effects.push(Effect::Notify(HostCallback::AccountCreated(account)));
    let link = new_link(shared, provider, view.account_id.clone(), form);
    let connecting = connecting::show(shared, link, LinkStep::SigningIn, effects);
    watch::apply(shared, InProgress::Connecting(connecting), view, effects)
}

/// Goes back to the form, which still has the typed values except for the password.
pub(super) fn retry(
    shared: &mut Shared,
    link: Link,
    notice: Option<ErrorCode>,
    effects: &mut Vec<Effect>,
) -> State {
    match link.form {
        Some(mut form) => {
            form.notice = notice.map(LoginNotice::Refused);
            show(shared, Login { provider: link.provider, form: Form::Ready(form) }, effects)
        }
        None => enter(shared, &link.provider.id, effects),
    }
}

/// The person goes back to the form while an account is in progress. It is revoked, so that it is neither linked
/// later nor resumed.
pub(super) fn revoke_and_retry(shared: &mut Shared, link: Link, effects: &mut Vec<Effect>) -> State {
    shared.call(Request::RevokeAccount { account_id: link.account_id.clone() }, effects);
    if let Some(session) = &mut shared.session {
        session.accounts.retain(|known| known.account_id != link.account_id);
    }
    let account = shared.account_ref(&link.account_id, &link.provider.id);
    effects.push(Effect::Notify(HostCallback::AccountRemoved(account)));
    retry(shared, link, None, effects)
}

/// The other ways to log in where one did not work.
pub(super) fn show_other_ways(shared: &mut Shared, link: Link, effects: &mut Vec<Effect>) -> State {
    match link.form {
        Some(form) => show_options(shared, link.provider, form, effects),
        None => enter(shared, &link.provider.id, effects),
    }
}

const fn unreachable_notice(shared: &Shared) -> LoginNotice {
    match shared.network {
        Network::Offline => LoginNotice::Offline,
        Network::Good | Network::Slow => LoginNotice::Unreachable,
    }
}

/// Whether a failure of the account is shown on the login screen rather than on the error screen. For a person who signs
/// in at the provider, `INVALID_AUTH` means refused in the window, and `AUTH_REQUIRED` a sign-in that was not finished.
pub(super) fn shown_on_form(cause: FailureCause, form: Option<&LoginForm>) -> Option<ErrorCode> {
    match (cause, form?.method()) {
        (FailureCause::Account(code @ (ErrorCode::InvalidCredentials | ErrorCode::InvalidAuth)), _)
        | (FailureCause::Account(code @ ErrorCode::AuthRequired), LoginMethod::AtProvider) => Some(code),
        _ => None,
    }
}

pub(super) fn update_options(
    shared: &mut Shared,
    mut options: LoginOptions,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::LoginOptionChosen(option) if option < options.form.detail.login_options.len() => {
            options.form.choose(option);
        }
        Event::BackPressed => {}
        _ => return State::LoginOptions(options),
    }
    show(shared, Login { provider: options.provider, form: Form::Ready(options.form) }, effects)
}

/// Shows the list, or the only provider's login, after "Choose another" or "Connect another".
pub(super) fn choose_again(shared: &mut Shared, effects: &mut Vec<Effect>) -> State {
    opening::enter_after_consent(shared, effects)
}
