//! Choosing the picture that the person once selected at the provider.

use super::cards::cards;
use super::{Focus, Part, about};
use crate::messages::{Key, t};
use crate::ui::{Icon, el, icon, picture};
use crate::view::View;
use wink_flow::{ChooseImage, Factor};

pub(super) fn part(view: View, first: &ChooseImage) -> Part {
    let chosen = |now: &wink_flow::SecondFactor| match &now.factor {
        Factor::ChooseImage(now) => Some(now.chosen),
        _ => None,
    };
    let title = t(Key::ChooseImageTitle).to_owned();
    let contents = first.asked.images.iter().map(|image| {
        el("span", "wink-card-picture")
            .child(picture(&image.picture, image.label.clone()))
            .child(el("span", "wink-card-check").child(icon(Icon::Check)))
    });
    Part {
        fields: cards(view, "wink-cards wink-cards-pictures", title.clone(), chosen, contents),
        title,
        lead: |now| about(Key::ChooseImageLead, now),
        focus: Focus::CHOICE,
        button: Some(Key::Continue),
    }
}
