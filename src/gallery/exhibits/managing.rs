//! What a returning user sees of an account.

use super::{Exhibit, exhibit};
use crate::gallery::samples::{CATALOGUE, Look, account};
use crate::gallery::stage::{Stage, is_about_account};
use wink_flow::{CallFailure, Event, Settings};
use wink_wire::AccountStatus;

fn at_account(look: Look) -> Stage {
    Stage::session(Settings::new("link-token"), look, |session| {
        session.accounts = vec![account(3, AccountStatus::Connected)];
    })
    .list(CATALOGUE)
    .send(Event::ProviderChosen("upwork".into()))
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    vec![
        exhibit("account", at_account),
        exhibit("account-confirming", |look| at_account(look).send(Event::RevokePressed)),
        exhibit("account-stopping", |look| {
            at_account(look).send(Event::RevokePressed).send(Event::RevokeConfirmed)
        }),
        exhibit("account-not-stopped", |look| {
            at_account(look)
                .send(Event::RevokePressed)
                .send(Event::RevokeConfirmed)
                .fail(is_about_account, CallFailure::Unreachable)
        }),
    ]
}
