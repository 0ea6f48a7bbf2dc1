//! Carries out the flow's effects, with one small handler for each, and returns the results as events. It owns all calls
//! and timers of an opening; dropping it ends them.

mod call;
mod calls;
mod client;
mod exchange_key;
mod json;
mod network;
mod popup;
mod sealing;
mod upload;

use crate::files::Files;
use crate::frame::Listener;
use calls::Calls;
use client::Client;
use gloo_timers::callback::Timeout;
use leptos::prelude::*;
use popup::Popup;
use std::cell::{Cell, RefCell};
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen_futures::spawn_local;
use wink_flow::{Attempt, Effect, Event, Flow, HostCallback, Request, Settings, Timer};
use wink_wire::Secret;

/// After this time a call is slow, and the screen says so.
const SLOW_MILLIS: u32 = 4_000;

/// The page around the widget.
pub(crate) trait Host {
    /// Calls back into the page.
    fn tell(&self, callback: &HostCallback);
    /// Removes the dialog.
    fn tear_down(&self);
}

/// The running side of one opening.
pub(crate) struct Runtime {
    flow: RwSignal<Flow>,
    client: Rc<Client>,
    files: Rc<Files>,
    host: Box<dyn Host>,
    calls: Calls,
    timers: RefCell<Vec<(Attempt, Timeout)>>,
    popup: Popup,
    network: RefCell<Vec<Listener>>,
    /// Events that are not processed yet: an effect can cause the next event.
    events: RefCell<VecDeque<Event>>,
    is_taking_in: Cell<bool>,
    first_effects: RefCell<Vec<Effect>>,
}

impl Runtime {
    /// Creates the runtime. It carries out nothing before [`Self::start`], so that the screen can be mounted first.
    pub(crate) fn new(
        settings: Settings,
        session: Option<Secret>,
        api_host: String,
        files: Rc<Files>,
        host: Box<dyn Host>,
    ) -> Rc<Self> {
        let (flow, effects) = Flow::open(settings, session);
        Rc::new(Self {
            flow: RwSignal::new(flow),
            client: Rc::new(Client::new(api_host, Rc::clone(&files))),
            files,
            host,
            calls: Calls::default(),
            timers: RefCell::default(),
            popup: Popup::default(),
            network: RefCell::default(),
            events: RefCell::default(),
            is_taking_in: Cell::new(false),
            first_effects: RefCell::new(effects),
        })
    }

    /// The flow, for the screens.
    pub(crate) const fn flow(&self) -> RwSignal<Flow> {
        self.flow
    }

    /// The files that the person picks, for the screens.
    pub(crate) fn files(&self) -> Rc<Files> {
        Rc::clone(&self.files)
    }

    /// The function with which screens send events.
    pub(crate) fn dispatcher(self: &Rc<Self>) -> impl Fn(Event) + 'static {
        let runtime = Rc::downgrade(self);
        move |event| {
            if let Some(runtime) = runtime.upgrade() {
                runtime.send(event);
            }
        }
    }

    /// The same, for closures that outlive a call.
    fn say(self: &Rc<Self>) -> Rc<dyn Fn(Event)> {
        Rc::new(self.dispatcher())
    }

    /// Carries out the effects of opening the flow.
    pub(crate) fn start(self: &Rc<Self>) {
        for effect in self.first_effects.take() {
            self.carry_out(effect);
        }
        *self.network.borrow_mut() = network::watch(&self.say());
    }

    /// Processes an event and the events that follow from it, in order.
    pub(crate) fn send(self: &Rc<Self>, event: Event) {
        self.events.borrow_mut().push_back(event);
        if self.is_taking_in.replace(true) {
            return;
        }
        while let Some(event) = self.next_event() {
            for effect in self.apply(event) {
                self.carry_out(effect);
            }
        }
        self.is_taking_in.set(false);
    }

    /// The token of the session, for the next opening.
    pub(crate) fn session_token(&self) -> Option<Secret> {
        self.flow.try_with_untracked(|flow| flow.session_token().cloned()).flatten()
    }

    fn next_event(&self) -> Option<Event> {
        self.events.borrow_mut().pop_front()
    }

    fn apply(&self, event: Event) -> Vec<Effect> {
        let mut effects = Vec::new();
        // The screens are gone already.
        self.flow.try_update(|flow| effects = flow.step(event));
        effects
    }

    fn carry_out(self: &Rc<Self>, effect: Effect) {
        match effect {
            Effect::Call(attempt, request) => self.call(attempt, request),
            Effect::Wait(timer, millis) => self.wait(timer, millis),
            Effect::CheckFile(id) => upload::check(self.files(), id, self.dispatcher()),
            Effect::ForgetFile(id) => self.files.forget(id),
            Effect::Notify(callback) => self.host.tell(&callback),
            Effect::Window(command) => self.popup.carry_out(command, &self.say()),
            Effect::Teardown => {
                self.calls.end_all();
                self.host.tear_down();
            }
        }
    }

    fn call(self: &Rc<Self>, attempt: Attempt, request: Request) {
        let session_token = self.session_token();
        let guard = self.calls.begin(attempt, &request);
        let (runtime, client) = (Rc::downgrade(self), Rc::clone(&self.client));
        let is_watch = matches!(request, Request::WatchAccount { .. });
        let say = self.say();
        let slow = (!is_watch).then(|| Timeout::new(SLOW_MILLIS, move || say(Event::CallSlow(attempt))));
        spawn_local(async move {
            let answer = client.call(&request, session_token.as_ref(), guard.signal()).await;
            drop((guard, slow));
            if let Some(runtime) = runtime.upgrade() {
                runtime.calls.end(attempt);
                runtime.send(Event::Replied(attempt, answer));
            }
        });
    }

    fn wait(self: &Rc<Self>, timer: Timer, millis: u32) {
        let runtime = Rc::downgrade(self);
        let timeout = Timeout::new(millis, move || {
            let Some(runtime) = runtime.upgrade() else { return };
            runtime.send(Event::TimerFired(timer));
            // Later, because this closure belongs to the timer.
            spawn_local(async move {
                runtime.timers.borrow_mut().retain(|(attempt, _)| *attempt != timer.attempt);
            });
        });
        self.timers.borrow_mut().push((timer.attempt, timeout));
    }
}
