//! The buttons of the error screen.

use super::ending::close;
use super::{login, opening};
use crate::effect::{CloseReason, Effect};
use crate::event::Event;
use crate::failure::{Action, Failure, Retry};
use crate::shared::Shared;
use crate::state::State;

pub(super) fn update(
    shared: &mut Shared,
    failure: Failure,
    event: Event,
    effects: &mut Vec<Effect>,
) -> State {
    let remedy = shared.remedy(&failure);
    match event {
        Event::ExitPressed => close(CloseReason::Error, effects),
        Event::RetryPressed if remedy.offers(Action::TryAgain) => match failure.retry {
            Retry::Reopen => opening::start(shared, effects),
            Retry::LogIn(link) => login::retry(shared, *link, None, effects),
        },
        Event::OtherWaysPressed if remedy.offers(Action::OtherWay) => match failure.retry {
            Retry::LogIn(link) => login::show_other_ways(shared, *link, effects),
            Retry::Reopen => State::Failed(failure),
        },
        Event::ChooseAnotherPressed if remedy.offers(Action::ChooseAnother) => {
            login::choose_again(shared, effects)
        }
        _ => State::Failed(failure),
    }
}
