//! Maps a provider's documents to records. The connectors' file says where each value is.

use super::value::{Pick, text};
use crate::records::{
    Address, AddressRank, AddressTag, Email, EmailKind, Employment, Identity, Income, Keyed, PayPeriod,
    Phone, PhoneKind, RecordKind, SourceRecords,
};
use serde::Deserialize;
use serde_json::Value;
use serde_json_path::JsonPath;
use std::collections::{BTreeMap, BTreeSet};

/// The documents, by the names under which they are read.
pub(super) type Documents = BTreeMap<String, Value>;

/// Maps a provider's documents to records.
#[derive(Clone, Debug)]
pub(super) struct Mapping {
    pub(super) identity: IdentityMap,
    pub(super) employments: Vec<EmploymentMap>,
    pub(super) incomes: Vec<IncomeMap>,
}

/// Where a person's particulars are.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IdentityMap {
    #[serde(default = "user_info")]
    pub(super) from: String,
    full_name: Pick,
    first_name: Option<Pick>,
    middle_name: Option<Pick>,
    last_name: Option<Pick>,
    suffix: Option<Pick>,
    gender: Option<Pick>,
    birthday: Option<Pick>,
    marital_status: Option<Pick>,
    country_of_residence: Option<Pick>,
    photo_url: Option<Pick>,
    profile_url: Option<Pick>,
    reference_id: Option<Pick>,
    email: Option<Pick>,
    phone: Option<Pick>,
    address: Option<AddressMap>,
}

#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AddressMap {
    full: Pick,
    line1: Option<Pick>,
    line2: Option<Pick>,
    city: Option<Pick>,
    region: Option<Pick>,
    zip: Option<Pick>,
    country: Option<Pick>,
}

/// Where jobs are: each match of a path is one job, and the other places are relative to it.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EmploymentMap {
    #[serde(default = "user_info")]
    pub(super) from: String,
    each: JsonPath,
    key: Pick,
    start_date: Pick,
    end_date: Option<Pick>,
    reported_date: Option<Pick>,
    name: Option<Pick>,
    description: Option<Pick>,
    job_title: Option<Pick>,
    department: Option<Pick>,
    employee_number: Option<Pick>,
    employer_number: Option<Pick>,
    employer: Option<Pick>,
    status: Option<Pick>,
}

/// Where pay is.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct IncomeMap {
    #[serde(default = "user_info")]
    pub(super) from: String,
    each: JsonPath,
    key: Pick,
    start_date: Pick,
    end_date: Option<Pick>,
    currency: Pick,
    work_item: Option<Pick>,
    employer: Option<Pick>,
    frequency: Option<Pick>,
    /// The provider's names of pay periods.
    #[serde(default)]
    frequencies: BTreeMap<String, PayPeriod>,
    base_amount: Option<Pick>,
    gross_amount: Option<Pick>,
    net_amount: Option<Pick>,
}

/// The documents do not identify the person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct MissingIdentity;

/// The response of the userinfo endpoint.
pub(super) const USER_INFO: &str = "userinfo";

/// The claims of the id token.
pub(super) const ID_TOKEN: &str = "id_token";

fn user_info() -> String {
    USER_INFO.to_owned()
}

impl Mapping {
    /// The documents that the mapping uses.
    pub(super) fn sources(&self) -> BTreeSet<&str> {
        let jobs = self.employments.iter().map(|map| map.from.as_str());
        let pay = self.incomes.iter().map(|map| map.from.as_str());
        jobs.chain(pay).chain([self.identity.from.as_str()]).collect()
    }

    /// The kinds of records that the mapping yields.
    pub(super) fn kinds(&self) -> Vec<RecordKind> {
        let mut kinds = vec![RecordKind::Identity];
        if !self.employments.is_empty() {
            kinds.push(RecordKind::Employment);
        }
        if !self.incomes.is_empty() {
            kinds.extend([RecordKind::Income, RecordKind::EstimatedIncome]);
        }
        kinds.push(RecordKind::Insight);
        kinds
    }

    /// Converts the documents to records. An item without its key, or without a required value, is left out.
    pub(super) fn records(&self, documents: &Documents) -> Result<SourceRecords, MissingIdentity> {
        let identity = self.identity.read(document(documents, &self.identity.from)).ok_or(MissingIdentity)?;
        let jobs = self.employments.iter().flat_map(|map| {
            items(&map.each, document(documents, &map.from)).filter_map(|item| map.read(item))
        });
        let pay = self.incomes.iter().flat_map(|map| {
            items(&map.each, document(documents, &map.from)).filter_map(|item| map.read(item))
        });
        let (mut employments, mut incomes) = (each_once(jobs), each_once(pay));
        employments.sort_by_key(|keyed| keyed.item.start_date);
        incomes.sort_by_key(|keyed| keyed.item.start_date);
        Ok(SourceRecords {
            identities: vec![Keyed::new("identity", identity)],
            employments,
            incomes,
            ..SourceRecords::default()
        })
    }
}

