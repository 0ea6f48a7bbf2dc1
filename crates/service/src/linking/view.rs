//! An account as the widget sees it.

use super::is_readable;
use crate::clock::iso;
use crate::records::RecordKind;
use crate::store::{Account, AccountStatus, KindsByAccount, LinkingStep, PendingChallenge};
use std::collections::BTreeSet;
use wink_wire::{AccountView, AgreedConsent, Challenge, DataPoint, LinkStep, SignInWindow};

/// Number of tries for a challenge.
pub(super) const TRIES: u8 = 3;

/// The current state of an account, with its stored kinds of data.
pub(crate) fn view_of(account: &Account, kept: &KindsByAccount, now_millis: i64) -> AccountView {
    let status = match account.status {
        // The host already sees it connected. The widget says so once the host can read its data.
        AccountStatus::Connected if !is_readable(account) => wink_wire::AccountStatus::Pending,
        AccountStatus::Connected => wink_wire::AccountStatus::Connected,
        AccountStatus::Pending => wink_wire::AccountStatus::Pending,
        AccountStatus::AwaitingMfa => wink_wire::AccountStatus::AwaitingMfa,
        AccountStatus::Error => wink_wire::AccountStatus::Error,
        AccountStatus::Disconnected => wink_wire::AccountStatus::Disconnected,
    };
    AccountView {
        account_id: account.id.clone(),
        provider_id: account.provider_id.clone(),
        version: account.version.try_into().unwrap_or(0),
        status,
        step: match account.step {
            Some(LinkingStep::SigningIn) => Some(LinkStep::SigningIn),
            // The challenge says so already, and no person waits for a monthly refresh.
            Some(LinkingStep::AwaitingApproval | LinkingStep::Syncing) => None,
            Some(LinkingStep::CheckingCode) => Some(LinkStep::CheckingCode),
            Some(LinkingStep::ReadingRecords) => Some(LinkStep::ReadingRecords),
            None => account.sign_in.as_ref().map(|_| LinkStep::AtProvider),
        },
        challenge: account.challenge.as_ref().map(|challenge| challenge_of(challenge, now_millis)),
        error_code: account.error_code.map(|code| code.0),
        reference: account.reference.clone(),
        connected_at: account.connected_at.filter(|_| is_readable(account)).map(iso),
        sign_in: account.sign_in.as_ref().map(|sign_in| SignInWindow {
            url: sign_in.url.clone(),
            proof: sign_in.proof.clone(),
            expires_in_seconds: seconds_until(sign_in.expires_at, now_millis),
        }),
        replaces: account.replaces.clone().filter(|_| is_readable(account)),
        stored: kept.get(&account.id).filter(|_| is_readable(account)).map(stored).unwrap_or_default(),
        consent: account.consent.as_ref().map(|consent| AgreedConsent {
            version: consent.text_version.clone(),
            language: consent.language.clone(),
            text_sha256: consent.text_sha256.clone(),
            agreed_at: iso(consent.agreed_at),
        }),
    }
}

/// In the order of the consent text, which does not list computed kinds.
fn stored(kinds: &BTreeSet<RecordKind>) -> Vec<DataPoint> {
    const ORDER: [(RecordKind, DataPoint); 8] = [
        (RecordKind::Identity, DataPoint::Identities),
        (RecordKind::Employment, DataPoint::Employments),
        (RecordKind::Income, DataPoint::Incomes),
        (RecordKind::Transaction, DataPoint::Transactions),
        (RecordKind::Contribution, DataPoint::Contributions),
        (RecordKind::Liability, DataPoint::Liabilities),
        (RecordKind::Rating, DataPoint::Ratings),
        (RecordKind::Document, DataPoint::Documents),
    ];
    ORDER.into_iter().filter(|(kind, _)| kinds.contains(kind)).map(|(_, point)| point).collect()
}

fn challenge_of(challenge: &PendingChallenge, now_millis: i64) -> Challenge {
    Challenge {
        challenge_id: challenge.id.clone(),
        kind: challenge.kind.clone(),
        tries_left: Some(challenge.tries_left).filter(|left| *left < TRIES),
        expires_in_seconds: seconds_until(challenge.expires_at, now_millis),
        resend_in_seconds: challenge.resend_at.map(|at| seconds_until(at, now_millis)),
    }
}

/// Whole seconds until a time, rounded up, so that a client that waits this long is not too early.
pub(super) fn seconds_until(at_millis: i64, now_millis: i64) -> u32 {
    let left_millis = at_millis.saturating_sub(now_millis).max(0);
    ((left_millis + 999) / 1000).try_into().unwrap_or(u32::MAX)
}
