//! The four people of the sandbox. Their credentials are public, and work in the sandbox only.

use crate::records::{Gender, MaritalStatus, PayPeriod};
use jiff::civil::{Date, date};

/// A person of the sandbox.
#[derive(Debug)]
pub(crate) struct Person {
    pub(crate) user_name: &'static str,
    pub(crate) full_name: &'static str,
    pub(crate) first_name: &'static str,
    pub(crate) last_name: &'static str,
    pub(crate) suffix: Option<&'static str>,
    pub(crate) email: &'static str,
    /// In E.164 format.
    pub(crate) mobile: &'static str,
    pub(crate) password: &'static str,
    pub(crate) code: &'static str,
    pub(crate) ss_number: Option<&'static str>,
    pub(crate) gender: Gender,
    pub(crate) birth_date: Date,
    pub(crate) marital_status: MaritalStatus,
    pub(crate) home: Home,
    pub(crate) career: Career,
}

/// Where a person lives.
#[derive(Debug)]
pub(crate) struct Home {
    pub(crate) line1: &'static str,
    pub(crate) line2: &'static str,
    pub(crate) city: &'static str,
    pub(crate) region: &'static str,
    pub(crate) zip: &'static str,
    /// ISO 3166 alpha-2.
    pub(crate) country: &'static str,
    pub(crate) latitude: &'static str,
    pub(crate) longitude: &'static str,
}

/// A person's work and pay.
#[derive(Debug)]
pub(crate) struct Career {
    pub(crate) employer: &'static str,
    pub(crate) job_title: &'static str,
    pub(crate) department: &'static str,
    pub(crate) earlier_employer: &'static str,
    pub(crate) earlier_job_title: &'static str,
    pub(crate) earlier_department: &'static str,
    /// What the person offers as a freelancer.
    pub(crate) freelance: &'static str,
    /// Start of the present job.
    pub(crate) employed_since: Date,
    pub(crate) freelance_since: Date,
    /// ISO 4217.
    pub(crate) currency: &'static str,
    /// Basic monthly pay in whole units of the currency, in the year that started in April 2026.
    pub(crate) monthly_base: i64,
    pub(crate) pay_period: PayPeriod,
}

pub(crate) const GEORGE: Person = Person {
    user_name: "George",
    full_name: "George Palomero Jr.",
    first_name: "George",
    last_name: "Palomero",
    suffix: Some("Jr."),
    email: "gpalomero1234@smileapi.io",
    mobile: "+639559991234",
    password: "123456",
    code: "1234",
    ss_number: Some("3300000008"),
    gender: Gender::Male,
    birth_date: date(1988, 8, 24),
    marital_status: MaritalStatus::Married,
    home: Home {
        line1: "12 Maybunga Street",
        line2: "Barangay Maybunga",
        city: "Pasig City",
        region: "Metro Manila",
        zip: "1607",
        country: "PH",
        latitude: "14.576400",
        longitude: "121.085000",
    },
    career: Career {
        employer: "Northstar Logistics Philippines Inc.",
        job_title: "Operations Supervisor",
        department: "Operations",
        earlier_employer: "Bayani Freight Services Corp.",
        earlier_job_title: "Dispatch Coordinator",
        earlier_department: "Dispatch",
        freelance: "Logistics coordination and virtual assistance",
        employed_since: date(2022, 11, 1),
        freelance_since: date(2022, 3, 1),
        currency: "PHP",
        monthly_base: 42_000,
        pay_period: PayPeriod::Semimonthly,
    },
};

pub(crate) const RYAN: Person = Person {
    user_name: "Ryan",
    full_name: "Ryan Lestari",
    first_name: "Ryan",
    last_name: "Lestari",
    suffix: None,
    email: "ryan1234@smileapi.io",
    mobile: "+628119994321",
    password: "654321",
    code: "1234",
    ss_number: None,
    gender: Gender::Male,
    birth_date: date(1995, 6, 14),
    marital_status: MaritalStatus::Single,
    home: Home {
        line1: "Jalan Kemang Raya No. 24",
        line2: "Bangka, Mampang Prapatan",
        city: "Jakarta Selatan",
        region: "DKI Jakarta",
        zip: "12730",
        country: "ID",
        latitude: "-6.260700",
        longitude: "106.814400",
    },
    career: Career {
        employer: "PT Cahaya Retail Nusantara",
        job_title: "Store Manager",
        department: "Retail Operations",
        earlier_employer: "PT Mandala Niaga",
        earlier_job_title: "Sales Associate",
        earlier_department: "Sales",
        freelance: "Product photography and listing design",
        employed_since: date(2023, 1, 1),
        freelance_since: date(2022, 6, 1),
        currency: "IDR",
        monthly_base: 9_500_000,
        pay_period: PayPeriod::Monthly,
    },
};

pub(crate) const CHRISTINA: Person = Person {
    user_name: "Christina",
    full_name: "Christina Tan",
    first_name: "Christina",
    last_name: "Tan",
    suffix: None,
    email: "christina4321@smileapi.io",
    mobile: "+6599996789",
    password: "YGUS1",
    code: "1234",
    ss_number: None,
    gender: Gender::Female,
    birth_date: date(1991, 2, 9),
    marital_status: MaritalStatus::Married,
    home: Home {
        line1: "Blk 138 Tampines Street 11",
        line2: "#08-112",
        city: "Singapore",
        region: "Singapore",
        zip: "521138",
        country: "SG",
        latitude: "1.345600",
        longitude: "103.945400",
    },
    career: Career {
        employer: "Meridian Health Systems Pte. Ltd.",
        job_title: "Senior Accountant",
        department: "Finance",
        earlier_employer: "Kestrel Advisory Pte. Ltd.",
        earlier_job_title: "Audit Associate",
        earlier_department: "Audit",
        freelance: "Bookkeeping and financial reporting",
        employed_since: date(2021, 11, 1),
        freelance_since: date(2022, 9, 1),
        currency: "SGD",
        monthly_base: 5_400,
        pay_period: PayPeriod::Monthly,
    },
};

pub(crate) const ANISHA: Person = Person {
    user_name: "Anisha",
    full_name: "Anisha Bhatia",
    first_name: "Anisha",
    last_name: "Bhatia",
    suffix: None,
    email: "anisha98765@smileapi.io",
    mobile: "+919511198765",
    password: "123456",
    code: "1234",
    ss_number: None,
    gender: Gender::Female,
    birth_date: date(1993, 11, 3),
    marital_status: MaritalStatus::Single,
    home: Home {
        line1: "Flat 402, Lakeview Residency",
        line2: "12th Main, Indiranagar",
        city: "Bengaluru",
        region: "Karnataka",
        zip: "560038",
        country: "IN",
        latitude: "12.971900",
        longitude: "77.641200",
    },
    career: Career {
        employer: "Saffron Software Private Limited",
        job_title: "Quality Assurance Engineer",
        department: "Engineering",
        earlier_employer: "Trident Data Services Private Limited",
        earlier_job_title: "Test Analyst",
        earlier_department: "Quality",
        freelance: "Software testing and test automation",
        employed_since: date(2022, 12, 1),
        freelance_since: date(2021, 8, 1),
        currency: "INR",
        monthly_base: 68_000,
        pay_period: PayPeriod::Monthly,
    },
};

/// All people of the sandbox.
pub(crate) const PEOPLE: [&Person; 4] = [&GEORGE, &RYAN, &CHRISTINA, &ANISHA];

/// The person with this user name.
pub(crate) fn person_named(user_name: &str) -> Option<&'static Person> {
    PEOPLE.into_iter().find(|person| person.user_name == user_name)
}
