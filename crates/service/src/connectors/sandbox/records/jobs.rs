//! A person's jobs, as far as a provider knows them.

use super::number_of;
use crate::catalogue::Provider;
use crate::catalogue::people::Person;
use crate::records::{Employment, Keyed};
use jiff::ToSpan as _;
use jiff::civil::Date;
use wink_wire::ProviderType;

/// A person's jobs at a provider, the current one last.
pub(super) fn jobs_of(person: &Person, provider: &Provider) -> Vec<Keyed<Employment>> {
    let jobs = match provider.kind {
        ProviderType::Gig => vec![gig(person, provider)],
        ProviderType::Employer => vec![
            earlier(person),
            Employment {
                employee_number: Some(employee_number(person, &provider.long_name)),
                employer: Some(provider.long_name.clone()),
                ..present(person)
            },
        ],
        // A payroll system knows the employer that uses it, and nothing of earlier jobs.
        ProviderType::System => vec![present(person)],
        ProviderType::Government | ProviderType::Credential | ProviderType::Unknown => {
            vec![earlier(person), present(person)]
        }
    };
    let key =
        |job: &Employment| format!("{}/{}", job.employee_number.as_deref().unwrap_or("-"), job.start_date);
    jobs.into_iter().map(|job| Keyed::new(key(&job), job)).collect()
}

fn earlier(person: &Person) -> Employment {
    let career = &person.career;
    let left = career.employed_since.yesterday().unwrap_or(career.employed_since);
    Employment {
        name: Some(career.earlier_department.to_owned()),
        job_title: Some(career.earlier_job_title.to_owned()),
        department: Some(career.earlier_department.to_owned()),
        employee_number: Some(employee_number(person, career.earlier_employer)),
        employer: Some(career.earlier_employer.to_owned()),
        end_date: Some(left),
        reported_date: Some(left),
        ..job(career.employed_since.checked_sub(3.years()).unwrap_or(career.employed_since))
    }
}

fn present(person: &Person) -> Employment {
    let career = &person.career;
    Employment {
        name: Some(career.department.to_owned()),
        job_title: Some(career.job_title.to_owned()),
        department: Some(career.department.to_owned()),
        employee_number: Some(employee_number(person, career.employer)),
        employer: Some(career.employer.to_owned()),
        ..job(career.employed_since)
    }
}

fn gig(person: &Person, provider: &Provider) -> Employment {
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
        ..job(person.career.freelance_since)
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

fn employee_number(person: &Person, employer: &str) -> String {
    format!("EMP-{}", number_of(&[employer, person.user_name], 6))
}
