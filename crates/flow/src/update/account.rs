//! A connected account, and revoking it.

use super::providers;
use crate::effect::{Effect, HostCallback, Request, UiEventName};
use crate::event::{Event, Reply};
use crate::flow::Shared;
use crate::state::{AccountPage, KnownAccount, Revocation, State};
use wink_wire::AccountStatus;

pub(super) fn enter(shared: &Shared, account: KnownAccount, effects: &mut Vec<Effect>) -> State {
    shared.shown(
        UiEventName::AccountRevokePageOpened,
        Some(&account.provider_id),
        Some(&account.account_id),
        effects,
    );
    let provider = shared.summary(&account.provider_id);
    State::Account(AccountPage { provider, account, revocation: Revocation::Idle })
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
                    return revoked(shared, &page, effects);
                }
                _ => page.revocation = Revocation::Failed,
            }
        }
        (Revocation::Idle | Revocation::Confirming | Revocation::Failed, Event::BackPressed) => {
            return providers::enter(shared, effects);
        }
        _ => {}
    }
    State::Account(page)
}

fn revoked(shared: &mut Shared, page: &AccountPage, effects: &mut Vec<Effect>) -> State {
    if let Some(session) = &mut shared.session {
        session.accounts.retain(|known| known.account_id != page.account.account_id);
    }
    let account = shared.account_ref(&page.account.account_id, &page.account.provider_id);
    effects.push(Effect::Tell(HostCallback::AccountRemoved(account)));
    providers::enter(shared, effects)
}
