//! Deleted data is gone: from every table, from the bytes of SQLite's files, and from the data folder. Data is deleted
//! by revocation, by age, and when a person is forgotten.

mod elsewhere;

use crate::archives::Upload;
use crate::archives::samples::sample;
use crate::data::link;
use crate::support::{Answer, Receiver, TestApp, Widget, bytes_of, eventually, invite_template, run, text};
use axum::http::Method;
use serde_json::{Value, json};
use std::path::Path;
use std::time::Duration;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// Texts from George's sources, of which every table with such data holds some.
const GEORGE: [&str; 4] = ["Palomero", "gpalomero1234", "9559991234", "3300000008"];

/// Other data about a person: a file's name and content, and a failed login.
const DOCUMENT: [&str; 2] = ["marker-of-the-file", "Bayani Fresh Foods"];
const FAILED_LOGIN: &str = "marker-of-a-login@example.com";
const EMPLOYER: [&str; 2] = ["Marker Bakery", "marker-of-the-mail@example.com"];
const METADATA: &str = "marker-of-the-host";

/// A person with all kinds of data.
struct Person {
    widget: Widget,
    accounts: [String; 2],
    archive: String,
    /// Ids of all records and figures. They occur nowhere else.
    records: Vec<String>,
}

impl Person {
    async fn new(app: &TestApp) -> Self {
        let metadata = json!({ "externalMetadata": { "customer": METADATA } });
        let data = app.post("/users", &metadata).await.json()["data"].take();
        let widget = Widget::open(app, text(&data["user"]["id"]), &text(&data["token"]["accessToken"])).await;
        let accounts = [
            link(app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await,
            link(app, &widget, "upwork", "email", "gpalomero1234@smileapi.io").await,
        ];
        let wrong = ("upwork", "email", [("email", FAILED_LOGIN), ("password", "wrong")]);
        let failed = widget.start(app, wrong).await;
        assert_eq!(widget.settle(app, &failed).await["status"], "ERROR");
        let slip = [Upload::pdf("marker-of-the-file.pdf", sample("payslip-george.pdf"))];
        let archive = widget.upload(app, "PAYSLIP", &slip).await;
        assert_eq!(widget.read_out(app, &archive).await["status"], "ANALYZED");
        let employer = json!({ "name": EMPLOYER[0], "email": EMPLOYER[1] });
        assert_eq!(widget.post(app, "/employers", &employer).await.status, 201);
        let records = records(app, &widget.user_id).await;
        Self { widget, accounts, archive: text(&archive["archiveId"]), records }
    }

    fn record_ids(&self) -> impl Iterator<Item = &str> {
        self.records.iter().map(String::as_str)
    }
}

/// Ids of all of a user's records and figures.
async fn records(app: &TestApp, user_id: &str) -> Vec<String> {
    let mut ids = Vec::new();
    for list in [
        "identities",
        "ratings",
        "documents",
        "employments",
        "incomes",
        "eincomes",
        "contributions",
        "liabilities",
        "transactions",
        "insights",
    ] {
        let items = app.get(&format!("/{list}?userId={user_id}&size=150")).await.items();
        assert!(!items.is_empty() || list == "contributions" || list == "liabilities", "{list}");
        ids.extend(items.iter().map(|item| text(&item["id"])));
    }
    ids
}

/// Links another person, whose data stays.
async fn somebody_else(app: &TestApp) -> Widget {
    let widget = app.widget().await;
    link(app, &widget, "joyride", "email", "ryan1234@smileapi.io").await;
    widget
}

/// A service on which other people are linked before, at the same time as, and after the person.
async fn crowd() -> (TestApp, Person, Widget) {
    let app = TestApp::new().await;
    for _ in 0..3 {
        somebody_else(&app).await;
    }
    let person = Person::new(&app).await;
    for _ in 0..3 {
        somebody_else(&app).await;
    }
    let stays = somebody_else(&app).await;
    (app, person, stays)
}

async fn are_there<'a>(app: &TestApp, strings: impl IntoIterator<Item = &'a str>) {
    let everything = everything(app).await;
    for text in strings {
        assert!(everything.contains(text), "{text} is not there, so its absence would prove nothing");
    }
}

