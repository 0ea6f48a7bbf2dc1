//! Who a person is: one item for each source.

use super::codes::Country;
use super::{Dates, RecordItem, RecordKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// Who the person is, according to the source.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub(crate) full_name: String,
    #[schema(required)]
    pub(crate) first_name: Option<String>,
    #[schema(required)]
    pub(crate) middle_name: Option<String>,
    #[schema(required)]
    pub(crate) last_name: Option<String>,
    #[schema(required)]
    pub(crate) suffix: Option<String>,
    #[schema(required)]
    pub(crate) gender: Option<Gender>,
    #[schema(required)]
    pub(crate) dob: Option<Date>,
    #[schema(required)]
    pub(crate) marital_status: Option<MaritalStatus>,
    #[schema(required, value_type = Option<Country>)]
    pub(crate) country_residence: Option<String>,
    #[schema(required)]
    pub(crate) citizenship: Option<Citizenship>,
    #[schema(required)]
    pub(crate) photo_url: Option<String>,
    #[schema(required)]
    pub(crate) reference_id: Option<String>,
    #[schema(required)]
    pub(crate) profile_url: Option<String>,
    /// Absent if the source has no employer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schema(nullable = false, deprecated)]
    pub(crate) latest_employer_name: Option<String>,
    pub(crate) emails: Vec<Email>,
    pub(crate) phones: Vec<Phone>,
    pub(crate) social_profiles: Vec<SocialProfile>,
    pub(crate) addresses: Vec<Address>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum Gender {
    Male,
    Female,
    #[serde(rename = "Non-binary")]
    NonBinary,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum MaritalStatus {
    Divorced,
    Married,
    Separated,
    Single,
    Widowed,
    #[serde(rename = "Lifetime Partner")]
    LifetimePartner,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum Citizenship {
    Citizen,
    #[serde(rename = "Resident Alien")]
    ResidentAlien,
    #[serde(rename = "Non-resident Alien")]
    NonResidentAlien,
    Undocumented,
    Others,
}

/// The purpose of an e-mail address.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum EmailKind {
    Primary,
    Secondary,
    Work,
    Personal,
}

/// Whether an address is the person's main one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum AddressRank {
    Primary,
    Secondary,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Email {
    pub(crate) address: String,
    #[serde(rename = "type")]
    pub(crate) kind: EmailKind,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
pub(crate) struct Phone {
    /// The number in E.164 form, for example `+639171234567`.
    pub(crate) number: String,
    #[serde(rename = "type")]
    pub(crate) kind: PhoneKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum PhoneKind {
    Mobile,
    Fixed,
    Unspecified,
}

/// The person's profile in a social network.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct SocialProfile {
    #[schema(required)]
    pub(crate) social_url: Option<String>,
    #[serde(rename = "type")]
    pub(crate) network: SocialNetwork,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum SocialNetwork {
    Twitter,
    Facebook,
    LinkedIn,
    Others,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the specification's names")]
pub(crate) struct Address {
    pub(crate) full_address: String,
    #[schema(required)]
    pub(crate) line1: Option<String>,
    #[schema(required)]
    pub(crate) line2: Option<String>,
    #[schema(required)]
    pub(crate) city: Option<String>,
    #[schema(required)]
    pub(crate) region: Option<String>,
    #[schema(required)]
    pub(crate) zip: Option<String>,
    #[schema(required, value_type = Option<Country>)]
    pub(crate) country: Option<String>,
    #[schema(required)]
    pub(crate) latitude: Option<String>,
    #[schema(required)]
    pub(crate) longitude: Option<String>,
    #[serde(rename = "type")]
    pub(crate) rank: AddressRank,
    pub(crate) tags: Vec<AddressTag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub(crate) enum AddressTag {
    Primary,
    Secondary,
    Home,
    Work,
    Mailing,
    Foreign,
    Billing,
    Permanent,
    Shipping,
}

impl RecordItem for Identity {
    const KIND: RecordKind = RecordKind::Identity;

    fn dates(&self) -> Dates {
        Dates::default()
    }
}
