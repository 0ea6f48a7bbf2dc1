//! The names of the wire's enums that are shown to people.

use super::{Key, t};
use wink_wire::{DataPoint, FieldKind, LoginField, ProviderType};

/// A kind of data.
pub(crate) fn data_point_name(point: DataPoint) -> &'static str {
    t(match point {
        DataPoint::Identities => Key::Identities,
        DataPoint::Employments => Key::Employments,
        DataPoint::Incomes => Key::Incomes,
        DataPoint::Transactions => Key::Transactions,
        DataPoint::Contributions => Key::Contributions,
        DataPoint::Liabilities => Key::Liabilities,
        DataPoint::Ratings => Key::Ratings,
        DataPoint::Documents => Key::Documents,
        DataPoint::Unknown => Key::OtherData,
    })
}

/// What a kind of data contains.
pub(crate) fn data_point_detail(point: DataPoint) -> &'static str {
    t(match point {
        DataPoint::Identities => Key::IdentitiesDetail,
        DataPoint::Employments => Key::EmploymentsDetail,
        DataPoint::Incomes => Key::IncomesDetail,
        DataPoint::Transactions => Key::TransactionsDetail,
        DataPoint::Contributions => Key::ContributionsDetail,
        DataPoint::Liabilities => Key::LiabilitiesDetail,
        DataPoint::Ratings => Key::RatingsDetail,
        DataPoint::Documents => Key::DocumentsDetail,
        DataPoint::Unknown => Key::OtherDataDetail,
    })
}

/// Providers of a type, for the filter.
pub(crate) fn kinds_name(kind: Option<ProviderType>) -> &'static str {
    t(match kind {
        None | Some(ProviderType::Unknown) => Key::AllKinds,
        Some(ProviderType::Gig) => Key::Gigs,
        Some(ProviderType::Government) => Key::Governments,
        Some(ProviderType::System) => Key::Systems,
        Some(ProviderType::Employer) => Key::Employers,
        Some(ProviderType::Credential) => Key::Credentials,
    })
}

/// One provider's type. Empty if it is newer than this build.
pub(crate) fn kind_name(kind: ProviderType) -> &'static str {
    match kind {
        ProviderType::Gig => t(Key::Gig),
        ProviderType::Government => t(Key::Government),
        ProviderType::System => t(Key::System),
        ProviderType::Employer => t(Key::Employer),
        ProviderType::Credential => t(Key::Credential),
        ProviderType::Unknown => "",
    }
}

/// The name of a country by its ISO 3166 alpha-2 code. The code itself if the browser has no name for it.
pub(crate) fn place_name(code: &str) -> &str {
    match code {
        "PH" => t(Key::Philippines),
        "ID" => t(Key::Indonesia),
        "SG" => t(Key::Singapore),
        "IN" => t(Key::India),
        other => other,
    }
}

/// The label of a login field: the provider's own, otherwise the usual one for its kind.
pub(crate) fn field_label(field: &LoginField) -> &str {
    if let Some(label) = &field.label {
        return label;
    }
    match field.kind {
        FieldKind::UserName => t(Key::UserName),
        FieldKind::Email => t(Key::Email),
        FieldKind::MobileNumber => t(Key::MobileNumber),
        FieldKind::SsNumber => t(Key::SsNumber),
        FieldKind::EmployeeId => t(Key::EmployeeId),
        FieldKind::CompanyCode => t(Key::CompanyCode),
        FieldKind::Password => t(Key::Password),
        FieldKind::Unknown => &field.name,
    }
}
