//! Jobs, as the provider at hand would know them.

use crate::catalogue::Provider;
use crate::connectors::sandbox::people::Person;
use crate::records::Employment;
use jiff::ToSpan as _;
use jiff::civil::Date;
use wink_wire::ProviderType;

/// A person's jobs at a provider, the present one last.
pub(super) fn jobs_of(person: &Person, provider: &Provider, today: Date) -> Vec<Employment> {
    let career = &person.career;
    let started = years_before(today, career.years_in_job);
    let left = started.yesterday().unwrap_or(started);
    let earlier = Employment {
        name: Some(career.earlier_department.to_owned()),
        job_title: Some(career.earlier_job_title.to_owned()),
        department: Some(career.earlier_department.to_owned()),
        employee_number: Some(employee_number(person, career.earlier_employer)),
        employer: Some(career.earlier_employer.to_owned()),
        end_date: Some(left),
        reported_date: Some(left),
        ..job(years_before(started, 3))
    };
    let present = Employment {
        name: Some(career.department.to_owned()),
        job_title: Some(career.job_title.to_owned()),
        department: Some(career.department.to_owned()),
        employee_number: Some(employee_number(person, career.employer)),
        employer: Some(career.employer.to_owned()),
        ..job(started)
    };
    match provider.kind {
        ProviderType::Gig => vec![gig(person, provider, today)],
        ProviderType::Employer => vec![
            earlier,
            Employment {
                employee_number: Some(employee_number(person, &provider.long_name)),
                employer: Some(provider.long_name.clone()),
                ..present
            },
        ],
        // A payroll system knows the employer that uses it, and nothing of the time before.
        ProviderType::System => vec![present],
        ProviderType::Government | ProviderType::Credential | ProviderType::Unknown => vec![earlier, present],
    }
}

fn gig(person: &Person, provider: &Provider, today: Date) -> Employment {
    let (name, title) = match provider.sub_type.as_str() {
        "TRANSPORTATION" => ("Transport and delivery", "Driver-partner"),
        "TRADING" => ("Online selling", "Independent seller"),
        "SHARING" => ("Hosting", "Host"),
        _ => (person.career.freelance, "Freelancer"),
    };
    Employment {
        name: Some(name.to_owned()),
        job_title: Some(title.to_owned()),
        employee_number: Some(employee_number(person, &provider.name)),
        employer: Some(provider.long_name.clone()),
        status: Some("Independent contractor".to_owned()),
        ..job(years_before(today, 2))
    }
}

fn job(start_date: Date) -> Employment {
    Employment {
        name: None,
        description: None,
        job_title: None,
        department: None,
        employee_number: None,
        employer_number: None,
        employer: None,
        status: Some("Permanent".to_owned()),
        start_date,
        end_date: None,
        reported_date: None,
    }
}

/// The first of the month, some years earlier.
fn years_before(day: Date, years: i16) -> Date {
    let first = day.first_of_month();
    first.checked_sub(years.years()).unwrap_or(first)
}

/// A number that looks like one and is always the same for the same person and employer.
fn employee_number(person: &Person, employer: &str) -> String {
    let seed = employer.bytes().chain(person.user_name.bytes());
    let number = seed.fold(17_u32, |sum, byte| (sum * 31 + u32::from(byte)) % 900_000);
    format!("EMP-{:06}", 100_000 + number)
}
