//! Sends files: announces them, sends them in pieces, then submits them.
//!
//! The next step always follows from what the service has received. So a lost piece, answer or connection is recovered by
//! reading the archive and resuming from there. After a reload, the answer to announcing the same files again has the
//! received bytes.

use super::answer::{Answer, is_temporary, pause_millis};
use super::upload::{Change, forget_all, forget_settled, notify_host};
use super::{archive_watch, consent};
use crate::attempt::Attempt;
use crate::documents::{
    FileCheck, FileFault, Sending, Upload, UploadNotice, UploadPhase, Uploaded, progress,
};
use crate::effect::{Effect, Request, TimerKind, UiEventName};
use crate::event::{CallFailure, Event, Reply};
use crate::failure::{Failure, FailureCause, Retry};
use crate::link::Contact;
use crate::shared::Shared;
use crate::state::State;
use wink_wire::{ArchiveErrorCode, ArchiveStatus, ArchiveView, LARGEST_PIECE_BYTES, Problem, ProblemCode};

/// The upload gives up after this number of answers in a row without progress.
const MOST_STUMBLES: u32 = 5;

/// Starts an upload with a new key.
pub(super) fn start(shared: &mut Shared, upload: &mut Upload, effects: &mut Vec<Effect>) {
    let mut sending = Sending {
        key: shared.new_attempt(),
        attempt: Attempt::default(),
        archive: None,
        contact: Contact::Good,
        bytes_per_second: 0,
        stumbles: 0,
    };
    send_next(shared, upload, &mut sending, effects);
    upload.phase = UploadPhase::Sending(sending);
}

/// Sends the next call.
fn send_next(shared: &mut Shared, upload: &Upload, sending: &mut Sending, effects: &mut Vec<Effect>) {
    let Some(archive) = &sending.archive else {
        let request = Request::StartArchive {
            key: sending.key,
            file_type: upload.file_type,
            provider_id: upload.provider.as_ref().map(|provider| provider.id.clone()),
            files: upload.announcement().unwrap_or_default(),
        };
        sending.attempt = shared.call(request, effects);
        return;
    };
    let archive_id = archive.archive_id.clone();
    let mut pairs = archive.files.iter().zip(&upload.files);
    let request = match pairs.find(|(file, _)| file.received_bytes < file.size_bytes) {
        Some((file, picked)) => Request::SendPiece {
            archive_id,
            file_id: file.file_id.clone(),
            content: picked.id,
            offset_bytes: file.received_bytes,
            size_bytes: LARGEST_PIECE_BYTES.min(file.size_bytes - file.received_bytes),
        },
        None => Request::SubmitArchive { archive_id },
    };
    sending.attempt = shared.call(request, effects);
}

/// Asks what has arrived, or announces again if nothing can have arrived.
fn read_progress(shared: &mut Shared, upload: &Upload, sending: &mut Sending, effects: &mut Vec<Effect>) {
    match &sending.archive {
        Some(archive) => {
            let request =
                Request::ReadArchive { archive_id: archive.archive_id.clone(), after_version: None };
            sending.attempt = shared.call(request, effects);
        }
        None => send_next(shared, upload, sending, effects),
    }
}

pub(super) fn update(
    shared: &mut Shared,
    mut upload: Box<Upload>,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    let phase = std::mem::replace(&mut upload.phase, UploadPhase::Choosing);
    let UploadPhase::Sending(mut sending) = phase else {
        upload.phase = phase;
        return State::Upload(upload);
    };
    match event {
        Event::Replied(attempt, answer) if attempt == sending.attempt => {
            return handle_reply(shared, upload, sending, answer, effects);
        }
        Event::TimerFired(timer) if timer.attempt == sending.attempt => {
            read_progress(shared, &upload, &mut sending, effects);
        }
        Event::ReconnectPressed if sending.contact != Contact::Good => {
            read_progress(shared, &upload, &mut sending, effects);
        }
        Event::UploadCancelled => {
            give_up(shared, &sending, effects);
            return State::Upload(upload);
        }
        _ => {}
    }
    upload.phase = UploadPhase::Sending(sending);
    State::Upload(upload)
}

