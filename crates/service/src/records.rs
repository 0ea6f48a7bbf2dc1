//! What a source holds about a person, in the shapes of the Open API. Connectors make these, the store keeps them.

use jiff::civil::Date;
use serde::Serialize;
use utoipa::ToSchema;

/// Everything read from a source at once. Within a kind the oldest item comes first.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub(crate) struct SourceRecords {
    pub(crate) identities: Vec<Identity>,
    pub(crate) employments: Vec<Employment>,
    pub(crate) incomes: Vec<Income>,
}

/// Kinds of record, with the id prefix of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "SCREAMING_SNAKE_CASE")]
pub(crate) enum RecordKind {
    Identity,
    Employment,
    Income,
}

impl RecordKind {
    pub(crate) const fn id_prefix(self) -> &'static str {
        match self {
            Self::Identity => "i",
            Self::Employment => "e",
            Self::Income => "inc",
        }
    }
}

/// Who the person is, as the source knows it.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
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
    #[schema(required)]
    pub(crate) country_residence: Option<String>,
    #[schema(required)]
    pub(crate) citizenship: Option<Citizenship>,
    #[schema(required)]
    pub(crate) photo_url: Option<String>,
    #[schema(required)]
    pub(crate) reference_id: Option<String>,
    #[schema(required)]
    pub(crate) profile_url: Option<String>,
    pub(crate) emails: Vec<Email>,
    pub(crate) phones: Vec<Phone>,
    /// Empty at every source built so far.
    #[schema(value_type = Vec<Object>)]
    pub(crate) social_profiles: [(); 0],
    pub(crate) addresses: Vec<Address>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum Gender {
    Male,
    Female,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum MaritalStatus {
    Married,
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum Citizenship {
    Citizen,
}

/// Whether a contact or address is the one to use first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum Rank {
    Primary,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Email {
    pub(crate) address: String,
    #[serde(rename = "type")]
    pub(crate) rank: Rank,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
pub(crate) struct Phone {
    /// E.164.
    pub(crate) number: String,
    #[serde(rename = "type")]
    pub(crate) kind: PhoneKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum PhoneKind {
    Mobile,
}

#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
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
    #[schema(required)]
    pub(crate) country: Option<String>,
    #[schema(required)]
    pub(crate) latitude: Option<String>,
    #[schema(required)]
    pub(crate) longitude: Option<String>,
    #[serde(rename = "type")]
    pub(crate) rank: Rank,
    pub(crate) tags: Vec<AddressTag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum AddressTag {
    Primary,
    Home,
}

/// A job, past or present.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Employment {
    #[schema(required)]
    pub(crate) name: Option<String>,
    #[schema(required)]
    pub(crate) description: Option<String>,
    #[schema(required)]
    pub(crate) job_title: Option<String>,
    #[schema(required)]
    pub(crate) department: Option<String>,
    #[schema(required)]
    pub(crate) employee_number: Option<String>,
    #[schema(required)]
    pub(crate) employer_number: Option<String>,
    #[schema(required)]
    pub(crate) employer: Option<String>,
    #[schema(required)]
    pub(crate) status: Option<String>,
    pub(crate) start_date: Date,
    /// Absent while the job lasts.
    #[schema(required)]
    pub(crate) end_date: Option<Date>,
    #[schema(required)]
    pub(crate) reported_date: Option<Date>,
}

/// Pay for one period.
#[derive(Clone, Debug, PartialEq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Income {
    #[schema(required)]
    pub(crate) work_item: Option<String>,
    #[schema(required)]
    pub(crate) employer: Option<String>,
    pub(crate) start_date: Date,
    #[schema(required)]
    pub(crate) end_date: Option<Date>,
    /// ISO 4217.
    pub(crate) currency: &'static str,
    pub(crate) frequency: PayPeriod,
    #[schema(value_type = f64)]
    pub(crate) base_amount: Amount,
    #[schema(value_type = f64)]
    pub(crate) gross_amount: Amount,
    #[schema(value_type = f64)]
    pub(crate) net_amount: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub(crate) enum PayPeriod {
    Semimonthly,
    Monthly,
}

/// Money in hundredths of its unit; travels as a number in units.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Amount(pub(crate) i32);

impl Serialize for Amount {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0 % 100 {
            0 => (self.0 / 100).serialize(serializer),
            _ => (f64::from(self.0) / 100.0).serialize(serializer),
        }
    }
}