impl IdentityMap {
    fn read(&self, document: &Value) -> Option<Identity> {
        let text = |pick: &Option<Pick>| text(pick.as_ref(), document);
        let email = text(&self.email).map(|address| Email { address, kind: EmailKind::Primary });
        let phone = self.phone.as_ref().and_then(|pick| pick.phone(document));
        let phone = phone.map(|number| Phone { number, kind: PhoneKind::Unspecified });
        let address = self.address.as_ref().and_then(|map| map.read(document));
        Some(Identity {
            full_name: self.full_name.text(document)?,
            first_name: text(&self.first_name),
            middle_name: text(&self.middle_name),
            last_name: text(&self.last_name),
            suffix: text(&self.suffix),
            gender: self.gender.as_ref().and_then(|pick| pick.gender(document)),
            dob: self.birthday.as_ref().and_then(|pick| pick.date(document)),
            marital_status: self.marital_status.as_ref().and_then(|pick| pick.marital_status(document)),
            country_residence: self.country_of_residence.as_ref().and_then(|pick| pick.country(document)),
            citizenship: None,
            photo_url: text(&self.photo_url),
            reference_id: text(&self.reference_id),
            profile_url: text(&self.profile_url),
            latest_employer_name: None,
            emails: email.into_iter().collect(),
            phones: phone.into_iter().collect(),
            social_profiles: Vec::new(),
            addresses: address.into_iter().collect(),
        })
    }
}

impl AddressMap {
    fn read(&self, document: &Value) -> Option<Address> {
        let text = |pick: &Option<Pick>| text(pick.as_ref(), document);
        Some(Address {
            full_address: self.full.text(document)?,
            line1: text(&self.line1),
            line2: text(&self.line2),
            city: text(&self.city),
            region: text(&self.region),
            zip: text(&self.zip),
            country: self.country.as_ref().and_then(|pick| pick.country(document)),
            latitude: None,
            longitude: None,
            rank: AddressRank::Primary,
            tags: vec![AddressTag::Primary],
        })
    }
}

impl EmploymentMap {
    fn read(&self, item: &Value) -> Option<Keyed<Employment>> {
        let text = |pick: &Option<Pick>| text(pick.as_ref(), item);
        let date = |pick: &Option<Pick>| pick.as_ref().and_then(|pick| pick.date(item));
        let employment = Employment {
            name: text(&self.name),
            description: text(&self.description),
            job_title: text(&self.job_title),
            department: text(&self.department),
            employee_number: text(&self.employee_number),
            employer_number: text(&self.employer_number),
            employer: text(&self.employer),
            status: text(&self.status),
            start_date: self.start_date.date(item)?,
            end_date: date(&self.end_date),
            reported_date: date(&self.reported_date),
        };
        Some(Keyed::new(self.key.text(item)?, employment))
    }
}

impl IncomeMap {
    fn read(&self, item: &Value) -> Option<Keyed<Income>> {
        let text = |pick: &Option<Pick>| text(pick.as_ref(), item);
        let amount = |pick: &Option<Pick>| pick.as_ref().and_then(|pick| pick.amount(item));
        let income = Income {
            work_item: text(&self.work_item),
            employer: text(&self.employer),
            start_date: self.start_date.date(item)?,
            end_date: self.end_date.as_ref().and_then(|pick| pick.date(item)),
            currency: self.currency.currency(item)?,
            frequency: self.frequency.as_ref().and_then(|pick| pick.period(item, &self.frequencies)),
            base_amount: amount(&self.base_amount),
            gross_amount: amount(&self.gross_amount),
            net_amount: amount(&self.net_amount),
        };
        Some(Keyed::new(self.key.text(item)?, income))
    }
}

/// A document, or null if an optional one is missing.
fn document<'a>(documents: &'a Documents, name: &str) -> &'a Value {
    documents.get(name).unwrap_or(&Value::Null)
}

fn items<'a>(each: &JsonPath, document: &'a Value) -> impl Iterator<Item = &'a Value> {
    each.query(document).all().into_iter()
}

