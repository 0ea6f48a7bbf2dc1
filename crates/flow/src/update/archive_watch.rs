//! Watches a submitted document until it is read, on every screen that shows it.
//!
//! As with accounts, the service answers a long poll when something changes, and a lost connection is retried
//! automatically, with growing pauses.

use super::answer::{is_temporary, pause_millis};
use crate::effect::{Effect, Request, TimerKind};
use crate::event::{Event, Reply};
use crate::link::{Contact, Watch};
use crate::shared::Shared;
use wink_wire::{ArchiveStatus, ArchiveView};

/// The pause between two polls without a change, as with accounts.
const SHORTEST_PAUSE_MILLIS: u32 = 250;

/// Polls for a document that is being read. Other documents do not change.
pub(super) fn start(shared: &mut Shared, archive: &ArchiveView, effects: &mut Vec<Effect>) -> Watch {
    let mut watch = Watch { attempt: shared.new_attempt(), version: archive.version, contact: Contact::Good };
    poll(shared, archive, &mut watch, effects);
    watch
}

fn poll(shared: &mut Shared, archive: &ArchiveView, watch: &mut Watch, effects: &mut Vec<Effect>) {
    if archive.status == ArchiveStatus::Started {
        let request = Request::ReadArchive {
            archive_id: archive.archive_id.clone(),
            after_version: Some(watch.version),
        };
        watch.attempt = shared.call(request, effects);
    }
}

/// Applies what concerns the long poll. Other events change nothing.
pub(super) fn update(
    shared: &mut Shared,
    archive: &mut ArchiveView,
    watch: &mut Watch,
    event: Event,
    effects: &mut Vec<Effect>,
) {
    match event {
        Event::Replied(attempt, Ok(Reply::Archive(view, _)))
            if attempt == watch.attempt && view.archive_id == archive.archive_id =>
        {
            watch.contact = Contact::Good;
            if view.version <= watch.version {
                watch.attempt = shared.wait(TimerKind::Reconnect, SHORTEST_PAUSE_MILLIS, effects);
                return;
            }
            watch.version = view.version;
            *archive = *view;
            shared.remember_archive(archive);
            poll(shared, archive, watch, effects);
        }
        Event::Replied(attempt, answer) if attempt == watch.attempt => {
            let tries = match watch.contact {
                Contact::Good => 0,
                Contact::Lost(tries) => tries,
            };
            // An invalid answer is not a lost connection, but retrying is the only option too.
            watch.contact =
                if is_temporary(&answer) { Contact::Lost(tries.saturating_add(1)) } else { watch.contact };
            watch.attempt = shared.wait(TimerKind::Reconnect, pause_millis(tries), effects);
        }
        Event::TimerFired(timer) if timer.attempt == watch.attempt => poll(shared, archive, watch, effects),
        Event::ReconnectPressed if watch.contact != Contact::Good => poll(shared, archive, watch, effects),
        _ => {}
    }
}
