//! What the host asked for, and how it combines with the template.

use wink_wire::{Language, ProviderType, Secret, Template};

/// The checked configuration of one opening. `None` means that the host page did not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
#[expect(missing_docs, reason = "the fields are the SDK contract's own")]
pub struct Settings {
    pub link_token: Secret,
    pub template_id: Option<String>,
    pub top_providers: Option<Vec<String>>,
    pub providers: Option<Vec<String>>,
    pub provider_types: Option<Vec<ProviderType>>,
    pub enable_search_bar: Option<bool>,
    pub enable_type_bar: Option<bool>,
    pub enable_upload: Option<bool>,
    pub enable_consent_page: Option<bool>,
    pub enable_sample_model: Option<bool>,
    pub company_name: Option<String>,
    pub language: Option<Language>,
    /// BCP 47 languages of the person's browser, best first. Not from the host page, which cannot say.
    pub browser_languages: Vec<String>,
}

impl Settings {
    /// Settings with a link token and every default.
    pub fn new(link_token: impl Into<Secret>) -> Self {
        Self { link_token: link_token.into(), ..Self::default() }
    }

    /// The language until the template's language is known.
    pub(crate) fn first_language(&self) -> Language {
        let browser = || Language::first_of(self.browser_languages.iter().map(String::as_str));
        self.language.unwrap_or_else(browser)
    }
}

/// Most ids that can be promoted to the top.
pub const MOST_TOP_PROVIDERS: usize = 10;

/// Settings and template combined: what the host page says wins, then the template, then the default. A page can narrow
/// what the template offers, never widen it: the service would refuse it.
#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "independent switches of the SDK contract, not a state")]
#[expect(missing_docs, reason = "the fields are the SDK contract's own")]
pub struct Preferences {
    pub top_providers: Vec<String>,
    pub providers: Vec<String>,
    pub provider_types: Vec<ProviderType>,
    pub enable_search_bar: bool,
    pub enable_type_bar: bool,
    pub enable_upload: bool,
    pub enable_consent_page: bool,
    pub enable_sample_model: bool,
    pub company_name: String,
    pub language: Language,
}

impl Preferences {
    pub(crate) fn combine(settings: &Settings, template: &Template) -> Self {
        let switch = |own: Option<bool>, template: Option<bool>, default| own.or(template).unwrap_or(default);
        let switches = &template.switches;
        let mut top_providers = settings.top_providers.as_ref().unwrap_or(&template.top_providers).clone();
        top_providers.truncate(MOST_TOP_PROVIDERS);
        let company_name = settings.company_name.clone().filter(|name| !name.trim().is_empty());
        Self {
            top_providers,
            providers: narrowed(settings.providers.as_deref(), &template.providers),
            provider_types: narrowed(settings.provider_types.as_deref(), &template.provider_types),
            enable_search_bar: switch(settings.enable_search_bar, switches.enable_search_bar, true),
            enable_type_bar: switch(settings.enable_type_bar, switches.enable_type_bar, true),
            enable_upload: switches.enable_upload != Some(false)
                && switch(settings.enable_upload, switches.enable_upload, false),
            enable_consent_page: switch(settings.enable_consent_page, switches.enable_consent_page, true),
            enable_sample_model: settings.enable_sample_model.unwrap_or(false),
            company_name: company_name.unwrap_or_else(|| template.company_name.clone()),
            // The service has already chosen from the browser's languages and the template's.
            language: settings.language.unwrap_or(template.language),
        }
    }

    /// The one provider that the widget is for, where the host named exactly one.
    pub fn single_provider(&self) -> Option<&str> {
        match self.providers.as_slice() {
            [only] => Some(only),
            _ => None,
        }
    }

    /// Whether a standalone consent screen comes first. It can only be skipped for a single provider, whose login
    /// screen then carries the consent.
    pub fn starts_with_consent(&self) -> bool {
        self.enable_consent_page || self.single_provider().is_none()
    }
}

/// The intersection of both lists; an empty list means everything. If they have nothing in common, the template's list
/// applies.
fn narrowed<T: Clone + PartialEq>(page: Option<&[T]>, template: &[T]) -> Vec<T> {
    let page = page.unwrap_or_default();
    if template.is_empty() {
        return page.to_vec();
    }
    let both: Vec<T> = page.iter().filter(|item| template.contains(item)).cloned().collect();
    if both.is_empty() { template.to_vec() } else { both }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::update::fixtures;
    use wink_wire::Switches;

    #[test]
    fn a_page_narrows_what_the_template_offers() {
        let combine = |page: &[&str], template: &[&str]| {
            let list = |ids: &[&str]| ids.iter().map(|id| (*id).to_owned()).collect::<Vec<_>>();
            let settings = Settings { providers: Some(list(page)), ..Settings::new("token") };
            let template = Template { providers: list(template), ..fixtures::template() };
            Preferences::combine(&settings, &template).providers
        };
        assert_eq!(combine(&["upwork"], &[]), ["upwork"]);
        assert_eq!(combine(&[], &["upwork", "sss"]), ["upwork", "sss"]);
        assert_eq!(combine(&["sss", "grab"], &["upwork", "sss"]), ["sss"]);
        assert_eq!(combine(&["grab"], &["upwork", "sss"]), ["upwork", "sss"]);
        assert_eq!(combine(&[], &[]), [""; 0]);
    }

    #[test]
    fn a_blank_company_name_counts_as_missing_and_only_a_single_provider_can_skip_consent() {
        let combine = |settings: Settings| Preferences::combine(&settings, &fixtures::template());
        let name = |name: &str| {
            combine(Settings { company_name: Some(name.into()), ..Settings::new("token") }).company_name
        };
        assert_eq!((name("Acme"), name(" ")), ("Acme".to_owned(), "Lumina Lending".to_owned()));
        let starts_with_consent = |is_enabled, providers: &[&str]| {
            combine(Settings {
                enable_consent_page: Some(is_enabled),
                providers: Some(providers.iter().map(|id| (*id).to_owned()).collect()),
                ..Settings::new("token")
            })
            .starts_with_consent()
        };
        assert!(starts_with_consent(true, &["upwork"]) && starts_with_consent(false, &["upwork", "sss"]));
        assert!(!starts_with_consent(false, &["upwork"]));
    }

    #[test]
    fn a_page_cannot_enable_uploads_that_the_template_disables() {
        for (page, template, is_on) in [
            (Some(true), Some(false), false),
            (Some(true), None, true),
            (Some(false), Some(true), false),
            (None, Some(true), true),
            (None, None, false),
        ] {
            let settings = Settings { enable_upload: page, ..Settings::new("token") };
            let switches = Switches { enable_upload: template, ..Switches::default() };
            let template = Template { switches, ..fixtures::template() };
            assert_eq!(Preferences::combine(&settings, &template).enable_upload, is_on);
        }
    }
}
