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
    use wink_flow::{FactorPhase, FailureCause, Form, LoginNotice, Network, ScreenKind, State, UploadNotice};
    use wink_wire::{ArchiveErrorCode, ErrorCode, Side};

    fn flows() -> Vec<Flow> {
        all().iter().map(|exhibit| exhibit.flow(Look::named("light"))).collect()
    }

    /// What a part of the state is in the exhibits that have it.
    fn shown<T>(part: impl Fn(&Flow) -> Option<T>) -> Vec<T> {
        flows().iter().filter_map(part).collect()
    }

    #[test]
    fn every_screen_has_an_exhibit_named_after_it() {
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

    /// Fails to compile when there is a new one, which then belongs into the list below.
    const fn is_listed_cause(cause: FailureCause) {
        match cause {
            FailureCause::Account(_)
            | FailureCause::Document(_)
            | FailureCause::Unreachable
            | FailureCause::Offline
            | FailureCause::LinkExpired
            | FailureCause::LinkInvalid
            | FailureCause::Busy
            | FailureCause::Insecure
            | FailureCause::ConsentChanged
            | FailureCause::NotOffered => {}
        }
    }

    #[test]
    fn every_failure_cause_has_an_exhibit() {
        let shown = shown(|flow| match flow.state() {
            State::Failed(failure) => Some(failure.cause),
            State::Uploaded(uploaded) => FailureCause::of(&uploaded.archive),
            // Told where they can be put right.
            State::Login(login) => match &login.form {
                Form::Ready(form) => match form.notice {
                    Some(LoginNotice::Refused(code)) => Some(FailureCause::Account(code)),
                    _ => None,
                },
                _ => None,
            },
            _ => None,
        });
        let others = [
            FailureCause::Unreachable,
            FailureCause::Offline,
            FailureCause::LinkExpired,
            FailureCause::LinkInvalid,
            FailureCause::Busy,
            FailureCause::Insecure,
            FailureCause::ConsentChanged,
            FailureCause::NotOffered,
        ];
        let accounts = ErrorCode::ALL.map(FailureCause::Account);
        let documents = ArchiveErrorCode::ALL.map(FailureCause::Document);
        for cause in accounts.into_iter().chain(documents).chain(others) {
            is_listed_cause(cause);
            assert!(shown.contains(&cause), "no exhibit shows {cause:?}");
        }
    }

    const fn is_listed_upload_notice(notice: &UploadNotice) {
        match notice {
            UploadNotice::NothingPicked
            | UploadNotice::SideMissing(_)
            | UploadNotice::StillChecking
            | UploadNotice::FileInTheWay
            | UploadNotice::TooMany
            | UploadNotice::Failed(_)
            | UploadNotice::Unreachable
            | UploadNotice::NotDeleted => {}
        }
    }

    #[test]
    fn every_upload_notice_has_an_exhibit() {
        let shown = shown(|flow| match flow.state() {
            State::Upload(upload) => upload.notice.clone().map(|notice| match notice {
                UploadNotice::Failed(reference) => UploadNotice::Failed(reference.map(|_| String::new())),
                notice => notice,
            }),
            _ => None,
        });
        for notice in [
            UploadNotice::NothingPicked,
            UploadNotice::SideMissing(Side::Front),
            UploadNotice::SideMissing(Side::Back),
            UploadNotice::StillChecking,
            UploadNotice::FileInTheWay,
            UploadNotice::TooMany,
            UploadNotice::Failed(None),
            UploadNotice::Failed(Some(String::new())),
            UploadNotice::Unreachable,
        ] {
            is_listed_upload_notice(&notice);
            assert!(shown.contains(&notice), "no exhibit shows {notice:?}");
        }
    }

    const fn is_listed_login_notice(notice: LoginNotice) {
        match notice {
            LoginNotice::Refused(_) | LoginNotice::Unreachable | LoginNotice::Offline | LoginNotice::Busy => {
            }
        }
    }

    #[test]
    fn every_login_notice_has_an_exhibit() {
        let shown = shown(|flow| match flow.state() {
            State::Login(login) => match &login.form {
                Form::Ready(form) => form.notice.map(|notice| (notice, form.method())),
                _ => None,
            },
            _ => None,
        });
        let (form, at_provider) = (wink_wire::LoginMethod::Form, wink_wire::LoginMethod::AtProvider);
        for (notice, method) in [
            (LoginNotice::Refused(ErrorCode::InvalidCredentials), form),
            (LoginNotice::Refused(ErrorCode::InvalidAuth), form),
            (LoginNotice::Refused(ErrorCode::InvalidAuth), at_provider),
            (LoginNotice::Refused(ErrorCode::AuthRequired), at_provider),
            (LoginNotice::Unreachable, form),
            (LoginNotice::Offline, form),
            (LoginNotice::Busy, form),
        ] {
            is_listed_login_notice(notice);
            assert!(shown.contains(&(notice, method)), "no exhibit shows {notice:?} {method:?}");
        }
    }

    const fn phase_name(phase: FactorPhase) -> &'static str {
        match phase {
            FactorPhase::Answering => "answering",
            FactorPhase::Missing => "missing",
            FactorPhase::Wrong(0) => "wrong, none left",
            FactorPhase::Wrong(1) => "wrong, one left",
            FactorPhase::Wrong(_) => "wrong",
            FactorPhase::NotSent => "not sent",
            FactorPhase::Sending(_) => "sending",
            FactorPhase::Resending(_) => "resending",
            FactorPhase::Resent => "resent",
        }
    }

    #[test]
    fn every_second_factor_phase_has_an_exhibit() {
        let shown = shown(|flow| match flow.state() {
            State::SecondFactor(factor) if factor.seconds_left == 0 => Some("expired"),
            State::SecondFactor(factor) => Some(phase_name(factor.phase)),
            _ => None,
        });
        for name in [
            "answering",
            "missing",
            "wrong, none left",
            "wrong, one left",
            "wrong",
            "not sent",
            "sending",
            "resending",
            "resent",
            "expired",
        ] {
            assert!(shown.contains(&name), "no exhibit shows a second factor that is {name}");
        }
    }

    #[test]
    fn every_network_state_has_an_exhibit() {
        let shown = shown(|flow| Some(flow.network()));
        for network in [Network::Good, Network::Slow, Network::Offline] {
            assert!(shown.contains(&network), "no exhibit shows {network:?}");
        }
    }

    #[test]
    fn no_two_exhibits_share_a_name() {
        let mut names: Vec<_> = all().iter().map(|exhibit| exhibit.name).collect();
        names.sort_unstable();
        assert!(names.windows(2).all(|pair| pair[0] != pair[1]), "{names:?}");
    }
}
