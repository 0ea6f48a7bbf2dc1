//! `wink-service users`. Tests that forgetting deletes everything are in `forgetting`.

use crate::data::link;
use crate::support::{TestApp, run};

#[tokio::test]
async fn users_are_listed_and_shown() {
    let app = TestApp::new().await;
    assert_eq!(run(app.place(), &["users", "list"]).await.printed(), "There are no users.\n");
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    let (other, _) = app.new_user().await;

    let listed = run(app.place(), &["users", "list"]).await.printed();
    let lines: Vec<&str> = listed.lines().collect();
    assert_eq!(lines[0], format!("2026-11-22T10:00:00Z  {other}  nothing linked"));
    assert_eq!(lines[1], format!("2026-11-22T10:00:00Z  {}  joyride", widget.user_id));
    let one = run(app.place(), &["users", "list", "--limit", "1"]).await.printed();
    assert_eq!(one.lines().collect::<Vec<_>>(), lines[..1]);
    let none = run(app.place(), &["users", "list", "--tenant", "acme"]).await.printed();
    assert_eq!(none, "There are no users.\n");

    let shown = run(app.place(), &["users", "show", &widget.user_id]).await.printed();
    let wanted = format!("Account  {account}  joyride  CONNECTED, connected 2026-11-22T10:00:00Z\n");
    assert!(shown.contains("Tenant   sandbox\n") && shown.ends_with(&wanted), "{shown}");
    assert!(!shown.contains("Palomero"), "only what an operator needs");
    let complaint = run(app.place(), &["users", "show", "sandbox-nobody"]).await.refused();
    assert!(complaint.contains("users list"), "{complaint}");
}
