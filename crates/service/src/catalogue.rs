//! The providers: their data, the list as it is sent, and the hash that identifies the list.

mod data;
mod data_points;
mod employers;
mod labels;
pub(crate) mod people;
mod samples;

pub(crate) use labels::{SUB_TYPES, TYPES, sub_type_label, type_label, type_name};

use crate::ids::sha256_hex;
use crate::records::RecordKind;
use brotli::enc::BrotliEncoderParams;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;
use std::sync::OnceLock;
use wink_wire::catalogue::{Connection, Row, encode, join_aliases};
use wink_wire::{LoginOption, ProviderDetail, ProviderType};

/// A source of data.
#[derive(Clone, Debug)]
pub(crate) struct Provider {
    pub(crate) id: String,
    pub(crate) name: String,
    pub(crate) long_name: String,
    pub(crate) kind: ProviderType,
    /// One of the Open API's subtypes, for example `TRANSPORTATION` or `ISIC-K`.
    pub(crate) sub_type: String,
    /// ISO 3166 alpha-2. Empty for a provider of several countries.
    pub(crate) country: String,
    pub(crate) connection: Connection,
    pub(crate) second_factor: Option<SecondFactor>,
    /// 0 to 9999; a higher number is better known.
    pub(crate) popularity: u16,
    pub(crate) aliases: Vec<String>,
    pub(crate) login_options: Vec<LoginOption>,
    /// Whether it can be read again without the person.
    pub(crate) monitor: bool,
    /// How much of their pay people contribute to it, if they do.
    pub(crate) contribution: Option<ContributionRule>,
    /// Whether it lends to people who pay contributions.
    pub(crate) loans: bool,
    /// Address of its logo, if it has one.
    pub(crate) logo_url: Option<String>,
    /// What it holds, if its type does not decide that.
    pub(crate) holds: Option<Vec<RecordKind>>,
}

/// How to compute a contribution from pay. Person and employer together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub(crate) struct ContributionRule {
    /// Hundredths of a percent of the monthly pay.
    pub(crate) basis_points: i64,
    /// The monthly pay above which nothing more is paid, in whole units of the country's currency.
    pub(crate) ceiling: Option<i64>,
}

/// The second factor that a provider asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum SecondFactor {
    Sms,
    Email,
    Authenticator,
}

/// The built-in catalogue cannot be read.
#[derive(Debug, thiserror::Error)]
pub(crate) enum CatalogueError {
    #[error("the provider file is invalid")]
    File(#[from] toml::de::Error),
    #[error("provider {provider} has an unknown {what}")]
    Unknown { provider: String, what: String },
    #[error("two providers have the ID {0}")]
    Twice(String),
}

/// All providers.
#[derive(Debug)]
pub(crate) struct Catalogue {
    /// Best known first.
    providers: Vec<Provider>,
    positions: HashMap<String, usize>,
    text: String,
    hash: String,
    packed: OnceLock<Vec<u8>>,
}

impl Catalogue {
    /// Reads the built-in providers and adds generated employers.
    #[cfg(test)]
    pub(crate) fn load(generated_employers: u32) -> Result<Self, CatalogueError> {
        Self::load_with(generated_employers, Vec::new())
    }

    /// Reads the built-in providers, and adds generated employers and the connectors' providers.
    pub(crate) fn load_with(generated_employers: u32, more: Vec<Provider>) -> Result<Self, CatalogueError> {
        let (mut providers, employer_logins) = data::providers()?;
        providers.extend(more);
        providers.extend(employers::generate(generated_employers, &employer_logins));
        Self::of(providers)
    }

    /// A catalogue of exactly these providers.
    pub(crate) fn of(mut providers: Vec<Provider>) -> Result<Self, CatalogueError> {
        providers.sort_by(|one, other| {
            other.popularity.cmp(&one.popularity).then_with(|| one.name.cmp(&other.name))
        });
        let mut positions = HashMap::with_capacity(providers.len());
        for (position, provider) in providers.iter().enumerate() {
            if positions.insert(provider.id.clone(), position).is_some() {
                return Err(CatalogueError::Twice(provider.id.clone()));
            }
        }
        let aliases: Vec<String> = providers.iter().map(|provider| join_aliases(&provider.aliases)).collect();
        let text = encode(providers.iter().zip(&aliases).map(|(provider, aliases)| provider.row(aliases)));
        let mut hash = sha256_hex(&text);
        hash.truncate(16);
        Ok(Self { providers, positions, text, hash, packed: OnceLock::new() })
    }

    /// Every provider, best known first.
    pub(crate) fn providers(&self) -> &[Provider] {
        &self.providers
    }

    pub(crate) fn provider(&self, id: &str) -> Option<&Provider> {
        self.positions.get(id).and_then(|position| self.providers.get(*position))
    }

    /// The list as the Link API sends it.
    pub(crate) fn text(&self) -> &str {
        &self.text
    }

