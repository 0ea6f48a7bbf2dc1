//! Choosing where the code is sent.

use super::cards::cards;
use super::{Focus, Part, about};
use crate::messages::{Key, t};
use crate::ui::{El, Icon, bare, el, icon};
use crate::view::View;
use wink_flow::{ChooseDestination, Factor};
use wink_wire::{Channel, Destination};

pub(super) fn part(view: View, first: &ChooseDestination) -> Part {
    let chosen = |now: &wink_flow::SecondFactor| match &now.factor {
        Factor::ChooseDestination(now) => Some(now.chosen),
        _ => None,
    };
    let title = t(Key::DestinationTitle).to_owned();
    let contents = first.asked.destinations.iter().map(content);
    Part {
        fields: cards(view, "wink-cards", title.clone(), chosen, contents),
        title,
        lead: |now| about(Key::DestinationLead, now),
        focus: Focus::CHOICE,
        button: Some(Key::DestinationSend),
    }
}

fn content(destination: &Destination) -> El {
    let (mark, name) = match destination.channel {
        Channel::Sms => (Icon::Phone, Key::DestinationSms),
        Channel::Email => (Icon::Mail, Key::DestinationEmail),
        Channel::Authenticator => (Icon::Key, Key::DestinationApp),
        Channel::Unknown => (Icon::Key, Key::DestinationOther),
    };
    // Digits and dots run from left to right in every language.
    let address = el("span", "wink-muted").set("dir", "ltr").text(destination.address.clone());
    el("span", "wink-card-content")
        .child(el("span", "wink-fact-icon").child(icon(mark)))
        .child(el("span", "wink-fact-text").child(bare("strong").text(t(name))).child(address))
}
