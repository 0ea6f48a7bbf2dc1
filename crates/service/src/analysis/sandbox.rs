//! The sandbox's analyst. It reads the sample payslip that ships with the playground, also with changed values, as a
//! PDF or a picture. Any other document ends in an error.
//!
//! So that a host can try every outcome, a file named `error_<CODE>` (for example `error_UNREADABLE_FILE.pdf`) ends in
//! that code, and one named `unsupported` in `UNSUPPORTED`. Such a file is opened all the same, because a host gets it.

use super::page::Page;
use super::real::{kind_of, payslip_in};
use super::{Analyst, Document, Finding, Reader, Reading, payslip};
use crate::documents::{DocumentType, Unsupported};
use std::io;
use std::sync::Arc;
use std::time::Duration;
use wink_wire::ArchiveErrorCode;

/// Texts that identify the sample. One is enough, because a picture may be unclear.
const SAMPLE_WORDS: [&str; 2] =
    ["sample document for trying out only", "every number on this page are made up"];

/// The sandbox's analyst.
pub(crate) struct SandboxAnalyst {
    /// The minimum time that reading takes, so that a demo looks real.
    pace: Duration,
    reader: Arc<Reader>,
}

impl SandboxAnalyst {
    pub(crate) fn new(pace: Duration, reader: Arc<Reader>) -> Self {
        Self { pace, reader }
    }
}

#[async_trait::async_trait]
impl Analyst for SandboxAnalyst {
    async fn read(&self, document: Document<'_>) -> io::Result<Finding> {
        if !self.pace.is_zero() {
            tokio::time::sleep(self.pace).await;
        }
        let requested = document.files.iter().find_map(|file| requested_reading(&file.name));
        // A card is two pictures with hardly any words, and no sample of one ships.
        let is_card = document.kind == DocumentType::CompanyId;
        let card = is_card.then_some(Reading::Failed(ArchiveErrorCode::UnreadableFile));
        if let Some(reading) = requested.or(card) {
            return Ok(checked(self.reader.check(document).await?, reading).into());
        }
        let kind = document.kind;
        self.reader.judge(document, move |pages| judge(kind, pages)).await
    }
}

fn judge(wanted: DocumentType, pages: &[Page]) -> Finding {
    let Some(kind) = kind_of(pages) else { return Reading::Failed(ArchiveErrorCode::UnreadableFile).into() };
    let text = payslip::text_on(pages);
    let is_sample = SAMPLE_WORDS.iter().any(|words| text.contains(words));
    let reading = if kind != DocumentType::Payslip || wanted == DocumentType::TaxDocument || !is_sample {
        Reading::Failed(ArchiveErrorCode::WrongDocument)
    } else {
        payslip_in(pages)
    };
    Finding { kind: Some(kind), reading }
}

/// The result of a document that is checked and not read: it is not kept if it is unsafe, or cannot be opened.
fn checked(check: Result<(), ArchiveErrorCode>, reading: Reading) -> Reading {
    match (check, reading) {
        (Err(code), Reading::Unsupported(_)) | (Err(code @ ArchiveErrorCode::UnsafeFile), _) => {
            Reading::Failed(code)
        }
        (_, reading) => reading,
    }
}

/// The result that a file's name asks for.
fn requested_reading(name: &str) -> Option<Reading> {
    let stem = name.split('.').next().unwrap_or_default();
    if stem == "unsupported" {
        return Some(Reading::Unsupported(Unsupported::Kind));
    }
    let code = stem.strip_prefix("error_")?;
    ArchiveErrorCode::named(code).map(Reading::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::page::tests::typed;

    const SLIP: &str = "PAYSLIP\nGross pay   27,350.00\nNet pay   23,145.25";

    #[test]
    fn only_the_sample_is_read() {
        let of = |wanted, text: &str| judge(wanted, &[typed(text)]);
        let sample = format!("{SLIP}\n‘Sample document, for trying out only");
        for wanted in [DocumentType::Payslip, DocumentType::Others] {
            let Reading::Payslip(payslip) = of(wanted, &sample).reading else { panic!("not read") };
            assert_eq!(payslip.net_amount, Some(23_145.25));
        }
        let letter = "A letter to George\nSample document, for trying out only";
        for (wanted, text, kind) in [
            (DocumentType::TaxDocument, sample.as_str(), DocumentType::Payslip),
            (DocumentType::Payslip, SLIP, DocumentType::Payslip),
            (DocumentType::Payslip, letter, DocumentType::Others),
        ] {
            let reading = Reading::Failed(ArchiveErrorCode::WrongDocument);
            assert_eq!(of(wanted, text), Finding { kind: Some(kind), reading }, "{text}");
        }
        let blurred = Finding::from(Reading::Failed(ArchiveErrorCode::UnreadableFile));
        assert_eq!(of(DocumentType::Payslip, "a b c d e f PAYSLIP"), blurred);
        assert_eq!(judge(DocumentType::Payslip, &[]), blurred);
    }

    #[test]
    fn a_name_hides_nothing_that_is_unsafe() {
        let [damaged, harmful] = [ArchiveErrorCode::UnreadableFile, ArchiveErrorCode::UnsafeFile];
        let stored = || Reading::Unsupported(Unsupported::Kind);
        let failed = || Reading::Failed(ArchiveErrorCode::SystemError);
        for (check, reading, result) in [
            (Ok(()), stored(), stored()),
            (Ok(()), failed(), failed()),
            (Err(damaged), stored(), Reading::Failed(damaged)),
            (Err(damaged), failed(), failed()),
            (Err(harmful), stored(), Reading::Failed(harmful)),
            (Err(harmful), failed(), Reading::Failed(harmful)),
        ] {
            assert_eq!(checked(check, reading), result, "{check:?}");
        }
    }

    #[test]
    fn an_outcome_can_be_asked_for_by_name() {
        assert_eq!(requested_reading("unsupported.png"), Some(Reading::Unsupported(Unsupported::Kind)));
        for code in ArchiveErrorCode::ALL {
            assert_eq!(requested_reading(&format!("error_{}.pdf", code.name())), Some(Reading::Failed(code)));
        }
        assert_eq!(requested_reading("error_OF_MINE.pdf"), None);
        assert_eq!(requested_reading("payslip.pdf"), None);
    }
}
