//! A connected account, and revoking it.

use super::{consent, login, opening, providers};
use crate::effect::{Effect, HostCallback, Request, UiEventName};
use crate::event::{Event, Reply};
use crate::link::Revocation;
use crate::shared::Shared;
use crate::state::{AccountPage, AgreedDocument, KnownAccount, State};
use wink_wire::AccountStatus;

pub(super) fn enter(shared: &Shared, account: KnownAccount, effects: &mut Vec<Effect>) -> State {
    shared.report_screen(
        UiEventName::AccountRevokePageOpened,
        Some(&account.provider_id),
        Some(&account.account_id),
        effects,
    );
    let provider = shared.summary(&account.provider_id);
    State::Account(AccountPage {
        provider,
        account,
        revocation: Revocation::Idle,
        document: AgreedDocument::Folded,
    })
}

pub(super) fn update(
    shared: &mut Shared,
    mut page: AccountPage,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match (page.revocation, event) {
        (Revocation::Idle | Revocation::Failed, Event::RevokePressed) => {
            page.revocation = Revocation::Confirming;
        }
        (Revocation::Confirming, Event::RevokeCancelled) => page.revocation = Revocation::Idle,
        (Revocation::Confirming, Event::RevokeConfirmed) => {
            let request = Request::RevokeAccount { account_id: page.account.account_id.clone() };
            page.revocation = Revocation::Running(shared.call(request, effects));
        }
        (Revocation::Running(attempt), Event::Replied(answered, answer)) if answered == attempt => {
            match answer {
                Ok(Reply::Account(view)) if view.status == AccountStatus::Disconnected => {
                    return finish_revoking(shared, &page, effects);
                }
                _ => page.revocation = Revocation::Failed,
            }
        }
        (_, Event::DocumentToggled) if page.account.consent.is_some() => {
            page.document = match page.document {
                AgreedDocument::Folded | AgreedDocument::Unavailable => {
                    let request = Request::LoadAgreedText { account_id: page.account.account_id.clone() };
                    AgreedDocument::Loading(shared.call(request, effects))
                }
                AgreedDocument::Loading(_) | AgreedDocument::Unfolded(_) => AgreedDocument::Folded,
            };
        }
        (_, Event::Replied(answered, answer)) if page.document == AgreedDocument::Loading(answered) => {
            page.document = match answer {
                Ok(Reply::AgreedText(text)) => AgreedDocument::Unfolded(text),
                _ => AgreedDocument::Unavailable,
            };
        }
        (Revocation::Idle | Revocation::Confirming | Revocation::Failed, Event::BackPressed)
            if shared.has_list() =>
        {
            return providers::enter(shared, effects);
        }
        (Revocation::Idle | Revocation::Confirming | Revocation::Failed, Event::BackPressed)
            if shared.starts_with_consent() =>
        {
            return consent::enter(shared, effects);
        }
        (Revocation::Idle | Revocation::Failed, Event::ChooseAnotherPressed) => {
            return if shared.has_list() {
                providers::enter(shared, effects)
            } else {
                login::enter(shared, &page.account.provider_id, effects)
            };
        }
        _ => {}
    }
    State::Account(page)
}

fn finish_revoking(shared: &mut Shared, page: &AccountPage, effects: &mut Vec<Effect>) -> State {
    if let Some(session) = &mut shared.session {
        session.accounts.retain(|known| known.account_id != page.account.account_id);
    }
    let account = shared.account_ref(&page.account.account_id, &page.account.provider_id);
    effects.push(Effect::Notify(HostCallback::AccountRemoved(account)));
    opening::enter_after_consent(shared, effects)
}
