//! The analyst for documents of real people. It reads payslips of any employer; other documents are kept unread.

use super::page::Page;
use super::{Analyst, Document, Finding, Reader, Reading, payslip};
use crate::documents::{DocumentType, Unsupported};
use std::io;
use std::sync::Arc;
use wink_wire::ArchiveErrorCode;

/// Fewer words than this count as no text, because OCR finds some in any picture.
const FEWEST_WORDS: usize = 5;

/// The analyst for documents of real people.
pub(crate) struct RealAnalyst {
    reader: Arc<Reader>,
}

impl RealAnalyst {
    pub(crate) fn new(reader: Arc<Reader>) -> Self {
        Self { reader }
    }
}

#[async_trait::async_trait]
impl Analyst for RealAnalyst {
    async fn read(&self, document: Document<'_>) -> io::Result<Finding> {
        match document.kind {
            DocumentType::TaxDocument | DocumentType::CompanyId => {
                let reading = match self.reader.check(document).await? {
                    Ok(()) => Reading::Unsupported(Unsupported::Kind),
                    Err(code) => Reading::Failed(code),
                };
                return Ok(reading.into());
            }
            DocumentType::Payslip | DocumentType::Others => {}
        }
        let kind = document.kind;
        self.reader.judge(document, move |pages| judge(kind, pages)).await
    }
}

fn judge(wanted: DocumentType, pages: &[Page]) -> Finding {
    let Some(kind) = kind_of(pages) else { return Reading::Failed(ArchiveErrorCode::UnreadableFile).into() };
    let reading = match (kind, wanted) {
        (DocumentType::Payslip, _) => payslip_in(pages),
        // The document was uploaded without saying that it is a payslip.
        (_, DocumentType::Others) => Reading::Unsupported(Unsupported::Kind),
        _ => Reading::Failed(ArchiveErrorCode::WrongDocument),
    };
    Finding { kind: Some(kind), reading }
}

/// Detects the type of a document. `None` if its pages have hardly any words.
pub(super) fn kind_of(pages: &[Page]) -> Option<DocumentType> {
    let text = payslip::text_on(pages);
    if text.split(' ').filter(|word| word.chars().count() > 1).count() < FEWEST_WORDS {
        return None;
    }
    Some(if payslip::is_payslip(pages) { DocumentType::Payslip } else { DocumentType::Others })
}

/// Reads the values of a payslip.
pub(super) fn payslip_in(pages: &[Page]) -> Reading {
    match payslip::read(pages) {
        Some(payslip) => Reading::Payslip(Box::new(payslip)),
        None => Reading::Failed(ArchiveErrorCode::UnreadableFile),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::analysis::page::tests::typed;

    #[test]
    fn payslips_are_read_and_others_are_told_apart() {
        let of = |wanted, text: &str| judge(wanted, &[typed(text)]);
        let slip =
            "PAYSLIP\nPay period   1 Oct 2026 - 15 Oct 2026\nGross pay   27,350.00\nNet pay   23,145.25";
        for wanted in [DocumentType::Payslip, DocumentType::Others] {
            let Finding { kind: Some(DocumentType::Payslip), reading: Reading::Payslip(payslip) } =
                of(wanted, slip)
            else {
                panic!("not read as {wanted:?}")
            };
            assert_eq!(payslip.net_amount, Some(23_145.25));
        }
        let letter = "A letter to George about nothing at all";
        for (wanted, reading) in [
            (DocumentType::Payslip, Reading::Failed(ArchiveErrorCode::WrongDocument)),
            (DocumentType::Others, Reading::Unsupported(Unsupported::Kind)),
        ] {
            assert_eq!(of(wanted, letter), Finding { kind: Some(DocumentType::Others), reading });
        }
        let empty = "PAYSLIP\nGross pay\nNet pay\nDeductions\nPay period";
        let unreadable = Reading::Failed(ArchiveErrorCode::UnreadableFile);
        let found = Finding { kind: Some(DocumentType::Payslip), reading: unreadable.clone() };
        assert_eq!(of(DocumentType::Payslip, empty), found);
        assert_eq!(of(DocumentType::Payslip, "a b c d e f PAYSLIP"), unreadable.clone().into());
        assert_eq!(judge(DocumentType::Others, &[]), unreadable.into());
    }
}
