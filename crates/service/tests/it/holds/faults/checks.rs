//! What must be so in the end.

use super::client::Client;
use super::ledger::{Acknowledged, Ledger};
use super::people::{CODE, PASSWORD};
use super::service::Service;
use crate::canaries::spellings;
use crate::support::{Received, Receiver, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::time::{Duration, Instant};
use tokio::time::sleep;

/// Longest until what an earlier process left is finished: its lease has to run out first.
const SETTLED_WITHIN: Duration = Duration::from_secs(60);

/// Longest until the last events arrive. One that was refused comes again after 20 seconds, and after 60 more.
const TOLD_WITHIN: Duration = Duration::from_secs(120);

/// How many of those that were deleted are looked into.
const LOOK_INTO: usize = 20;

/// What hosts see of everything, once nothing is in progress any more.
async fn settled(host: &Client, list: &str, status_of: fn(&Value) -> &str) -> BTreeMap<String, String> {
    let begun = Instant::now();
    loop {
        let items = host.list(&format!("/v1/{list}"), "").await;
        let seen: BTreeMap<_, _> =
            items.iter().map(|item| (text(&item["id"]), status_of(item).to_owned())).collect();
        let left: Vec<_> = seen.iter().filter(|(_, status)| is_in_progress(status)).collect();
        if left.is_empty() {
            return seen;
        }
        assert!(begun.elapsed() < SETTLED_WITHIN, "still in progress: {left:?}");
        sleep(Duration::from_millis(500)).await;
    }
}

fn is_in_progress(status: &str) -> bool {
    matches!(status, "PENDING" | "STARTED")
}

async fn accounts(host: &Client) -> BTreeMap<String, String> {
    settled(host, "accounts", |account| account["connectionStatus"].as_str().unwrap()).await
}

async fn archives(host: &Client) -> BTreeMap<String, String> {
    settled(host, "archives", |archive| archive["state"]["status"].as_str().unwrap()).await
}

async fn users(host: &Client) -> BTreeSet<String> {
    host.list("/v1/users", "").await.iter().map(|user| text(&user["id"])).collect()
}

/// Everything that was acknowledged is there, in the state that was acknowledged, or in a later one.
pub(super) async fn nothing_acknowledged_is_missing(host: &Client, ledger: &Ledger) {
    let (users, accounts, archives) = (users(host).await, accounts(host).await, archives(host).await);
    let deleted: Vec<String> = {
        let acknowledged = ledger.acknowledged();
        let Acknowledged { users: known, accounts: linked, archives: sent, .. } = &*acknowledged;
        let lost: Vec<_> = known.difference(&users).collect();
        assert!(lost.is_empty(), "lost users: {lost:?}");
        for (now, then) in [(&accounts, linked), (&archives, sent)] {
            for (id, acknowledged) in then {
                let kept = now.get(id).unwrap_or_else(|| panic!("{id} is lost; it was {acknowledged}"));
                let goes_on = is_in_progress(acknowledged) || acknowledged == "AWAITING_MFA";
                assert!(goes_on || kept == acknowledged, "{id} was {acknowledged} and is {kept}");
            }
        }
        let gone = linked.iter().filter(|(_, status)| *status == "DISCONNECTED");
        gone.map(|(id, _)| id.clone()).take(LOOK_INTO).collect()
    };
    for id in deleted {
        for list in ["identities", "incomes", "documents"] {
            let left = host.list(&format!("/v1/{list}"), &format!("&sourceId={id}")).await;
            assert!(left.is_empty(), "{list} of {id}, which was deleted: {left:?}");
        }
    }
}

/// Every event that the state in the end implies has arrived, those of one subject in order. Answers with how many arrived.
pub(super) async fn every_event_has_arrived(host: &Client, ledger: &Ledger, receiver: &Receiver) -> usize {
    let mut expected: BTreeMap<String, Vec<&str>> = BTreeMap::new();
    for user in users(host).await {
        expected.insert(user, vec!["USER_CREATED"]);
    }
    for (id, status) in accounts(host).await {
        expected.insert(
            id,
            match status.as_str() {
                "CONNECTED" => {
                    vec![
                        "ACCOUNT_CREATED",
                        "ACCOUNT_CONNECTED",
                        "TASK_STARTED",
                        "IDENTITY_ADDED",
                        "TASK_FINISHED",
                    ]
                }
                "ERROR" => vec!["ACCOUNT_CREATED", "ACCOUNT_FAILED"],
                "DISCONNECTED" => vec!["ACCOUNT_CREATED", "ACCOUNT_DISCONNECTED"],
                _ => vec!["ACCOUNT_CREATED"],
            },
        );
    }
    for (id, status) in archives(host).await {
        let last = match status.as_str() {
            "ANALYZED" => "ARCHIVE_ANALYZED",
            "REVOKED" => "ARCHIVE_REVOKED",
            _ => "ARCHIVE_FAILED",
        };
        expected.insert(id, vec!["ARCHIVE_STARTED", last]);
    }
    for user in &ledger.acknowledged().resets {
        expected.entry(user.clone()).or_default().push("USER_SESSION_RESET");
    }
    let begun = Instant::now();
    loop {
        let arrived = arrivals(&receiver.so_far());
        let missing: Vec<_> = expected
            .iter()
            .filter(|(subject, events)| !has_in_order(arrived.get(*subject), events))
            .map(|(subject, events)| (subject, events, arrived.get(subject)))
            .collect();
        if missing.is_empty() {
            return arrived.values().map(Vec::len).sum();
        }
        assert!(
            begun.elapsed() < TOLD_WITHIN,
            "{} miss events: {:#?}",
            missing.len(),
            &missing[..missing.len().min(5)]
        );
        sleep(Duration::from_millis(500)).await;
    }
}

/// The events about each subject, in the order in which they first arrived.
fn arrivals(received: &[Received]) -> BTreeMap<String, Vec<String>> {
    let (mut seen, mut arrived) = (HashSet::new(), BTreeMap::<String, Vec<String>>::new());
    for event in received.iter().filter(|received| received.answer == 200).map(Received::event) {
        if seen.insert(text(&event["id"])) {
            let data = &event["data"];
            let named = ["accountId", "archiveId", "sourceId", "userId"];
            let subject = named.iter().find_map(|name| data[name].as_str());
            let subject = subject.or_else(|| data["session"]["userId"].as_str()).unwrap();
            arrived.entry(subject.to_owned()).or_default().push(text(&event["type"]));
        }
    }
    arrived
}

/// Whether these are there in this order, whatever else there is.
fn has_in_order(arrived: Option<&Vec<String>>, wanted: &[&str]) -> bool {
    let mut arrived = arrived.into_iter().flatten();
    wanted.iter().all(|event| arrived.by_ref().any(|other| other == event))
}

/// No secret stands in the log, in the database, in a file, or in a refusal.
pub(super) async fn no_secret_is_outside(service: &Service, ledger: &Ledger) {
    let log = service.log();
    assert!(String::from_utf8_lossy(&log).contains("account connected"), "there is a log");
    let refusals: Vec<_> = ledger.refusals().into_iter().collect();
    let places = [
        ("the log", log),
        ("the database", service.place.everything().await),
        ("a refusal", refusals.join("\n").into_bytes()),
    ];
    let secrets = ledger.secrets();
    for (place, content) in places {
        let content = String::from_utf8_lossy(&content);
        let found = |secret: &str| spellings(secret).iter().any(|spelling| content.contains(spelling));
        for canary in [PASSWORD, CODE] {
            assert!(!found(canary), "{canary} is in {place}");
        }
        for secret in &secrets {
            assert!(!content.contains(secret), "an API secret or a session's token is in {place}");
        }
    }
    for canary in [PASSWORD, CODE] {
        assert!(!crate::support::is_in_folder(&service.place.data_folder(), canary.as_bytes()), "in a file");
    }
}

#[test]
fn what_is_missing_or_in_another_order_is_seen() {
    let arrived: Vec<String> = ["A", "X", "B", "C"].map(str::to_owned).to_vec();
    for (wanted, is_there) in
        [(vec!["A", "B"], true), (vec!["B", "A"], false), (vec!["A", "D"], false), (vec!["A", "A"], false)]
    {
        assert_eq!(has_in_order(Some(&arrived), &wanted), is_there, "{wanted:?}");
    }
    assert!(!has_in_order(None, &["A"]));
}
