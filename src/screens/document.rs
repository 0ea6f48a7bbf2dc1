//! An uploaded document, and how to delete it.

use crate::messages::{Key, archive_texts, file_type_name, t, t_with};
use crate::ui::{
    El, Node, Rank, Tone, action, archive_badge, bare, button, changes, company_name, effect, el, focus_in,
    heading, local_date, nothing, notice, spinner, support_reference,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{DocumentPage, Event, Revocation, State};
use wink_wire::{ArchiveErrorCode, ArchiveStatus, ArchiveView};

/// The progress of deleting, reduced to what the screen shows.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Stage {
    #[default]
    Idle,
    Confirming,
    Running,
    Failed,
}

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&DocumentPage) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::Document(page) => Some(part(page)),
        _ => None,
    })
}

fn stage(view: View) -> Stage {
    let stage = |page: &DocumentPage| match page.revocation {
        Revocation::Idle => Stage::Idle,
        Revocation::Confirming => Stage::Confirming,
        Revocation::Running(_) => Stage::Running,
        Revocation::Failed => Stage::Failed,
    };
    read(view, stage).unwrap_or_default()
}

fn status(view: View) -> (ArchiveStatus, Option<ArchiveErrorCode>) {
    let status = |page: &DocumentPage| (page.archive.status, page.archive.error_code);
    read(view, status).unwrap_or((ArchiveStatus::Unknown, None))
}

pub(super) fn screen(view: View) -> AnyView {
    let archive = view.peek(|flow| match flow.state() {
        State::Document(page) => Some(page.archive.clone()),
        _ => None,
    });
    let Some(archive) = archive else { return nothing() };
    let company = company_name(view);
    let title = file_type_name(archive.file_type);
    let root = Node::new();
    follow_with_focus(view, root);
    let body = el("div", "wink-body")
        .child(heading(move || title))
        .child(facts(view, &archive, &company))
        .child(el("div", "wink-group").switch(
            move || (stage(view), status(view)),
            move |(stage, status)| Some(lower(stage, status, &archive, &company).into()),
        ));
    let foot =
        el("div", "wink-foot").switch(move || stage(view), move |stage| Some(foot(view, stage).into()));
    el("div", "wink-screen").node(root).child(body).child(foot).into()
}

fn facts(view: View, archive: &ArchiveView, company: &str) -> El {
    let term = |key| bare("dt").text(t(key));
    let badge = bare("span")
        .set("role", "status")
        .switch(move || status(view).0, |status| Some(archive_badge(status).into()));
    let facts =
        el("dl", "wink-panel wink-details").child(term(Key::StatusLabel)).child(bare("dd").child(badge));
    let facts = match local_date(&archive.created_at) {
        Some(date) => facts.child(term(Key::UploadedOnLabel)).child(bare("dd").text(date)),
        None => facts,
    };
    facts.child(term(Key::SharedWithLabel)).child(bare("dd").child(bare("bdi").text(company.to_owned())))
}

fn lower(
    stage: Stage,
    (status, code): (ArchiveStatus, Option<ArchiveErrorCode>),
    archive: &ArchiveView,
    company: &str,
) -> El {
    let names = [("company", company)];
    match stage {
        Stage::Idle | Stage::Failed => {
            let texts = archive_texts(status, code);
            let is_unread = status == ArchiveStatus::Error;
            el("div", "wink-group")
                .maybe((stage == Stage::Failed).then(|| notice(Tone::Problem, t(Key::DeleteFailed), None)))
                .maybe(is_unread.then(|| bare("strong").text(t(texts.title))))
                .child(el("p", "wink-muted").text(t_with(texts.explanation, &names)))
                .maybe(archive.reference.clone().filter(|_| is_unread).map(support_reference))
                .child(el("h3", "wink-subtitle").text(t(Key::FilesLabel)))
                .child(files(archive))
        }
        Stage::Confirming | Stage::Running => el("section", "wink-panel wink-panel-danger")
            .set("aria-labelledby", "wink-delete")
            .child(
                el("h3", "wink-subtitle")
                    .set("id", "wink-delete")
                    .set("tabindex", "-1")
                    .text(t(Key::DeleteTitle)),
            )
            .child(bare("p").text(t_with(Key::DeleteBody, &names)))
            .child(files(archive)),
    }
}

fn files(archive: &ArchiveView) -> El {
    let file = |file: &wink_wire::FileView| bare("li").child(bare("bdi").text(file.name.clone()));
    el("ul", "wink-file-names").children(archive.files.iter().map(file))
}

/// Each step removes the focused button, so the focus moves to where the person continues to read.
fn follow_with_focus(view: View, root: Node) {
    let (version, stage) = changes(move || stage(view));
    effect(move || {
        let is_first = version.get() <= 1;
        if let Some(root) = root.get().filter(|_| !is_first) {
            let is_asking = matches!(stage(), Some(Stage::Confirming | Stage::Running));
            focus_in(&root, if is_asking { "#wink-delete" } else { ".wink-foot button" });
        }
    });
}

fn foot(view: View, stage: Stage) -> El {
    let group = el("div", "wink-group wink-group-foot");
    match stage {
        Stage::Idle | Stage::Failed => group
            .child(action(view, Rank::Secondary, t(Key::UploadAnotherOfKind), Event::UploadAnotherPressed))
            .child(action(view, Rank::Secondary, t(Key::DeleteDocument), Event::RevokePressed)),
        Stage::Confirming => group
            .child(action(view, Rank::Danger, t(Key::DeleteYes), Event::RevokeConfirmed))
            .child(action(view, Rank::Secondary, t(Key::DeleteNo), Event::RevokeCancelled)),
        Stage::Running => group.child(
            button(Rank::Danger.class()).set("aria-disabled", "true").child(spinner()).text(t(Key::Stopping)),
        ),
    }
}
