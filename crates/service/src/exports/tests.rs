//! What an export holds in each format, and who gets its file.

use super::sheet::{Item, Section};
use super::*;
use crate::files::{FilesKey, FilesPlace};
use crate::free_disk::DiskGauge;
use crate::store::Database;
use tempfile::TempDir;

fn sheet() -> Sheet {
    Sheet {
        about: vec![("Account", "a-1".to_owned()), ("Provider", "joyride".to_owned())],
        sections: vec![Section {
            heading: "Identity",
            data_point: "IDENTITIES",
            names: vec!["fullName".to_owned(), "note".to_owned()],
            items: vec![Item {
                id: "i-1".to_owned(),
                values: vec!["Ana, \"Annie\" Reyes".to_owned(), "=HYPERLINK(1)".to_owned()],
            }],
        }],
    }
}

async fn exports(folder: &TempDir) -> Exports {
    let database: Database = folder.path().join("wink.db").to_str().unwrap().parse().unwrap();
    let store = Store::open(&database).await.unwrap();
    let key: FilesKey = FilesKey::generate().unwrap().expose().parse().unwrap();
    let files = Files::open(&FilesPlace::Folder(folder.path().join("files")), &key).await.unwrap();
    let disk = FreeDisk::new(Vec::new(), DiskGauge::default(), 0);
    Exports::new(store, files, disk, Clock::default())
}

#[test]
fn a_table_quotes_values_and_disarms_formulas() {
    let written = String::from_utf8(write(&sheet(), ExportFormat::Csv).unwrap()).unwrap();
    assert!(written.contains("\"Ana, \"\"Annie\"\" Reyes\""), "{written}");
    assert!(written.contains("'=HYPERLINK(1)"), "{written}");
    assert!(written.contains("i-1") && written.contains("IDENTITIES"), "{written}");
}

#[test]
fn a_document_is_a_pdf_that_can_be_opened_also_without_data() {
    for sheet in [sheet(), Sheet::default()] {
        let written = write(&sheet, ExportFormat::Pdf).unwrap();
        assert!(!lopdf::Document::load_mem(&written).unwrap().get_pages().is_empty());
    }
}

#[tokio::test]
async fn an_export_that_is_not_there_has_no_file() {
    let folder = tempfile::tempdir().unwrap();
    let exports = exports(&folder).await;
    for id in ["ex-1", ""] {
        let found = exports.file(id).await;
        assert!(found.is_ok_and(|file| file.is_none()), "{id:?}");
    }
}