/// Has the service delete what has arrived, without waiting for its answer.
fn give_up(shared: &mut Shared, sending: &Sending, effects: &mut Vec<Effect>) {
    if let Some(archive) = &sending.archive {
        shared.forget_unfinished(&archive.archive_id);
        shared.call(Request::RevokeArchive { archive_id: archive.archive_id.clone() }, effects);
    }
}

fn handle_reply(
    shared: &mut Shared,
    mut upload: Box<Upload>,
    mut sending: Sending,
    answer: Answer,
    effects: &mut Vec<Effect>,
) -> State {
    match answer {
        Ok(Reply::Archive(view, millis)) if fits(&view, &upload, &sending) => {
            return apply(shared, upload, sending, view, millis, effects);
        }
        answer if is_temporary(&answer) => {
            let tries = match sending.contact {
                Contact::Good => 0,
                Contact::Lost(tries) => tries,
            };
            sending.contact = Contact::Lost(tries.saturating_add(1));
            sending.attempt = shared.wait(TimerKind::Reconnect, pause_millis(tries), effects);
        }
        Err(CallFailure::Refused(problem)) if problem.code == ProblemCode::FileRefused => {
            give_up(shared, &sending, effects);
            mark_refused(&mut upload, &sending, &problem);
            return State::Upload(upload);
        }
        Err(CallFailure::Refused(problem)) if problem.code == ProblemCode::ConsentRequired => {
            forget_all(&upload.files, effects);
            return consent::ask_again(shared, Some(problem.request_id));
        }
        Err(CallFailure::Refused(problem)) if problem.code == ProblemCode::NotOffered => {
            forget_all(&upload.files, effects);
            let reference = Some(problem.request_id);
            return State::Failed(Failure {
                cause: FailureCause::NotOffered,
                reference,
                retry: Retry::Reopen,
            });
        }
        Err(CallFailure::Refused(problem))
            if sending.archive.is_some()
                && sending.stumbles < MOST_STUMBLES
                && matches!(problem.code, ProblemCode::OffsetMismatch | ProblemCode::ArchiveOver) =>
        {
            sending.stumbles += 1;
            read_progress(shared, &upload, &mut sending, effects);
        }
        answer => {
            give_up(shared, &sending, effects);
            let reference = match answer {
                Err(CallFailure::Refused(problem)) => Some(problem.request_id),
                _ => None,
            };
            upload.notice = Some(UploadNotice::Failed(reference));
            return State::Upload(upload);
        }
    }
    upload.phase = UploadPhase::Sending(sending);
    State::Upload(upload)
}

/// Whether an answer is about what is being sent.
fn fits(view: &ArchiveView, upload: &Upload, sending: &Sending) -> bool {
    let is_same = sending.archive.as_ref().is_none_or(|archive| archive.archive_id == view.archive_id);
    let is_whole = view.files.len() == upload.files.len() || view.status == ArchiveStatus::Revoked;
    is_same && is_whole && !view.archive_id.is_empty()
}

