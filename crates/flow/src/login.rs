//! The state of the login screens. Fields come from the provider's login option, values from the person.

use crate::attempt::{Attempt, Window};
use crate::mobile;
use crate::provider::ProviderSummary;
use std::collections::BTreeMap;
use std::sync::Arc;
use wink_wire::{
    CallingCountry, ErrorCode, FieldKind, LoginField, LoginMethod, LoginOption, Mode, ProviderDetail, Secret,
};

/// The login screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Login {
    /// The provider.
    pub provider: ProviderSummary,
    /// The form, once it is known what it asks for.
    pub form: Form,
}

/// The form, once it is known what it asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Form {
    /// The provider's login options are on their way.
    Loading(Attempt),
    /// They could not be loaded.
    Unavailable,
    /// They are here.
    Ready(Box<LoginForm>),
}

/// The "other ways to log in" screen. The form is kept for the way back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginOptions {
    /// The provider.
    pub provider: ProviderSummary,
    /// The form that was on screen.
    pub form: Box<LoginForm>,
}

/// A login form with what has been typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LoginForm {
    /// The provider with its login options.
    pub detail: Arc<ProviderDetail>,
    /// Which login option is shown, by position.
    pub option: usize,
    /// The typed values, by position of the field.
    pub values: Vec<Secret>,
    /// The faults of the values, by position of the field.
    pub faults: Vec<Option<FieldFault>>,
    /// What went wrong with the last attempt.
    pub notice: Option<LoginNotice>,
    /// Whether it has been sent.
    pub submission: Submission,
    /// Which country's mobile number it is, by position of the field; 0 for fields of other kinds.
    pub countries: Vec<usize>,
    fits: Vec<Fit>,
    /// The window of a sign-in at the provider, until the account is there.
    pub(crate) window: Option<Window>,
    /// Identifies what is typed now. If it is sent again unchanged, the service links no second account.
    pub(crate) key: Option<Attempt>,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldFault {
    /// Nothing was typed.
    Missing,
    /// It does not match the field's pattern.
    DoesNotFit,
}

/// Whether a value fits its field's pattern, as the browser judged it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fit {
    /// It matches, or there is no pattern.
    Fits,
    /// It does not match.
    DoesNotFit,
}

/// What went wrong with the last attempt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LoginNotice {
    /// The provider refused.
    Refused(ErrorCode),
    /// The service could not be reached; nothing was sent on.
    Unreachable,
    /// The browser has no network; nothing was sent.
    Offline,
    /// The service asks for a pause.
    Busy,
}

/// Whether the form has been sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Submission {
    /// The person is typing.
    Typing,
    /// It was submitted, and waits for the receipt of the consent.
    AwaitingReceipt,
    /// It has been sent.
    Sending(Attempt),
}

impl Login {
    /// Whether the form has been sent and is not answered yet.
    pub fn is_sending(&self) -> bool {
        matches!(&self.form, Form::Ready(form) if form.submission != Submission::Typing)
    }
}

impl LoginForm {
    pub(crate) fn new(detail: Arc<ProviderDetail>) -> Self {
        let mut form = Self {
            detail,
            option: 0,
            values: Vec::new(),
            faults: Vec::new(),
            notice: None,
            submission: Submission::Typing,
            countries: Vec::new(),
            fits: Vec::new(),
            window: None,
            key: None,
        };
        form.choose(0);
        form
    }

    /// The login option that is shown.
    pub fn login_option(&self) -> Option<&LoginOption> {
        self.detail.login_options.get(self.option)
    }

    /// The fields that are shown.
    pub fn fields(&self) -> &[LoginField] {
        self.login_option().map_or(&[], |option| &option.fields)
    }

    /// The first field that has a fault, for the focus to go to.
    pub fn first_fault(&self) -> Option<usize> {
        self.faults.iter().position(Option::is_some)
    }

    /// Switches to another login option. Values of fields of the same kind are kept.
    pub(crate) fn choose(&mut self, option: usize) {
        let (values, countries) = (std::mem::take(&mut self.values), std::mem::take(&mut self.countries));
        let typed = values.into_iter().zip(countries);
        let old: Vec<(FieldKind, (Secret, usize))> =
            self.fields().iter().map(|field| field.kind).zip(typed).collect();
        self.option = option;
        let kept = |field: &LoginField| {
            let same = old.iter().find(|(kind, _)| *kind == field.kind && *kind != FieldKind::Unknown);
            same.map(|(_, typed)| typed.clone()).unwrap_or_default()
        };
        (self.values, self.countries) = self.fields().iter().map(kept).unzip();
        self.faults = vec![None; self.values.len()];
        self.fits = vec![Fit::Fits; self.values.len()];
        self.notice = None;
        self.key = None;
    }

