//! When a key is created, accepted, replaced and deleted.

use super::*;
use crate::refusal::Refusal;
use jiff::Timestamp;
use std::sync::atomic::{AtomicU32, Ordering};
use tempfile::TempDir;

const DAYS: u16 = 30;

static MADE: AtomicU32 = AtomicU32::new(0);

/// A kind of key that is quick to create.
#[derive(Debug, PartialEq, Eq)]
struct Word(String);

impl RotatingKey for Word {
    const KIND: KeyKind = KeyKind::Tokens;

    fn make() -> Option<Secret> {
        Some(Secret::from(format!("word {}", MADE.fetch_add(1, Ordering::Relaxed))))
    }

    fn read(text: &Secret) -> Option<Self> {
        text.expose().starts_with("word").then(|| Self(text.expose().to_owned()))
    }
}

/// A database and a clock that several processes share.
struct Place {
    folder: TempDir,
    store: Store,
    clock: Clock,
}

impl Place {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database = folder.path().join("wink.db").to_str().unwrap().parse().unwrap();
        let store = Store::open(&database).await.unwrap();
        Self { folder, store, clock: Clock::manual(Timestamp::from_second(1_800_000_000).unwrap()) }
    }

    fn ring_with(&self, master_key: &str, made_ahead: Option<&str>) -> Keyring<Word> {
        let at_rest = SealingKey::new(&master_key.into(), b"rotating keys").unwrap();
        Keyring::new(self.store.clone(), self.clock.clone(), at_rest, DAYS, made_ahead.map(Secret::from))
    }

    fn ring(&self) -> Keyring<Word> {
        self.ring_with("the master key", None)
    }

    fn pass_days(&self, days: i64) {
        self.clock.advance(Duration::from_millis(u64::try_from(days * DAY_MILLIS).unwrap()));
    }
}

#[tokio::test]
async fn one_key_is_made_and_every_process_uses_it() {
    let place = Place::new().await;
    let (one, other) = (place.ring(), place.ring());
    assert!(!one.has_key());
    let first = one.current().await.unwrap();
    let second = other.current().await.unwrap();
    assert_eq!((first.number, &*first.key), (second.number, &*second.key));
    assert_eq!(one.current().await.unwrap().key, first.key, "not another each time");
    assert!(one.has_key());
    // A process that has never used the current key finds it by its number.
    assert_eq!(place.ring().numbered(first.number).await.unwrap(), Some(first.key));
    place.store.close().await;
    let database = std::fs::read(place.folder.path().join("wink.db")).unwrap();
    assert!(!database.windows(4).any(|window| window == b"word"), "it is stored encrypted");
}

/// Each may have created a key: then every process accepts both.
#[tokio::test]
async fn processes_that_start_together_read_each_others_keys() {
    let place = Place::new().await;
    let (one, other) = (place.ring(), place.ring());
    let (first, second) = tokio::join!(one.current(), other.current());
    for made in [first.unwrap(), second.unwrap()] {
        for ring in [&one, &other, &place.ring()] {
            assert_eq!(ring.numbered(made.number).await.unwrap(), Some(Arc::clone(&made.key)));
        }
    }
}

#[tokio::test]
async fn a_key_that_was_made_ahead_is_the_first_and_no_other() {
    let place = Place::new().await;
    let ring = place.ring_with("the master key", Some("word made ahead"));
    assert_eq!(ring.current().await.unwrap().key.0, "word made ahead");
    place.pass_days(i64::from(DAYS));
    assert_ne!(ring.current().await.unwrap().key.0, "word made ahead");
}

#[tokio::test]
async fn a_replaced_key_is_taken_for_two_days_more() {
    let place = Place::new().await;
    let ring = place.ring();
    let first = ring.current().await.unwrap();
    place.clock.advance(Duration::from_millis(u64::from(DAYS) * 24 * 60 * 60 * 1000 - 1));
    assert_eq!(ring.current().await.unwrap().number, first.number, "not a moment too early");
    place.clock.advance(Duration::from_millis(1));
    let second = ring.current().await.unwrap();
    assert_eq!(second.number, first.number + 1);
    assert_ne!(second.key, first.key);

    place.clock.advance(Duration::from_millis(u64::try_from(OVERLAP_MILLIS).unwrap() - 1));
    assert_eq!(ring.numbered(first.number).await.unwrap(), Some(Arc::clone(&first.key)));
    assert_eq!(place.ring().numbered(first.number).await.unwrap(), Some(first.key));
    place.clock.advance(Duration::from_millis(1));
    assert_eq!(ring.numbered(first.number).await.unwrap(), None);
    assert_eq!(place.ring().numbered(first.number).await.unwrap(), None);
    assert_eq!(ring.numbered(second.number).await.unwrap(), Some(second.key));
}

#[tokio::test]
async fn expired_keys_are_deleted_and_a_number_is_never_used_twice() {
    let place = Place::new().await;
    let ring = place.ring();
    let first = ring.current().await.unwrap();
    place.pass_days(i64::from(DAYS) + OVERLAP_MILLIS / DAY_MILLIS + 1);
    ring.rotate(0).await.unwrap();
    let second = ring.current().await.unwrap();
    assert_eq!(second.number, first.number + 1);
    let kept = place.store.rotating_keys(Word::KIND, 0).await.unwrap();
    assert_eq!(kept.iter().map(|key| key.number).collect::<Vec<_>>(), [second.number]);
}

