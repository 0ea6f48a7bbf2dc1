//! "Can't find your employer?": the survey for people whose employer is not in the list.

use crate::attempt::Attempt;
use crate::login::FieldFault;

/// The employer survey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Survey {
    /// The employer's name.
    pub name: String,
    /// ISO 3166 alpha-2, or empty.
    pub country: String,
    /// Where the person can be notified, or empty.
    pub email: String,
    /// What is wrong with the name.
    pub name_fault: Option<FieldFault>,
    /// What is wrong with the address.
    pub email_fault: Option<FieldFault>,
    /// Its progress.
    pub stage: SurveyStage,
}

/// The progress of the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SurveyStage {
    /// The person is typing.
    Typing,
    /// It is being sent.
    Sending(Attempt),
    /// It could not be sent; it can be sent again.
    NotSent,
    /// It is recorded. The widget closes when the timer expires. If documents can be uploaded there is no timer, so that
    /// people can choose without hurry.
    Thanks(Option<Attempt>),
}

/// A field of the survey.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(missing_docs, reason = "as the fields of Survey")]
pub enum SurveyField {
    Name,
    Country,
    Email,
}

/// Longest name and e-mail address, in characters.
pub(crate) const LONGEST_NAME: usize = 200;
const LONGEST_EMAIL: usize = 254;

impl Survey {
    /// Checks the fields and keeps the faults. `true` if there are none.
    pub(crate) fn check(&mut self) -> bool {
        let (name, email) = (self.name.trim(), self.email.trim());
        self.name_fault = if name.is_empty() {
            Some(FieldFault::Missing)
        } else {
            (name.chars().count() > LONGEST_NAME).then_some(FieldFault::DoesNotFit)
        };
        self.email_fault = (!email.is_empty() && !is_email(email)).then_some(FieldFault::DoesNotFit);
        self.name_fault.is_none() && self.email_fault.is_none()
    }

    pub(crate) fn edit(&mut self, field: SurveyField, value: String) {
        match field {
            SurveyField::Name => (self.name, self.name_fault) = (value, None),
            SurveyField::Country => self.country = value,
            SurveyField::Email => (self.email, self.email_fault) = (value, None),
        }
    }
}

/// As the service checks it: a name, an at sign, a domain with a dot.
fn is_email(text: &str) -> bool {
    let has_parts = text.split_once('@').is_some_and(|(name, domain)| {
        let mut parts = domain.split('.');
        !name.is_empty()
            && !domain.contains('@')
            && domain.contains('.')
            && parts.all(|part| !part.is_empty())
    });
    has_parts && !text.contains(char::is_whitespace) && text.chars().count() <= LONGEST_EMAIL
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_a_length_and_an_address_may_be_missing() {
        let faults = |name: &str, email: &str| {
            let mut survey = Survey {
                name: name.into(),
                country: String::new(),
                email: email.into(),
                name_fault: None,
                email_fault: None,
                stage: SurveyStage::Typing,
            };
            assert_eq!(survey.check(), (survey.name_fault, survey.email_fault) == (None, None));
            (survey.name_fault, survey.email_fault)
        };
        let wrong = Some(FieldFault::DoesNotFit);
        assert_eq!(faults(&"n".repeat(LONGEST_NAME), ""), (None, None));
        assert_eq!(faults(&"n".repeat(LONGEST_NAME + 1), ""), (wrong, None));
        assert_eq!(faults(" ", "ana@example"), (Some(FieldFault::Missing), wrong));
        assert_eq!(faults("Aling Nena", "ana@example.com"), (None, None));
    }

    #[test]
    fn an_address_has_a_name_and_a_domain() {
        for (text, expected) in [
            ("ana@example.com", true),
            ("ana.b+c@mail.example.ph", true),
            ("ana@example", false),
            ("ana@.com", false),
            ("@example.com", false),
            ("ana@@example.com", false),
            ("ana b@example.com", false),
        ] {
            assert_eq!(is_email(text), expected, "{text}");
        }
    }
}
