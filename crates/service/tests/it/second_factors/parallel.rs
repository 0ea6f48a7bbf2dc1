//! Many answers to one challenge at once, in two processes: each question to the source uses a try, and no right answer
//! is lost.

use super::asked;
use crate::support::{Reply, TestApp, Widget, eventually, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::sync::Arc;
use std::time::Duration;
use tokio::net::TcpListener;
use tokio::task::JoinSet;
use tokio::time::timeout;
use wink_service::{Metrics, serve_metrics};

/// Answers at once.
const ANSWERS: usize = 60;

/// Two processes on one database, and a widget.
async fn two_processes() -> ([Arc<TestApp>; 2], Arc<Widget>) {
    let one = TestApp::new().await;
    let other = one.another(|_| {}).await;
    let widget = one.widget().await;
    ([Arc::new(one), Arc::new(other)], Arc::new(widget))
}

/// Sends answers at once, half of them to each process.
async fn answer_at_once(
    apps: &[Arc<TestApp>; 2],
    widget: &Arc<Widget>,
    account: &Value,
    codes: &[&'static str],
) -> Vec<Reply> {
    let mut sent = JoinSet::new();
    for (&code, app) in codes.iter().zip(apps.iter().cycle()) {
        let (app, widget, account) = (Arc::clone(app), Arc::clone(widget), account.clone());
        sent.spawn(async move { widget.answer(&app, &account, code).await });
    }
    sent.join_all().await
}

async fn now(app: &TestApp, widget: &Widget, account: &Value) -> Value {
    widget.get(app, &format!("/accounts/{}", text(&account["accountId"]))).await.json()
}

/// What the processes of this test have counted.
struct Counted(std::net::SocketAddr);

impl Counted {
    async fn questions(&self, outcome: &str) -> usize {
        let shown = reqwest::get(format!("http://{}/metrics", self.0)).await.unwrap().text().await.unwrap();
        let name = format!("wink_second_factor_answers_total{{outcome=\"{outcome}\"}} ");
        shown.lines().find_map(|line| line.strip_prefix(&name)).map_or(0, |count| count.parse().unwrap())
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn sixty_answers_at_once_ask_the_source_once_for_each_try() {
    let metrics = Metrics::install().unwrap();
    let (apps, widget) = two_processes().await;
    let socket = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let counted = Counted(socket.local_addr().unwrap());
    let _metrics = serve_metrics(&apps[0].app, metrics, socket);

    let account = asked(&apps[0], &widget, "mfa_sms").await;
    let replies = answer_at_once(&apps, &widget, &account, &["0000"; ANSWERS]).await;
    assert_eq!(counted.questions("wrong").await, 3, "as many as there are tries");
    let ended = now(&apps[0], &widget, &account).await;
    assert_eq!((&ended["status"], &ended["errorCode"]), (&json!("ERROR"), &json!("INVALID_MFA")));
    for reply in replies {
        // The late ones are shown how it ended, or that the challenge is over. No more than 20 wait in each process.
        let is_over = |reply: &Reply| reply.refusal() == (409, "CHALLENGE_OVER".to_owned());
        assert!([200, 429].contains(&reply.status) || is_over(&reply), "{reply:?}");
    }

    let account = asked(&apps[0], &widget, "mfa_sms").await;
    answer_at_once(&apps, &widget, &account, &["1234"; ANSWERS]).await;
    assert_eq!(counted.questions("accepted").await, 1);
    let connected = widget.settle(&apps[0], &now(&apps[0], &widget, &account).await).await;
    assert_eq!(connected["status"], "CONNECTED");
    assert_eq!(counted.questions("wrong").await, 3);
    assert_eq!(counted.questions("failed").await, 0);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_right_answer_counts_whatever_else_is_being_checked() {
    let (apps, widget) = two_processes().await;
    for codes in [["0000", "1234", "0001"], ["1234", "0000", "0001"], ["0000", "0001", "1234"]] {
        for _ in 0..4 {
            let account = asked(&apps[0], &widget, "mfa_sms").await;
            answer_at_once(&apps, &widget, &account, &codes).await;
            let account = widget.settle(&apps[0], &now(&apps[0], &widget, &account).await).await;
            assert_eq!(account["status"], "CONNECTED", "{account}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn an_answer_is_checked_also_if_its_client_hangs_up() {
    let (apps, widget) = two_processes().await;
    let mut connected = 0;
    for polls in 1..12 {
        let account = asked(&apps[0], &widget, "mfa_sms").await;
        {
            let mut answering = Box::pin(widget.answer(&apps[0], &account, "1234"));
            let mut is_answered = false;
            for _ in 0..polls {
                is_answered = timeout(Duration::from_millis(2), &mut answering).await.is_ok();
                if is_answered {
                    break;
                }
            }
            // The last one hangs up once its try is claimed, however slow this machine is.
            if polls == 11 && !is_answered {
                let id = text(&account["accountId"]);
                let claimed = format!("accounts WHERE id = '{id}' AND (claims > 0 OR challenge IS NULL)");
                tokio::select! {
                    _ = &mut answering => {}
                    () = eventually("it is claimed", async || apps[0].place().count(&claimed).await > 0) => {}
                }
            }
        }
        // Hung up before the claim, nothing has happened; after it, the person is connected.
        let account = now(&apps[0], &widget, &account).await;
        if account["status"] == "AWAITING_MFA" && account["challenge"]["triesLeft"].is_null() {
            continue;
        }
        eventually("the answer is checked", async || {
            now(&apps[1], &widget, &account).await["status"] == "CONNECTED"
        })
        .await;
        connected += 1;
    }
    assert_ne!(connected, 0);
}

#[tokio::test]
async fn an_answer_whose_claim_ran_out_gives_no_try_back() {
    let app = TestApp::new().await;
    if app.place().database().is_on_a_server() {
        // The trigger is written for SQLite.
        return;
    }
    let widget = app.widget().await;
    let account = asked(&app, &widget, "mfa_sms").await;
    // As if this process hung until its claim ran out, and another process took the next try.
    app.run_sql(
        "CREATE TRIGGER another AFTER UPDATE OF claimed_until ON accounts WHEN NEW.claims = 1
         BEGIN UPDATE accounts SET claims = 2,
             challenge = replace(challenge, '\"tries_left\":2', '\"tries_left\":1') WHERE id = NEW.id;
         END",
    )
    .await;
    widget.answer(&app, &account, "0000").await;
    assert_eq!(now(&app, &widget, &account).await["challenge"]["triesLeft"], 1);
}

#[tokio::test]
async fn a_try_whose_process_died_is_used_up_and_the_next_one_waits_for_its_claim() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = asked(&app, &widget, "mfa_sms").await;
    // As a process leaves it that dies while the source checks the last answer.
    let until = app.clock.now().as_millisecond() + 45_000;
    let claim = |tries: u8| {
        format!(
            "UPDATE accounts SET claimed_until = {until}, claims = claims + 1,
             challenge = replace(challenge, '\"tries_left\":3', '\"tries_left\":{tries}')"
        )
    };
    app.run_sql(&claim(0)).await;
    // The challenge expires while it is claimed, which must not end it.
    let path = format!("/accounts/{}", text(&account["accountId"]));
    assert_eq!(widget.get(&app, &path).await.json()["status"], "AWAITING_MFA");
    app.clock.advance(Duration::from_secs(46));
    let ended = widget.get(&app, &path).await.json();
    assert_eq!((&ended["status"], &ended["errorCode"]), (&json!("ERROR"), &json!("INVALID_MFA")));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn another_code_is_requested_once_by_many_at_once() {
    let (apps, widget) = two_processes().await;
    let account = asked(&apps[0], &widget, "mfa_sms").await;
    apps[0].clock.advance(Duration::from_secs(31));
    let mut sent = JoinSet::new();
    for app in apps.iter().cycle().take(ANSWERS) {
        let (app, widget, account) = (Arc::clone(app), Arc::clone(&widget), account.clone());
        sent.spawn(async move { widget.request_again(&app, &account).await });
    }
    let replies = sent.join_all().await;
    let after = now(&apps[0], &widget, &account).await;
    assert_ne!(after["challenge"]["challengeId"], account["challenge"]["challengeId"]);
    assert_eq!(after["version"], account["version"].as_i64().unwrap() + 1, "one new code");
    for reply in replies {
        assert!(reply.status == 200 || reply.status == 429, "{reply:?}");
    }
    let path = format!("/accounts/{}", text(&account["accountId"]));
    assert_eq!(widget.call(&apps[0], Method::DELETE, &path, None).await.status, 200);
}
