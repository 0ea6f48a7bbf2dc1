//! Archives as hosts see them over the Open API.

use super::Upload;
use super::samples::{noisy_png, pdf_with_text, sample};
use crate::support::{Reply, TestApp, text};
use axum::body::Body;
use axum::http::Request;
use serde_json::{Value, json};
use std::time::Duration;

impl TestApp {
    /// Fetches an address without credentials, as a host's server would.
    pub(crate) async fn get_raw(&self, url: &str) -> Reply {
        let path = url.strip_prefix("http://localhost").unwrap();
        self.send(Request::get(path).body(Body::empty()).unwrap()).await
    }
}

/// Replaces what differs between runs.
fn tamed(reply: &Reply) -> Value {
    let mut json = reply.tame();
    for file in json["data"]["rawFiles"].as_array_mut().unwrap() {
        let url = text(&file["url"]);
        let (start, key) = url.rsplit_once('/').unwrap();
        // When it ends, ten minutes after the clock of the tests, the key's number and the signature.
        let parts: Vec<_> = key.split('.').collect();
        assert_eq!((parts.len(), parts[0], parts[2].len()), (3, "1795342200", 43), "{key}");
        file["url"] = format!("{}/<key>", start.rsplit_once('-').unwrap().0).into();
    }
    json
}

#[tokio::test]
async fn the_shape_of_an_analyzed_archive() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &files).await;
    widget.read_out(&app, &archive).await;
    let reply = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await;
    insta::assert_json_snapshot!(tamed(&reply), @r#"
    {
      "code": "OK",
      "data": {
        "analysis": {
          "currency": "PHP",
          "employeeName": "George Palomero Jr.",
          "employerName": "Bayani Fresh Foods, Inc.",
          "endDate": "2026-10-31",
          "grossAmount": 27350.0,
          "netAmount": 23145.25,
          "pagIbigNumber": "121000000009",
          "payDate": "2026-11-05",
          "philHealthNumber": "190000000017",
          "ssNumber": "3300000008",
          "startDate": "2026-10-16",
          "taxNumber": "000000001000"
        },
        "classification": {
          "fileType": "PAYSLIP"
        },
        "createdAt": "2026-11-22T10:00:00Z",
        "extraction": {
          "analysis": {
            "currency": "PHP",
            "employeeName": "George Palomero Jr.",
            "employerName": "Bayani Fresh Foods, Inc.",
            "endDate": "2026-10-31",
            "grossAmount": 27350.0,
            "netAmount": 23145.25,
            "pagIbigNumber": "121000000009",
            "payDate": "2026-11-05",
            "philHealthNumber": "190000000017",
            "ssNumber": "3300000008",
            "startDate": "2026-10-16",
            "taxNumber": "000000001000"
          },
          "fileType": "PAYSLIP"
        },
        "id": "u-<id>",
        "providerId": "user-provided",
        "rawFiles": [
          {
            "createdAt": "2026-11-22T10:00:00Z",
            "format": "PDF",
            "id": "f-<id>",
            "name": "payslip-george.pdf",
            "size": 34,
            "subType": "PAYSLIP",
            "url": "http://localhost/files/f/<key>"
          }
        ],
        "state": {
          "errorCode": null,
          "errorMessage": null,
          "status": "ANALYZED",
          "updatedAt": "2026-11-22T10:00:00Z"
        },
        "type": "PAYSLIP",
        "userId": "sandbox-<id>"
      },
      "message": "Success",
      "requestId": "<requestId>"
    }
    "#);
}

