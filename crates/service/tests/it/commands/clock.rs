//! `wink-service clock`.

use crate::support::{Place, Program, TestApp, run};
use reqwest::Client;
use serde_json::{Value, json};

/// The year in which a running service creates a user.
async fn year_at(program: &Program, place: &Place) -> i16 {
    let keys = std::fs::read(place.data_folder().join("sandbox-keys.json")).unwrap();
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    let made: Value = Client::new()
        .post(format!("http://{}/v1/users", program.address))
        .basic_auth(keys["apiKey"].as_str().unwrap(), keys["apiSecret"].as_str())
        .json(&json!({}))
        .send()
        .await
        .unwrap()
        .json()
        .await
        .unwrap();
    let at = made["data"]["user"]["createdAt"].as_str().unwrap().to_owned();
    at[..4].parse().unwrap()
}

async fn eventually_in(year: i16, program: &Program, place: &Place) {
    for _ in 0..600 {
        if year_at(program, place).await == year {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(100)).await;
    }
    panic!("it is never {year}");
}

#[tokio::test]
async fn the_clock_of_every_process_moves_and_is_set_back() {
    let place = Place::new().await;
    let (one, other) = tokio::join!(Program::start(&place, &[], &[]), Program::start(&place, &[], &[]));
    let this_year = year_at(&one, &place).await;
    let shown = run(&place, &["clock", "show"]).await.printed();
    assert!(shown.contains("the system's time"), "{shown}");

    let moved = run(&place, &["clock", "advance", "1100d"]).await.printed();
    assert!(moved.contains("26400h ahead"), "{moved}");
    // Three years and some days ahead; whether that is one more calendar year depends on the day.
    let there: i16 = moved[..4].parse().unwrap();
    assert!(there >= this_year + 3);
    for program in [&one, &other] {
        eventually_in(there, program, &place).await;
    }
    let further = run(&place, &["clock", "advance", "12h"]).await.printed();
    assert!(further.contains("26412h ahead"), "{further}");
    let later = Program::start(&place, &[], &[]).await;
    assert!(year_at(&later, &place).await >= there, "also from the start");

    run(&place, &["clock", "reset"]).await.printed();
    for program in [&one, &other, &later] {
        eventually_in(this_year, program, &place).await;
    }
}

#[tokio::test]
async fn it_is_not_moved_where_real_people_are_linked() {
    let app = TestApp::new().await;
    run(app.place(), &["clock", "advance", "1d"]).await.printed();
    let production = ["keys", "create", "--tenant", "acme", "--mode", "production"];
    let complaint = run(app.place(), &production).await.refused();
    assert!(complaint.contains("clock reset"), "{complaint}");
    run(app.place(), &["clock", "reset"]).await.printed();

    let made = run(app.place(), &production).await.printed();
    let key = made.lines().next().unwrap().split_whitespace().last().unwrap();
    for command in [&["clock", "advance", "1d"][..], &["clock", "reset"]] {
        let complaint = run(app.place(), command).await.refused();
        assert!(complaint.contains(key) && complaint.contains("real people"), "{complaint}");
    }
    run(app.place(), &["keys", "revoke", key]).await.printed();
    run(app.place(), &["clock", "advance", "1d"]).await.printed();
    let complaint = run(app.place(), &["clock", "advance", "100y"]).await.refused();
    assert!(complaint.contains("not a duration") || complaint.contains("ten years"), "{complaint}");
}
