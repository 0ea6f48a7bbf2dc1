//! Files that ask for more memory or time than there is. Each is opened in a process of its own, which dies of it; the
//! service and other people's documents notice nothing.

use crate::archives::Upload;
use crate::archives::samples::{document, noisy_png, pdf_with_text, saved};
use crate::support::{
    Place, ProductionHost, Program, TestApp, callers, eventually, memory_kb, program, text,
};
use axum::http::Method;
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use lopdf::{Document, Object, Stream, dictionary};
use serde_json::json;
use std::os::unix::fs::PermissionsExt as _;
use std::path::Path;
use std::process::Stdio;
use std::sync::Arc;
use std::time::{Duration, Instant};
use tokio::io::AsyncWriteExt as _;
use tokio::task::JoinSet;

/// More than the processor time that a process has for a file takes on a busy machine.
const LONGEST: Duration = Duration::from_secs(240);

fn compressed(content: Vec<u8>) -> Stream {
    let mut stream = Stream::new(dictionary! {}, content);
    stream.compress().unwrap();
    stream
}

/// A PDF of one page with this content.
fn page_of(content: Stream) -> Document {
    let mut document = document(1, &["some words that stand on the page"]);
    let page = document.get_pages()[&1];
    let content = document.add_object(content);
    document.get_object_mut(page).unwrap().as_dict_mut().unwrap().set("Contents", content);
    document
}

/// Millions of letters in 20 KB.
fn letters() -> Vec<u8> {
    let line = [b"(".to_vec(), b"A".repeat(10_000), b") Tj ".to_vec()].concat();
    let content = [b"BT /F1 12 Tf ".to_vec(), line.repeat(2_000), b"ET".to_vec()].concat();
    saved(&mut page_of(compressed(content)))
}

/// Glyphs each of which stands for 256 letters.
fn ligatures() -> Vec<u8> {
    let content = [b"BT /F1 4 Tf (".to_vec(), b"A".repeat(20_000), b") Tj ET".to_vec()].concat();
    let mut document = page_of(compressed(content));
    let map = format!(
        "begincmap 1 begincodespacerange <00> <FF> endcodespacerange 1 beginbfchar <41> <{}> endbfchar endcmap",
        "002e".repeat(256)
    );
    let map = document.add_object(Stream::new(dictionary! {}, map.into_bytes()));
    let dicts = document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok());
    let font = dicts.into_iter().find(|dict| dict.has_type(b"Font")).unwrap();
    font.set("ToUnicode", map);
    saved(&mut document)
}

/// A stream that unfolds to 2.5 GB in two steps, under the short name of a filter.
fn bomb() -> Vec<u8> {
    let mut content = compressed([129, b' '].repeat(20_000_000));
    content.dict.set("Filter", vec![Object::from("Fl"), "RunLengthDecode".into()]);
    saved(&mut page_of(content))
}

/// A stream in a form that nobody knows.
fn unknown_filter() -> Vec<u8> {
    let mut content = Stream::new(dictionary! { "Filter" => "ZstdDecode" }, b"BT ET".to_vec());
    content.allows_compression = false;
    saved(&mut page_of(content))
}

/// A header of a fax of 200,000 by 200,000 pixels, in a picture that says it is small.
fn fax() -> Vec<u8> {
    let side = 200_000_u32.to_be_bytes();
    let segment = [&[0, 0, 0, 0, 48, 0, 1, 0, 0, 0, 19][..], &side, &side, &[0; 11]].concat();
    let picture = dictionary! {
        "Type" => "XObject", "Subtype" => "Image", "Width" => 8, "Height" => 8,
        "ColorSpace" => "DeviceGray", "BitsPerComponent" => 1, "Filter" => "JBIG2Decode",
    };
    let mut document = page_of(Stream::new(dictionary! {}, b"q 99 0 0 99 0 0 cm /Fax Do Q".to_vec()));
    let picture = document.add_object(Stream::new(picture, segment));
    let page = document.get_pages()[&1];
    document.add_xobject(page, "Fax", picture).unwrap();
    saved(&mut document)
}

