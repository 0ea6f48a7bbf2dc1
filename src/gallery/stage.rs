//! Brings a flow to where an exhibit wants it: events in, and answers to what it asked for.

use super::samples::{self, Look};
use wink_flow::{
    Attempt, CallFailure, Effect, Event, Fit, Flow, Reply, Request, Settings, TimerKind, WindowCommand,
};
use wink_wire::{AccountView, ProviderDetail, SessionOpened, SessionView};

/// A flow on its way.
pub(super) struct Stage {
    flow: Flow,
    effects: Vec<Effect>,
}

impl Stage {
    /// A flow that waits for its session.
    pub(super) fn opening(settings: Settings) -> Self {
        let (flow, effects) = Flow::open(settings, None);
        Self { flow, effects }
    }

    /// A flow in a session of the sandbox, with what `change` makes of it.
    pub(super) fn session(settings: Settings, look: Look, change: impl FnOnce(&mut SessionView)) -> Self {
        let mut session = samples::session(look);
        change(&mut session);
        let opened = SessionOpened { session_token: "session-token".into(), session, resume_id: None };
        Self::opening(settings).answer(
            |request| matches!(request, Request::OpenSession { .. }),
            Reply::SessionOpened(opened.into()),
        )
    }

    /// The same past the consent, on the list of these rows.
    pub(super) fn list(self, catalogue: &str) -> Self {
        self.agree().answer(
            |request| matches!(request, Request::LoadCatalogue { .. }),
            Reply::Catalogue(catalogue.to_owned()),
        )
    }

    /// "I agree", recorded.
    pub(super) fn agree(self) -> Self {
        self.send(Event::ConsentGiven).answer(
            |request| matches!(request, Request::RecordConsent { .. }),
            Reply::ConsentRecorded(samples::receipt()),
        )
    }

    /// At the login of a provider, chosen in the list.
    pub(super) fn login(self, provider: ProviderDetail) -> Self {
        self.send(Event::ProviderChosen(provider.id.clone())).answer(
            |request| matches!(request, Request::LoadProvider { .. }),
            Reply::Provider(provider.into()),
        )
    }

    /// George logs in.
    pub(super) fn log_in(self) -> Self {
        self.field(0, "George").field(1, "123456").send(Event::LoginSubmitted)
    }

    /// Something is typed into a field.
    pub(super) fn field(self, position: usize, value: &str) -> Self {
        self.send(Event::FieldEdited(position, value.into(), Fit::Fits))
    }

    /// The service says how the account stands.
    pub(super) fn account(self, view: AccountView) -> Self {
        self.answer(is_about_account, Reply::Account(view.into()))
    }

    /// Something happens.
    pub(super) fn send(mut self, event: Event) -> Self {
        let effects = self.flow.step(event);
        self.effects.extend(effects);
        self
    }

    /// The newest call of a kind is answered.
    pub(super) fn answer(self, is_wanted: fn(&Request) -> bool, reply: Reply) -> Self {
        self.end_call(is_wanted, Ok(reply))
    }

    /// The newest call of a kind fails.
    pub(super) fn fail(self, is_wanted: fn(&Request) -> bool, failure: CallFailure) -> Self {
        self.end_call(is_wanted, Err(failure))
    }

    /// The newest call of a kind takes long.
    pub(super) fn slow(self, is_wanted: fn(&Request) -> bool) -> Self {
        match self.newest_call(is_wanted) {
            Some(attempt) => self.send(Event::CallSlow(attempt)),
            None => self,
        }
    }

    /// The newest timer of a kind runs out.
    pub(super) fn time_out(self, kind: TimerKind) -> Self {
        let timer = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Wait(timer, _) if timer.kind == kind => Some(*timer),
            _ => None,
        });
        match timer {
            Some(timer) => self.send(Event::TimerFired(timer)),
            None => self,
        }
    }

    /// Something happens to the newest window.
    pub(super) fn window(self, what: fn(Attempt) -> Event) -> Self {
        let opened = self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Window(WindowCommand::Open(window, _)) => Some(*window),
            _ => None,
        });
        match opened {
            Some(window) => self.send(what(window)),
            None => self,
        }
    }

    /// The flow as it is now.
    pub(super) fn flow(self) -> Flow {
        self.flow
    }

    fn end_call(self, is_wanted: fn(&Request) -> bool, answer: Result<Reply, CallFailure>) -> Self {
        match self.newest_call(is_wanted) {
            Some(attempt) => self.send(Event::Replied(attempt, answer)),
            None => self,
        }
    }

    fn newest_call(&self, is_wanted: fn(&Request) -> bool) -> Option<Attempt> {
        self.effects.iter().rev().find_map(|effect| match effect {
            Effect::Call(attempt, request) if is_wanted(request) => Some(*attempt),
            _ => None,
        })
    }
}

/// Calls that are answered with how an account stands.
pub(super) const fn is_about_account(request: &Request) -> bool {
    matches!(
        request,
        Request::StartAccount { .. }
            | Request::WatchAccount { .. }
            | Request::AnswerChallenge { .. }
            | Request::ResendChallenge { .. }
            | Request::RevokeAccount { .. }
    )
}
