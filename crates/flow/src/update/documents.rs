//! The screen with the kinds of document, and the one of an uploaded document.

use super::{archive_watch, consent, providers, survey, upload};
use crate::documents::{DocumentPage, FILE_TYPES, FileTypeList};
use crate::effect::{Effect, Request, UiEventName};
use crate::event::{Event, Reply};
use crate::link::Revocation;
use crate::provider::ProviderSummary;
use crate::shared::Shared;
use crate::state::{Agreement, State};
use wink_wire::{ArchiveStatus, ArchiveView};

/// Shows the list of kinds; `provider` is the source that was chosen before, where there was one.
///
/// Documents need consent too: if the host page skipped the consent screen, it is shown now.
pub(super) fn enter(shared: &Shared, provider: Option<ProviderSummary>, effects: &mut Vec<Effect>) -> State {
    if shared.agreement == Agreement::Open {
        return consent::enter(shared, effects);
    }
    shared.report_screen(UiEventName::FileTypeListPageOpened, None, None, effects);
    State::FileTypes(FileTypeList::new(provider))
}

pub(super) fn update(
    shared: &mut Shared,
    list: FileTypeList,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match event {
        Event::FileTypeChosen(file_type) if FILE_TYPES.contains(&file_type) => {
            upload::enter(shared, file_type, list.provider, effects)
        }
        Event::DocumentChosen(archive_id) => {
            let known = shared.session.as_ref().and_then(|session| session.archive(&archive_id)).cloned();
            match known {
                Some(archive) => show(shared, archive, list.provider, effects),
                None => State::FileTypes(list),
            }
        }
        Event::EmployerMissingPressed if shared.asks_for_employer(&list) => survey::enter(shared, effects),
        Event::BackPressed if shared.has_list() => providers::enter(shared, effects),
        _ => State::FileTypes(list),
    }
}

fn show(
    shared: &mut Shared,
    archive: ArchiveView,
    provider: Option<ProviderSummary>,
    effects: &mut Vec<Effect>,
) -> State {
    shared.report_archive_screen(UiEventName::RevokeArchivePageOpened, archive.file_type, effects);
    let watch = archive_watch::start(shared, &archive, effects);
    State::Document(Box::new(DocumentPage { archive, provider, watch, revocation: Revocation::Idle }))
}

pub(super) fn update_page(
    shared: &mut Shared,
    mut page: Box<DocumentPage>,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    match (page.revocation, event) {
        (Revocation::Idle | Revocation::Failed, Event::RevokePressed) => {
            page.revocation = Revocation::Confirming;
        }
        (Revocation::Confirming, Event::RevokeCancelled) => page.revocation = Revocation::Idle,
        (Revocation::Confirming, Event::RevokeConfirmed) => {
            let request = Request::RevokeArchive { archive_id: page.archive.archive_id.clone() };
            page.revocation = Revocation::Running(shared.call(request, effects));
        }
        (Revocation::Running(attempt), Event::Replied(answered, answer)) if answered == attempt => {
            match answer {
                Ok(Reply::Archive(view, _)) if view.status == ArchiveStatus::Revoked => {
                    return finish_revoking(shared, *page, effects);
                }
                _ => page.revocation = Revocation::Failed,
            }
        }
        (Revocation::Running(_), Event::BackPressed | Event::UploadAnotherPressed) => {}
        (_, Event::BackPressed) => return enter(shared, page.provider, effects),
        (_, Event::UploadAnotherPressed) => {
            return upload::enter(shared, page.archive.file_type, page.provider, effects);
        }
        (_, event) => {
            let DocumentPage { archive, watch, .. } = &mut *page;
            archive_watch::update(shared, archive, watch, event, effects);
            if page.archive.status == ArchiveStatus::Revoked {
                // Deleted elsewhere; the page that deleted it was notified.
                return enter(shared, page.provider, effects);
            }
        }
    }
    State::Document(page)
}

fn finish_revoking(shared: &mut Shared, page: DocumentPage, effects: &mut Vec<Effect>) -> State {
    if let Some(session) = &mut shared.session {
        session.archives.retain(|known| known.archive_id != page.archive.archive_id);
    }
    upload::notify_host(shared, &page.archive, upload::Change::Removed, effects);
    enter(shared, page.provider, effects)
}