/// The first item of each key, because a source may list an item twice.
fn each_once<T>(items: impl Iterator<Item = Keyed<T>>) -> Vec<Keyed<T>> {
    let mut seen = BTreeSet::new();
    items.filter(|keyed| seen.insert(keyed.key.clone())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn mapping() -> Mapping {
        let map = |text: &str| toml::from_str::<toml::Table>(text).unwrap();
        let identity = map(
            "full_name = ['$.name', '$.nickname']\nemail = '$.email'\nphone = '$.phone_number'\n\
             birthday = '$.birthdate'\naddress = { full = '$.address.formatted', country = '$.address.country' }",
        );
        let employment = map(
            "from = 'jobs'\neach = '$.jobs[*]'\nkey = '$.id'\nstart_date = '$.since'\nend_date = '$.until'\n\
             employer = 'Acme'\njob_title = '$.title'",
        );
        let income = map(
            "from = 'pay'\neach = '$[*]'\nkey = '$.no'\nstart_date = '$.from'\nend_date = '$.to'\n\
             currency = '$.cur'\nfrequency = '$.every'\nfrequencies = { M = 'Monthly' }\ngross_amount = '$.gross'",
        );
        Mapping {
            identity: identity.try_into().unwrap(),
            employments: vec![employment.try_into().unwrap()],
            incomes: vec![income.try_into().unwrap()],
        }
    }

    fn documents(user_info: Value, jobs: Value, pay: Value) -> Documents {
        [(USER_INFO, user_info), ("jobs", jobs), ("pay", pay)]
            .map(|(name, document)| (name.to_owned(), document))
            .into()
    }

    #[test]
    fn every_value_comes_from_its_place() {
        let documents = documents(
            json!({ "name": "Ann Reyes", "email": "ann@example.com", "phone_number": "+63 2 8123 4567",
                "birthdate": "1990-05-01", "address": { "formatted": "1 Rizal St", "country": "ph" } }),
            json!({ "jobs": [
                { "id": 2, "since": "2022-01-01", "title": "Lead" },
                { "id": 1, "since": "2019-01-01", "until": "2021-12-31", "title": "Clerk" },
            ]}),
            json!([{ "no": "p-1", "from": "2024-01-01", "to": "2024-01-31", "cur": "PHP", "every": "M",
                "gross": "45000.50" }]),
        );
        let records = mapping().records(&documents).unwrap();
        let identity = &records.identities[0];
        assert_eq!(identity.item.full_name, "Ann Reyes");
        assert_eq!(identity.item.phones[0].number, "+63281234567");
        assert_eq!(identity.item.dob, Some("1990-05-01".parse().unwrap()));
        assert_eq!(identity.item.addresses[0].country.as_deref(), Some("PH"));
        let titles: Vec<_> = records.employments.iter().map(|job| job.item.job_title.clone()).collect();
        assert_eq!(titles, [Some("Clerk".to_owned()), Some("Lead".to_owned())], "oldest first");
        assert_eq!(records.employments[0].item.employer.as_deref(), Some("Acme"));
        let income = &records.incomes[0].item;
        assert_eq!(income.gross_amount.map(|amount| amount.0), Some(4_500_050));
        assert_eq!(income.frequency, Some(PayPeriod::Monthly));
    }

    #[test]
    fn items_without_what_every_item_has_are_left_out_and_doubles_are_one() {
        let documents = documents(
            json!({ "nickname": "Ann" }),
            json!({ "jobs": [{ "since": "2022-01-01" }, { "id": 1 }, { "id": 3, "since": "2020-01-01" },
                { "id": 3, "since": "2021-01-01" }] }),
            json!([{ "no": 1, "from": "2024-01-01", "cur": "pesos" }]),
        );
        let records = mapping().records(&documents).unwrap();
        assert_eq!(records.identities[0].item.full_name, "Ann");
        assert_eq!((records.employments.len(), records.incomes.len()), (1, 0));
        assert_eq!(records.employments[0].item.start_date, "2020-01-01".parse().unwrap());
    }

    #[test]
    fn an_answer_without_a_name_is_nobody() {
        let documents = documents(json!({ "sub": "x" }), Value::Null, Value::Null);
        assert_eq!(mapping().records(&documents).unwrap_err(), MissingIdentity);
    }

    #[test]
    fn what_it_reads_and_gives_is_known_beforehand() {
        assert_eq!(mapping().sources(), BTreeSet::from(["jobs", "pay", USER_INFO]));
        let without = Mapping { incomes: Vec::new(), ..mapping() };
        assert_eq!(without.kinds(), [RecordKind::Identity, RecordKind::Employment, RecordKind::Insight]);
    }
}
