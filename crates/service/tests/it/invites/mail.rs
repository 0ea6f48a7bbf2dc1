//! The e-mail: what it contains, and that it is delivered whatever the mail server does.

use super::{TIMEOUT, at_link, invite, now, once, page, steps, template};
use crate::support::{MailServer, Manner, TestApp, eventually, run, text};
use axum::http::Method;
use serde_json::Value;
use std::path::Path;
use std::time::Duration;
use wink_service::Settings;

/// Sends through this mail server, also what the sandbox writes to George.
fn through(settings: &mut Settings, server: &MailServer) {
    settings.smtp_url = Some(server.address().into());
    settings.sandbox_mail_to = vec!["gpalomero1234@smileapi.io".parse().unwrap()];
}

/// The e-mails in the service's folder.
fn in_folder(folder: &Path) -> Vec<String> {
    let files = std::fs::read_dir(folder.join("mail")).unwrap();
    let paths = files.map(|file| file.unwrap().path()).filter(|path| path.extension().unwrap() == "eml");
    paths.map(|path| std::fs::read_to_string(path).unwrap()).collect()
}

#[tokio::test]
async fn without_a_mail_server_it_lies_in_a_folder() {
    let app = TestApp::new().await;
    let invited = invite(&app, &template()).await;
    once(&app, &invited, |invite| invite["invitedAt"].is_string()).await;
    let letters = in_folder(&app.data_folder());
    assert_eq!(letters.len(), 1);
    let letter = letters[0].replace("=\r\n", "");
    assert!(letter.contains(&text(&invited["inviteLandingPageUrl"])), "{letter}");
    assert!(letter.contains("Hello George!\r\n\r\nXYZ Bank asks you to share your income.\r\n"), "{letter}");
    assert!(letter.contains("Subject: Please connect your work account, George\r\n"));
    assert!(letter.contains("can be used until 2026-12-06"));
}

#[tokio::test]
async fn a_mail_server_gets_it_once() {
    let server = MailServer::new(Manner::Takes).await;
    let app = TestApp::with(|settings| {
        through(settings, &server);
        settings.mail_from = Some("Wink <invites@wink.example>".into());
    })
    .await;
    let invited = invite(&app, &template()).await;
    once(&app, &invited, |invite| invite["invitedAt"].is_string()).await;
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].from, "MAIL FROM:<invites@wink.example>");
    assert_eq!(received[0].to, ["RCPT TO:<gpalomero1234@smileapi.io>"]);
    assert!(received[0].text.contains("From: Wink <invites@wink.example>\r\n"));
    assert!(received[0].text.contains("Reply-To: replies@xyz.co\r\n"));
    assert_eq!(steps(&app, &invited).await, ["INVITED"]);
}