fn apply(
    shared: &mut Shared,
    mut upload: Box<Upload>,
    mut sending: Sending,
    view: Box<ArchiveView>,
    millis: u32,
    effects: &mut Vec<Effect>,
) -> State {
    sending.contact = Contact::Good;
    match view.status {
        ArchiveStatus::Uploading => {
            let before = sending.archive.as_deref().map(|archive| progress(archive).0);
            let now = progress(&view).0;
            match before {
                Some(before) if now <= before => sending.stumbles += 1,
                Some(before) => {
                    sending.stumbles = 0;
                    sending.bytes_per_second = smooth_speed(sending.bytes_per_second, now - before, millis);
                }
                None => {}
            }
            sending.archive = Some(view);
            if sending.stumbles > MOST_STUMBLES {
                give_up(shared, &sending, effects);
                upload.notice = Some(UploadNotice::Failed(None));
            } else {
                send_next(shared, &upload, &mut sending, effects);
                upload.phase = UploadPhase::Sending(sending);
            }
            State::Upload(upload)
        }
        // Deleted elsewhere, for example in a second tab with the same files: the upload starts again.
        ArchiveStatus::Revoked if sending.stumbles < MOST_STUMBLES => {
            shared.forget_unfinished(&view.archive_id);
            sending.stumbles += 1;
            sending.archive = None;
            sending.key = shared.new_attempt();
            send_next(shared, &upload, &mut sending, effects);
            upload.phase = UploadPhase::Sending(sending);
            State::Upload(upload)
        }
        ArchiveStatus::Revoked => {
            upload.notice = Some(UploadNotice::Failed(None));
            State::Upload(upload)
        }
        ArchiveStatus::Started
        | ArchiveStatus::Analyzed
        | ArchiveStatus::Unsupported
        | ArchiveStatus::Error
        | ArchiveStatus::Unknown => finish(shared, *upload, *view, effects),
    }
}

fn finish(shared: &mut Shared, upload: Upload, archive: ArchiveView, effects: &mut Vec<Effect>) -> State {
    shared.remember_archive(&archive);
    notify_host(shared, &archive, Change::Created, effects);
    shared.report_archive_screen(UiEventName::ArchiveSuccessPageOpened, archive.file_type, effects);
    let watch = archive_watch::start(shared, &archive, effects);
    let mut uploaded = Uploaded { archive, provider: upload.provider, watch, files: upload.files };
    forget_settled(&mut uploaded, effects);
    State::Uploaded(Box::new(uploaded))
}

/// Bytes per second, smoothed over several pieces. An answer without a duration does not change it.
fn smooth_speed(before: u64, bytes: u64, millis: u32) -> u64 {
    if millis == 0 {
        return before;
    }
    let now = bytes.saturating_mul(1000) / u64::from(millis);
    if before == 0 { now } else { (before * 3 + now) / 4 }
}

/// Marks the file that was refused.
fn mark_refused(upload: &mut Upload, sending: &Sending, problem: &Problem) {
    let place = place_of(upload, sending, problem.field.as_deref().unwrap_or_default());
    let code = problem.archive_error_code.unwrap_or(ArchiveErrorCode::SystemError);
    match place.and_then(|place| upload.files.get_mut(place)) {
        Some(file) => file.check = FileCheck::Failed(FileFault::Refused(code)),
        None => upload.notice = Some(UploadNotice::Failed(Some(problem.request_id.clone()))),
    }
}

/// The file that a refusal is about: the one that the service names by id or position, otherwise the one that is being
/// sent, otherwise the only one.
fn place_of(upload: &Upload, sending: &Sending, field: &str) -> Option<usize> {
    let files = sending.archive.as_ref().map(|archive| archive.files.as_slice()).unwrap_or_default();
    let named = files.iter().position(|file| !field.is_empty() && field.contains(&file.file_id));
    let numbered = || {
        let digits = field.strip_prefix("files")?.trim_start_matches(['[', '.']);
        let end = digits.find(|digit: char| !digit.is_ascii_digit()).unwrap_or(digits.len());
        digits.get(..end)?.parse().ok()
    };
    let in_progress = || files.iter().position(|file| file.received_bytes < file.size_bytes);
    named.or_else(numbered).or_else(in_progress).or((upload.files.len() == 1).then_some(0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_speed_is_smoothed_and_starts_with_the_first_piece() {
        assert_eq!(smooth_speed(0, 1_000, 500), 2_000);
        assert_eq!(smooth_speed(2_000, 1_000, 1_000), 1_750);
        assert_eq!(smooth_speed(2_000, 1_000, 0), 2_000, "an answer that was not timed");
    }
}
