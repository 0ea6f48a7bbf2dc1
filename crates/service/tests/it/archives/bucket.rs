//! Documents in an S3 object storage, which a small server in the test provides.

use super::samples::{noisy_png, sample};
use super::{PIECE_BYTES, Upload};
use crate::support::{TestApp, text};
use axum::Router;
use axum::error_handling::HandleError;
use axum::http::{Method, StatusCode};
use s3s::auth::SimpleAuth;
use s3s::service::S3ServiceBuilder;
use serde_json::json;
use std::path::Path;
use tempfile::TempDir;
use wink_service::{Bucket, FilesPlace};

/// Starts a server that stores buckets as folders, with a bucket called `documents`.
async fn bucket(folder: &TempDir) -> FilesPlace {
    std::fs::create_dir(folder.path().join("documents")).unwrap();
    let mut builder = S3ServiceBuilder::new(s3s_fs::FileSystem::new(folder.path()).unwrap());
    builder.set_auth(SimpleAuth::from_single("someone", "hush"));
    let failed = |error| async move { (StatusCode::INTERNAL_SERVER_ERROR, format!("{error:?}")) };
    let router = Router::new().fallback_service(HandleError::new(builder.build(), failed));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let endpoint = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router).await });
    let options = [
        ("AWS_ENDPOINT", endpoint.as_str()),
        ("AWS_ALLOW_HTTP", "true"),
        ("AWS_REGION", "here"),
        ("AWS_ACCESS_KEY_ID", "someone"),
        ("AWS_SECRET_ACCESS_KEY", "hush"),
    ];
    let options = options.map(|(name, value)| (name.to_owned(), value.to_owned()));
    FilesPlace::Bucket(Bucket::new("s3://documents/of/wink", options).unwrap())
}

/// The number of objects below a folder.
fn objects(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else { return 0 };
    entries
        .map(|entry| entry.unwrap().path())
        .map(|path| if path.is_dir() { objects(&path) } else { 1 })
        .sum()
}

#[tokio::test]
async fn a_document_in_a_bucket_from_announced_to_deleted() {
    let folder = TempDir::new().unwrap();
    let place = bucket(&folder).await;
    let app = TestApp::with(|settings| settings.files = Some(place.clone())).await;
    let widget = app.widget().await;
    let kept = folder.path().join("documents/of/wink");

    // A large file in pieces; another process receives the rest.
    let files = [Upload::png("unsupported.png", noisy_png(500, 500))];
    let archive = widget.announce(&app, "TAX_DOCUMENT", &files).await;
    assert_eq!(widget.put(&app, &archive, 0, 0, &files[0].content[..PIECE_BYTES]).await.status, 200);
    let next = app.another(|settings| settings.files = Some(place.clone())).await;
    for (number, piece) in files[0].content.chunks(PIECE_BYTES).enumerate().skip(1) {
        assert_eq!(widget.put(&next, &archive, 0, number * PIECE_BYTES, piece).await.status, 200);
    }
    let pieces = files[0].content.len().div_ceil(PIECE_BYTES);
    assert_eq!(objects(&kept), pieces + 1, "and the check of the key");
    assert_eq!(widget.submit(&next, &archive).await.status, 200);
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    let url = text(&app.get(&path).await.json()["data"]["rawFiles"][0]["url"]);
    assert_eq!(app.get_raw(&url).await.body, files[0].content);

    let slip = [Upload::pdf("slip.pdf", sample("payslip-george.pdf"))];
    let read = widget.read_out(&app, &widget.upload(&app, "PAYSLIP", &slip).await).await;
    assert_eq!(read["status"], "ANALYZED");

    for archive in [&archive, &read] {
        let path = format!("/archives/{}", text(&archive["archiveId"]));
        let deleted = widget.call(&app, Method::DELETE, &path, None).await.json();
        assert_eq!(deleted["status"], json!("REVOKED"));
    }
    assert_eq!(objects(&kept), 1);
    assert!(!app.data_folder().join("files").exists(), "no folder beside the database");
}
