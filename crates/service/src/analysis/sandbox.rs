//! The sandbox's analyst: it knows the sample payslip that ships with the playground, as PDF by its text and as PNG
//! by its pixels, and nothing else.
//!
//! So that a host can try every outcome, a file named `error_<CODE>` (for example `error_UNREADABLE_FILE.pdf`) ends in
//! that code, and one named `unsupported` in `UNSUPPORTED`.

use super::{Analyst, Document, Payslip, Reading};
use crate::documents::{DocumentType, Format, pdf_text, pixels_sha256};
use std::io;
use std::time::Duration;
use wink_wire::ArchiveErrorCode;

/// What `payslip-george` says.
const SAMPLE: Payslip = Payslip {
    start_date: "2026-10-16",
    end_date: "2026-10-31",
    pay_date: "2026-11-05",
    currency: "PHP",
    gross_amount: 27_350.00,
    net_amount: 23_145.25,
    employer_name: "Bayani Fresh Foods, Inc.",
    employee_name: "George Palomero Jr.",
    ss_number: "3300000008",
    phil_health_number: "190000000017",
    tax_number: "000000001000",
    pag_ibig_number: "121000000009",
};

/// What the text of the sample has in it, blanks aside.
const SAMPLE_WORDS: [&str; 6] =
    ["SAMPLE", "PAYSLIP", "BayaniFreshFoods,Inc.", "GeorgePalomeroJr.", "27,350.00", "23,145.25"];

/// Of the pixels of `payslip-george.png`.
const SAMPLE_PIXELS_SHA256: &str = "03e6fe915e0cd4b39c5f2321ac52b533f367653c9e7b098f1da9e0ffb8a2e4da";

/// The sandbox's analyst.
pub(crate) struct SandboxAnalyst {
    /// How long reading takes, so that a demo looks like the real thing.
    pace: Duration,
}

impl SandboxAnalyst {
    pub(crate) fn new(pace: Duration) -> Self {
        Self { pace }
    }
}

#[async_trait::async_trait]
impl Analyst for SandboxAnalyst {
    async fn read(&self, document: Document<'_>) -> io::Result<Reading> {
        if !self.pace.is_zero() {
            tokio::time::sleep(self.pace).await;
        }
        if let Some(reading) = document.files.iter().find_map(|file| wished_for(&file.name)) {
            return Ok(reading);
        }
        let [file] = document.files else { return Ok(Reading::Failed(ArchiveErrorCode::UnreadableFile)) };
        let _turn = document.turn().await?;
        let (content, format) = (document.content(file).await?, file.format);
        let seen = tokio::task::spawn_blocking(move || look(format, &content)).await;
        Ok(match seen {
            Ok(Ok(())) if document.kind == DocumentType::Payslip => Reading::Payslip(SAMPLE),
            Ok(Ok(())) => Reading::Failed(ArchiveErrorCode::WrongDocument),
            Ok(Err(code)) => Reading::Failed(code),
            Err(panicked) => {
                tracing::error!(%panicked, "a document could not be looked at");
                Reading::Failed(ArchiveErrorCode::UnreadableFile)
            }
        })
    }
}

/// Whether it is the sample.
fn look(format: Format, content: &[u8]) -> Result<(), ArchiveErrorCode> {
    match format {
        Format::Pdf => {
            let text: String = pdf_text(content)?.chars().filter(|letter| !letter.is_whitespace()).collect();
            if SAMPLE_WORDS.iter().all(|words| text.contains(words)) {
                Ok(())
            } else if text.is_empty() {
                Err(ArchiveErrorCode::UnreadableFile)
            } else {
                Err(ArchiveErrorCode::WrongDocument)
            }
        }
        Format::Png if pixels_sha256(content)? == SAMPLE_PIXELS_SHA256 => Ok(()),
        Format::Png | Format::Jpeg | Format::Tiff => Err(ArchiveErrorCode::UnreadableFile),
    }
}

/// The outcome that a file's name asks for.
fn wished_for(name: &str) -> Option<Reading> {
    let stem = name.split('.').next().unwrap_or_default();
    if stem == "unsupported" {
        return Some(Reading::Unsupported);
    }
    let wish = stem.strip_prefix("error_")?;
    ArchiveErrorCode::ALL.into_iter().find(|code| code.name() == wish).map(Reading::Failed)
}

#[cfg(test)]
mod tests {
    use super::*;

    const PDF: &[u8] = include_bytes!("../../../../static/samples/payslip-george.pdf");
    const PNG: &[u8] = include_bytes!("../../../../static/samples/payslip-george.png");

    #[test]
    fn the_samples_are_known() {
        assert_eq!(pixels_sha256(PNG).unwrap(), SAMPLE_PIXELS_SHA256, "of static/samples/payslip-george.png");
        assert_eq!(look(Format::Png, PNG), Ok(()));
        assert_eq!(look(Format::Pdf, PDF), Ok(()), "{}", pdf_text(PDF).unwrap());
    }

    #[test]
    fn what_the_sample_says_is_on_it() {
        let text = pdf_text(PDF).unwrap();
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        for number in [SAMPLE.ss_number, SAMPLE.phil_health_number, SAMPLE.tax_number, SAMPLE.pag_ibig_number]
        {
            assert!(digits.contains(number), "{number} in {digits}");
        }
        let blankless: String = text.chars().filter(|letter| !letter.is_whitespace()).collect();
        for words in ["16Oct2026", "31Oct2026", "05Nov2026", SAMPLE.currency] {
            assert!(blankless.contains(words), "{words} in {blankless}");
        }
    }

    #[test]
    fn pixels_stay_known_when_what_is_around_them_is_stripped() {
        let picture = image::load_from_memory(PNG).unwrap().into_rgba8();
        let mut packed_anew = std::io::Cursor::new(Vec::new());
        picture.write_to(&mut packed_anew, image::ImageFormat::Png).unwrap();
        assert_ne!(packed_anew.get_ref().as_slice(), PNG);
        assert_eq!(look(Format::Png, packed_anew.get_ref()), Ok(()));
    }

    #[test]
    fn an_outcome_can_be_asked_for_by_name() {
        assert_eq!(wished_for("unsupported.png"), Some(Reading::Unsupported));
        for code in ArchiveErrorCode::ALL {
            assert_eq!(wished_for(&format!("error_{}.pdf", code.name())), Some(Reading::Failed(code)));
        }
        assert_eq!(wished_for("error_OF_MINE.pdf"), None);
        assert_eq!(wished_for("payslip.pdf"), None);
    }
}
