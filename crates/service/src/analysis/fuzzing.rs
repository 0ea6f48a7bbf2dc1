//! The reader of documents, for the fuzz targets.

use super::opening::{Opened, Purpose, open};
use super::payslip;

pub(crate) fn document(content: Vec<u8>) {
    if let Ok(Opened::Text(pages)) = open(Purpose::Read, content) {
        payslip::is_payslip(&pages);
        drop(payslip::read(&pages));
    }
}