/// Twelve forms, each of which draws the next one a hundred times.
fn forms() -> Vec<u8> {
    let mut document = page_of(Stream::new(dictionary! {}, b"/Next Do".to_vec()));
    let form = |resources: Object| {
        dictionary! {
            "Type" => "XObject", "Subtype" => "Form", "BBox" => vec![0.into(), 0.into(), 9.into(), 9.into()],
            "Resources" => resources,
        }
    };
    let mut next = document.add_object(Stream::new(form(dictionary! {}.into()), b"q Q".to_vec()));
    for _ in 0..12 {
        let resources = dictionary! { "XObject" => dictionary! { "Next" => next } };
        next = document.add_object(Stream::new(form(resources.into()), b"/Next Do ".repeat(100)));
    }
    let page = document.get_pages()[&1];
    document.add_xobject(page, "Next", next).unwrap();
    saved(&mut document)
}

/// A tree of pages in which each branch is twenty times the same one, eight branches deep.
fn tree() -> Vec<u8> {
    let mut document = document(1, &["words"]);
    let page = document.get_pages()[&1];
    let mut branch = page;
    for _ in 0..8 {
        let kids: Vec<Object> = vec![branch.into(); 20];
        branch = document.add_object(dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => 20 });
    }
    let catalog = document.add_object(dictionary! { "Type" => "Catalog", "Pages" => branch });
    document.trailer.set("Root", catalog);
    saved(&mut document)
}

/// Brackets in brackets.
fn brackets() -> Vec<u8> {
    [b"%PDF-1.7\n1 0 obj\n".to_vec(), b"[".repeat(5_000_000)].concat()
}

/// A picture that says it has 19,000 by 19,000 pixels of four times two bytes.
fn picture() -> Vec<u8> {
    let mut png = noisy_png(1, 1);
    let side = 19_000_u32.to_be_bytes();
    png[16..20].copy_from_slice(&side);
    png[20..24].copy_from_slice(&side);
    png[24..26].copy_from_slice(&[16, 6]);
    png
}

/// As large as the largest that a telephone takes.
fn photo() -> Vec<u8> {
    let mut file = std::io::Cursor::new(Vec::new());
    image::DynamicImage::new_rgb8(12_000, 9_000).write_to(&mut file, image::ImageFormat::Jpeg).unwrap();
    file.into_inner()
}

/// How the process ends that reads a file.
#[derive(Clone, Copy, Debug, PartialEq)]
enum End {
    /// It sees that the file asks for too much.
    Refuses,
    /// It runs out of memory or time.
    Dies,
    /// It reads what can be read.
    Answers,
}

fn hostile() -> Vec<(&'static str, Vec<u8>, End)> {
    vec![
        ("letters", letters(), End::Refuses),
        ("ligatures", ligatures(), End::Refuses),
        ("bomb", bomb(), End::Dies),
        ("unknown filter", unknown_filter(), End::Refuses),
        ("fax", fax(), End::Answers),
        ("forms", forms(), End::Dies),
        ("tree", tree(), End::Answers),
        ("brackets", brackets(), End::Refuses),
        ("picture", picture(), End::Refuses),
    ]
}

/// How `read-document` ends with a file, and what it prints.
async fn read_document(content: &[u8]) -> (bool, String) {
    let mut command = program();
    command.arg("read-document").stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.kill_on_drop(true).spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let feed = async move { drop(stdin.write_all(content).await) };
    let ended = async { tokio::join!(feed, child.wait_with_output()).1.unwrap() };
    let ended = tokio::time::timeout(LONGEST, ended).await.unwrap();
    (ended.status.success(), String::from_utf8_lossy(&ended.stdout).into_owned())
}

