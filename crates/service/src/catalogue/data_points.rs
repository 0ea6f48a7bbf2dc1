//! Which kinds of data a provider holds.

use super::Provider;
use crate::records::RecordKind;
use wink_wire::ProviderType;
use wink_wire::catalogue::Connection;

impl Provider {
    /// The kinds of items that reading this provider yields, including computed ones.
    pub(crate) fn record_kinds(&self) -> Vec<RecordKind> {
        use RecordKind::{
            Contribution, Document, Employment, EstimatedIncome, Identity, Income, Insight, Liability,
            Rating, Transaction,
        };
        if self.connection == Connection::DocumentsOnly {
            return Vec::new();
        }
        if let Some(kinds) = &self.holds {
            return kinds.clone();
        }
        let mut kinds = vec![Identity];
        kinds.extend_from_slice(match (self.kind, self.sub_type.as_str()) {
            (ProviderType::Gig, "TRADING") => &[Rating, Employment, Transaction][..],
            (ProviderType::Gig, "TRANSPORTATION") => &[Rating, Document, Employment, Income, Transaction],
            (ProviderType::Gig, _) => &[Rating, Employment, Income, Transaction],
            (ProviderType::Government, "INSURANCE") => &[Employment, Contribution],
            (ProviderType::Government, "IDENTIFICATION") => &[Document],
            (ProviderType::Credential, _) => &[Document, Employment],
            (ProviderType::Government | ProviderType::System | ProviderType::Employer, _) => {
                &[Document, Employment, Income]
            }
            (ProviderType::Unknown, _) => &[],
        });
        if self.loans {
            kinds.push(Liability);
        }
        let tells_income = kinds.iter().any(|kind| matches!(kind, Income | Transaction));
        if tells_income || (kinds.contains(&Contribution) && self.contribution.is_some()) {
            kinds.push(EstimatedIncome);
        }
        kinds.push(Insight);
        kinds
    }
}

#[cfg(test)]
mod tests {
    use crate::catalogue::Catalogue;

    #[test]
    fn a_provider_holds_what_its_type_does() {
        let catalogue = Catalogue::load(1).unwrap();
        for (id, expected) in [
            ("upwork", "IDENTITIES RATINGS EMPLOYMENTS INCOMES TRANSACTIONS EINCOMES INSIGHTS"),
            ("shopee", "IDENTITIES RATINGS EMPLOYMENTS TRANSACTIONS EINCOMES INSIGHTS"),
            ("sss", "IDENTITIES EMPLOYMENTS CONTRIBUTIONS LIABILITIES EINCOMES INSIGHTS"),
            ("philhealth", "IDENTITIES EMPLOYMENTS CONTRIBUTIONS EINCOMES INSIGHTS"),
            ("nbi", "IDENTITIES DOCUMENTS INSIGHTS"),
            ("jollibee", "IDENTITIES DOCUMENTS EMPLOYMENTS INCOMES EINCOMES INSIGHTS"),
            ("coursera", "IDENTITIES DOCUMENTS EMPLOYMENTS INSIGHTS"),
            ("meralco", ""),
        ] {
            let kinds = catalogue.provider(id).unwrap().record_kinds();
            let points: Vec<_> = kinds.into_iter().map(crate::records::RecordKind::data_point).collect();
            assert_eq!(points.join(" "), expected, "{id}");
        }
    }
}