#[tokio::test]
async fn numbers_that_no_key_has_are_none() {
    let place = Place::new().await;
    let ring = place.ring();
    ring.current().await.unwrap();
    for number in [i64::MIN, -1, 0, 2, i64::MAX] {
        assert_eq!(ring.numbered(number).await.unwrap(), None, "{number}");
    }
}

/// The failure of a look that several callers share.
fn shared(error: KeyringError) -> Arc<KeyringError> {
    match error {
        KeyringError::Shared(found) => found,
        other => panic!("{other:?} is one caller's own"),
    }
}

#[tokio::test]
async fn unknown_numbers_ask_the_database_once_a_second_at_most() {
    let place = Place::new().await;
    let ring = place.ring();
    ring.current().await.unwrap();
    assert_eq!(ring.numbered(7).await.unwrap(), None);
    // From now on, asking the database fails.
    place.store.close().await;
    let (mut calls, mut asked) = (tokio::task::JoinSet::new(), None);
    for number in 0..50 {
        let ring = ring.clone();
        calls.spawn(async move { ring.numbered(7 + number).await });
    }
    let failures: Vec<_> = calls.join_all().await.into_iter().map(|call| shared(call.unwrap_err())).collect();
    assert!(matches!(*failures[0], KeyringError::Store(_)));
    for failure in failures {
        assert!(Arc::ptr_eq(&failure, asked.get_or_insert(Arc::clone(&failure))), "one asked for all");
        assert_eq!(Refusal::from(KeyringError::Shared(failure)).status, 503);
    }
    assert!(ring.numbered(1).await.unwrap().is_some(), "a known key is at hand");
}

#[tokio::test]
async fn another_master_key_opens_nothing_and_says_so() {
    let place = Place::new().await;
    let first = place.ring().current().await.unwrap();
    let other = place.ring_with("another master key", None);
    assert!(matches!(other.current().await, Err(KeyringError::Unsealable(_))));
    assert!(matches!(*shared(other.numbered(first.number).await.unwrap_err()), KeyringError::Unsealable(_)));
    let kept = place.store.rotating_keys(Word::KIND, 0).await.unwrap();
    assert_eq!(kept.len(), 1, "and makes none in its place");
}

#[tokio::test]
async fn a_stored_key_is_worth_nothing_under_another_number() {
    let place = Place::new().await;
    place.ring().current().await.unwrap();
    let mut moved = place.store.rotating_keys(Word::KIND, 0).await.unwrap().remove(0);
    moved.number += 1;
    place.store.add_rotating_key(Word::KIND, &moved).await.unwrap();
    let refused = place.ring().numbered(moved.number).await.unwrap_err();
    assert!(matches!(*shared(refused), KeyringError::Unsealable(_)));
}

async fn until(what: impl AsyncFn() -> bool) {
    let reached = async {
        while !what().await {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), reached).await.unwrap();
}

#[tokio::test]
async fn rotation_creates_the_first_key_and_replaces_it_until_the_process_stops() {
    let (place, stopping) = (Place::new().await, CancellationToken::new());
    let ring = place.ring();
    let newest = async || place.store.last_rotating_key(Word::KIND).await.unwrap();
    ring.spawn_rotation(stopping.clone());
    until(async || newest().await == Some(1)).await;
    place.pass_days(i64::from(DAYS));
    until(async || newest().await == Some(2)).await;
    stopping.cancel();
    tokio::time::sleep(LOOK_EVERY).await;
    place.pass_days(i64::from(DAYS));
    tokio::time::sleep(2 * LOOK_EVERY).await;
    assert_eq!(newest().await, Some(2), "a stopped process creates none");
}

/// How many keys of a slow kind are being created, and the most at once.
static AT_WORK: AtomicU32 = AtomicU32::new(0);
static MOST_AT_WORK: AtomicU32 = AtomicU32::new(0);
/// Creating a slow key ends once this is free.
static GATE: Mutex<()> = Mutex::new(());

struct SlowWord;

impl RotatingKey for SlowWord {
    const KIND: KeyKind = KeyKind::Sealing;

    fn make() -> Option<Secret> {
        MOST_AT_WORK.fetch_max(AT_WORK.fetch_add(1, Ordering::SeqCst) + 1, Ordering::SeqCst);
        drop(GATE.lock());
        AT_WORK.fetch_sub(1, Ordering::SeqCst);
        Some(Secret::from("slow"))
    }

    fn read(_: &Secret) -> Option<Self> {
        Some(Self)
    }
}

#[tokio::test]
async fn callers_that_hang_up_do_not_start_another_key() {
    let place = Place::new().await;
    let at_rest = SealingKey::new(&"the master key".into(), b"rotating keys").unwrap();
    let ring: Keyring<SlowWord> = Keyring::new(place.store.clone(), place.clock.clone(), at_rest, DAYS, None);
    let (open, closed) = std::sync::mpsc::channel::<()>();
    let (is_shut, shut) = std::sync::mpsc::channel();
    let gatekeeper = std::thread::spawn(move || {
        let _gate = GATE.lock().unwrap();
        is_shut.send(()).unwrap();
        closed.recv().ok();
    });
    shut.recv().unwrap();
    for call in 0..10 {
        let ring = ring.clone();
        let caller = tokio::spawn(async move { ring.current().await.map(drop) });
        if call == 0 {
            until(async || AT_WORK.load(Ordering::SeqCst) == 1).await;
        } else {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        caller.abort();
        assert!(caller.await.unwrap_err().is_cancelled());
    }
    assert_eq!(MOST_AT_WORK.load(Ordering::SeqCst), 1);
    drop(open);
    gatekeeper.join().unwrap();
    assert_eq!(ring.current().await.unwrap().number, 1);
}
