//! Choosing what kind of document to upload. Uploaded documents are listed too and can be opened; unfinished uploads are
//! marked.

use crate::messages::{Key, file_type_detail, file_type_name, t, t_with};
use crate::ui::{
    El, Icon, LogoSize, archive_badge, bare, button, company_name, el, heading, icon, name_of, nothing,
    provider_logo,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, FILE_TYPES, FileTypeList, Flow, State};
use wink_wire::{ArchiveStatus, ArchiveView, FileType};

pub(super) fn screen(view: View) -> AnyView {
    let known = view.peek(|flow| match flow.state() {
        State::FileTypes(list) => {
            let archives = flow.session().map(|session| session.archives.clone()).unwrap_or_default();
            Some((list.clone(), archives, flow.asks_for_employer(list)))
        }
        _ => None,
    });
    let Some((FileTypeList { provider }, archives, asks_for_employer)) = known else { return nothing() };
    let company = company_name(view);
    let lead = match &provider {
        Some(provider) => {
            let names = [("company", company.as_str()), ("provider", name_of(provider))];
            t_with(Key::FileTypesLeadProvider, &names)
        }
        None => t_with(Key::FileTypesLead, &[("company", &company)]),
    };
    let body = el("div", "wink-body")
        .maybe(provider.as_ref().map(|provider| provider_logo(provider, LogoSize::Large)))
        .child(heading(|| t(Key::FileTypesTitle)))
        .child(el("p", "wink-lead").text(lead))
        .child(el("ul", "wink-choices").children(rows(view, &archives)))
        .maybe(asks_for_employer.then(|| add_employer(view)));
    el("div", "wink-screen").child(body).into()
}

/// The link to the survey, for people whose employer is not in the list.
fn add_employer(view: View) -> El {
    button("wink-link")
        .on_click(view, Event::EmployerMissingPressed)
        .child(icon(Icon::Briefcase))
        .child(bare("span").text(t(Key::AddEmployer)))
}

/// A row for each uploaded document, and for each kind without one. Another document of the same kind can be uploaded from
/// the document's screen.
fn rows(view: View, archives: &[ArchiveView]) -> Vec<El> {
    let mut rows = Vec::new();
    for file_type in FILE_TYPES {
        let mut uploaded = archives.iter().filter(|archive| archive.file_type == file_type).peekable();
        if uploaded.peek().is_none() {
            let is_begun = |flow: &Flow| flow.session().is_some_and(|it| it.unfinished(file_type).is_some());
            let below = if view.peek(is_begun) {
                archive_badge(ArchiveStatus::Uploading)
            } else {
                el("span", "wink-muted").text(file_type_detail(file_type))
            };
            rows.push(row(view, file_type, Event::FileTypeChosen(file_type), below));
        }
        rows.extend(uploaded.map(|archive| {
            let event = Event::DocumentChosen(archive.archive_id.clone());
            row(view, file_type, event, archive_badge(archive.status))
        }));
    }
    rows
}

fn row(view: View, file_type: FileType, event: Event, below: El) -> El {
    let text =
        el("span", "wink-fact-text").child(bare("strong").text(file_type_name(file_type))).child(below);
    let choice = button("wink-choice")
        .on_click(view, event)
        .child(el("span", "wink-fact-icon").child(icon(mark(file_type))))
        .child(text)
        .child(icon(Icon::ChevronRight));
    bare("li").child(choice)
}

const fn mark(file_type: FileType) -> Icon {
    match file_type {
        FileType::Payslip => Icon::Wallet,
        FileType::CompanyId => Icon::Card,
        FileType::TaxDocument | FileType::Unknown => Icon::Document,
    }
}