    pub(crate) fn edit(&mut self, field: usize, value: Secret, fit: Fit) {
        if let (Some(slot), Some(fit_slot), Some(fault)) =
            (self.values.get_mut(field), self.fits.get_mut(field), self.faults.get_mut(field))
        {
            self.key = None;
            *slot = value;
            *fit_slot = fit;
            // Faults are found when the form is sent, and disappear as soon as the person corrects them.
            *fault = None;
            self.take_country_out(field);
        }
    }

    /// Selects the country of a mobile number that is typed or pasted with its calling code.
    fn take_country_out(&mut self, position: usize) {
        let countries = self.fields().get(position).map_or(&[][..], |field| &field.countries);
        let typed = self.values.get(position).map(Secret::expose).unwrap_or_default();
        let Some((country, national)) = mobile::split(typed, countries) else { return };
        if let (Some(slot), Some(chosen)) = (self.values.get_mut(position), self.countries.get_mut(position))
        {
            *slot = national.into();
            *chosen = country;
        }
    }

    pub(crate) fn choose_country(&mut self, position: usize, country: usize) {
        let is_known = self.fields().get(position).is_some_and(|field| country < field.countries.len());
        if let (Some(chosen), Some(fault)) = (self.countries.get_mut(position), self.faults.get_mut(position))
            && is_known
        {
            *chosen = country;
            *fault = None;
            self.key = None;
        }
    }

    /// Whether there is another way to log in.
    pub fn has_other_ways(&self) -> bool {
        self.detail.login_options.len() > 1
    }

    /// Where the person logs in, with the option that is shown.
    pub fn method(&self) -> LoginMethod {
        self.login_option().map_or(LoginMethod::Form, |option| option.method)
    }

    pub(crate) fn fill(&mut self, sample: usize) {
        let Some(person) = self.login_option().and_then(|option| option.sample_people.get(sample)) else {
            return;
        };
        let values: Vec<Secret> = person.values.iter().map(|value| Secret::from(value.as_str())).collect();
        for (field, value) in values.into_iter().enumerate() {
            self.edit(field, value, Fit::Fits);
        }
        self.notice = None;
    }

    /// Checks the values and keeps the faults. `true` if there are none.
    pub(crate) fn check(&mut self, mode: Option<Mode>) -> bool {
        let fault = |(position, value): (usize, &Secret)| {
            let is_unfit = || {
                self.fits.get(position) == Some(&Fit::DoesNotFit)
                    || (self.calling_country(position).is_some()
                        && self.number(position).is_none()
                        && !(mode == Some(Mode::Sandbox) && is_magic(value.expose())))
            };
            if value.expose().trim().is_empty() {
                Some(FieldFault::Missing)
            } else {
                is_unfit().then_some(FieldFault::DoesNotFit)
            }
        };
        self.faults = self.values.iter().enumerate().map(fault).collect();
        self.faults.iter().all(Option::is_none)
    }

    /// The country chosen for the mobile number in a field. `None` for other fields.
    pub fn calling_country(&self, position: usize) -> Option<&CallingCountry> {
        let chosen = self.countries.get(position).copied().unwrap_or_default();
        self.fields().get(position)?.countries.get(chosen)
    }

    /// The mobile number in a field, in E.164.
    fn number(&self, position: usize) -> Option<String> {
        let typed = self.values.get(position)?;
        mobile::e164(&self.calling_country(position)?.calling_code, typed.expose())
    }

    pub(crate) fn mark(&mut self, field_name: &str, fault: FieldFault) -> bool {
        let position = self.fields().iter().position(|field| field.name == field_name);
        let slot = position.and_then(|position| self.faults.get_mut(position));
        slot.is_some_and(|slot| {
            *slot = Some(fault);
            true
        })
    }

    pub(crate) fn credentials(&self) -> BTreeMap<String, Secret> {
        let mut credentials = BTreeMap::new();
        for (position, (field, value)) in self.fields().iter().zip(&self.values).enumerate() {
            let number = self.number(position).map(Secret::from);
            credentials.insert(field.name.clone(), number.unwrap_or_else(|| value.clone()));
        }
        credentials
    }

    /// Clears passwords only. All other values survive a failed attempt.
    pub(crate) fn forget_passwords(&mut self) {
        let kinds: Vec<FieldKind> = self.fields().iter().map(|field| field.kind).collect();
        self.key = None;
        for (value, kind) in self.values.iter_mut().zip(kinds) {
            if kind == FieldKind::Password {
                *value = Secret::default();
            }
        }
    }
}

/// The user names for which the sandbox simulates a case. They work in every field.
fn is_magic(typed: &str) -> bool {
    ["error_", "mfa_", "slow_"].iter().any(|start| typed.trim().starts_with(start))
}
