//! Choosing and sending files: one place for the document, or one for each of its sides.

mod card;
mod foot;
mod picker;
mod unfinished;

use crate::messages::{Key, t, t_with};
use crate::ui::Rank;
use crate::ui::{El, Node, Tone, action, button, changes, effect, el, focus_in, heading, nothing, notice};
use crate::view::View;
use leptos::prelude::*;
use picker::Picker;
use wink_flow::{Event, FileCheck, FileFault, FileId, Place, State, Upload, UploadNotice};
use wink_wire::{FileType, Side};

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&Upload) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::Upload(upload) => Some(part(upload)),
        _ => None,
    })
}

pub(super) fn screen(view: View) -> AnyView {
    let upload = view.peek(|flow| match flow.state() {
        State::Upload(upload) => Some(upload.clone()),
        _ => None,
    });
    let Some(upload) = upload else { return nothing() };
    let (title, lead) = words(upload.file_type);
    let root = Node::new();
    let picker = Picker::new(view);
    follow_with_focus(view, root);
    let body = el("div", "wink-body")
        .child(heading(move || t(title)))
        .child(el("p", "wink-lead").text(t(lead)))
        .switch(
            move || view.read(unfinished::files),
            move |files| files.map(|files| unfinished::notice_of(view, &files).into()),
        )
        .children(upload.sides().iter().map(|side| place(view, picker, *side)))
        .child(el("div", "wink-group").switch(
            move || read(view, |upload| upload.notice.clone()).flatten(),
            move |said| said.map(|said| notice_of(view, &said).into()),
        ))
        .switch(
            move || read(view, Upload::is_choosing).unwrap_or(true),
            |is_choosing| is_choosing.then(|| el("p", "wink-muted").text(t(Key::UploadRules)).into()),
        );
    let screen = el("div", "wink-screen").node(root).child(body).child(foot::foot(view));
    picker.join(screen).into()
}

const fn words(file_type: FileType) -> (Key, Key) {
    match file_type {
        FileType::TaxDocument => (Key::UploadTaxTitle, Key::UploadTaxLead),
        FileType::CompanyId => (Key::UploadIdTitle, Key::UploadIdLead),
        FileType::Payslip | FileType::Unknown => (Key::UploadPayslipTitle, Key::UploadPayslipLead),
    }
}

/// The files of a side, and the place for more.
fn place(view: View, picker: Picker, side: Option<Side>) -> El {
    let ids = move || {
        let ids = |upload: &Upload| upload.files_of(side).map(|file| file.id).collect::<Vec<FileId>>();
        read(view, ids).unwrap_or_default()
    };
    let has_room = move || {
        let room =
            |upload: &Upload| upload.is_choosing() && upload.files_of(side).count() < upload.most_files();
        read(view, room).unwrap_or_default()
    };
    let label = side.map(|side| el("h3", "wink-subtitle").text(t(side_name(side))));
    el("section", "wink-place")
        .maybe(label)
        .child(el("ul", "wink-files").switch(ids, move |ids| {
            let cards = ids.into_iter().map(|id| card::card(view, picker, id));
            Some(cards.map(AnyView::from).collect::<Vec<_>>().into_any())
        }))
        .switch(
            move || (has_room(), !ids().is_empty()),
            move |(has_room, has_files)| has_room.then(|| picker.place(side, has_files).into()),
        )
}

const fn side_name(side: Side) -> Key {
    match side {
        Side::Back => Key::SideBack,
        Side::Front | Side::Unknown => Key::SideFront,
    }
}

fn notice_of(view: View, said: &UploadNotice) -> El {
    let problem = |key| notice(Tone::Problem, t(key), None);
    match said {
        UploadNotice::NothingPicked => problem(Key::NoticeNothingPicked),
        UploadNotice::SideMissing(Side::Back) => problem(Key::NoticeBackMissing),
        UploadNotice::SideMissing(_) => problem(Key::NoticeFrontMissing),
        UploadNotice::StillChecking => notice(Tone::Note, t(Key::NoticeStillChecking), None),
        UploadNotice::FileInTheWay => problem(Key::NoticeFileInTheWay),
        UploadNotice::TooMany => {
            let most = read(view, Upload::most_files).unwrap_or(1);
            let text = crate::messages::t_count(Key::NoticeTooMany, most, &[]);
            notice(Tone::Problem, text, None)
        }
        UploadNotice::Unreachable => problem(Key::FailedUnreachable),
        UploadNotice::NotDeleted => problem(Key::DeleteFailed),
        UploadNotice::Failed(None) => problem(Key::NoticeUploadFailed),
        UploadNotice::Failed(Some(reference)) => {
            let text = t_with(Key::NoticeUploadFailedReference, &[("reference", reference)]);
            notice(Tone::Problem, text, None)
        }
    }
}

/// Moves the focus to where the person continues to read. Added or removed files, each phase, and deleting an unfinished
/// upload remove the focused element.
fn follow_with_focus(view: View, root: Node) {
    let now = move || {
        read(view, |upload| {
            let ids = upload.files.iter().map(|file| file.id.0).collect::<Vec<_>>();
            (ids, upload.is_choosing(), view.read(unfinished::files).is_some())
        })
    };
    let mut before: (Vec<u32>, bool, bool) = (Vec::new(), true, view.peek(unfinished::files).is_some());
    let (version, now) = changes(move || now().unwrap_or_default());
    effect(move || {
        version.get();
        let (Some(root), Some(now)) = (root.get(), now()) else { return };
        let is_first = before.0.is_empty() && now.0.is_empty() && (before.1, before.2) == (now.1, now.2);
        let selector = match (before.1, now.1) {
            (true, false) => "#wink-cancel".to_owned(),
            (false, true) => ".wink-foot button".to_owned(),
            _ => match now.0.iter().find(|id| !before.0.contains(id)) {
                Some(new) => ["#", &card::name_id(FileId(*new))].concat(),
                None => ".wink-drop button".to_owned(),
            },
        };
        before = now;
        if !is_first {
            // Once the new elements are in the DOM.
            request_animation_frame(move || focus_in(&root, &selector));
        }
    });
}

/// The actions for a file that could not be checked.
fn try_again(view: View) -> El {
    button("wink-link").on_click(view, Event::RetryPressed).text(t(Key::TryAgain))
}

/// A place for files that replaces a file.
const fn instead(id: FileId) -> Place {
    Place::Instead(id)
}

const fn is_passed(check: FileCheck) -> bool {
    matches!(check, FileCheck::Passed(_))
}

const fn is_not_checked(fault: FileFault) -> bool {
    matches!(fault, FileFault::NotChecked)
}

fn cancel(view: View) -> El {
    action(view, Rank::Secondary, t(Key::CancelUpload), Event::UploadCancelled).set("id", "wink-cancel")
}
