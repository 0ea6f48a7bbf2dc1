//! A picked file: its preview, the result of the check, the progress of sending it, and a button to remove it.

use super::picker::{From, Picker};
use super::read;
use crate::messages::{Key, apart, fault_text, format_name, t, t_count, t_with};
use crate::ui::{El, Icon, Node, bare, button, effect, el, file_size, icon, nothing, progress_text, spinner};
use crate::view::View;
use leptos::prelude::*;
use wasm_bindgen::JsValue;
use wink_flow::{CheckedFile, Event, FileCheck, FileId};
use wink_wire::FileFormat;

/// The id of the element with a file's name, where the focus goes when the file appears.
pub(super) fn name_id(id: FileId) -> String {
    ["wink-file-", &id.0.to_string()].concat()
}

fn fault_id(id: FileId) -> String {
    ["wink-file-fault-", &id.0.to_string()].concat()
}

fn check(view: View, id: FileId) -> Option<FileCheck> {
    read(view, |upload| upload.file(id).map(|file| file.check)).flatten()
}

pub(super) fn card(view: View, picker: Picker, id: FileId) -> El {
    let name = view.peek(|flow| match flow.state() {
        wink_flow::State::Upload(upload) => upload.file(id).map(|file| file.name.clone()),
        _ => None,
    });
    let name = name.unwrap_or_default();
    let is_choosing = move || read(view, wink_flow::Upload::is_choosing).unwrap_or(true);
    let text = el("div", "wink-file-text")
        .child(
            el("strong", "wink-file-name")
                .set("id", name_id(id))
                .set("tabindex", "-1")
                .child(bare("bdi").text(name.clone())),
        )
        .child(el("span", "wink-muted").live_text(move || note(view, id)))
        .switch(is_choosing, move |is_choosing| {
            Some(if is_choosing { buttons(view, picker, id, &name).into() } else { bar(view, id).into() })
        });
    el("li", "wink-file")
        .follow_flag("data-fault", move || matches!(check(view, id), Some(FileCheck::Failed(_))))
        .child(el("span", "wink-thumb").switch(
            move || {
                (check(view, id), read(view, |upload| upload.file(id).is_some_and(|file| file.has_preview)))
            },
            move |(check, has_preview)| Some(thumb(view, id, check, has_preview == Some(true))),
        ))
        .child(text)
        .child(el("div", "wink-file-fault").switch(
            move || check(view, id),
            move |check| match check {
                Some(FileCheck::Failed(fault)) => {
                    let text = bare("span").text(fault_text(fault));
                    let again = super::is_not_checked(fault).then(|| super::try_again(view));
                    let fault = el("p", "wink-fault").set("id", fault_id(id)).set("role", "alert");
                    Some(bare("div").child(fault.child(icon(Icon::Alert)).child(text)).maybe(again).into())
                }
                _ => None,
            },
        ))
}

/// The details of the file, or the progress of sending it.
fn note(view: View, id: FileId) -> String {
    let file = read(view, |upload| (upload.file(id).map(|file| file.check), upload.received_bytes(id)));
    let is_sending = read(view, |upload| upload.sending().is_some()).unwrap_or_default();
    match file {
        Some((Some(FileCheck::Passed(found)), received)) if is_sending => {
            if received >= found.size_bytes {
                t(Key::FileSent).to_owned()
            } else {
                progress_text(received, found.size_bytes)
            }
        }
        Some((Some(FileCheck::Passed(found)), _)) => described(found),
        Some((Some(FileCheck::Running), _)) => t(Key::FileChecking).to_owned(),
        _ => t(Key::FileNotUsable).to_owned(),
    }
}

/// "PDF · 2 pages · 1.2 MB"
fn described(found: CheckedFile) -> String {
    let size = apart(&file_size(found.size_bytes));
    let format = apart(format_name(found.format));
    match found.pages {
        Some(pages) => {
            let pages = t_count(Key::Pages, usize::try_from(pages).unwrap_or(usize::MAX), &[]);
            [&format, " · ", &pages, " · ", &size].concat()
        }
        None => [&format, " · ", &size].concat(),
    }
}

fn thumb(view: View, id: FileId, check: Option<FileCheck>, has_preview: bool) -> AnyView {
    match check {
        Some(FileCheck::Running) => spinner().into(),
        Some(check) if super::is_passed(check) && has_preview => {
            let canvas = Node::new();
            effect(move || {
                if let (Some(canvas), Some(files)) = (canvas.get(), view.files()) {
                    files.draw(id, &JsValue::from(canvas));
                }
            });
            el("canvas", "wink-thumb-picture").set("aria-hidden", "true").node(canvas).into()
        }
        Some(FileCheck::Passed(CheckedFile { format, .. })) => tile(format).into(),
        Some(FileCheck::Failed(_)) => icon(Icon::Alert),
        _ => nothing(),
    }
}

/// A placeholder for the preview.
fn tile(format: FileFormat) -> El {
    el("span", "wink-tile")
        .set("aria-hidden", "true")
        .child(icon(Icon::Document))
        .child(bare("span").text(format_name(format)))
}

fn buttons(view: View, picker: Picker, id: FileId, name: &str) -> El {
    let label = |key, long| {
        let long = t_with(long, &[("name", name)]);
        button("wink-link").set("aria-label", long).child(bare("span").text(t(key)))
    };
    el("div", "wink-links")
        .child(
            label(Key::ReplaceFile, Key::ReplaceFileNamed)
                .follow("aria-describedby", move || {
                    matches!(check(view, id), Some(FileCheck::Failed(_))).then(|| fault_id(id))
                })
                .on("click", move |_| picker.open(From::Files, super::instead(id))),
        )
        .child(label(Key::RemoveFile, Key::RemoveFileNamed).on_click(view, Event::FileRemoved(id)))
}

/// The progress bar. The numbers are beside it.
fn bar(view: View, id: FileId) -> El {
    let filled = Node::new();
    let percent = move || {
        let part = |upload: &wink_flow::Upload| {
            let size = upload.file(id).map_or(0, |file| match file.check {
                FileCheck::Passed(found) => found.size_bytes,
                FileCheck::Running | FileCheck::Failed(_) => 0,
            });
            (upload.received_bytes(id) * 100).checked_div(size).unwrap_or_default()
        };
        read(view, part).unwrap_or_default().to_string()
    };
    effect(move || {
        if let Some(filled) = filled.get() {
            // Through script, because a policy without inline styles forbids the attribute.
            let _ = filled.style().set_property("inline-size", &(percent() + "%"));
        }
    });
    el("div", "wink-bar").set("aria-hidden", "true").child(el("div", "wink-progress-bar").node(filled))
}
