//! What a source holds about a person, in the shapes of the Open API. Connectors make these, the store keeps them.

use jiff::civil::Date;
use serde::Serialize;

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
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Identity {
    pub(crate) full_name: String,
    pub(crate) first_name: Option<String>,
    pub(crate) middle_name: Option<String>,
    pub(crate) last_name: Option<String>,
    pub(crate) suffix: Option<String>,
    pub(crate) gender: Option<Gender>,
    pub(crate) dob: Option<Date>,
    pub(crate) marital_status: Option<MaritalStatus>,
    pub(crate) country_residence: Option<String>,
    pub(crate) citizenship: Option<Citizenship>,
    pub(crate) photo_url: Option<String>,
    pub(crate) reference_id: Option<String>,
    pub(crate) profile_url: Option<String>,
    pub(crate) emails: Vec<Email>,
    pub(crate) phones: Vec<Phone>,
    /// Empty at every source built so far.
    pub(crate) social_profiles: [(); 0],
    pub(crate) addresses: Vec<Address>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Gender {
    Male,
    Female,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum MaritalStatus {
    Married,
    Single,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Citizenship {
    Citizen,
}

/// Whether a contact or address is the one to use first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum Rank {
    Primary,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Email {
    pub(crate) address: String,
    #[serde(rename = "type")]
    pub(crate) rank: Rank,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
pub(crate) struct Phone {
    /// E.164.
    pub(crate) number: String,
    #[serde(rename = "type")]
    pub(crate) kind: PhoneKind,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum PhoneKind {
    Mobile,
}

#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the specification's names")]
pub(crate) struct Address {
    pub(crate) full_address: String,
    pub(crate) line1: Option<String>,
    pub(crate) line2: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) region: Option<String>,
    pub(crate) zip: Option<String>,
    pub(crate) country: Option<String>,
    pub(crate) latitude: Option<String>,
    pub(crate) longitude: Option<String>,
    #[serde(rename = "type")]
    pub(crate) rank: Rank,
    pub(crate) tags: Vec<AddressTag>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub(crate) enum AddressTag {
    Primary,
    Home,
}

/// A job, past or present.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Employment {
    pub(crate) name: Option<String>,
    pub(crate) description: Option<String>,
    pub(crate) job_title: Option<String>,
    pub(crate) department: Option<String>,
    pub(crate) employee_number: Option<String>,
    pub(crate) employer_number: Option<String>,
    pub(crate) employer: Option<String>,
    pub(crate) status: Option<String>,
    pub(crate) start_date: Date,
    /// Absent while the job lasts.
    pub(crate) end_date: Option<Date>,
    pub(crate) reported_date: Option<Date>,
}

/// Pay for one period.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Income {
    pub(crate) work_item: Option<String>,
    pub(crate) employer: Option<String>,
    pub(crate) start_date: Date,
    pub(crate) end_date: Option<Date>,
    /// ISO 4217.
    pub(crate) currency: &'static str,
    pub(crate) frequency: PayPeriod,
    pub(crate) base_amount: Amount,
    pub(crate) gross_amount: Amount,
    pub(crate) net_amount: Amount,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
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
