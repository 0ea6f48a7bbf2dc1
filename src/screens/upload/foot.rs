//! The footer of the upload screen: "Upload", or the progress of the upload with a button to cancel it.

use super::{cancel, read};
use crate::messages::{Key, t, t_count, t_with};
use crate::screens::connecting::lost_notice;
use crate::ui::{El, Node, Rank, action, effect, el, progress_text};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Contact, Event, Upload, UploadPhase};

/// What the footer shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shown {
    Upload,
    Sending { is_lost: bool },
}

fn shown(upload: &Upload) -> Shown {
    match &upload.phase {
        UploadPhase::Choosing => Shown::Upload,
        UploadPhase::AwaitingReceipt => Shown::Sending { is_lost: false },
        UploadPhase::Sending(sending) => Shown::Sending { is_lost: sending.contact != Contact::Good },
    }
}

pub(super) fn foot(view: View) -> El {
    let is_sending = move || read(view, |upload| shown(upload) != Shown::Upload).unwrap_or_default();
    let is_lost =
        move || read(view, |upload| shown(upload) == Shown::Sending { is_lost: true }).unwrap_or_default();
    el("div", "wink-foot").switch(is_sending, move |is_sending| {
        Some(if is_sending {
            el("div", "wink-group wink-group-foot")
                .switch(is_lost, move |is_lost| {
                    Some(if is_lost { lost_notice(view).into() } else { progress(view).into() })
                })
                .child(cancel(view))
                .into()
        } else {
            action(view, Rank::Primary, t(Key::UploadNow), Event::UploadSubmitted).into()
        })
    })
}

/// The total progress, as text and as a bar.
fn progress(view: View) -> El {
    let filled = Node::new();
    let percent = move || read(view, percent).unwrap_or_default().to_string();
    effect(move || {
        if let Some(filled) = filled.get() {
            let _ = filled.style().set_property("inline-size", &(percent() + "%"));
        }
    });
    el("div", "wink-sending")
        .child(el("p", "wink-clock").set("id", "wink-sending").live_text(move || progress_line(view)))
        .child(
            el("div", "wink-bar")
                .set("role", "progressbar")
                .set("aria-labelledby", "wink-sending")
                .set("aria-valuemin", "0")
                .set("aria-valuemax", "100")
                .follow("aria-valuenow", move || Some(percent()))
                .child(el("div", "wink-progress-bar").node(filled)),
        )
}

pub(crate) fn percent(upload: &Upload) -> u64 {
    let (received, all) = upload.progress();
    (received * 100).checked_div(all).unwrap_or_default()
}

/// "1.2 of 4.0 MB, about 20 seconds left"
fn progress_line(view: View) -> String {
    let now = read(view, |upload| (upload.progress(), upload.seconds_left()));
    match now {
        Some(((received, all), _)) if all > 0 && received == all => t(Key::UploadFinishing).to_owned(),
        Some(((received, all), left)) if all > 0 => {
            let sent = progress_text(received, all);
            match left {
                Some(seconds) => {
                    t_with(Key::UploadTimeLeft, &[("sent", &sent), ("left", &time_left(seconds))])
                }
                None => sent,
            }
        }
        _ => t(Key::UploadStarting).to_owned(),
    }
}

/// Rounded up, so that it does not flicker.
fn time_left(seconds: u64) -> String {
    let (key, count) = match seconds {
        0..=4 => return t(Key::FewSecondsLeft).to_owned(),
        5..=59 => (Key::SecondsLeft, seconds.div_ceil(5) * 5),
        _ => (Key::MinutesLeft, seconds.div_ceil(60)),
    };
    t_count(key, usize::try_from(count).unwrap_or(usize::MAX), &[])
}