#[tokio::test]
async fn the_shape_of_a_failed_archive() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let side = |side| Upload { side: Some(side), ..Upload::png("card.png", noisy_png(20, 20)) };
    let archive = widget.upload(&app, "COMPANY_ID", &[side("BACK"), side("FRONT")]).await;
    widget.read_out(&app, &archive).await;
    let reply = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await;
    insta::assert_json_snapshot!(tamed(&reply), @r#"
    {
      "code": "OK",
      "data": {
        "createdAt": "2026-11-22T10:00:00Z",
        "id": "u-<id>",
        "providerId": "user-provided",
        "rawFiles": [
          {
            "createdAt": "2026-11-22T10:00:00Z",
            "format": "PNG",
            "id": "f-<id>",
            "name": "card.png",
            "size": 2,
            "subType": "COMPANY_ID_BACK",
            "url": "http://localhost/files/f/<key>"
          },
          {
            "createdAt": "2026-11-22T10:00:00Z",
            "format": "PNG",
            "id": "f-<id>",
            "name": "card.png",
            "size": 2,
            "subType": "COMPANY_ID_FRONT",
            "url": "http://localhost/files/f/<key>"
          }
        ],
        "state": {
          "errorCode": "MISSING_MANDATORY_FIELD",
          "errorMessage": "The document could not be read. It is damaged, or its image is illegible.",
          "status": "ERROR",
          "updatedAt": "2026-11-22T10:00:00Z"
        },
        "type": "COMPANY_ID",
        "userId": "sandbox-<id>"
      },
      "message": "Success",
      "requestId": "<requestId>"
    }
    "#);
}

#[tokio::test]
async fn archives_are_listed_and_filtered() {
    let app = TestApp::new().await;
    let (widget, other) = (app.widget().await, app.widget().await);
    let page = || [Upload::pdf("page.pdf", pdf_with_text(&["some words"]))];
    let slip = widget.upload(&app, "PAYSLIP", &page()).await;
    let tax = widget.upload(&app, "TAX_DOCUMENT", &page()).await;
    let others = other.upload(&app, "PAYSLIP", &page()).await;
    widget.announce(&app, "PAYSLIP", &page()).await;
    let ids = async |path: &str| -> Vec<Value> {
        app.get(path).await.items().iter().map(|item| item["id"].clone()).collect()
    };
    let [slip, tax, others] = [slip, tax, others].map(|archive| archive["archiveId"].clone());
    assert_eq!(ids("/archives").await, [&others, &tax, &slip].map(Clone::clone), "newest first");
    assert_eq!(ids(&format!("/archives?userId={}", other.user_id)).await, std::slice::from_ref(&others));
    assert_eq!(ids("/archives?fileType=TAX_DOCUMENT").await, std::slice::from_ref(&tax));
    assert_eq!(ids("/archives?startDate=2026-11-22&endDate=2026-11-22").await.len(), 3);
    assert!(ids("/archives?endDate=2026-11-21").await.is_empty());
    let first = app.get("/archives?size=2").await.json();
    assert_eq!(first["data"]["items"].as_array().unwrap().len(), 2);
    let cursor = text(&first["data"]["nextCursor"]);
    assert_eq!(ids(&format!("/archives?cursor={cursor}")).await, [slip]);
    assert_eq!(app.get("/archives/u-none").await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
}

#[tokio::test]
async fn the_address_of_a_file_leads_to_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let content = sample("payslip-george.pdf");
    let files = [Upload::pdf("Gehaltszettel \"März\".pdf", content.clone())];
    let archive = widget.upload(&app, "PAYSLIP", &files).await;
    let seen = app.get(&format!("/archives/{}", text(&archive["archiveId"]))).await.json();
    let url = text(&seen["data"]["rawFiles"][0]["url"]);
    let reply = app.get_raw(&url).await;
    assert_eq!((reply.status, reply.header("content-type")), (200, "application/pdf"));
    assert_eq!(reply.body, content);
    assert_eq!(reply.header("content-disposition"), "attachment; filename=\"Gehaltszettel_Marz.pdf\"");
    assert_eq!(
        (reply.header("cache-control"), reply.header("x-content-type-options")),
        ("no-store", "nosniff")
    );
    assert_eq!(reply.header("access-control-allow-origin"), "");
    let (start, key) = url.rsplit_once('/').unwrap();
    let (ends, signature) = key.split_once('.').unwrap();
    let later = ends.parse::<i64>().unwrap() + 1;
    for wrong in [
        format!("{start}/{}x", &key[..key.len() - 1]),
        format!("{start}/x"),
        format!("{start}/{later}.{signature}"),
        url.replace("/files/f-", "/files/f-0"),
    ] {
        assert_eq!(app.get_raw(&wrong).await.status, 404, "{wrong}");
    }
}

