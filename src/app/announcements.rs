//! Texts that a screen reader announces when something changes outside the focus.

use crate::messages::{Key, archive_texts, t, t_count, t_with};
use crate::screens::{factor_texts, step_text};
use crate::ui::company_of;
use wink_flow::{Contact, FactorPhase, Flow, ListContent, ProviderList, State, Upload, UploadNotice};

/// Announced politely, when the screen reader pauses.
pub(crate) fn polite(flow: &Flow) -> String {
    match flow.state() {
        State::Opening(_) => t(Key::Loading).to_owned(),
        State::Providers(list) => results(list),
        State::Connecting(connecting) if connecting.slow_timer.is_none() => {
            t_with(Key::TakesLonger, &[("company", &company_of(flow))])
        }
        State::Connecting(connecting) => step_text(connecting.step, &connecting.link.provider),
        State::SecondFactor(factor) if factor.phase == FactorPhase::Resent => {
            t(factor_texts(&factor.factor).resent).to_owned()
        }
        State::Upload(upload) if upload.notice == Some(UploadNotice::StillChecking) => {
            t(Key::NoticeStillChecking).to_owned()
        }
        State::Upload(upload) => uploading(upload),
        State::Uploaded(uploaded) => {
            let archive = &uploaded.archive;
            t(archive_texts(archive.status, archive.error_code).title).to_owned()
        }
        _ => String::new(),
    }
}

/// In steps of a quarter, so that the announcements do not drown out everything else.
fn uploading(upload: &Upload) -> String {
    let (received, all) = upload.progress();
    let Some(quarters) = (received * 4).checked_div(all) else { return String::new() };
    t_with(Key::UploadPercent, &[("percent", &(quarters * 25).to_string())])
}

/// Announced at once.
pub(crate) fn assertive(flow: &Flow) -> String {
    let key = match flow.state() {
        State::Connecting(connecting) if connecting.link.watch.contact != Contact::Good => {
            Key::ConnectionLost
        }
        State::SecondFactor(factor) if factor.link.watch.contact != Contact::Good => Key::ConnectionLost,
        State::Upload(upload) if upload.sending().is_some_and(|sending| sending.contact != Contact::Good) => {
            Key::ConnectionLost
        }
        State::SecondFactor(factor) if factor.seconds_left == 0 => factor_texts(&factor.factor).expired,
        _ => return String::new(),
    };
    t(key).to_owned()
}

fn results(list: &ProviderList) -> String {
    match &list.content {
        ListContent::Loading => t(Key::Loading).to_owned(),
        ListContent::Unavailable => t(Key::ListUnavailableTitle).to_owned(),
        // Nothing was asked for, so there is nothing to answer.
        ListContent::Ready(_) if list.query.trim().is_empty() && list.kind.is_none() => String::new(),
        ListContent::Ready(listing) if listing.rows.is_empty() => {
            t_with(Key::NoMatchTitle, &[("query", list.query.trim())])
        }
        ListContent::Ready(listing) => t_count(Key::Results, listing.rows.len(), &[]),
    }
}