#[tokio::test]
async fn files_that_ask_for_too_much_are_refused_or_end_their_reader() {
    // The forms take all of their time; the next test waits for them.
    for (name, content, expected) in hostile().into_iter().filter(|(name, ..)| *name != "forms") {
        let (succeeded, printed) = read_document(&content).await;
        let end = match (succeeded, printed.starts_with("{\"Refused\":\"UNREADABLE_FILE\"}")) {
            (true, true) => End::Refuses,
            (true, false) => End::Answers,
            (false, _) => End::Dies,
        };
        assert_eq!(end, expected, "{name}");
    }
    let (succeeded, printed) = read_document(&pdf_with_text(&["Net pay 41,020.50"; 4])).await;
    assert!(succeeded && printed.contains("41,020.50"), "{printed}");
    let (succeeded, printed) = read_document(&photo()).await;
    assert!(succeeded && printed.starts_with("{\"PictureBytes\":["), "{printed:.100}");
}

/// The processes that a process has started.
fn children_of(id: u32) -> Vec<u32> {
    let all = std::fs::read_dir("/proc").unwrap();
    let ids = all.filter_map(|entry| entry.unwrap().file_name().to_str()?.parse::<u32>().ok());
    let is_child = |child: &u32| {
        // The parent is the second word behind the name, which stands in brackets.
        let stat = std::fs::read_to_string(format!("/proc/{child}/stat")).unwrap_or_default();
        let parent = stat.rsplit_once(')').and_then(|(_, rest)| rest.split_whitespace().nth(1)?.parse().ok());
        parent == Some(id)
    };
    ids.filter(is_child).collect()
}

/// The resident memory of this process at its highest, in bytes. `cargo xtask test holds` runs each test in a process of
/// its own.
fn memory_bytes() -> u64 {
    memory_kb(std::process::id(), "VmHWM").unwrap() * 1024
}

/// The bytes that this process has read so far.
fn read_bytes() -> u64 {
    let io = std::fs::read_to_string("/proc/self/io").unwrap();
    io.lines().find_map(|line| line.strip_prefix("rchar: ")).unwrap().parse().unwrap()
}

#[tokio::test]
async fn everybody_elses_documents_are_read_meanwhile() {
    let files = hostile();
    let app = TestApp::new().await;
    let host = ProductionHost::new(&app).await;
    let widget = host.widget(&app).await;
    let before = memory_bytes();
    let mut archives = Vec::new();
    for (name, content, _) in files {
        let upload = match name {
            "picture" => Upload::png("photo.png", content),
            _ => Upload::pdf("slip.pdf", content),
        };
        archives.push((name, widget.upload(&app, "PAYSLIP", &[upload]).await));
    }
    let lines = [
        "Net pay: PHP 41,020.50",
        "Gross pay: PHP 50,000.00",
        "Pay period: 1 Sep 2026 - 30 Sep 2026",
        "PAYSLIP",
    ];
    let good = widget.upload(&app, "PAYSLIP", &[Upload::pdf("good.pdf", pdf_with_text(&lines))]).await;
    assert_eq!(widget.read_out(&app, &good).await["status"], "ANALYZED");
    for (name, archive) in archives {
        let archive = widget.read_out(&app, &archive).await;
        assert_eq!(
            (&archive["status"], &archive["errorCode"]),
            (&json!("ERROR"), &json!("UNREADABLE_FILE")),
            "{name}"
        );
    }
    let grown = memory_bytes() - before;
    assert!(grown < 200 * 1024 * 1024, "the service itself needed {} MB more", grown / 1024 / 1024);
}

#[tokio::test]
async fn a_service_that_reads_a_hostile_file_ends_when_it_is_asked_to() {
    let place = Place::new().await;
    let service = Program::start(&place, &["--sandbox-pace", "0"], &[]).await;
    let (host, _) = callers(&place, service.address).await;
    let content = STANDARD.encode(forms());
    let file = json!({ "fileExtensionType": "PDF", "fileName": "slip.pdf", "fileContent": content });
    let body = json!({ "fileType": "PAYSLIP", "rawFiles": [file] });
    for _ in 0..3 {
        let given = host.post("/v1/archives", &body).await;
        assert_eq!(given["data"]["state"]["status"], "STARTED", "{given}");
    }
    let id = service.id();
    eventually("a reader is at work", async || !children_of(id).is_empty()).await;
    let readers = children_of(id);
    let before = Instant::now();
    service.terminate().await;
    assert!(before.elapsed() < LONGEST, "it took {:?}", before.elapsed());
    for reader in readers {
        let is_gone = async || !Path::new(&format!("/proc/{reader}")).exists();
        eventually("a reader ends with its service", is_gone).await;
    }
}

