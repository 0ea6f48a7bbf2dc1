//! The screen after submitting: the live progress of reading the document.

use super::failed::way;
use crate::messages::{Key, archive_texts, t, t_with};
use crate::ui::{
    El, Icon, Rank, Tone, action, company_name, el, heading, icon, notice, spinner, support_reference,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Contact, Event, FailureCause, Remedy, State, Uploaded};
use wink_wire::{ArchiveErrorCode, ArchiveStatus};

/// Reads the screen's state; `None` for the moment in which the screen outlives it.
fn read<T>(view: View, part: impl FnOnce(&Uploaded) -> T) -> Option<T> {
    view.read(|flow| match flow.state() {
        State::Uploaded(uploaded) => Some(part(uploaded)),
        _ => None,
    })
}

/// Everything that the shown content depends on.
type Outcome = (ArchiveStatus, Option<ArchiveErrorCode>, Option<String>);

fn outcome(view: View) -> Outcome {
    let outcome = |uploaded: &Uploaded| {
        let archive = &uploaded.archive;
        (archive.status, archive.error_code, archive.reference.clone())
    };
    read(view, outcome).unwrap_or((ArchiveStatus::Started, None, None))
}

pub(super) fn screen(view: View) -> AnyView {
    let company = company_name(view);
    let title = move || {
        let (status, code, _) = outcome(view);
        t(archive_texts(status, code).title)
    };
    let is_lost = move || read(view, |uploaded| uploaded.watch.contact != Contact::Good).unwrap_or_default();
    let body = el("div", "wink-body wink-body-middle")
        .switch(move || outcome(view).0, |status| Some(mark(status).into()))
        .child(heading(title))
        .child(
            el("div", "wink-group")
                .switch(move || outcome(view), move |outcome| Some(outcome_view(&outcome, &company).into())),
        )
        .child(el("div", "wink-below").switch(is_lost, move |is_lost| {
            is_lost.then(|| crate::screens::connecting::lost_notice(view).into())
        }));
    let foot = el("div", "wink-foot").switch(
        move || read(view, |uploaded| FailureCause::of(&uploaded.archive)).flatten(),
        move |cause| Some(foot(view, cause).into()),
    );
    el("div", "wink-screen").child(body).child(foot).into()
}

fn mark(status: ArchiveStatus) -> El {
    match status {
        ArchiveStatus::Error => el("span", "wink-trouble").child(icon(Icon::Alert)),
        ArchiveStatus::Started | ArchiveStatus::Unknown => el("span", "wink-empty-icon").child(spinner()),
        ArchiveStatus::Uploading
        | ArchiveStatus::Analyzed
        | ArchiveStatus::Unsupported
        | ArchiveStatus::Revoked => el("span", "wink-success").child(icon(Icon::Check)),
    }
}

fn outcome_view((status, code, reference): &Outcome, company: &str) -> El {
    let text = t_with(archive_texts(*status, *code).explanation, &[("company", company)]);
    let group = el("div", "wink-group").child(el("p", "wink-lead").text(text));
    match (status, reference) {
        (ArchiveStatus::Error, Some(reference)) => group.child(support_reference(reference.clone())),
        (ArchiveStatus::Started, _) => group.child(notice(Tone::Note, t(Key::ReadingGoesOn), None)),
        _ => group,
    }
}

fn foot(view: View, cause: Option<FailureCause>) -> El {
    let group = el("div", "wink-group wink-group-foot");
    match cause.map(FailureCause::remedy) {
        Some(Remedy { primary, secondary }) => group
            .child(way(view, Rank::Primary, primary))
            .maybe(secondary.map(|secondary| way(view, Rank::Secondary, secondary))),
        None => group.child(action(view, Rank::Primary, t(Key::Done), Event::DonePressed)).child(action(
            view,
            Rank::Secondary,
            t(Key::UploadAnother),
            Event::UploadAnotherPressed,
        )),
    }
}