async fn are_gone<'a>(app: &TestApp, strings: impl IntoIterator<Item = &'a str>) {
    let mut left: Vec<&str> = strings.into_iter().collect();
    for _ in 0..600 {
        let everything = everything(app).await;
        left.retain(|text| everything.contains(text));
        if left.is_empty() && app.stored_files() == 0 {
            return;
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
    }
    panic!("{} files and still there: {left:?}", app.stored_files());
}

/// Every byte of the database, with SQLite's log, and of every file in the data folder.
async fn everything(app: &TestApp) -> String {
    let mut bytes = app.place().everything().await;
    read_all(&app.data_folder(), &mut bytes);
    String::from_utf8_lossy(&bytes).into_owned()
}

fn read_all(folder: &Path, bytes: &mut Vec<u8>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            read_all(&path, bytes);
        } else {
            bytes.extend(bytes_of(&path));
        }
    }
}

async fn is_still_there(app: &TestApp, widget: &Widget) {
    assert_eq!(app.get(&format!("/identities?userId={}", widget.user_id)).await.items().len(), 1);
    assert!(app.database_has("Lestari").await);
}

#[tokio::test]
async fn what_is_revoked_is_nowhere() {
    let (app, person, stays) = crowd().await;
    are_there(&app, GEORGE.into_iter().chain(DOCUMENT).chain(person.record_ids())).await;
    assert_eq!(app.stored_files(), 1);

    // One account is revoked by the person, the rest by the host.
    let by_person = format!("/accounts/{}", person.accounts[0]);
    assert_eq!(person.widget.call(&app, Method::DELETE, &by_person, None).await.status, 200);
    for (kind, id) in [("accounts", &person.accounts[1]), ("archives", &person.archive)] {
        assert_eq!(app.call(Method::DELETE, &format!("/{kind}/{id}"), None).await.status, 200);
    }

    let gone = GEORGE.into_iter().chain(DOCUMENT).chain([FAILED_LOGIN]).chain(person.record_ids());
    are_gone(&app, gone).await;
    is_still_there(&app, &stays).await;
}

#[tokio::test]
async fn what_was_kept_for_sixty_days_is_nowhere() {
    let (app, person, _) = crowd().await;
    let all = GEORGE.into_iter().chain(DOCUMENT).chain(EMPLOYER);
    are_there(&app, all.clone().chain(person.record_ids())).await;

    app.clock.advance(59 * DAY);
    let day_before = app.another(|_| {}).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    are_there(&day_before, all.clone().chain(person.record_ids())).await;

    app.clock.advance(DAY);
    let later = app.another(|_| {}).await;
    are_gone(&later, all.chain([FAILED_LOGIN, "Lestari"]).chain(person.record_ids())).await;
    for id in &person.accounts {
        let account = later.get(&format!("/accounts/{id}")).await.json();
        assert_eq!(account["data"]["connectionStatus"], "DISCONNECTED");
    }
    // Which users exist is up to the host, so their metadata stays.
    assert!(later.database_has(METADATA).await);
}

#[tokio::test]
async fn who_is_forgotten_is_nowhere() {
    let (app, person, stays) = crowd().await;
    let all = GEORGE.into_iter().chain(DOCUMENT).chain(EMPLOYER).chain([METADATA]);
    are_there(&app, all.clone().chain(person.record_ids())).await;
    assert_eq!(app.stored_files(), 1);

    let user_id = &person.widget.user_id;
    let printed = run(app.place(), &["users", "forget", user_id]).await.printed();
    for id in person.accounts.iter().chain([&person.archive, user_id]) {
        assert!(printed.contains(id.as_str()), "{printed}");
    }
    assert!(printed.contains("contents of files: deleted"), "{printed}");

    let accounts = person.accounts.iter().map(String::as_str);
    let gone = all.chain([FAILED_LOGIN, user_id]).chain(accounts).chain([person.archive.as_str()]);
    are_gone(&app, gone.chain(person.record_ids())).await;
    assert_eq!(app.get(&format!("/users/{user_id}")).await.status, 404);
    assert_eq!(person.widget.get(&app, "/session").await.status, 401, "the widget is out");
    is_still_there(&app, &stays).await;

    let again = run(app.place(), &["users", "forget", user_id]).await.refused();
    assert!(again.contains("there is no user") && again.contains("users list"), "{again}");
}

