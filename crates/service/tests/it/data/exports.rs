//! Exports: files with an account's data, read back.

use super::{all, link};
use crate::support::{Reply, TestApp, text};
use axum::body::Body;
use axum::http::{Method, Request};
use lopdf::Document;
use md5::{Digest as _, Md5};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fmt::Write as _;

async fn export(app: &TestApp, account: &str, format: &str) -> Reply {
    app.post(&format!("/accounts/{account}/exports/generate"), &json!({ "exportExtensionType": format }))
        .await
}

async fn download(app: &TestApp, export: &Value) -> Reply {
    let url = text(&export["downloadUrl"]);
    let path = url.strip_prefix("http://localhost").unwrap();
    app.send(Request::get(path).body(Body::empty()).unwrap()).await
}

fn md5(content: &[u8]) -> String {
    Md5::digest(content).iter().fold(String::new(), |mut hex, byte| {
        write!(hex, "{byte:02x}").unwrap();
        hex
    })
}

/// The text of each page.
fn pages(pdf: &[u8]) -> Vec<String> {
    let document = Document::load_mem(pdf).unwrap();
    document.get_pages().keys().map(|number| document.extract_text(&[*number]).unwrap()).collect()
}

#[tokio::test]
async fn a_table_has_every_item_with_what_is_said_of_it() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "upwork", "email", "gpalomero1234@smileapi.io").await;
    let reply = export(&app, &account, "CSV").await;
    assert_eq!(reply.status, 200, "{}", reply.json());
    let export = reply.json()["data"].clone();
    assert_eq!((&export["accountId"], &export["exportExtensionType"]), (&json!(account), &json!("CSV")));
    let file = download(&app, &export).await;
    assert_eq!(file.status, 200);
    assert_eq!(file.header("content-type"), "text/csv; charset=utf-8; header=present");
    assert!(file.header("content-disposition").ends_with(&format!("\"{account}.csv\"")));
    assert_eq!(export["md5"], md5(&file.body).as_str());
    let mut reader = csv::Reader::from_reader(file.body.as_ref());
    let rows: Vec<BTreeMap<String, String>> = reader.deserialize().collect::<Result<_, _>>().unwrap();
    for (list, data_point) in [
        ("/identities", "IDENTITIES"),
        ("/employments", "EMPLOYMENTS"),
        ("/incomes", "INCOMES"),
        ("/transactions", "TRANSACTIONS"),
        ("/eincomes", "EINCOMES"),
        ("/insights", "INSIGHTS"),
    ] {
        let items = all(&app, &format!("{list}?size=150")).await;
        let written: Vec<_> = rows.iter().filter(|row| row["datapoint"] == data_point).collect();
        assert_eq!(written.len(), items.len(), "{list}");
        for (row, item) in written.iter().zip(&items) {
            assert_eq!(row["id"], text(&item["id"]));
            for (name, value) in item.as_object().unwrap() {
                match value {
                    Value::String(value) => assert_eq!(&row[name], value),
                    Value::Number(value) => assert_eq!(row[name], value.to_string()),
                    Value::Null => assert_eq!(row[name], ""),
                    _ => {}
                }
            }
        }
    }
    let george = rows.iter().find(|row| row["datapoint"] == "IDENTITIES").unwrap();
    assert_eq!(george["phones.0.number"], "+639559991234");
}

#[tokio::test]
async fn a_document_has_the_same_on_as_many_pages_as_it_takes() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "upwork", "email", "gpalomero1234@smileapi.io").await;
    let name = "Zoë Ångström-Łukasz Ωμέγα Привет";
    let rename =
        "UPDATE records SET payload = replace(payload, 'George Palomero Jr.', '{}') WHERE kind = 'IDENTITY'";
    app.run_sql(&rename.replace("{}", name)).await;
    let export = export(&app, &account, "PDF").await.json()["data"].clone();
    let file = download(&app, &export).await;
    assert_eq!(file.header("content-type"), "application/pdf");
    assert_eq!(export["md5"], md5(&file.body).as_str());
    let pages = pages(&file.body);
    assert!(pages.len() > 1, "{pages:?}");
    let text_of_all = pages.join("\n");
    for wanted in [name, account.as_str(), "Account export", "Incomes (", "Estimated incomes ("] {
        assert!(text_of_all.contains(wanted), "{wanted} is not in {text_of_all}");
    }
    for (number, page) in (1..).zip(&pages) {
        assert!(page.contains(&format!("Page {number} of {}", pages.len())), "{page}");
    }
    for income in all(&app, "/incomes?size=150").await {
        assert!(text_of_all.contains(&text(&income["startDate"])), "{income}");
    }
}

#[tokio::test]
async fn an_export_ends_with_its_account() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    let export_made = export(&app, &account, "CSV").await.json()["data"].clone();
    let file = download(&app, &export_made).await;
    assert!(file.body.starts_with(b"datapoint,id,"));
    let folder = app.data_folder().join("files").join(text(&export_made["id"]));
    let pieces: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    assert!(
        !std::fs::read(&pieces[0]).unwrap().windows(9).any(|bytes| bytes == b"datapoint"),
        "it is sealed"
    );
    // An address ends after ten minutes; another export has another.
    app.clock.advance(std::time::Duration::from_secs(600));
    assert_eq!(download(&app, &export_made).await.status, 410);
    let export_made = export(&app, &account, "CSV").await.json()["data"].clone();
    assert_eq!(download(&app, &export_made).await.status, 200);
    // A wrong key finds nothing.
    let wrong = json!({ "downloadUrl": format!("{}x", text(&export_made["downloadUrl"])) });
    assert_eq!(download(&app, &wrong).await.status, 404);
    assert_eq!(app.call(Method::DELETE, &format!("/accounts/{account}"), None).await.status, 200);
    assert_eq!(download(&app, &export_made).await.status, 404);
    assert_eq!(export(&app, &account, "CSV").await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    // A process deletes doomed files when it starts, and at intervals.
    let _app = app.crash().next().await;
    for _ in 0..1200 {
        if !folder.exists() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("the content is still there");
}

#[tokio::test]
async fn only_two_formats_are_written() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let account = link(&app, &widget, "joyride", "email", "gpalomero1234@smileapi.io").await;
    for wrong in ["JSON", "pdf", ""] {
        assert_eq!(export(&app, &account, wrong).await.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    }
    assert_eq!(export(&app, "a-0", "PDF").await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
}
