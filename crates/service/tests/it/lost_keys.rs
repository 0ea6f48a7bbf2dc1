//! Lost keys, and the steps in docs/security.md for continuing with new ones.

use crate::support::TestApp;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use wink_service::{Settings, StartError};

const ANOTHER: &str = "another, of 32 characters or more";

type Change = fn(&mut Settings);

#[tokio::test]
async fn a_new_key_is_taken_once_what_tells_the_old_one_is_deleted() {
    let app = TestApp::new().await;
    app.app.stop().await;
    let cases: [(&str, Change); 3] = [
        ("source_key_sha256", |settings| settings.source_key = Some(ANOTHER.into())),
        ("webhook_key_sha256", |settings| settings.webhook_key = Some(ANOTHER.into())),
        ("master_key_sha256", |settings| settings.master_key = Some(ANOTHER.into())),
    ];
    for (setting, change) in cases {
        let refused = app.try_another(change).await.err();
        assert!(
            matches!(refused, Some(StartError::Keys(_) | StartError::Webhooks(_))),
            "{setting}: {refused:?}"
        );
        let delete = format!("DELETE FROM settings WHERE name = '{setting}'");
        app.run_sql("DELETE FROM rotating_keys").await;
        app.run_sql(&delete).await;
        let next = app.try_another(change).await.unwrap();
        next.stop().await;
        // For the other cases, start again from the key in the folder.
        app.run_sql(&delete).await;
    }
}

#[tokio::test]
async fn a_new_key_for_files_is_taken_once_none_tells_the_old_one() {
    let app = TestApp::new().await;
    let key = STANDARD.encode([7; 32]);
    let change = |settings: &mut Settings| settings.files_key = Some(key.parse().unwrap());
    assert!(matches!(app.try_another(change).await.err(), Some(StartError::Files(_))));
    std::fs::remove_file(app.data_folder().join("files/key-check")).unwrap();
    app.try_another(change).await.unwrap().stop().await;
}
