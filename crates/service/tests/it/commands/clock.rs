//! `wink-service clock`.

use crate::support::{Answer, Place, Program, Receiver, TestApp, eventually, run, text};
use reqwest::{Client, StatusCode};
use serde_json::{Value, json};

/// A host's request to a running service.
async fn post(program: &Program, place: &Place, path: &str, body: &Value) -> Value {
    let keys = std::fs::read(place.data_folder().join("sandbox-keys.json")).unwrap();
    let keys: Value = serde_json::from_slice(&keys).unwrap();
    let request = Client::new()
        .post(format!("http://{}/v1/{path}", program.address))
        .basic_auth(keys["apiKey"].as_str().unwrap(), keys["apiSecret"].as_str())
        .json(body);
    request.send().await.unwrap().error_for_status().unwrap().json().await.unwrap()
}

/// When a running service creates a user, by its clock.
async fn time_at(program: &Program, place: &Place) -> String {
    text(&post(program, place, "users", &json!({})).await["data"]["user"]["createdAt"])
}

async fn year_at(program: &Program, place: &Place) -> i16 {
    time_at(program, place).await[..4].parse().unwrap()
}

async fn eventually_in(year: i16, program: &Program, place: &Place) {
    eventually("the clock is there", async || year_at(program, place).await == year).await;
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
async fn what_waits_goes_back_with_the_clock() {
    let place = Place::new().await;
    let program = Program::start(&place, &[], &[]).await;
    let moved = run(&place, &["clock", "advance", "12h"]).await.printed();
    let there = &moved[..16];
    eventually("the clock is there", async || *time_at(&program, &place).await >= *there).await;

    let receiver = Receiver::answering(|_| Answer::With(StatusCode::SERVICE_UNAVAILABLE)).await;
    post(&program, &place, "webhooks", &receiver.webhook("/", &["ALL_EVENTS"])).await;
    let user = text(&post(&program, &place, "users", &json!({})).await["data"]["user"]["id"]);
    post(&program, &place, &format!("users/{user}/resetSession"), &json!({})).await;
    receiver.at_least(1).await;
    // It stores the failure before it ends.
    program.terminate().await;

    run(&place, &["clock", "reset"]).await.printed();
    // The pause after a failure is 20 seconds.
    run(&place, &["clock", "advance", "25s"]).await.printed();
    let _program = Program::start(&place, &[], &[]).await;
    receiver.at_least(2).await;
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
