//! Linked: what was shared, and with whom.

use crate::messages::{Key, t, t_with};
use crate::ui::{
    Detail, Icon, Rank, action, bare, company_name, data_point_list, el, heading, icon, name_of,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, Flow, ProviderSummary, State};

pub(super) fn screen(view: View) -> AnyView {
    let provider = view.peek(|flow| match flow.state() {
        State::Connected(connected) => connected.provider.clone(),
        _ => ProviderSummary::default(),
    });
    let company = company_name(view);
    let names = [("company", company.as_str()), ("provider", name_of(&provider))];
    let title = t_with(Key::ConnectedTitle, &names);
    let points = view.peek(|flow| flow.session().map(|session| session.consent.data_points.clone()));
    let points = data_point_list(&points.unwrap_or_default(), Detail::NameOnly);
    let next = el("p", "wink-muted wink-aside")
        .child(icon(Icon::Info))
        .child(bare("span").text(t(Key::ConnectedNext)));
    let body = el("div", "wink-body")
        .child(el("span", "wink-success").child(icon(Icon::Check)))
        .child(heading(move || title.clone()))
        .child(el("p", "wink-lead").text(t_with(Key::ConnectedLead, &names)))
        .child(el("div", "wink-panel").child(points))
        .child(next);
    let another = || action(view, Rank::Secondary, t(Key::ConnectAnother), Event::ChooseAnotherPressed);
    let foot = el("div", "wink-foot")
        .child(action(view, Rank::Primary, t(Key::Done), Event::DonePressed))
        .maybe(view.peek(Flow::has_list).then(another));
    el("div", "wink-screen").child(body).child(foot).into()
}
