//! From opening to the list.

use super::{Exhibit, exhibit};
use crate::gallery::samples::{CATALOGUE, LONG_NAME, account, many_employers};
use crate::gallery::stage::Stage;
use wink_flow::{CallFailure, Event, Network, Request, Settings};
use wink_wire::{AccountStatus, ProviderType};

fn settings() -> Settings {
    Settings::new("link-token")
}

fn searched(text: &str) -> Event {
    Event::SearchEdited(text.to_owned())
}

pub(super) fn exhibits() -> Vec<Exhibit> {
    vec![
        exhibit("opening", |_| Stage::opening(settings())),
        exhibit("consent", |look| Stage::session(settings(), look, |_| {})),
        exhibit("consent-document", |look| {
            Stage::session(settings(), look, |_| {}).send(Event::DocumentToggled)
        }),
        exhibit("consent-long-name", |look| {
            Stage::session(settings(), look, |session| session.template.company_name = LONG_NAME.into())
        }),
        exhibit("consent-no-name", |look| {
            Stage::session(settings(), look, |session| session.template.company_name.clear())
        }),
        exhibit("providers-loading", |look| Stage::session(settings(), look, |_| {}).agree()),
        exhibit("providers", |look| Stage::session(settings(), look, |_| {}).list(CATALOGUE)),
        exhibit("providers-filtered", |look| {
            Stage::session(settings(), look, |_| {})
                .list(CATALOGUE)
                .send(Event::TypeChosen(Some(ProviderType::Government)))
        }),
        exhibit("providers-found", |look| {
            Stage::session(settings(), look, |_| {}).list(CATALOGUE).send(searched("pag ibig"))
        }),
        exhibit("providers-no-match", |look| {
            Stage::session(settings(), look, |_| {}).list(CATALOGUE).send(searched("zzzzzz"))
        }),
        exhibit("providers-empty", |look| Stage::session(settings(), look, |_| {}).list("")),
        exhibit("providers-many", |look| {
            Stage::session(settings(), look, |_| {}).list(&(CATALOGUE.to_owned() + &many_employers(5_000)))
        }),
        exhibit("providers-long-name", |look| {
            let row = ["long\t", LONG_NAME, "\tv\tPH\td\t990\t\t\n", CATALOGUE].concat();
            Stage::session(settings(), look, |_| {}).list(&row)
        }),
        exhibit("providers-connected", |look| {
            Stage::session(settings(), look, |session| {
                session.accounts = vec![account(3, AccountStatus::Connected)];
            })
            .list(CATALOGUE)
        }),
        exhibit("providers-plain", |look| {
            let settings =
                Settings { enable_search_bar: Some(false), enable_type_bar: Some(false), ..settings() };
            Stage::session(settings, look, |_| {}).list(CATALOGUE)
        }),
        exhibit("providers-offline", |look| {
            Stage::session(settings(), look, |_| {})
                .list(CATALOGUE)
                .send(Event::NetworkChanged(Network::Offline))
        }),
        exhibit("providers-slow", |look| {
            Stage::session(settings(), look, |_| {})
                .agree()
                .slow(|request| matches!(request, Request::LoadCatalogue { .. }))
        }),
        exhibit("providers-unavailable", |look| {
            Stage::session(settings(), look, |_| {})
                .agree()
                .fail(|request| matches!(request, Request::LoadCatalogue { .. }), CallFailure::Unreachable)
        }),
    ]
}
