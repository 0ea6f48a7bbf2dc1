//! `wink-service backup`, and starting a service from a backup.

use crate::archives::Upload;
use crate::archives::samples::sample;
use crate::data::link;
use crate::support::{TestApp, run, text};
use std::path::Path;

fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

#[tokio::test]
async fn a_backup_made_beside_a_running_service_can_be_started_from() {
    let app = TestApp::new().await;
    let place = app.place();
    let target = place.folder.path().join("backup");
    let command = ["backup", target.to_str().unwrap()];
    if place.database().is_on_a_server() {
        let complaint = run(place, &command).await.refused();
        assert!(complaint.contains("pg_dump"), "{complaint}");
        return;
    }
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    let slip = [Upload::pdf("slip.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &slip).await;
    widget.read_out(&app, &archive).await;

    let printed = run(place, &command).await.printed();
    assert!(printed.contains("files      2") && printed.contains("keys       5"), "{printed}");
    let wanted =
        ["files", "files-key", "master-key", "sandbox-keys.json", "source-key", "webhook-key", "wink.db"];
    assert_eq!(names(&target), wanted);
    let complaint = run(place, &command).await.refused();
    assert!(complaint.contains("is not empty"), "{complaint}");

    let restored = app
        .another(|settings| {
            settings.database = target.join("wink.db").to_str().unwrap().parse().unwrap();
            settings.data = Some(target.clone());
        })
        .await;
    assert_eq!(restored.get(&format!("/identities?sourceId={account}")).await.items().len(), 1);
    let seen = restored.get(&format!("/archives/{}", text(&archive["archiveId"]))).await.json();
    let url = text(&seen["data"]["rawFiles"][0]["url"]);
    assert_eq!(restored.get_raw(&url).await.body, slip[0].content);
}

#[cfg(unix)]
#[tokio::test]
async fn a_backup_is_for_this_user_alone_and_may_leave_the_keys_out() {
    use std::os::unix::fs::PermissionsExt as _;
    let app = TestApp::new().await;
    let place = app.place();
    if place.database().is_on_a_server() {
        return;
    }
    let target = place.folder.path().join("backup");
    let printed = run(place, &["backup", "--without-keys", target.to_str().unwrap()]).await.printed();
    assert!(printed.contains("left out"), "{printed}");
    assert_eq!(names(&target), ["files", "wink.db"]);
    assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o700);
}