    /// The list compressed with brotli, once [`Catalogue::pack`] has finished.
    pub(crate) fn packed(&self) -> Option<&[u8]> {
        self.packed.get().map(Vec::as_slice)
    }

    /// Compresses the list once with a high quality, rather than quickly for each request. Takes long, so do not call
    /// it on a thread that answers requests.
    pub(crate) fn pack(&self) {
        let parameters = BrotliEncoderParams { quality: 9, size_hint: self.text.len(), ..Default::default() };
        let mut packed = Vec::new();
        match brotli::BrotliCompress(&mut self.text.as_bytes(), &mut packed, &parameters) {
            Ok(_) => {
                // Another thread may have been faster, with the same result.
                let _ = self.packed.set(packed);
            }
            Err(error) => tracing::warn!(%error, "the catalogue is compressed for each request instead"),
        }
    }

    /// Hash of the list's content.
    pub(crate) fn hash(&self) -> &str {
        &self.hash
    }
}

impl Provider {
    /// Everything that the login screen needs.
    pub(crate) fn detail(&self) -> ProviderDetail {
        ProviderDetail {
            id: self.id.clone(),
            name: self.name.clone(),
            kind: self.kind,
            logo_url: self.logo_url.clone(),
            login_options: self.login_options.clone(),
        }
    }

    fn row<'a>(&'a self, joined_aliases: &'a str) -> Row<'a> {
        Row {
            id: &self.id,
            name: &self.name,
            kind: self.kind,
            country: &self.country,
            connection: self.connection,
            popularity: self.popularity,
            joined_aliases,
            logo_url: self.logo_url.as_deref().unwrap_or_default(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_type_and_country_is_there() {
        let catalogue = Catalogue::load(0).unwrap();
        assert!(catalogue.providers().len() >= 60, "{}", catalogue.providers().len());
        let kinds: BTreeSet<_> = catalogue.providers().iter().map(|provider| provider.kind).collect();
        assert_eq!(kinds.len(), 5);
        for country in ["PH", "ID", "SG", "IN"] {
            let count = catalogue.providers().iter().filter(|provider| provider.country == country).count();
            assert!(count >= 8, "{country} has {count}");
        }
    }

    #[test]
    fn every_provider_can_be_logged_into_and_shown() {
        let catalogue = Catalogue::load(50).unwrap();
        for provider in catalogue.providers() {
            assert!(sub_type_label(&provider.sub_type).is_some(), "{}: {}", provider.id, provider.sub_type);
            if provider.connection == Connection::DocumentsOnly {
                continue;
            }
            assert!(!provider.login_options.is_empty(), "{}", provider.id);
            for option in &provider.login_options {
                if option.method == wink_wire::LoginMethod::AtProvider {
                    assert!(option.fields.is_empty(), "{} {}", provider.id, option.id);
                    continue;
                }
                assert!(!option.sample_people.is_empty(), "{} {}", provider.id, option.id);
                for person in &option.sample_people {
                    assert_eq!(person.values.len(), option.fields.len());
                }
                for link in &option.recovery_links {
                    assert!(link.url.starts_with("https://"), "{}", link.url);
                }
            }
        }
    }

    #[test]
    fn mobile_numbers_begin_with_the_providers_own_country() {
        let catalogue = Catalogue::load(0).unwrap();
        for (id, first) in [("gojek", "ID"), ("joyride", "PH"), ("lalamove", "PH")] {
            let options = &catalogue.provider(id).unwrap().login_options;
            let option = options.iter().find(|option| option.id == "mobile").unwrap();
            let countries = &option.fields[0].countries;
            assert_eq!((countries[0].country.as_str(), countries.len()), (first, 4), "{id}");
        }
    }

    #[test]
    fn second_factors_are_asked_here_and_not_there() {
        let catalogue = Catalogue::load(0).unwrap();
        for id in ["upwork", "grab", "sss"] {
            assert!(catalogue.provider(id).unwrap().second_factor.is_some(), "{id}");
        }
        assert!(catalogue.providers().iter().filter(|provider| provider.second_factor.is_none()).count() > 5);
    }

    #[test]
    fn only_george_has_an_ss_number() {
        let catalogue = Catalogue::load(0).unwrap();
        let sss = catalogue.provider("sss").unwrap();
        let by_number = sss.login_options.iter().find(|option| option.id == "ss-number").unwrap();
        let names: Vec<_> = by_number.sample_people.iter().map(|person| person.name.as_str()).collect();
        assert_eq!(names, ["George Palomero Jr."]);
        assert_eq!(by_number.sample_people[0].values, ["3300000008", "123456"]);
    }

    #[test]
    fn the_hash_follows_the_content() {
        assert_eq!(Catalogue::load(3).unwrap().hash(), Catalogue::load(3).unwrap().hash());
        assert_ne!(Catalogue::load(3).unwrap().hash(), Catalogue::load(4).unwrap().hash());
    }
}
