//! The fault run: the real program, while people link accounts and send documents, is killed, frozen, cut off from its
//! database, left without disk, and has its clock moved, at random. In the end nothing that it acknowledged is missing,
//! every event has arrived, no secret is outside, and it takes no more memory than at the beginning.
//!
//! `WINK_FAULT_SECONDS` says for how long, and `WINK_FAULT_SEED` repeats a run's faults.

mod checks;
mod client;
mod ledger;
mod memory;
mod people;
mod plan;
mod service;

use crate::support::{Answer, Receiver};
use axum::http::StatusCode;
use client::Client;
use ledger::Ledger;
use memory::Memory;
use plan::{Fault, LONGEST_JUMP_MINUTES, Plan};
use service::Service;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};
use tokio::time::{sleep, timeout};

/// How long faults go on when nothing else is said.
const SECONDS: u64 = 20;

/// How many people there are at a time.
const PEOPLE: u64 = 4;

/// Longest that those people may take after the last fault.
const LAST_PEOPLE: Duration = Duration::from_secs(90);

/// One event in 200 is refused at first.
const REFUSE_EVERY: usize = 200;

fn number(variable: &str) -> Option<u64> {
    std::env::var(variable).ok().map(|text| text.parse().unwrap())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
#[expect(
    clippy::print_stdout,
    reason = "the seed repeats the run, and the numbers of a run are worth knowing"
)]
async fn nothing_is_lost_and_nothing_leaks_whatever_fails() {
    let seed = number("WINK_FAULT_SEED").unwrap_or_else(rand::random);
    let length = Duration::from_secs(number("WINK_FAULT_SECONDS").unwrap_or(SECONDS));
    println!("WINK_FAULT_SEED={seed}, {} seconds", length.as_secs());

    let count = AtomicUsize::new(0);
    let receiver = Receiver::answering(move |_| {
        let is_refused = count.fetch_add(1, Ordering::Relaxed) % REFUSE_EVERY == REFUSE_EVERY - 1;
        Answer::With(if is_refused { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK })
    })
    .await;
    let service = Arc::new(Service::start().await);
    let (ledger, memory) = (Arc::new(Ledger::default()), Arc::new(Memory::default()));
    let host = Client::host(Arc::clone(&service), Arc::clone(&ledger));
    let (status, answer) = host.post("/v1/webhooks", &receiver.webhook("/", &["ALL_EVENTS"])).await;
    assert_eq!(status, 200, "{answer}");

    let (started, is_over) = (Instant::now(), Arc::new(AtomicBool::new(false)));
    let people: Vec<_> = (0..PEOPLE)
        .map(|number| people::come(host.clone(), seed.wrapping_add(number + 1), Arc::clone(&is_over)))
        .map(tokio::spawn)
        .collect();
    let watching = Arc::clone(&memory).watch(Arc::clone(&service), Arc::clone(&is_over));
    let watching = tokio::spawn(watching);
    let mut done = Vec::new();
    for (pause, fault) in Plan::new(seed) {
        if started.elapsed() + pause + fault.length() > length {
            break;
        }
        sleep(pause).await;
        service.suffer(fault).await;
        done.push(format!("{}:{fault:?}", started.elapsed().as_secs()));
    }
    sleep(length.saturating_sub(started.elapsed())).await;
    println!("faults: {}", done.join(" "));
    is_over.store(true, Ordering::Relaxed);
    for person in people {
        timeout(LAST_PEOPLE, person).await.expect("the last people are served").unwrap();
    }
    watching.await.unwrap();
    // One more process finishes the rest.
    service.kill_and_restart().await;
    // A process follows the clock within a second. An event that it records in that second after a reset is due when the
    // clock was ahead.
    service.suffer(Fault::ClockAhead { minutes: LONGEST_JUMP_MINUTES }).await;

    checks::nothing_acknowledged_is_missing(&host, &ledger).await;
    let events = checks::every_event_has_arrived(&host, &ledger, &receiver).await;
    let kept = memory.check(length);
    let refusals = ledger.check_refusals();
    service.stop().await;
    checks::no_secret_is_outside(&service, &ledger).await;
    println!("{}, {events} events, {refusals}, {kept}", ledger.summary());
}
