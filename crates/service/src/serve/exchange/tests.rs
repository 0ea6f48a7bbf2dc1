//! What is expected next, until when, and which requests are not answered.

use super::*;
use crate::settings::Settings;

const HEAD: &[u8] = b"POST / HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n\r\n";

fn exchange() -> Exchange {
    Exchange::new(&Limits::of(&Settings { keep_alive_seconds: 75, ..Settings::default() }))
}

/// The seconds that are left, rounded up, and for what.
fn left(exchange: &Exchange) -> Option<(u64, TooSlow)> {
    let (at, why) = exchange.deadline()?;
    Some((at.saturating_duration_since(Instant::now()).as_millis().div_ceil(1000).try_into().unwrap(), why))
}

#[test]
fn a_request_is_followed_from_its_head_to_its_answer() {
    let exchange = exchange();
    assert_eq!(left(&exchange), Some((10, TooSlow::Head)), "a client that connects has to send a request");
    assert_eq!(exchange.expected(), Expected::Head(Head::default()));
    exchange.head_arrived(&HEAD[..20]);
    exchange.head_arrived(&HEAD[20..]);
    exchange.begin(Some(5), true).unwrap();
    assert_eq!((exchange.expected(), left(&exchange)), (Expected::Body(5), None));
    exchange.body_arrived(0);
    assert_eq!(left(&exchange), Some((20, TooSlow::Body)));
    exchange.body_arrived(5);
    assert_eq!((exchange.expected(), left(&exchange)), (Expected::Nothing, None), "it may take its time now");
    exchange.answer_taken(0);
    assert_eq!(left(&exchange), Some((30, TooSlow::Answer)));
    exchange.answer_taken(100);
    exchange.end();
    assert_eq!(left(&exchange), Some((75, TooSlow::Idle)));
    exchange.head_arrived(&HEAD[..1]);
    assert_eq!(left(&exchange), Some((10, TooSlow::Head)));
}

#[test]
fn bytes_of_a_head_gain_no_time() {
    let exchange = exchange();
    let (first, _) = exchange.deadline().unwrap();
    for byte in &HEAD[..30] {
        exchange.head_arrived(std::slice::from_ref(byte));
    }
    assert_eq!(exchange.deadline().unwrap().0, first);
}

#[test]
fn a_body_gains_time_by_its_bytes_alone() {
    let exchange = exchange();
    exchange.head_arrived(HEAD);
    exchange.begin(Some(1_000_000), true).unwrap();
    // 60 pieces of a byte, each after a second of waiting.
    exchange.state().body.waited = Duration::from_secs(19);
    exchange.body_arrived(1);
    exchange.body_arrived(0);
    assert_eq!(left(&exchange), Some((1, TooSlow::Body)));
    exchange.body_arrived(10_000);
    exchange.body_arrived(0);
    assert_eq!(left(&exchange), Some((11, TooSlow::Body)));
}

#[test]
fn an_answer_gains_time_by_its_bytes_alone() {
    let exchange = exchange();
    exchange.head_arrived(HEAD);
    exchange.begin(Some(0), true).unwrap();
    exchange.answer_taken(0);
    // Pieces of a byte, each after a wait.
    exchange.state().answer.waited = Duration::from_secs(29);
    exchange.answer_taken(1);
    exchange.answer_taken(0);
    assert_eq!(left(&exchange), Some((1, TooSlow::Answer)));
    exchange.answer_taken(10_000);
    exchange.answer_taken(0);
    assert_eq!(left(&exchange), Some((11, TooSlow::Answer)));
}

#[test]
fn another_request_gains_no_time_for_an_answer_that_is_stuck() {
    let exchange = exchange();
    exchange.head_arrived(HEAD);
    exchange.begin(Some(0), true).unwrap();
    exchange.answer_taken(0);
    let stuck = exchange.deadline();
    exchange.end();
    exchange.head_arrived(HEAD);
    exchange.begin(Some(0), true).unwrap();
    assert_eq!(exchange.deadline(), stuck);
}

#[test]
fn a_body_of_unknown_length_ends_where_it_says() {
    let exchange = exchange();
    exchange.head_arrived(b"POST / HTTP/1.1\r\nHost: here\r\nTransfer-Encoding: chunked\r\n\r\n");
    exchange.begin(None, true).unwrap();
    assert_eq!(exchange.expected(), Expected::Chunks);
    exchange.body_arrived(0);
    assert!(exchange.has_unread_body() && left(&exchange).is_some());
    exchange.body_arrived(100);
    exchange.body_ended();
    assert_eq!((exchange.expected(), left(&exchange)), (Expected::Nothing, None));
    assert!(!exchange.has_unread_body());
}

#[test]
fn a_request_whose_framing_is_unclear_is_not_answered() {
    for (fields, needs_host, refused) in [
        ("Host: a", true, None),
        ("Host: a\r\nContent-Length: 0", true, None),
        ("", false, None),
        ("", true, Some(BadRequest::Host)),
        ("Host: a\r\nHost: a", true, Some(BadRequest::Host)),
        ("Host: a\r\nhOST: b", false, Some(BadRequest::Host)),
        ("Host: a\r\nContent-Length: 3\r\nTransfer-Encoding: chunked", true, Some(BadRequest::TwoLengths)),
        ("Host: a\r\nTransfer-Encoding: chunked\r\nContent-Length: 3", true, Some(BadRequest::TwoLengths)),
    ] {
        let exchange = exchange();
        let gap = if fields.is_empty() { "" } else { "\r\n" };
        exchange.head_arrived(format!("GET / HTTP/1.1\r\n{fields}{gap}\r\n").as_bytes());
        assert_eq!(exchange.begin(Some(0), needs_host).err(), refused, "{fields}");
    }
    let exchange = exchange();
    assert_eq!(exchange.begin(Some(0), true), Err(BadRequest::Unframed), "its head was not seen");
}