#[tokio::test]
async fn submits_that_are_cut_off_take_turns_like_all_others() {
    let app = Arc::new(TestApp::new().await);
    let widget = Arc::new(app.widget().await);
    // Something behind the end is found only when the whole file was looked through, so that each submit does all of it.
    let photo = [noisy_png(2200, 2300), b"something behind".to_vec()].concat();
    let size_bytes = photo.len() as u64;
    let files = [Upload::png("photo.png", photo)];
    let archive = widget.announce(&app, "PAYSLIP", &files).await;
    widget.put_all(&app, &archive, &files).await;
    let before = memory_bytes();
    let already_read = read_bytes();
    let submit = |_| {
        let (app, widget, archive) = (Arc::clone(&app), Arc::clone(&widget), archive.clone());
        tokio::spawn(async move { widget.submit(&app, &archive).await })
    };
    let calls: Vec<_> = (0..60).map(submit).collect();
    for (number, call) in (1..).zip(calls) {
        // The clients hang up one after the other, while their submits wait, read or look through what they have read.
        let read = already_read + number * size_bytes;
        eventually("the submits read", async || read_bytes() >= read || call.is_finished()).await;
        call.abort();
    }
    let submitted = widget.submit(&app, &archive).await;
    assert_eq!(submitted.refusal(), (422, "FILE_REFUSED".to_owned()));
    let grown = memory_bytes() - before;
    assert!(grown < 10 * files[0].content.len() as u64, "{} MB more", grown / 1024 / 1024);
}

#[tokio::test]
async fn downloads_that_wait_hold_no_content_and_stop_no_submit() {
    let app = TestApp::new().await;
    let host = ProductionHost::new(&app).await;
    let widget = host.widget(&app).await;
    let photo = Upload::png("photo.png", noisy_png(2200, 2300));
    let size_bytes = photo.content.len() as u64;
    let archive = widget.upload(&app, "TAX_DOCUMENT", &[photo]).await;
    assert_eq!(widget.read_out(&app, &archive).await["status"], "UNSUPPORTED");
    let path = format!("/archives/{}", text(&archive["archiveId"]));
    let seen = host.call(&app, Method::GET, &path, None).await.json();
    let url = text(&seen["data"]["rawFiles"][0]["url"]);

    // A process that opens files and never answers.
    let folder = tempfile::tempdir().unwrap();
    let (stuck, started) = (folder.path().join("stuck"), folder.path().join("started"));
    let script = format!("#!/bin/sh\necho started >> {}\nexec /bin/sleep 600\n", started.display());
    std::fs::write(&stuck, script).unwrap();
    std::fs::set_permissions(&stuck, std::fs::Permissions::from_mode(0o700)).unwrap();
    let app = Arc::new(app.another(|settings| settings.program = stuck).await);
    let before = memory_bytes();
    let mut downloads = JoinSet::new();
    for _ in 0..30 {
        let (app, url) = (Arc::clone(&app), url.clone());
        downloads.spawn(async move { app.get_raw(&url).await });
    }
    eventually("two files are opened", async || {
        std::fs::read_to_string(&started).is_ok_and(|started| started.lines().count() == 2)
    })
    .await;
    // The others have come to wait by now: this takes many requests.
    let files = [Upload::png("photo.png", noisy_png(600, 600))];
    let submitted = tokio::time::timeout(LONGEST, widget.upload(&app, "TAX_DOCUMENT", &files)).await.unwrap();
    assert_eq!(submitted["status"], "STARTED");
    let grown = memory_bytes() - before;
    assert!(grown < 10 * size_bytes, "{} MB more", grown / 1024 / 1024);
    downloads.abort_all();
}
