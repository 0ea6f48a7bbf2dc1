//! The list of exhibits, in the order of a journey.

mod documents;
mod failed;
mod linking;
mod login;
mod managing;
mod second_factor;
mod start;

use super::samples::Look;
use super::stage::Stage;
use wink_flow::Flow;

/// One screen in one state.
pub(super) struct Exhibit {
    /// Screen and state, as in `login-wrong-password`.
    pub(super) name: &'static str,
    build: Box<dyn Fn(Look) -> Stage>,
}

impl Exhibit {
    pub(super) fn flow(&self, look: Look) -> Flow {
        (self.build)(look).flow()
    }
}

fn exhibit(name: &'static str, build: impl Fn(Look) -> Stage + 'static) -> Exhibit {
    Exhibit { name, build: Box::new(build) }
}

pub(super) fn all() -> Vec<Exhibit> {
    let mut all = start::exhibits();
    all.extend(login::exhibits());
    all.extend(second_factor::exhibits());
    all.extend(linking::exhibits());
    all.extend(managing::exhibits());
    all.extend(documents::exhibits());
    all.extend(failed::exhibits());
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use wink_flow::ScreenKind;

    #[test]
    fn every_screen_is_exhibited_and_each_exhibit_shows_the_screen_in_its_name() {
        let mut shown = Vec::new();
        for exhibit in all() {
            let kind = exhibit.flow(Look::named("light")).state().kind();
            let screen = crate::screens::name(kind);
            assert!(exhibit.name.starts_with(screen), "{} shows the screen {screen}", exhibit.name);
            shown.push(kind);
        }
        for kind in ScreenKind::ALL.into_iter().filter(|kind| *kind != ScreenKind::Closed) {
            assert!(shown.contains(&kind), "no exhibit shows {kind:?}");
        }
    }

    #[test]
    fn no_two_exhibits_share_a_name() {
        let mut names: Vec<_> = all().iter().map(|exhibit| exhibit.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
