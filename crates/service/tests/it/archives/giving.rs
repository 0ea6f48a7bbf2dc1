//! Documents that hosts upload, and payslip predictions.

use super::samples::{noisy_png, pdf_with_text, sample};
use crate::support::{Reply, TestApp, text};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

const PREDICTION: &str = "/archives/-/payslips/queryPrediction?archiveId=";

fn file(kind: &str, content: &[u8]) -> Value {
    json!({ "fileExtensionType": kind, "fileContent": STANDARD.encode(content) })
}

/// Waits until an archive is no longer being read. Returns it as its host sees it.
pub(super) async fn read_archive(app: &TestApp, given: &Reply) -> Value {
    app.read_archive(given).await
}

impl TestApp {
    /// Waits until an archive is no longer being read. Returns it as its host sees it.
    async fn read_archive(&self, given: &Reply) -> Value {
        assert_eq!(given.status, 200, "{}", given.json());
        let id = text(&given.json()["data"]["id"]);
        for _ in 0..3000 {
            let archive = self.get(&format!("/archives/{id}")).await.json()["data"].clone();
            if archive["state"]["status"] != "STARTED" {
                return archive;
            }
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        panic!("{id} is not read");
    }
}

#[tokio::test]
async fn a_payslip_of_a_known_user() {
    let app = TestApp::new().await;
    let (user_id, _) = app.new_user().await;
    let mut slip = file("PDF", &sample("payslip-george.pdf"));
    slip["fileName"] = "October.pdf".into();
    let body = json!({ "userId": user_id, "fileType": "PAYSLIP", "rawFiles": [slip], "unknown": 1 });
    let given = app.post("/archives", &body).await;
    let started = given.json()["data"].clone();
    assert_eq!(
        (&started["userId"], &started["type"], &started["state"]["status"], &started["providerId"]),
        (&json!(user_id), &json!("PAYSLIP"), &json!("STARTED"), &json!("tenant-provided"))
    );
    let archive = app.read_archive(&given).await;
    assert_eq!(archive["state"]["status"], "ANALYZED");
    assert_eq!(archive["classification"], json!({ "fileType": "PAYSLIP" }));
    assert_eq!(archive["analysis"]["netAmount"], 23_145.25);
    assert_eq!(archive["rawFiles"][0]["name"], "October.pdf");
    let content = app.get_raw(&text(&archive["rawFiles"][0]["url"])).await;
    assert_eq!(content.body, sample("payslip-george.pdf"));
    let listed = app.get(&format!("/archives?userId={user_id}")).await.items();
    assert_eq!(listed, [archive]);
}

#[tokio::test]
async fn people_see_only_what_they_uploaded() {
    let app = TestApp::new().await;
    let widget = app.widget().await;
    let body = json!({ "userId": widget.user_id, "rawFiles": [file("PDF", &sample("payslip-george.pdf"))] });
    let given = app.post("/archives", &body).await;
    app.read_archive(&given).await;
    let reply = app.call(axum::http::Method::POST, &format!("/tokens?userId={}", widget.user_id), None).await;
    let session =
        crate::support::open_session(&app, &text(&reply.json()["data"]["accessToken"])).await.json();
    assert_eq!(session["session"]["archives"], json!([]));
}

#[tokio::test]
async fn what_it_is_is_found_out() {
    let app = TestApp::new().await;
    let classified = async |content: &[u8]| {
        app.post("/archives/classify", &json!({ "rawFiles": [file("PDF", content)] })).await.json()["data"]
            .clone()
    };
    let slip = classified(&sample("payslip-george.pdf")).await;
    assert_eq!((&slip["classification"]["fileType"], &slip["type"]), (&json!("PAYSLIP"), &json!("PAYSLIP")));
    assert_eq!(slip["rawFiles"][0]["name"], "others.pdf");
    assert!(text(&slip["userId"]).starts_with("sandbox-"), "a user is made");
    assert_eq!(app.get(&format!("/users/{}", text(&slip["userId"]))).await.status, 200);

    let letter =
        classified(&pdf_with_text(&["A letter about", "nothing in particular", "that says so"])).await;
    assert_eq!(
        (&letter["classification"]["fileType"], &letter["type"]),
        (&json!("OTHERS"), &json!("OTHERS"))
    );
    assert_eq!(letter["state"]["status"], "ERROR");
    let blank = classified(&pdf_with_text(&[])).await;
    assert!(blank.get("classification").is_none(), "{blank}");
    assert_eq!(blank["type"], "OTHERS");
}

#[tokio::test]
async fn the_two_sides_of_a_card() {
    let app = TestApp::new().await;
    let side = |subtype: &str| {
        let mut file = file("PNG", &noisy_png(20, 20));
        file["fileSubtype"] = subtype.into();
        file
    };
    let card = |sides: [&str; 2]| json!({ "fileType": "COMPANY_ID", "rawFiles": sides.map(side) });
    let given = app.post("/archives", &card(["COMPANY_ID_BACK", "COMPANY_ID_FRONT"])).await;
    let archive = app.read_archive(&given).await;
    let seen: Vec<_> = archive["rawFiles"].as_array().unwrap().iter().map(|file| &file["subType"]).collect();
    assert_eq!(seen, [&json!("COMPANY_ID_BACK"), &json!("COMPANY_ID_FRONT")]);
    let refused = app.post("/archives", &card(["COMPANY_ID_FRONT", "CARD_BACK"])).await;
    assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
}

#[tokio::test]
async fn invalid_documents_are_refused() {
    let app = TestApp::new().await;
    let pdf = pdf_with_text(&["some words"]);
    let with = |file: Value| json!({ "fileType": "PAYSLIP", "rawFiles": [file] });
    let of = |kind: &str, content: &str| json!({ "fileExtensionType": kind, "fileContent": content });
    for (body, word) in [
        (json!({ "rawFiles": [] }), "rawFiles"),
        (json!({ "rawFiles": vec![file("PDF", &pdf); 11] }), "rawFiles"),
        (json!({ "fileType": "LOVE_LETTER", "rawFiles": [file("PDF", &pdf)] }), "fileType"),
        (with(of("PDF", "*")), "base64"),
        (with(of("PDF", "")), "empty"),
        (with(file("PNG", &pdf)), "fileExtensionType"),
        (with(file("PDF", &noisy_png(30, 30))), "fileExtensionType"),
        (with(file("PDF", &[b"%PDF-".to_vec(), vec![0; 15 * 1024 * 1024]].concat())), "15 MB"),
        (with(file("TIFF", &pdf)), "body"),
    ] {
        let reply = app.post("/archives", &body).await;
        assert_eq!(reply.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
        assert!(text(&reply.json()["message"]).contains(word), "{word}: {}", reply.json()["message"]);
    }
    let stranger = json!({ "userId": "sandbox-nobody", "rawFiles": [file("PDF", &pdf)] });
    assert_eq!(app.post("/archives", &stranger).await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    let huge = json!({ "rawFiles": vec![of("PDF", &"A".repeat(15 * 1024 * 1024)); 3] });
    assert_eq!(app.post("/archives", &huge).await.refusal(), (413, "INVALID_PARAMETERS".to_owned()));
    assert!(app.get("/archives").await.items().is_empty());
    assert_eq!(app.stored_files(), 0, "nothing is left of what was refused");
}

#[tokio::test]
async fn large_files_and_broken_lines_are_taken() {
    let app = TestApp::new().await;
    let png = noisy_png(2200, 2300);
    assert!(png.len() > 14 * 1024 * 1024);
    let mut content = STANDARD.encode(&png);
    content.insert_str(76, "\r\n");
    let body = json!({ "fileType": "TAX_DOCUMENT",
        "rawFiles": [{ "fileExtensionType": "PNG", "fileName": "unsupported.png", "fileContent": content }] });
    let archive = app.read_archive(&app.post("/archives", &body).await).await;
    let pixels = |png: &[u8]| image::load_from_memory(png).unwrap();
    assert!(pixels(&app.get_raw(&text(&archive["rawFiles"][0]["url"])).await.body) == pixels(&png));
    assert_eq!(archive["state"]["status"], "UNSUPPORTED");
}

#[tokio::test]
async fn payslips_as_predictions() {
    let app = TestApp::new().await;
    let (user_id, _) = app.new_user().await;
    let mut ids = Vec::new();
    for _ in 0..2 {
        let mut body = file("PDF", &sample("payslip-george.pdf"));
        body["userId"] = user_id.clone().into();
        let given = app.post("/archives/-/payslips/uploadRawFile", &body).await;
        ids.push(text(&app.read_archive(&given).await["id"]));
        app.clock.advance(std::time::Duration::from_secs(86_400));
    }
    let one = app.get(&format!("{PREDICTION}{}", ids[0])).await.json()["data"].clone();
    assert_eq!(
        one,
        json!({
            "startDate": "2026-10-16", "endDate": "2026-10-31", "payDate": "2026-11-05", "currency": "PHP",
            "grossAmount": 27350.0, "netAmount": 23145.25,
            "employerName": "Bayani Fresh Foods, Inc.", "employeeName": "George Palomero Jr.",
            "ssNumber": "3300000008", "philHealthNumber": "190000000017", "taxNumber": "000000001000",
            "pagIbigNumber": "121000000009",
            "metadata": {
                "createdAt": "2026-11-22T10:00:00Z", "itemCreatedAt": "2026-11-22T10:00:00Z",
                "sourceId": ids[0], "sourceType": "ARCHIVE", "userId": user_id, "providerId": "tenant-provided",
            },
        })
    );
    let sources = async |query: &str| -> Vec<Value> {
        let items = app.get(&format!("/archives/-/payslips/listPredictions{query}")).await.items();
        items.iter().map(|item| item["metadata"]["sourceId"].clone()).collect()
    };
    assert_eq!(sources("").await, [json!(ids[1]), json!(ids[0])], "newest first");
    assert_eq!(sources("?startDate=2026-11-23").await, [json!(ids[1])]);
    assert_eq!(sources("?endDate=2026-11-22").await, [json!(ids[0])]);
    let first = app.get("/archives/-/payslips/listPredictions?size=1").await.json()["data"].clone();
    assert_eq!(sources(&format!("?cursor={}", text(&first["nextCursor"]))).await, [json!(ids[0])]);

    let letter = json!({ "userId": user_id, "fileExtensionType": "PDF",
        "fileContent": STANDARD.encode(pdf_with_text(&["A letter about", "nothing in particular", "of note"])) });
    let given = app.post("/archives/-/payslips/uploadRawFile", &letter).await;
    let id = text(&app.read_archive(&given).await["id"]);
    assert_eq!(app.get(&format!("{PREDICTION}{id}")).await.refusal(), (404, "MISSING_RESOURCE".to_owned()));
    assert_eq!(app.get(&format!("{PREDICTION}u-none")).await.status, 404);
    assert_eq!(app.get("/archives/-/payslips/queryPrediction").await.status, 400);
    assert_eq!(sources("").await.len(), 2);
    let nobody = json!({ "fileExtensionType": "PDF", "fileContent": "JVBERi0=" });
    assert_eq!(app.post("/archives/-/payslips/uploadRawFile", &nobody).await.status, 400);
}

#[tokio::test]
async fn what_a_person_found_stands_above_what_was_read() {
    let app = TestApp::new().await;
    let body = json!({ "fileType": "PAYSLIP", "rawFiles": [file("PDF", &sample("payslip-george.pdf"))] });
    let id = text(&app.read_archive(&app.post("/archives", &body).await).await["id"]);
    let send = async |body: Value| app.post("/archives/-/payslips/sendManualResult", &body).await;
    let archive = async || app.get(&format!("/archives/{id}")).await.json()["data"].clone();

    let corrected =
        json!({ "netAmount": 23_145.5, "employeeName": "George Palomero", "payDate": "2026-11-06" });
    let reply = send(
        json!({ "archiveId": id, "validFile": true, "checkedFields": ["netAmount"], "data": corrected }),
    );
    let reply = reply.await;
    assert_eq!((reply.status, reply.json().get("data")), (200, None));
    let seen = archive().await["analysis"].clone();
    assert_eq!(
        (&seen["netAmount"], &seen["employeeName"], &seen["payDate"], &seen["grossAmount"]),
        (&json!(23_145.5), &json!("George Palomero"), &json!("2026-11-06"), &json!(27_350.0))
    );
    assert_eq!(app.get(&format!("{PREDICTION}{id}")).await.json()["data"]["netAmount"], 23_145.5);

    for (wrong, status) in [
        (json!({ "archiveId": id }), 400),
        (json!({ "validFile": true }), 400),
        (json!({ "archiveId": id, "validFile": true, "data": { "payDate": "tomorrow" } }), 400),
        (json!({ "archiveId": id, "validFile": true, "data": { "currency": "pesos" } }), 400),
        (json!({ "archiveId": id, "validFile": true, "data": { "employerName": "x".repeat(501) } }), 400),
        (json!({ "archiveId": "u-none", "validFile": true }), 404),
    ] {
        assert_eq!(send(wrong.clone()).await.status, status, "{wrong}");
    }

    assert_eq!(send(json!({ "archiveId": id, "validFile": false })).await.status, 200);
    let seen = archive().await;
    assert_eq!(seen["state"]["status"], "ERROR");
    assert_eq!(seen["classification"], json!({ "fileType": "OTHERS" }));
    assert!(seen.get("analysis").is_none());
    assert_eq!(app.get(&format!("{PREDICTION}{id}")).await.status, 404);

    // A person can supply values that the service could not read.
    let data = json!({ "netAmount": 1.5, "currency": "PHP" });
    assert_eq!(send(json!({ "archiveId": id, "validFile": true, "data": data })).await.status, 200);
    assert_eq!(
        (&archive().await["state"]["status"], &archive().await["analysis"]),
        (&json!("ANALYZED"), &data)
    );
}
