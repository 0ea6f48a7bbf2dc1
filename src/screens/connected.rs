//! Linked: what was shared, and with whom.

use crate::messages::{Key, t, t_with};
use crate::ui::{
    ActionButton, Detail, Heading, Icon, Rank, always, company_name, data_point_list, icon, name_of,
};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::{Event, Flow, State};

pub(super) fn screen(view: View) -> AnyView {
    let provider = view.peek(|flow| match flow.state() {
        State::Connected(connected) => connected.provider.clone(),
        _ => wink_flow::ProviderSummary::default(),
    });
    let company = company_name(view);
    let names = [("company", company.as_str()), ("provider", name_of(&provider))];
    let points = view.peek(|flow| flow.session().map(|session| session.consent.data_points.clone()));
    let another = view.peek(Flow::has_list).then(|| {
        view! {
            <ActionButton
                view
                rank=Rank::Secondary
                label=t(Key::ConnectAnother)
                event=Event::ChooseAnotherPressed
            />
        }
    });
    view! {
        <div class="wink-screen">
            <div class="wink-body">
                <span class="wink-success">{icon(Icon::Check)}</span>
                <Heading text=always(t_with(Key::ConnectedTitle, &names)) />
                <p class="wink-lead">{t_with(Key::ConnectedLead, &names)}</p>
                <div class="wink-panel">{data_point_list(&points.unwrap_or_default(), Detail::NameOnly)}</div>
                <p class="wink-muted wink-aside">{icon(Icon::Info)} <span>{t(Key::ConnectedNext)}</span></p>
            </div>
            <div class="wink-foot">
                <ActionButton view rank=Rank::Primary label=t(Key::Done) event=Event::DonePressed />
                {another}
            </div>
        </div>
    }
    .into_any()
}
