//! Files on a machine other than the one on which a person is forgotten. The command reports that it cannot reach them,
//! and the service on the other machine deletes them.

use super::{INVITED, emails, invited};
use crate::archives::Upload;
use crate::archives::samples::sample;
use crate::support::{TestApp, eventually, is_in_folder, run};
use std::path::Path;
use tempfile::TempDir;
use wink_service::Settings;

#[tokio::test]
async fn what_the_command_does_not_reach_is_deleted_by_the_service_there() {
    let elsewhere = TempDir::new().unwrap();
    let there = |settings: &mut Settings| settings.data = Some(elsewhere.path().to_owned());
    let app = TestApp::with(there).await;
    let pieces = || files_in(&elsewhere.path().join("files"));
    let only_the_check = pieces();
    let widget = app.widget().await;
    let slip = [Upload::pdf("slip.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &slip).await;
    assert_eq!(widget.read_out(&app, &archive).await["status"], "ANALYZED");
    let user = invited(&app, elsewhere.path()).await;
    assert!(is_in_folder(&elsewhere.path().join("mail"), INVITED[1].as_bytes()));
    // The service on the other machine is down.
    app.app.stop().await;

    let printed = run(app.place(), &["users", "forget", &widget.user_id]).await.printed();
    assert!(printed.contains("contents of files: there are no files in "), "{printed}");
    assert!(pieces() > only_the_check);
    let printed = run(app.place(), &["users", "forget", &user]).await.printed();
    let is_shared = app.place().database().is_on_a_server();
    assert_eq!(printed.contains("e-mails in a folder of another machine"), is_shared, "{printed}");
    assert!(!printed.contains("e-mails in the folder: deleted"), "{printed}");
    assert_eq!(emails(elsewhere.path()), 1);

    let _next = app.another(there).await;
    eventually("the e-mail is gone", async || emails(elsewhere.path()) == 0).await;
    eventually("the document is gone", async || pieces() == only_the_check).await;
}

/// The number of files in a folder and below.
fn files_in(folder: &Path) -> usize {
    let count = |path: std::path::PathBuf| if path.is_dir() { files_in(&path) } else { 1 };
    std::fs::read_dir(folder).unwrap().map(|entry| count(entry.unwrap().path())).sum()
}
