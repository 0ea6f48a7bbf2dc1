//! Who gets a place, and who loses one.

use super::*;
use crate::settings::Settings;

fn gate(connections: usize, per_address: Option<usize>, reserve: usize) -> Gate {
    Gate::new(Limits { connections, reserve, per_address, ..Limits::of(&Settings::default()) })
}

fn ip(text: &str) -> IpAddr {
    text.parse().unwrap()
}

/// A place with a request in progress.
fn working(gate: &Gate, address: &str) -> Place {
    let place = gate.admit(ip(address)).unwrap();
    assert_eq!(place.start_working(), Kind::Any);
    place
}

fn is_evicted(place: &Place) -> bool {
    place.evicted.is_cancelled()
}

#[test]
fn the_longest_silent_connection_makes_room() {
    let gate = gate(3, None, 1);
    let busy = working(&gate, "192.0.2.1");
    let (oldest, newer) = (gate.admit(ip("192.0.2.2")).unwrap(), gate.admit(ip("192.0.2.3")).unwrap());
    let next = gate.admit(ip("192.0.2.4")).unwrap();
    assert!(is_evicted(&oldest) && !is_evicted(&newer) && !is_evicted(&busy));
    assert_eq!(next.start_working(), Kind::Any);
    // A connection whose request was answered waits from then on.
    busy.start_waiting();
    let last = gate.admit(ip("192.0.2.5")).unwrap();
    assert!(is_evicted(&newer) && !is_evicted(&busy) && !is_evicted(&last));
    assert_eq!(gate.open(), 3, "an evicted one no longer counts");
    drop((oldest, newer));
    assert_eq!(gate.open(), 3, "and is not subtracted twice");
}

#[test]
fn while_all_work_only_health_checks_get_a_place() {
    let gate = gate(2, None, 1);
    let (first, _second) = (working(&gate, "192.0.2.1"), working(&gate, "192.0.2.2"));
    let third = gate.admit(ip("192.0.2.3")).unwrap();
    assert_eq!(third.start_working(), Kind::Health);
    assert!(gate.admit(ip("192.0.2.4")).is_none(), "the reserve is limited too");
    third.start_waiting();
    let fourth = gate.admit(ip("192.0.2.4")).unwrap();
    assert!(is_evicted(&third), "a silent connection does not keep a place of the reserve");
    drop(first);
    assert_eq!(fourth.start_working(), Kind::Any, "there is room by now");
}

#[test]
fn an_address_takes_places_from_itself_alone() {
    let gate = gate(8, Some(2), 1);
    let others: Vec<Place> = (1..5).map(|last| gate.admit(ip(&format!("192.0.2.{last}"))).unwrap()).collect();
    let mine = [gate.admit(ip("198.51.100.1")).unwrap(), gate.admit(ip("198.51.100.1")).unwrap()];
    let third = gate.admit(ip("198.51.100.1")).unwrap();
    assert!(is_evicted(&mine[0]) && !others.iter().any(is_evicted));
    third.start_working();
    mine[1].start_working();
    assert_eq!(gate.admit(ip("198.51.100.1")).unwrap().start_working(), Kind::Health);
    assert_eq!(gate.admit(ip("198.51.100.2")).unwrap().start_working(), Kind::Any);
}

#[test]
fn an_ipv6_customer_is_one_address_and_a_proxy_is_many() {
    let trusted_proxies = vec!["10.0.0.0/8".parse().unwrap()];
    let limits =
        Limits { connections: 8, per_address: Some(1), trusted_proxies, ..Limits::of(&Settings::default()) };
    let gate = Gate::new(limits);
    let first = working(&gate, "2001:db8::1");
    assert_eq!(gate.admit(ip("2001:db8::2")).unwrap().start_working(), Kind::Health);
    assert_eq!(gate.admit(ip("2001:db8:0:1::2")).unwrap().start_working(), Kind::Any);
    let proxied = [working(&gate, "10.0.0.1"), working(&gate, "10.0.0.1")];
    assert!(!is_evicted(&first) && !proxied.iter().any(is_evicted));
}

#[test]
fn nothing_is_kept_of_connections_that_ended() {
    let gate = gate(4, Some(2), 1);
    for round in 0..100 {
        let places = [0, 1, 2, 3, 4].map(|last| gate.admit(ip(&format!("192.0.{round}.{}", last / 2))));
        for place in places.iter().flatten() {
            place.start_working();
            place.start_waiting();
        }
    }
    let register = gate.register();
    assert!(register.entries.is_empty() && register.addresses.is_empty());
    for group in [&register.any, &register.health] {
        assert!(group.open == 0 && group.waiting.is_empty());
    }
}

#[test]
fn one_that_waits_can_be_closed_at_any_time() {
    let gate = gate(4, None, 1);
    let (busy, silent) = (working(&gate, "192.0.2.1"), gate.admit(ip("192.0.2.1")).unwrap());
    assert!(gate.evict_one() && is_evicted(&silent) && !is_evicted(&busy));
    assert!(!gate.evict_one(), "nobody else waits");
}
