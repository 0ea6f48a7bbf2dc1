//! Exports a day of a tenant, and the free disk.

use super::{at_once, check, two_processes};
use crate::support::{Reply, TestApp, text};
use serde_json::json;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;
use wink_service::DiskGauge;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

async fn export(app: &TestApp, account: &str) -> Reply {
    let path = format!("/accounts/{account}/exports/generate");
    app.post(&path, &json!({ "exportExtensionType": "CSV" })).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn parallel_exports_pass_no_quota() {
    let apps = two_processes("tenant-exports=5").await;
    let [app, _] = &apps;
    let account = text(&app.widget().await.connect_george(app).await["accountId"]);
    let make = |app: Arc<TestApp>, _| {
        let account = account.clone();
        async move { export(&app, &account).await }
    };
    check(&at_once(&apps, make).await, 5, "REQUEST_LIMIT_EXCEEDED", "tenant-exports");
    assert_eq!(app.stored_files(), 5, "a refused export leaves nothing");
    app.clock.advance(DAY);
    assert_eq!(export(app, &account).await.status, 200);
}

#[tokio::test]
async fn exports_are_refused_while_the_disk_is_nearly_full() {
    let percent = Arc::new(AtomicU32::new(50));
    let gauge = DiskGauge::Percent(Arc::clone(&percent));
    let app = TestApp::with(|settings| (settings.min_free_disk, settings.disk_gauge) = (10, gauge)).await;
    let account = text(&app.widget().await.connect_george(&app).await["accountId"]);
    percent.store(9, Ordering::Relaxed);
    let refused = export(&app, &account).await;
    assert_eq!(refused.refusal(), (503, "SERVER_UNAVAILABLE".to_owned()));
    assert_eq!((refused.header("retry-after"), app.stored_files()), ("600", 0));
    percent.store(11, Ordering::Relaxed);
    assert_eq!(export(&app, &account).await.status, 200);
    assert_eq!(app.stored_files(), 1);
}
