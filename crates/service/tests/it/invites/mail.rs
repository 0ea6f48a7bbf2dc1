//! The e-mail: what it contains, and that it is delivered whatever the mail server does.

use super::{TIMEOUT, invite, now, once, steps, template};
use crate::support::{MailServer, Manner, TestApp, text};
use serde_json::Value;
use std::path::Path;
use std::time::Duration;

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
        settings.smtp_url = Some(server.address().into());
        settings.mail_from = Some("Wink <invites@wink.example>".into());
    })
    .await;
    let invited = invite(&app, &template()).await;
    once(&app, &invited, |invite| invite["invitedAt"].is_string()).await;
    let received = server.received();
    assert_eq!(received.len(), 1);
    assert_eq!(received[0].from, "MAIL FROM:<invites@wink.example>");
    assert_eq!(received[0].to, ["RCPT TO:<gpalomero1234@smileapi.io>"]);
    assert!(received[0].text.contains("From: \"XYZ Bank\" <invites@wink.example>\r\n"));
    assert!(received[0].text.contains("Reply-To: replies@xyz.co\r\n"));
    assert_eq!(steps(&app, &invited).await, ["INVITED"]);
}

#[tokio::test]
async fn a_refused_mail_is_retried() {
    let server = MailServer::new(Manner::Busy).await;
    let app = TestApp::with(|settings| settings.smtp_url = Some(server.address().into())).await;
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
    let app = TestApp::with(|settings| settings.smtp_url = Some(server.address().into())).await;
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
    let app = TestApp::with(|settings| settings.smtp_url = Some(server.address().into())).await;
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
    let app = TestApp::with(|settings| settings.smtp_url = Some(server.address().into())).await;
    let invited = invite(&app, &template()).await;
    server.once_tried(1).await;
    let next = app.another(|_| {}).await;
    app.app.stop().await;
    once(&next, &invited, |invite| invite["invitedAt"].is_string()).await;
    assert_eq!(in_folder(&next.data_folder()).len(), 1);
}