#[tokio::test]
async fn an_address_lasts_ten_minutes_and_the_next_reading_makes_another() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let files = [Upload::pdf("payslip-george.pdf", sample("payslip-george.pdf"))];
    let archive = widget.upload(&app, "PAYSLIP", &files).await;
    widget.read_out(&app, &archive).await;
    let (path, upload) = (
        format!("/archives/{}", text(&archive["archiveId"])),
        format!("/uploads/{}", text(&archive["archiveId"])),
    );
    let read = async |path: &str| text(&app.get(path).await.json()["data"]["rawFiles"][0]["url"]);
    let first = read(&path).await;
    app.clock.advance(Duration::from_secs(599));
    assert_eq!(app.get_raw(&first).await.status, 200);
    app.clock.advance(Duration::from_secs(1));
    let late = app.get_raw(&first).await;
    assert_eq!(late.status, 410);
    assert!(!late.body.starts_with(b"%PDF"), "nothing of the file is sent");
    for url in [read(&path).await, read(&upload).await] {
        assert_ne!(url, first);
        assert_eq!(app.get_raw(&url).await.status, 200);
        // Another process accepts it, and so does the same after a restart.
        assert_eq!(app.another(|_| {}).await.get_raw(&url).await.status, 200);
    }
}

#[tokio::test]
async fn hosts_get_safe_names_and_the_person_keeps_their_own() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    for (typed, named) in [
        ("payslip.html", "payslip.png"),
        ("ann\u{202e}fdp.exe", "ann_fdp.png"),
        ("..%2F..%2Fetc%2Fpasswd", "etc_passwd.png"),
        ("..", "document.png"),
    ] {
        let files = [Upload::png(typed, noisy_png(100, 100))];
        let archive = widget.upload(&app, "TAX_DOCUMENT", &files).await;
        assert_eq!(archive["files"][0]["name"], typed);
        for list in ["archives", "uploads"] {
            let seen = app.get(&format!("/{list}/{}", text(&archive["archiveId"]))).await.json();
            let file = &seen["data"]["rawFiles"][0];
            assert_eq!(file["name"], named, "{typed:?}");
            let reply = app.get_raw(&text(&file["url"])).await;
            assert_eq!(reply.header("content-disposition"), format!("attachment; filename=\"{named}\""));
            assert_eq!(reply.header("content-type"), "image/png");
        }
    }
}

#[tokio::test]
async fn the_kinds_of_document() {
    let app = TestApp::new().await;
    let kinds = app.get("/fileTypes").await.items();
    let names: Vec<_> = kinds.iter().map(|kind| text(&kind["type"])).collect();
    assert_eq!(names, ["PAYSLIP", "TAX_DOCUMENT", "COMPANY_ID"]);
    assert_eq!(
        kinds[0],
        json!({
            "logoUrl": "http://localhost/demo/document.svg",
            "type": "PAYSLIP",
            "typeLabel": "Payslip",
            "active": true,
            "enabled": true,
            "ocr": true,
            "supported": ["INCOMES"],
        })
    );
    assert_eq!(app.get_raw("http://localhost/demo/document.svg").await.status, 200);
    assert_eq!(app.get("/fileTypes?type=COMPANY_ID").await.items().len(), 1);
    assert_eq!(app.get("/fileTypes?ocr=true").await.items().len(), 1);
    assert_eq!(app.get("/fileTypes?enabled=false").await.items().len(), 0);
    let first = app.get("/fileTypes?size=2").await.json();
    let cursor = text(&first["data"]["nextCursor"]);
    let rest = app.get(&format!("/fileTypes?size=2&cursor={cursor}")).await.items();
    assert_eq!(rest.len(), 1);
    assert_eq!(rest[0]["type"], "COMPANY_ID");
}
