//! The text that a person agrees to, in each language.

use crate::retention::RETENTION_DAYS;
use crate::store::OwnConsent;
use wink_wire::{ConsentDocument, DataPoint, Language};

/// Changes with every change to a text, so that receipts stay true.
const VERSION: &str = "2026-02";

/// What the texts name: every kind of data that a source may hold.
const DATA_POINTS: [DataPoint; 8] = [
    DataPoint::Identities,
    DataPoint::Employments,
    DataPoint::Incomes,
    DataPoint::Transactions,
    DataPoint::Contributions,
    DataPoint::Liabilities,
    DataPoint::Ratings,
    DataPoint::Documents,
];

/// A text, and what stands in it for a company that has no name here.
const fn text_of(language: Language) -> (&'static str, &'static str) {
    match language {
        Language::English => (include_str!("../../data/consent.en.txt"), "the company that asked you"),
        Language::Filipino => (include_str!("../../data/consent.fil.txt"), "kumpanyang humiling sa iyo"),
        Language::Indonesian => (include_str!("../../data/consent.id.txt"), "perusahaan yang meminta Anda"),
        Language::Chinese => (include_str!("../../data/consent.zh-Hans.txt"), "向您提出请求的公司"),
        Language::Arabic => (include_str!("../../data/consent.ar.txt"), "الشركة التي طلبت منك ذلك"),
    }
}

/// What a person agrees to.
pub(super) fn document(company_name: &str, language: Language) -> ConsentDocument {
    let (text, nameless) = text_of(language);
    let text = if company_name.is_empty() {
        let capital = capitalised(nameless);
        let text = text.replace("{company}", nameless);
        let text = text.replace(&format!(". {nameless}"), &format!(". {capital}"));
        text.replace(&format!("\n{nameless}"), &format!("\n{capital}"))
    } else {
        text.replace("{company}", company_name)
    };
    ConsentDocument {
        version: VERSION.to_owned(),
        language: language.tag().to_owned(),
        text: text.trim_end().to_owned(),
        data_points: DATA_POINTS.to_vec(),
        retention_days: RETENTION_DAYS,
    }
}

/// A host's own text, exactly as the host wrote it, so that the hash in a receipt is that of the host's file.
pub(super) fn own(consent: &OwnConsent, language: Language) -> ConsentDocument {
    ConsentDocument {
        version: consent.version.clone(),
        language: language.tag().to_owned(),
        text: consent.text.clone(),
        data_points: DATA_POINTS.to_vec(),
        retention_days: RETENTION_DAYS,
    }
}

fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_text_names_the_company_and_the_right_number_of_days() {
        let days = RETENTION_DAYS.to_string();
        let shape = |text: &str| text.lines().map(|line| line.starts_with("# ")).collect::<Vec<_>>();
        let english = shape(&document("", Language::English).text);
        for language in Language::ALL {
            let named = document("Lumina Lending", language);
            assert_eq!(named.language, language.tag());
            assert_eq!(named.text.matches("Lumina Lending").count(), 9, "{language:?}");
            assert!(named.text.contains(&days) && !named.text.contains('{'), "{language:?}");
            assert_eq!(shape(&named.text), english, "{language:?}: headings and paragraphs");
        }
    }

    #[test]
    fn what_stands_in_for_the_company_begins_a_sentence_with_a_capital() {
        let nameless = document("", Language::English);
        assert!(nameless.text.contains("\nThe company that asked you receives"));
        assert!(!nameless.text.contains(". the company"));
    }
}
