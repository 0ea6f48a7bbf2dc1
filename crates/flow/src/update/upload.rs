//! Choosing files: the runtime checks the picked files, and they are sent once all of them pass.

use super::answer::Answer;
use super::ending::close;
use super::{consent, documents, sending};
use crate::documents::{
    CheckedFile, FileCheck, FileFault, FileId, NewPick, PickedFile, Place, Upload, UploadNotice, UploadPhase,
    Uploaded,
};
use crate::effect::{CloseReason, Effect, HostCallback, Request, UiEventName, UploadRef};
use crate::event::{CallFailure, Event, Reply};
use crate::failure::{Action, FailureCause};
use crate::provider::ProviderSummary;
use crate::shared::Shared;
use crate::state::{Agreement, State};
use wink_wire::{ArchiveStatus, ArchiveView, FileType, ProblemCode, Side};

pub(super) fn enter(
    shared: &Shared,
    file_type: FileType,
    provider: Option<ProviderSummary>,
    effects: &mut Vec<Effect>,
) -> State {
    shared.report_archive_screen(UiEventName::FileTypePageOpened, file_type, effects);
    State::Upload(Box::new(Upload::new(file_type, provider)))
}

pub(super) fn update(
    shared: &mut Shared,
    mut upload: Box<Upload>,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    // The results of a check matter in every phase, because a preview can arrive late.
    match event {
        Event::FileChecked(id, found) => record_check(&mut upload, id, found),
        Event::FilePreviewed(id) => {
            if let Some(file) = upload.file_mut(id) {
                file.has_preview = true;
            }
        }
        Event::Replied(attempt, answer) if upload.discarding == Some(attempt) => {
            handle_discard_reply(shared, &mut upload, &answer);
        }
        event => {
            return match &upload.phase {
                UploadPhase::Choosing => update_choosing(shared, upload, event, effects),
                UploadPhase::AwaitingReceipt if event == Event::UploadCancelled => {
                    upload.phase = UploadPhase::Choosing;
                    State::Upload(upload)
                }
                UploadPhase::AwaitingReceipt => State::Upload(upload),
                UploadPhase::Sending(_) => sending::update(shared, upload, event, effects),
            };
        }
    }
    State::Upload(upload)
}

fn update_choosing(
    shared: &mut Shared,
    mut upload: Box<Upload>,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::FilesPicked(place, picks) if !picks.is_empty() => pick(&mut upload, place, picks, effects),
        Event::FileRemoved(id) if upload.file(id).is_some() => {
            upload.files.retain(|file| file.id != id);
            upload.notice = None;
            effects.push(Effect::ForgetFile(id));
        }
        Event::RetryPressed => check_again(&mut upload, effects),
        Event::UploadSubmitted => submit(shared, &mut upload, effects),
        Event::DiscardPressed => discard(shared, &mut upload, effects),
        Event::BackPressed => {
            forget_all(&upload.files, effects);
            return documents::enter(shared, upload.provider, effects);
        }
        _ => {}
    }
    State::Upload(upload)
}

/// Deletes an unfinished upload of an earlier opening.
fn discard(shared: &mut Shared, upload: &mut Upload, effects: &mut Vec<Effect>) {
    let unfinished = shared.session.as_ref().and_then(|session| session.unfinished(upload.file_type));
    if let (Some(unfinished), None) = (unfinished, upload.discarding) {
        let request = Request::RevokeArchive { archive_id: unfinished.archive_id.clone() };
        upload.notice = None;
        upload.discarding = Some(shared.call(request, effects));
    }
}

fn handle_discard_reply(shared: &mut Shared, upload: &mut Upload, answer: &Answer) {
    upload.discarding = None;
    match answer {
        Ok(Reply::Archive(view, _)) => shared.forget_unfinished(&view.archive_id),
        Err(CallFailure::Refused(problem)) if problem.code == ProblemCode::MissingResource => {
            // The service deleted it meanwhile.
            let unfinished = shared.session.as_ref().and_then(|session| session.unfinished(upload.file_type));
            if let Some(id) = unfinished.map(|unfinished| unfinished.archive_id.clone()) {
                shared.forget_unfinished(&id);
            }
        }
        _ if upload.is_choosing() => upload.notice = Some(UploadNotice::NotDeleted),
        _ => {}
    }
}

fn pick(upload: &mut Upload, place: Place, picks: Vec<NewPick>, effects: &mut Vec<Effect>) {
    upload.notice = None;
    let side = match place {
        Place::Add(side) => side,
        Place::Instead(id) => upload.file(id).and_then(|file| file.side),
    };
    let side = if upload.sides().contains(&side) { side } else { first_free(upload) };
    // Removes the replaced file first, so that there is room.
    let position = match place {
        Place::Instead(id) => upload.files.iter().position(|file| file.id == id),
        Place::Add(_) if upload.most_files() == 1 => upload.files.iter().position(|file| file.side == side),
        Place::Add(_) => None,
    };
    if let Some(position) = position {
        effects.push(Effect::ForgetFile(upload.files.remove(position).id));
    }
    let mut position = position.unwrap_or(upload.files.len());
    let (mut room, mut side) = (upload.most_files().saturating_sub(upload.files_of(side).count()), side);
    for NewPick { id, name } in picks {
        if room == 0 {
            // Both sides of a card are often picked together.
            let Some(free) = first_free(upload) else {
                upload.notice = Some(UploadNotice::TooMany);
                effects.push(Effect::ForgetFile(id));
                continue;
            };
            (side, room, position) = (Some(free), 1, upload.files.len());
        }
        room -= 1;
        let file = PickedFile { id, name, side, check: FileCheck::Running, has_preview: false };
        upload.files.insert(position.min(upload.files.len()), file);
        position += 1;
        effects.push(Effect::CheckFile(id));
    }
    // The sides are in a fixed order, in whichever order they were picked.
    if let [first, second] = upload.files.as_mut_slice()
        && (first.side, second.side) == (Some(Side::Back), Some(Side::Front))
    {
        std::mem::swap(first, second);
    }
}