#[tokio::test]
async fn a_refused_mail_is_retried() {
    let server = MailServer::new(Manner::Busy).await;
    let app = TestApp::with(|settings| through(settings, &server)).await;
    let invited = invite(&app, &template()).await;
    server.once_tried(1).await;
    server.behave(Manner::Takes);
    assert_eq!(now(&app, &invited).await["invitedAt"], Value::Null);
    assert!(server.received().is_empty());
    tokio::time::timeout(TIMEOUT, async {
        // The failure may be stored only now, so keep moving the clock until the pause is over.
        while now(&app, &invited).await["invitedAt"].is_null() {
            app.clock.advance(Duration::from_secs(61));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
    })
    .await
    .unwrap();
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn what_is_refused_for_good_is_not() {
    let server = MailServer::new(Manner::Refuses).await;
    let app = TestApp::with(|settings| through(settings, &server)).await;
    let invited = invite(&app, &template()).await;
    server.once_tried(1).await;
    server.behave(Manner::Takes);
    // Longer than the pause between attempts, shorter than the lease. The second e-mail shows that sending continues.
    app.clock.advance(Duration::from_secs(61));
    let other = invite(&app, &template()).await;
    once(&app, &other, |invite| invite["invitedAt"].is_string()).await;
    assert_eq!(now(&app, &invited).await["invitedAt"], Value::Null);
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn a_silent_mail_server_holds_up_nobody_and_a_crash_loses_nothing() {
    let server = MailServer::new(Manner::Silent).await;
    let app = TestApp::with(|settings| through(settings, &server)).await;
    // More e-mails than are sent at a time.
    let mut invites = Vec::new();
    for _ in 0..6 {
        invites.push(invite(&app, &template()).await);
    }
    server.once_tried(4).await;
    app.widget().await.connect_george(&app).await;
    let folder = app.data_folder();
    let next = app.crash().next().await;
    // Let the dead process's leases expire.
    next.clock.advance(Duration::from_secs(120));
    for invited in &invites {
        once(&next, invited, |invite| invite["invitedAt"].is_string()).await;
    }
    assert_eq!(in_folder(&folder).len(), 6);
}

#[tokio::test]
async fn a_process_that_stops_leaves_it_to_the_next() {
    let server = MailServer::new(Manner::Silent).await;
    let app = TestApp::with(|settings| through(settings, &server)).await;
    let invited = invite(&app, &template()).await;
    server.once_tried(1).await;
    let next = app.another(|_| {}).await;
    app.app.stop().await;
    once(&next, &invited, |invite| invite["invitedAt"].is_string()).await;
    assert_eq!(in_folder(&next.data_folder()).len(), 1);
}

#[tokio::test]
async fn the_sandbox_writes_to_nobody_who_is_not_listed() {
    let server = MailServer::new(Manner::Takes).await;
    let app = TestApp::with(|settings| {
        through(settings, &server);
        settings.sandbox_mail_to = vec!["qa@smileapi.io".parse().unwrap(), "@example.org".parse().unwrap()];
    })
    .await;
    let invited = invite(&app, &template()).await;
    once(&app, &invited, |invite| invite["invitedAt"].is_string()).await;
    assert!(server.received().is_empty());
    assert_eq!(in_folder(&app.data_folder()).len(), 1);
    let listed = app.another(|settings| {
        through(settings, &server);
        settings.sandbox_mail_to = vec!["@smileapi.io".parse().unwrap()];
    });
    let listed = listed.await;
    app.app.stop().await;
    let invited = invite(&listed, &template()).await;
    once(&listed, &invited, |invite| invite["invitedAt"].is_string()).await;
    assert_eq!(server.received().len(), 1);
}

#[tokio::test]
async fn only_a_verified_name_is_the_senders() {
    let app = TestApp::new().await;
    let sent = async || {
        let invited = invite(&app, &template()).await;
        once(&app, &invited, |invite| invite["invitedAt"].is_string()).await;
        let link = text(&invited["inviteLandingPageUrl"]);
        let letters = in_folder(&app.data_folder());
        letters.into_iter().find(|letter| letter.replace("=\r\n", "").contains(&link)).unwrap()
    };
    let tenants = async |arguments: &[&str]| run(app.place(), &[&["tenants"], arguments].concat()).await;
    assert!(sent().await.contains("From: Wink <invites@localhost>\r\n"));
    for (arguments, words) in [
        (["verify-name", "sandbox", "Bank\u{200b}"], "letters, digits"),
        (["verify-name", "sandbox", "\u{410}cme"], "look alike"),
        (["verify-name", "nobody", "Acme"], "there is no tenant nobody"),
    ] {
        let refused = tenants(&arguments).await.refused();
        assert!(refused.contains(words), "{refused}");
    }
    tenants(&["verify-name", "sandbox", "Acme"]).await.printed();
    assert_eq!(tenants(&["list"]).await.printed(), "sandbox  Acme\n");
    let letter = sent().await;
    assert!(letter.contains("From: \"Acme via Wink\" <invites@localhost>\r\n"), "{letter}");
    tenants(&["remove-name", "sandbox"]).await.printed();
    assert!(sent().await.contains("From: Wink <invites@localhost>\r\n"));
}

#[tokio::test]
async fn a_text_with_a_link_is_refused() {
    let app = TestApp::new().await;
    for (field, value) in [
        ("/email/body", "Go to https://evil.example"),
        ("/email/body", "Write to me@evil.example"),
        ("/email/subject", "evil.com has news"),
        ("/landingPage/button", "www.evil.com"),
    ] {
        let mut wrong = template();
        *wrong.pointer_mut(field).unwrap() = value.into();
        let refused = app.post("/inviteTemplates", &wrong).await;
        assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()), "{field}");
        assert!(text(&refused.json()["message"]).contains("must not contain links"), "{field}");
    }
}

#[tokio::test]
async fn who_unsubscribes_gets_no_more_invites_of_that_tenant() {
    let app = TestApp::new().await;
    let invited = invite(&app, &template()).await;
    once(&app, &invited, |invite| invite["invitedAt"].is_string()).await;
    let letter = in_folder(&app.data_folder()).remove(0);
    let url = format!("{}/unsubscribe", text(&invited["inviteLandingPageUrl"]));
    assert!(letter.contains(&format!("List-Unsubscribe: <{url}>\r\n")), "{letter}");
    assert!(letter.contains("List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"));
    assert!(letter.contains("Auto-Submitted: auto-generated\r\n"));
    assert!(page(&app, &invited).await.1.contains("/unsubscribe\""), "the landing page leads there too");

    // Looking at the page changes nothing: programs that check links do so.
    let asked = at_link(&app, Method::GET, &invited, "/unsubscribe", "en").await;
    assert_eq!(asked.status, 200);
    assert!(String::from_utf8_lossy(&asked.body).contains("<form method=\"post\">"));
    assert!(asked.header("content-security-policy").contains("form-action 'self'"));
    let other = invite(&app, &template()).await;
    once(&app, &other, |invite| invite["invitedAt"].is_string()).await;
    let nobodys = at_link(&app, Method::POST, &invited, "x/unsubscribe", "en").await;
    assert_eq!(nobodys.status, 404);

    assert_eq!(at_link(&app, Method::POST, &invited, "/unsubscribe", "en").await.status, 200);
    assert_eq!(at_link(&app, Method::POST, &invited, "/unsubscribe", "en").await.status, 200, "again");
    let unwanted = invite(&app, &template()).await;
    let mut wish = serde_json::json!({ "fullName": "Ana", "email": "ana@smileapi.io" });
    wish["templateId"] = unwanted["templateId"].clone();
    let wanted = app.post("/invites", &wish).await.json()["data"].clone();
    once(&app, &wanted, |invite| invite["invitedAt"].is_string()).await;
    eventually("no e-mail waits", async || app.place().count("mails").await == 0).await;
    assert_eq!(now(&app, &unwanted).await["invitedAt"], Value::Null);

    // The list has hashes alone, and the operator can take an address from it.
    let list = run(app.place(), &["suppressions", "list", "--tenant", "sandbox"]).await.printed();
    assert!(list.contains("  sandbox  ") && !list.contains('@'), "{list}");
    let remove =
        async |address: &str| run(app.place(), &["suppressions", "remove", "sandbox", address]).await;
    assert!(remove("ana@smileapi.io").await.refused().contains("is not suppressed"));
    remove("GPalomero1234@smileapi.io").await.printed();
    let again = invite(&app, &template()).await;
    once(&app, &again, |invite| invite["invitedAt"].is_string()).await;
}
