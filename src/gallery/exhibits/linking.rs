//! From connecting to connected.

use super::{Exhibit, exhibit};
use crate::gallery::samples::{CATALOGUE, EVERY_KIND, Look, account, pending, stored, upwork};
use crate::gallery::stage::{Stage, is_about_account};
use wink_flow::{CallFailure, Settings, TimerKind};
use wink_wire::{AccountStatus, LinkStep};

fn at_connecting(look: Look, step: LinkStep) -> Stage {
    Stage::session(Settings::new("link-token"), look, |_| {})
        .list(CATALOGUE)
        .login(upwork())
        .log_in()
        .account(pending(1, step))
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    vec![
        exhibit("connecting", |look| at_connecting(look, LinkStep::SigningIn)),
        exhibit("connecting-checking", |look| at_connecting(look, LinkStep::CheckingCode)),
        exhibit("connecting-reading", |look| at_connecting(look, LinkStep::ReadingRecords)),
        exhibit("connecting-slow", |look| {
            at_connecting(look, LinkStep::ReadingRecords).time_out(TimerKind::Slow)
        }),
        exhibit("connecting-lost", |look| {
            at_connecting(look, LinkStep::ReadingRecords).fail(is_about_account, CallFailure::Unreachable)
        }),
        exhibit("connected", |look| {
            at_connecting(look, LinkStep::ReadingRecords).account(account(5, AccountStatus::Connected))
        }),
        exhibit("connected-still-reading", |look| {
            at_connecting(look, LinkStep::ReadingRecords).account(stored(5, &[]))
        }),
        exhibit("connected-everything", |look| {
            at_connecting(look, LinkStep::ReadingRecords).account(stored(5, &EVERY_KIND))
        }),
        exhibit("connected-only-one", |look| {
            let settings = Settings { providers: Some(vec!["upwork".into()]), ..Settings::new("link-token") };
            Stage::session(settings, look, |_| {})
                .agree()
                .login(upwork())
                .log_in()
                .account(pending(1, LinkStep::SigningIn))
                .account(account(5, AccountStatus::Connected))
        }),
    ]
}