/// The first empty place. `None` also if places have no names.
fn first_free(upload: &Upload) -> Option<Side> {
    upload.sides().iter().find(|side| upload.files_of(**side).next().is_none()).copied().flatten()
}

fn record_check(upload: &mut Upload, id: FileId, found: Result<CheckedFile, FileFault>) {
    let Some(file) = upload.file_mut(id).filter(|file| file.check == FileCheck::Running) else { return };
    file.check = match found {
        Ok(found) => FileCheck::Passed(found),
        Err(fault) => FileCheck::Failed(fault),
    };
    upload.notice = None;
}

/// Retries the check of files for which the checking script could not be loaded.
fn check_again(upload: &mut Upload, effects: &mut Vec<Effect>) {
    for file in &mut upload.files {
        if file.check == FileCheck::Failed(FileFault::NotChecked) {
            file.check = FileCheck::Running;
            effects.push(Effect::CheckFile(file.id));
        }
    }
}

fn submit(shared: &mut Shared, upload: &mut Upload, effects: &mut Vec<Effect>) {
    upload.notice = upload.obstacle();
    if upload.notice.is_some() {
        return;
    }
    if shared.agreement != Agreement::Recorded {
        consent::record(shared, effects);
        upload.phase = UploadPhase::AwaitingReceipt;
        return;
    }
    sending::start(shared, upload, effects);
}

/// Handles the receipt of the consent: files that wait for it are sent, or the screen shows the failure.
pub(super) fn handle_receipt(
    shared: &mut Shared,
    mut upload: Box<Upload>,
    effects: &mut Vec<Effect>,
) -> State {
    if upload.phase == UploadPhase::AwaitingReceipt {
        upload.phase = UploadPhase::Choosing;
        if shared.agreement == Agreement::Recorded {
            sending::start(shared, &mut upload, effects);
        } else {
            upload.notice = Some(UploadNotice::Unreachable);
        }
    }
    State::Upload(upload)
}

pub(super) fn forget_all(files: &[PickedFile], effects: &mut Vec<Effect>) {
    effects.extend(files.iter().map(|file| Effect::ForgetFile(file.id)));
}

/// Releases the sent files once they cannot be needed again.
pub(super) fn forget_settled(uploaded: &mut Uploaded, effects: &mut Vec<Effect>) {
    let is_settled = match FailureCause::of(&uploaded.archive) {
        Some(cause) => !cause.remedy().offers(Action::TryAgain),
        None => uploaded.archive.status != ArchiveStatus::Started,
    };
    if is_settled {
        forget_all(&std::mem::take(&mut uploaded.files), effects);
    }
}

/// The change of a document that is reported to the host.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    Created,
    Removed,
}

pub(super) fn notify_host(shared: &Shared, archive: &ArchiveView, change: Change, effects: &mut Vec<Effect>) {
    let user_id = shared.session.as_ref().map(|session| session.user_id.clone()).unwrap_or_default();
    let uploads = vec![UploadRef { id: archive.archive_id.clone(), file_type: archive.file_type }];
    effects.push(Effect::Notify(match change {
        Change::Created => HostCallback::UploadsCreated(uploads, user_id),
        Change::Removed => HostCallback::UploadsRemoved(uploads, user_id),
    }));
}

/// The screen after submitting.
pub(super) fn update_uploaded(
    shared: &mut Shared,
    mut uploaded: Box<Uploaded>,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    let remedy = FailureCause::of(&uploaded.archive).map(FailureCause::remedy);
    let offers = |action| remedy.is_some_and(|remedy| remedy.offers(action));
    match event {
        Event::DonePressed => return close(CloseReason::Exit, effects),
        Event::UploadAnotherPressed => {
            forget_all(&uploaded.files, effects);
            return documents::enter(shared, uploaded.provider, effects);
        }
        // Another file of the same kind.
        Event::OtherFilePressed if offers(Action::OtherFile) => {
            return enter(shared, uploaded.archive.file_type, uploaded.provider, effects);
        }
        Event::RetryPressed if offers(Action::TryAgain) => return resend(shared, *uploaded, effects),
        event => {
            let Uploaded { archive, watch, .. } = &mut *uploaded;
            super::archive_watch::update(shared, archive, watch, event, effects);
            forget_settled(&mut uploaded, effects);
            if uploaded.archive.status == ArchiveStatus::Revoked {
                return documents::enter(shared, uploaded.provider, effects);
            }
        }
    }
    State::Uploaded(uploaded)
}

/// Sends the same files as a new upload.
fn resend(shared: &mut Shared, uploaded: Uploaded, effects: &mut Vec<Effect>) -> State {
    let Uploaded { archive, provider, files, .. } = uploaded;
    shared.report_archive_screen(UiEventName::FileTypePageOpened, archive.file_type, effects);
    let mut upload = Upload { files, ..Upload::new(archive.file_type, provider) };
    submit(shared, &mut upload, effects);
    State::Upload(Box::new(upload))
}
