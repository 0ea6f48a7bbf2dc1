//! Approval on another device: what to do there, while the widget waits.

use super::{Focus, Part, read};
use crate::messages::{Key, t, t_with};
use crate::ui::{El, bare, el, name_of};
use crate::view::View;
use wink_flow::{Approve, Factor, SecondFactor};

const fn approve(factor: &SecondFactor) -> Option<&Approve> {
    match &factor.factor {
        Factor::Approve(approve) => Some(approve),
        _ => None,
    }
}

fn number(view: View) -> Option<String> {
    read(view, |now| approve(now).and_then(|approve| approve.asked.number.clone())).flatten()
}

pub(super) fn part(view: View) -> Part {
    // A request that is sent again has another number.
    let panel = move |number: Option<String>| {
        let label = el("span", "wink-muted").text(t(Key::ApproveNumberLabel));
        let digits = el("strong", "wink-number").text(number?);
        Some(el("p", "wink-panel wink-match").child(label).child(digits).into())
    };
    let open = move || {
        let waiting = el("p", "wink-waiting")
            .child(el("span", "wink-pulse").set("aria-hidden", "true"))
            .child(bare("span").text(t(Key::ApproveWaiting)));
        el("div", "wink-group")
            .child(bare("div").switch(move || number(view), panel))
            .child(bare("div").switch(
                move || number(view).is_some(),
                move |has_number| Some(steps(view, has_number).into()),
            ))
            .child(waiting)
    };
    // After it has expired, there is nothing to do on the other device, and nothing to wait for.
    let is_open = move || read(view, |now| now.seconds_left > 0).unwrap_or(false);
    let fields = bare("div").switch(is_open, move |is_open| is_open.then(|| open().into()));
    Part {
        title: t(Key::ApproveTitle).to_owned(),
        lead,
        fields,
        focus: Focus { on: |_| String::new(), at_once: false },
        button: None,
    }
}

fn steps(view: View, has_number: bool) -> El {
    let step =
        |key| bare("li").live_text(move || read(view, |now| super::about(key, now)).unwrap_or_default());
    el("ol", "wink-todo")
        .child(step(Key::ApproveOpen))
        .maybe(has_number.then(|| step(Key::ApproveNumber)))
        .child(step(Key::ApproveYes))
}

fn lead(factor: &SecondFactor) -> String {
    let device = approve(factor).and_then(|approve| approve.asked.device.as_deref());
    let device = device.unwrap_or_else(|| t(Key::ApproveYourDevice));
    t_with(Key::ApproveLead, &[("provider", name_of(&factor.link.provider)), ("device", device)])
}
