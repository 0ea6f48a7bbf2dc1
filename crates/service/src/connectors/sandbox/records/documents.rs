//! Documents that providers issue.

use super::number_of;
use crate::catalogue::Provider;
use crate::catalogue::people::Person;
use crate::records::{Document, DocumentKind, Keyed};
use jiff::ToSpan as _;
use jiff::civil::Date;
use wink_wire::ProviderType;

/// Validity of licences and cards.
const VALID_YEARS: i16 = 5;

/// A provider's documents about a person, oldest first.
pub(super) fn documents_of(person: &Person, provider: &Provider, today: Date) -> Vec<Keyed<Document>> {
    let since = person.career.freelance_since;
    let documents = match (provider.kind, provider.sub_type.as_str()) {
        (ProviderType::Gig, _) => vec![Document {
            expiry_date: since.checked_add(VALID_YEARS.years()).ok(),
            ..document(person, provider, "Driver\u{2019}s licence", DocumentKind::Identification, since)
        }],
        (ProviderType::Government, "IDENTIFICATION") => vec![identification(person, provider, today)],
        (ProviderType::Government, _) => {
            let name = format!("Certificate of income tax withheld, {}", today.year() - 1);
            let issued = Date::new(today.year(), 1, 31).ok().filter(|issued| *issued <= today);
            vec![Document {
                issue_date: issued,
                ..document(person, provider, &name, DocumentKind::Certificate, since)
            }]
        }
        (ProviderType::Credential, _) => {
            vec![document(person, provider, person.career.freelance, DocumentKind::Certificate, since)]
        }
        (ProviderType::System, _) => payslips(person, provider, today),
        _ => {
            let since = person.career.employed_since;
            vec![document(person, provider, "Certificate of employment", DocumentKind::Certificate, since)]
        }
    };
    let key = |document: &Document| document.doc_id.clone().unwrap_or_default();
    documents.into_iter().map(|document| Keyed::new(key(&document), document)).collect()
}

/// The clearance provider issues a clearance of the current year. Others issue a card, which is renewed when it
/// expires.
fn identification(person: &Person, provider: &Provider, today: Date) -> Document {
    if provider.id == "nbi" {
        let issued = Date::new(today.year(), 1, 10).ok().filter(|issued| *issued <= today);
        let issued = issued.or_else(|| Date::new(today.year() - 1, 1, 10).ok()).unwrap_or(today);
        return Document {
            status: Some("VALID".to_owned()),
            expiry_date: issued.checked_add(1.year()).ok(),
            remarks: Some("NO RECORD ON FILE".to_owned()),
            ..document(person, provider, "NBI clearance", DocumentKind::Clearance, issued)
        };
    }
    let round = today.year() - today.year() % VALID_YEARS;
    let issued = Date::new(round, 1, 1).unwrap_or(today);
    Document {
        expiry_date: issued.checked_add(VALID_YEARS.years()).ok(),
        ..document(person, provider, &provider.long_name, DocumentKind::Identification, issued)
    }
}

/// The payslips of the last three months.
fn payslips(person: &Person, provider: &Provider, today: Date) -> Vec<Document> {
    let months = super::incomes::finished_months(today);
    let newest = months.iter().rev().take(3).rev();
    newest
        .map(|(_, last)| {
            let name = format!("Payslip {}", last.strftime("%Y-%m"));
            document(person, provider, &name, DocumentKind::Payslip, *last)
        })
        .collect()
}

fn document(person: &Person, provider: &Provider, name: &str, kind: DocumentKind, issued: Date) -> Document {
    let number = number_of(&[person.user_name, &provider.id, name, &issued.to_string()], 8);
    Document {
        name: name.to_owned(),
        doc_id: Some(format!("{}-{number}", provider.id.to_uppercase())),
        status: None,
        document_type: kind,
        issue_date: Some(issued),
        expiry_date: None,
        file_url: None,
        remarks: None,
    }
}
