//! Choosing one of several accounts of one login.

use super::cards::cards;
use super::{Focus, Part, about};
use crate::messages::{Key, t};
use crate::ui::{El, Icon, bare, el, icon};
use crate::view::View;
use wink_flow::{ChooseAccount, Factor};
use wink_wire::AccountChoice;

pub(super) fn part(view: View, first: &ChooseAccount) -> Part {
    let chosen = |now: &wink_flow::SecondFactor| match &now.factor {
        Factor::ChooseAccount(now) => Some(now.chosen),
        _ => None,
    };
    let title = t(Key::WhichAccountTitle).to_owned();
    let contents = first.asked.accounts.iter().map(content);
    Part {
        fields: cards(view, "wink-cards", title.clone(), chosen, contents),
        title,
        lead: |now| about(Key::WhichAccountLead, now),
        focus: Focus::CHOICE,
        button: Some(Key::Continue),
    }
}

fn content(account: &AccountChoice) -> El {
    let hint = account.hint.clone().map(|hint| el("span", "wink-muted").set("dir", "auto").text(hint));
    let name = bare("strong").set("dir", "auto").text(account.name.clone());
    el("span", "wink-card-content")
        .child(el("span", "wink-fact-icon").child(icon(Icon::Person)))
        .child(el("span", "wink-fact-text").child(name).maybe(hint))
}
