//! No event is lost, at whichever point the process dies: the real program is killed repeatedly while accounts are linked.
//! In the end every event that the state of the database implies has arrived, for each account in order.

mod people;
mod service;

use crate::support::{Answer, Received, Receiver, text};
use axum::http::StatusCode;
use rand::Rng as _;
use serde_json::Value;
use service::Service;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// How many accounts are linked, in half a minute. `cargo xtask test` sets another number in `WINK_CRASH_ACCOUNTS`.
const ACCOUNTS: usize = 200;

/// How often the process is killed.
const KILLS: usize = 12;

/// How long the last events may take, even on a busy machine.
const TIMEOUT: Duration = Duration::from_secs(120);

/// One account in 10 is asked for its own records. The others have those of their provider, as all are the same person.
const READ_EVERY: usize = 10;

/// One event in 500 is refused at first.
const REFUSE_EVERY: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_when_the_process_is_killed_again_and_again() {
    let accounts = std::env::var("WINK_CRASH_ACCOUNTS").map_or(ACCOUNTS, |number| number.parse().unwrap());
    let count = AtomicUsize::new(0);
    let receiver = Receiver::answering(move |_| {
        let is_refused = count.fetch_add(1, Ordering::Relaxed) % REFUSE_EVERY == REFUSE_EVERY - 1;
        Answer::With(if is_refused { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK })
    })
    .await;
    let service = Arc::new(Service::start().await);
    service.host().post("/v1/webhooks", &receiver.webhook("/", &["ALL_EVENTS"])).await;

    let linked = tokio::spawn(people::link(Arc::clone(&service), accounts));
    for _ in 0..KILLS {
        // Spread over the time that linking takes, which grows with the number of accounts.
        let life =
            Duration::from_millis(rand::rng().random_range(100..1500)) * u32::try_from(accounts).unwrap();
        tokio::time::sleep(life / u32::try_from(ACCOUNTS).unwrap()).await;
        service.kill_and_restart().await;
    }
    linked.await.unwrap();
    // One more process delivers the rest.
    service.kill_and_restart().await;

    let expected = expected(&service).await;
    assert!(expected.len() >= accounts);
    let deadline = Instant::now() + TIMEOUT;
    let (received, arrived) = loop {
        let received = receiver.so_far();
        let arrived = first_arrivals(&received);
        let has_all = |(subject, events): (&String, &Vec<String>)| {
            arrived.get(subject).is_some_and(|events_so_far| events_so_far.len() >= events.len())
        };
        if expected.iter().all(has_all) || Instant::now() > deadline {
            break (received, arrived);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    };
    for (subject, events) in &expected {
        assert_eq!(arrived.get(subject), Some(events), "{subject}");
    }
    let unexpected: Vec<_> = arrived.keys().filter(|subject| !expected.contains_key(*subject)).collect();
    assert!(unexpected.is_empty(), "events about what is not there: {unexpected:?}");
    let again = received.len() - arrived.values().map(Vec::len).sum::<usize>();
    #[expect(clippy::print_stdout, reason = "the numbers of a run are worth knowing")]
    {
        println!("{accounts} accounts, {} events, of which {again} arrived again", received.len());
    }
}

/// The events about each subject, in the order in which they first arrived.
fn first_arrivals(received: &[Received]) -> BTreeMap<String, Vec<String>> {
    let mut seen = HashSet::new();
    let mut arrived: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for received in received.iter().filter(|received| received.answer == 200) {
        let event = received.event();
        if seen.insert(text(&event["id"])) {
            let data = &event["data"];
            let subject =
                ["accountId", "sourceId", "userId"].iter().find_map(|name| data[name].as_str()).unwrap();
            arrived.entry(subject.to_owned()).or_default().push(summary(&event));
        }
    }
    arrived
}

/// An event's type, with its count, status or error code.
fn summary(event: &Value) -> String {
    let data = &event["data"];
    let name = text(&event["type"]);
    match (data["count"].as_u64(), data["status"].as_str(), data["errorCode"].as_str()) {
        (Some(count), _, _) => format!("{name} {count}"),
        (_, Some(status), _) => format!("{name} {status}"),
        (_, _, Some(code)) => format!("{name} {code}"),
        _ => name,
    }
}

/// The events that must have arrived, derived from what the service lists.
async fn expected(service: &Service) -> BTreeMap<String, Vec<String>> {
    let host = service.host();
    let mut expected = BTreeMap::new();
    for user in host.list("/v1/users", "").await {
        expected.insert(text(&user["id"]), vec!["USER_CREATED".to_owned()]);
    }
    let mut by_provider: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (number, account) in host.list("/v1/accounts", "").await.into_iter().enumerate() {
        let id = text(&account["id"]);
        let mut events = vec!["ACCOUNT_CREATED".to_owned()];
        match account["connectionStatus"].as_str().unwrap() {
            "ERROR" => events.push(format!("ACCOUNT_FAILED {}", text(&account["connection"]["errorCode"]))),
            "CONNECTED" => {
                events.extend(["ACCOUNT_CONNECTED", "TASK_STARTED"].map(str::to_owned));
                let provider = text(&account["providerId"]);
                if number % READ_EVERY == 0 || !by_provider.contains_key(&provider) {
                    by_provider.insert(provider.clone(), added(host.records_of(&id).await).collect());
                }
                events.extend(by_provider[&provider].iter().cloned());
                events.push("TASK_FINISHED SUCCEEDED".to_owned());
            }
            other => panic!("{id} is {other}"),
        }
        expected.insert(id, events);
    }
    expected
}

/// The events about records that were read, by how many there are of each kind.
fn added(records: Vec<(&'static str, usize)>) -> impl Iterator<Item = String> {
    records.into_iter().filter(|(_, count)| *count > 0).flat_map(|(list, count)| match list {
        "identities" => vec!["IDENTITY_ADDED".to_owned(); count],
        "ratings" => vec!["RATING_ADDED".to_owned(); count],
        "insights" => vec!["INSIGHT_ADDED".to_owned(); count],
        list => vec![format!("{}_ADDED {count}", list.to_uppercase())],
    })
}
