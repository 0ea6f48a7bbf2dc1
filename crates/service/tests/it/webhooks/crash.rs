//! No event is lost, at whichever point the process dies: the real one is killed again and again while accounts are
//! linked, and in the end every event that the state of the database implies has arrived, for each account in order.

mod fleet;
mod people;

use crate::support::{Answer, Received, Receiver, text};
use axum::http::StatusCode;
use fleet::Fleet;
use rand::Rng as _;
use serde_json::Value;
use std::collections::{BTreeMap, HashSet};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

/// Accounts that are linked, in half a minute; `WINK_CRASH_ACCOUNTS` says another number, as `cargo xtask test` does.
const ACCOUNTS: usize = 200;

/// Times that the process is killed meanwhile.
const KILLS: usize = 12;

/// Longest that the last events may take, however busy the machine is.
const PATIENCE: Duration = Duration::from_secs(120);

/// One in so many accounts is asked for its own records; the others have those of their provider, because everybody is
/// the same person.
const LOOKED_INTO: usize = 10;

/// One in so many events is refused at first.
const REFUSED: usize = 500;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_when_the_process_is_killed_again_and_again() {
    let accounts = std::env::var("WINK_CRASH_ACCOUNTS").map_or(ACCOUNTS, |number| number.parse().unwrap());
    let count = AtomicUsize::new(0);
    let receiver = Receiver::answering(move |_| {
        let is_refused = count.fetch_add(1, Ordering::Relaxed) % REFUSED == REFUSED - 1;
        Answer::With(if is_refused { StatusCode::SERVICE_UNAVAILABLE } else { StatusCode::OK })
    })
    .await;
    let fleet = Arc::new(Fleet::start().await);
    fleet.host().post("/v1/webhooks", &receiver.webhook("/", &["ALL_EVENTS"])).await;

    let linked = tokio::spawn(people::link(Arc::clone(&fleet), accounts));
    for _ in 0..KILLS {
        // All over the time that it takes to link them, which grows with their number.
        let life =
            Duration::from_millis(rand::rng().random_range(100..1500)) * u32::try_from(accounts).unwrap();
        tokio::time::sleep(life / u32::try_from(ACCOUNTS).unwrap()).await;
        fleet.kill_and_restart().await;
    }
    linked.await.unwrap();
    // What is left to deliver is delivered by yet another process.
    fleet.kill_and_restart().await;

    let expected = expected(&fleet).await;
    assert!(expected.len() >= accounts);
    let deadline = Instant::now() + PATIENCE;
    let (received, arrived) = loop {
        let received = receiver.so_far();
        let arrived = first_arrivals(&received);
        let has_all = |(subject, events): (&String, &Vec<String>)| {
            arrived.get(subject).is_some_and(|told| told.len() >= events.len())
        };
        if expected.iter().all(has_all) || Instant::now() > deadline {
            break (received, arrived);
        }
        tokio::time::sleep(Duration::from_secs(1)).await;
    };
    for (subject, events) in &expected {
        assert_eq!(arrived.get(subject), Some(events), "{subject}");
    }
    let strangers: Vec<_> = arrived.keys().filter(|subject| !expected.contains_key(*subject)).collect();
    assert!(strangers.is_empty(), "told of what is not there: {strangers:?}");
    let again = received.len() - arrived.values().map(Vec::len).sum::<usize>();
    #[expect(clippy::print_stdout, reason = "what the test went through is worth knowing")]
    {
        println!("{accounts} accounts, {} events, of which {again} came again", received.len());
    }
}

/// What was told of each subject, in the order in which it came for the first time.
fn first_arrivals(received: &[Received]) -> BTreeMap<String, Vec<String>> {
    let mut seen = HashSet::new();
    let mut arrived: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for received in received.iter().filter(|received| received.answer == 200) {
        let event = received.event();
        if seen.insert(text(&event["id"])) {
            let data = &event["data"];
            let subject =
                ["accountId", "sourceId", "userId"].iter().find_map(|name| data[name].as_str()).unwrap();
            arrived.entry(subject.to_owned()).or_default().push(in_short(&event));
        }
    }
    arrived
}

/// An event with how much it says of what.
fn in_short(event: &Value) -> String {
    let data = &event["data"];
    let name = text(&event["type"]);
    match (data["count"].as_u64(), data["status"].as_str(), data["errorCode"].as_str()) {
        (Some(count), _, _) => format!("{name} {count}"),
        (_, Some(status), _) => format!("{name} {status}"),
        (_, _, Some(code)) => format!("{name} {code}"),
        _ => name,
    }
}

/// What must have been told, judged by what the service says there is.
async fn expected(fleet: &Fleet) -> BTreeMap<String, Vec<String>> {
    let host = fleet.host();
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
                if number % LOOKED_INTO == 0 || !by_provider.contains_key(&provider) {
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

/// What is told of records that were read, by how many there are of each kind.
fn added(records: Vec<(&'static str, usize)>) -> impl Iterator<Item = String> {
    records.into_iter().filter(|(_, count)| *count > 0).flat_map(|(list, count)| match list {
        "identities" => vec!["IDENTITY_ADDED".to_owned(); count],
        "ratings" => vec!["RATING_ADDED".to_owned(); count],
        "insights" => vec!["INSIGHT_ADDED".to_owned(); count],
        list => vec![format!("{}_ADDED {count}", list.to_uppercase())],
    })
}
