//! The success screen: what was read, and which data is shared.

use crate::messages::{Key, t, t_with};
use crate::ui::{
    Detail, Icon, Rank, action, bare, company_name, data_point_list, el, heading, icon, name_of,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, Flow, State};

pub(super) fn screen(view: View) -> AnyView {
    let (provider, stored) = view.peek(|flow| match flow.state() {
        State::Connected(connected) => (connected.provider.clone(), connected.stored.clone()),
        _ => Default::default(),
    });
    let company = company_name(view);
    let names = [("company", company.as_str()), ("provider", name_of(&provider))];
    let title = t_with(Key::ConnectedTitle, &names);
    let lead = if stored.is_empty() { Key::StillReading } else { Key::ConnectedLead };
    let copied = || el("div", "wink-panel").child(data_point_list(&stored, Detail::NameOnly));
    let next = el("p", "wink-muted wink-aside")
        .child(icon(Icon::Info))
        .child(bare("span").text(t(Key::ConnectedNext)));
    let body = el("div", "wink-body")
        .child(el("span", "wink-success").child(icon(Icon::Check)))
        .child(heading(move || title.clone()))
        .child(el("p", "wink-lead").text(t_with(lead, &names)))
        .maybe((!stored.is_empty()).then(copied))
        .child(next);
    let another = || action(view, Rank::Secondary, t(Key::ConnectAnother), Event::ChooseAnotherPressed);
    let foot = el("div", "wink-foot")
        .child(action(view, Rank::Primary, t(Key::Done), Event::DonePressed))
        .maybe(view.peek(Flow::has_list).then(another));
    el("div", "wink-screen").child(body).child(foot).into()
}