#[tokio::test]
async fn events_and_the_answers_of_hosts_are_forgotten_too() {
    let app = TestApp::new().await;
    let receiver = Receiver::answering(|_| Answer::Echo).await;
    receiver.subscribe(&app, &["ALL_EVENTS"]).await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    let count = receiver
        .once(|received| received.iter().any(|received| received.event_type() == "TASK_FINISHED"))
        .await
        .len();
    eventually("the answers are in the log", async || {
        app.log(&[]).await.matches("delivered").count() >= count && app.database_has("\"loginName").await
    })
    .await;
    assert!(app.log(&[]).await.contains("•••@smileapi.io"), "the receiver answered with what it was sent");

    assert_eq!(app.call(Method::DELETE, &format!("/accounts/{account}"), None).await.status, 200);
    // This event is answered after everything was forgotten.
    receiver
        .once(|received| received.iter().any(|received| received.event_type() == "ACCOUNT_DISCONNECTED"))
        .await;
    are_gone(&app, GEORGE).await;
    let log = app.once_in_log("ACCOUNT_DISCONNECTED").await;
    assert!(!log.contains("•••@smileapi.io"), "{log}");
    // A redelivery does not contain the login name.
    let before = receiver.so_far().len();
    app.redeliver(&["--account", &account]).await;
    let again = receiver.at_least(before + 1).await;
    let connected: Vec<Value> = again[before..].iter().map(crate::support::Received::event).collect();
    assert!(!connected.iter().any(|event| event.to_string().contains("•••@smileapi.io")), "{connected:?}");
}

const INVITED: [&str; 2] = ["Marker the Invited", "marker-of-the-invited@example.com"];

/// Invites a person, with an e-mail in this data folder. Returns the user's id.
async fn invited(app: &TestApp, folder: &Path) -> String {
    let template = app.post("/inviteTemplates", &invite_template()).await;
    assert_eq!(template.status, 201, "{}", template.json());
    let input = json!({
        "fullName": INVITED[0], "email": INVITED[1], "templateId": template.json()["data"]["id"],
    });
    let invite = app.post("/invites", &input).await;
    assert_eq!(invite.status, 201, "{}", invite.json());
    eventually("the e-mail is in the folder", async || emails(folder) == 1).await;
    text(&invite.json()["data"]["userId"])
}

fn emails(folder: &Path) -> usize {
    std::fs::read_dir(folder.join("mail")).unwrap().count()
}

#[tokio::test]
async fn who_was_invited_is_forgotten_with_the_email() {
    let app = TestApp::new().await;
    let user = invited(&app, &app.data_folder()).await;
    are_there(&app, INVITED).await;
    let printed = run(app.place(), &["users", "forget", &user]).await.printed();
    assert!(printed.contains("e-mails in the folder: deleted"), "{printed}");
    are_gone(&app, INVITED).await;
    assert_eq!(emails(&app.data_folder()), 0);
}

#[tokio::test]
async fn invitations_and_their_emails_are_kept_for_sixty_days() {
    let app = TestApp::new().await;
    invited(&app, &app.data_folder()).await;
    are_there(&app, INVITED).await;
    app.clock.advance(59 * DAY);
    let day_before = app.another(|_| {}).await;
    tokio::time::sleep(Duration::from_millis(200)).await;
    are_there(&day_before, INVITED).await;
    app.clock.advance(DAY);
    let later = app.another(|_| {}).await;
    are_gone(&later, INVITED).await;
    eventually("the e-mail is gone", async || emails(&later.data_folder()) == 0).await;
}
