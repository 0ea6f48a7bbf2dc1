//! The PDF reader, for the fuzz targets.

use super::pdf::PdfContent;
use super::{payslip, pdf};

pub(crate) fn pdf(content: Vec<u8>) {
    if let Ok(PdfContent::Text(pages)) = pdf::read(content) {
        payslip::is_payslip(&pages);
        drop(payslip::read(&pages));
    }
}
