//! The text that a person agrees to, in each language.

use crate::retention::RETENTION_DAYS;
use crate::store::OwnConsent;
use crate::texts::{Notice, Text};
use wink_wire::{ConsentDocument, DataPoint, Language};

/// Changed with every change of a text, so that receipts stay correct.
const VERSION: &str = "2026-02";

/// What the texts list: every kind of data that a source may hold.
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

/// The parts of the text, each with a heading.
const PARTS: [Notice; 8] = [
    Notice::new(Text::ConsentAboutTitle, Text::ConsentAbout),
    Notice::new(Text::ConsentSharedTitle, Text::ConsentShared),
    Notice::new(Text::ConsentPasswordTitle, Text::ConsentPassword),
    Notice::new(Text::ConsentReceiverTitle, Text::ConsentReceiver),
    Notice::new(Text::ConsentKeptTitle, Text::ConsentKept),
    Notice::new(Text::ConsentRevokeTitle, Text::ConsentRevoke),
    Notice::new(Text::ConsentRightsTitle, Text::ConsentRights),
    Notice::new(Text::ConsentAgreementTitle, Text::ConsentAgreement),
];

/// The text, with `{company}` where the company's name goes.
fn text_in(language: Language) -> String {
    let parts = PARTS.map(|Notice { title, text }| {
        format!("# {}\n{}", title.in_language(language), text.in_language(language))
    });
    parts.join("\n\n")
}

/// What a person agrees to.
pub(super) fn document(company_name: &str, language: Language) -> ConsentDocument {
    let text = text_in(language);
    let text = if company_name.is_empty() {
        let nameless = Text::ConsentCompany.in_language(language);
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
        text,
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
    use crate::ids::sha256_hex;

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
    fn a_version_stays_word_for_word_what_people_agreed_to() {
        let digests = Language::ALL.map(|language| (language, sha256_hex(text_in(language))));
        assert_eq!(VERSION, "2026-02", "a new version has new digests");
        for (language, digest) in digests {
            let agreed = match language {
                Language::English => "c0411314ca6677fc53981cea8a2e70f74cb8015bdfb1d347284942812bdc1752",
                Language::Filipino => "650b34ccf55093be751ecc5c0b0c127f54d1d039e89d0349e2af77694c614083",
                Language::Indonesian => "af1f68398350707347932022d4b9089c87f8ef124677daa3ed57888fc699cb3c",
                Language::Chinese => "9e5f7fb95efd40811df5880d40d7e37d17c606d9c5076d52cc894cc74e8d81ed",
                Language::Arabic => "ef13fb3eb66a4b5b1bc3e6ac797e325127e15c9af8cc51c4cf7c7072319e3e18",
            };
            assert_eq!(digest, agreed, "{language:?}");
        }
    }

    #[test]
    fn what_stands_in_for_the_company_begins_a_sentence_with_a_capital() {
        let nameless = document("", Language::English);
        assert!(nameless.text.contains("\nThe company that asked you receives"));
        assert!(!nameless.text.contains(". the company"));
    }
}
