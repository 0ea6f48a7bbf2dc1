//! The providers a person can choose from: filtered once for the session, then searched at every keystroke.

use crate::preferences::Preferences;
use crate::search::{Entry, Query, Range, Score};
use wink_wire::{ProviderType, catalogue::Connection, catalogue::Row};

/// Fewer exact matches than this, and typos are forgiven too.
const ENOUGH_MATCHES: usize = 3;

/// Types in the order in which the filter shows them.
const KINDS: [ProviderType; 5] = [
    ProviderType::Gig,
    ProviderType::Government,
    ProviderType::System,
    ProviderType::Employer,
    ProviderType::Credential,
];

/// The providers of this session, in the order in which they are listed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogue {
    rows: Vec<Row>,
    entries: Vec<Entry>,
    promoted: usize,
    kinds: Vec<ProviderType>,
}

/// What a query and a type filter leave of the catalogue.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Positions in the catalogue, best first.
    pub rows: Vec<u32>,
    /// How many of them, from the start, stand under "Popular" rather than "All".
    pub promoted: usize,
}

impl Catalogue {
    /// Keeps the rows that the preferences allow: promoted ones first, as the host ordered them, then the others as
    /// the service ordered them.
    pub fn new(rows: Vec<Row>, preferences: &Preferences) -> Self {
        let mut others: Vec<Row> = rows.into_iter().filter(|row| allowed(row, preferences)).collect();
        let mut rows = Vec::with_capacity(others.len());
        for id in &preferences.top_providers {
            if let Some(position) = others.iter().position(|row| row.id == *id) {
                rows.push(others.remove(position));
            }
        }
        let promoted = rows.len();
        rows.append(&mut others);
        let entries =
            rows.iter().map(|row| Entry::new(&row.name, row.aliases.iter().map(String::as_str))).collect();
        let occurs = |kind: &ProviderType| rows.iter().any(|row| row.kind == *kind);
        let kinds = KINDS.into_iter().filter(occurs).collect();
        Self { rows, entries, promoted, kinds }
    }

    /// The provider at a position of a [`Listing`].
    pub fn row(&self, position: u32) -> Option<&Row> {
        self.rows.get(usize::try_from(position).ok()?)
    }

    /// The provider with an id.
    pub fn find(&self, id: &str) -> Option<&Row> {
        self.rows.iter().find(|row| row.id == id)
    }

    /// Types that occur, for the filter.
    pub fn kinds(&self) -> &[ProviderType] {
        &self.kinds
    }

    /// What fits the query and the filter, best first: by quality of the match, then in catalogue order.
    pub fn search(&self, query: &str, kind: Option<ProviderType>) -> Listing {
        let fits_kind = |position: &usize| {
            kind.is_none_or(|kind| self.rows.get(*position).is_some_and(|row| row.kind == kind))
        };
        let candidates = || (0..self.rows.len()).filter(fits_kind);
        let Some(query) = Query::new(query) else {
            let rows: Vec<u32> = candidates().filter_map(|position| u32::try_from(position).ok()).collect();
            let promoted = candidates().take_while(|position| *position < self.promoted).count();
            return Listing { rows, promoted };
        };
        let mut found = self.scored(candidates(), |entry| entry.score(&query));
        if found.len() < ENOUGH_MATCHES {
            found =
                self.scored(candidates(), |entry| entry.score(&query).or_else(|| entry.typo_score(&query)));
        }
        Listing { rows: best_first(&found), promoted: 0 }
    }

    /// The parts of a name that a query matches.
    pub fn highlights(query: &str, name: &str) -> Vec<Range> {
        Query::new(query).map(|query| query.highlights(name)).unwrap_or_default()
    }

    fn scored(
        &self,
        candidates: impl Iterator<Item = usize>,
        score: impl Fn(&Entry) -> Option<Score>,
    ) -> Vec<(Score, u32)> {
        candidates
            .filter_map(|position| Some((score(self.entries.get(position)?)?, u32::try_from(position).ok()?)))
            .collect()
    }
}

/// Positions by falling score, in the order found where the score is the same. There are only a handful of scores,
/// so this takes one pass for each; the library's sort is as fast and ten times the code.
fn best_first(found: &[(Score, u32)]) -> Vec<u32> {
    let mut rows = Vec::with_capacity(found.len());
    let mut below = Score::MAX;
    while let Some(score) = found.iter().map(|(score, _)| *score).filter(|score| *score < below).max() {
        rows.extend(found.iter().filter(|(other, _)| *other == score).map(|(_, position)| *position));
        below = score;
    }
    rows
}

fn allowed(row: &Row, preferences: &Preferences) -> bool {
    let listed = |list: &[String]| list.is_empty() || list.contains(&row.id);
    listed(&preferences.providers)
        && (preferences.provider_types.is_empty() || preferences.provider_types.contains(&row.kind))
        // Without uploads there is nothing to do at a source that has no direct connection.
        && (preferences.enable_upload || row.connection == Connection::Direct)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Settings;

    fn row(id: &str, name: &str, kind: ProviderType, popularity: u16, aliases: &[&str]) -> Row {
        Row {
            id: id.into(),
            name: name.into(),
            kind,
            country: "PH".into(),
            connection: Connection::Direct,
            popularity,
            aliases: aliases.iter().map(|alias| (*alias).to_owned()).collect(),
            logo_url: String::new(),
        }
    }

    fn preferences(change: impl FnOnce(&mut Settings)) -> Preferences {
        let mut settings = Settings::new("token");
        change(&mut settings);
        Preferences::combine(&settings, &crate::update::fixtures::template())
    }

    fn catalogue(preferences: &Preferences) -> Catalogue {
        use ProviderType::{Employer, Gig, Government};
        Catalogue::new(
            vec![
                row("grab", "Grab", Gig, 950, &[]),
                row("sss", "Social Security System", Government, 900, &["SSS"]),
                row("pagibig", "Pag-IBIG Fund", Government, 800, &["HDMF"]),
                row("philhealth", "PhilHealth", Government, 700, &[]),
                row("bpjstk", "BPJS Ketenagakerjaan", Government, 600, &["Jamsostek"]),
                row("foodpanda", "foodpanda", Gig, 500, &["熊猫外卖"]),
                row("cafe", "Café Mañana", Employer, 5, &[]),
                row("dbs", "DBS Bank", Employer, 400, &["星展银行"]),
                row("sgs", "Sagasa Services", Employer, 1, &[]),
            ],
            preferences,
        )
    }

    fn names(catalogue: &Catalogue, listing: &Listing) -> Vec<String> {
        listing.rows.iter().filter_map(|at| catalogue.row(*at)).map(|row| row.id.clone()).collect()
    }

    #[test]
    fn real_queries_find_what_was_meant() {
        let catalogue = catalogue(&preferences(|_| {}));
        for (query, first) in [
            ("sss", "sss"),
            ("social sec", "sss"),
            ("security social", "sss"),
            ("pagibig", "pagibig"),
            ("pag-ibig", "pagibig"),
            ("pag ibig", "pagibig"),
            ("PAG IBIG FUND", "pagibig"),
            ("grb", "grab"),
            ("grab", "grab"),
            ("food panda", "foodpanda"),
            ("foodpnda", "foodpanda"),
            ("philhelth", "philhealth"),
            ("phil health", "philhealth"),
            ("bpjs", "bpjstk"),
            ("jamsostek", "bpjstk"),
            ("cafe manana", "cafe"),
            ("mañana", "cafe"),
            ("星展", "dbs"),
            ("熊猫", "foodpanda"),
        ] {
            let found = names(&catalogue, &catalogue.search(query, None));
            assert_eq!(found.first().map(String::as_str), Some(first), "{query} found {found:?}");
        }
        assert!(catalogue.search("zzzz qqqq", None).rows.is_empty());
    }

    #[test]
    fn promoted_first_then_as_the_service_has_it() {
        let preferences =
            preferences(|settings| settings.top_providers = Some(vec!["cafe".into(), "sss".into()]));
        let catalogue = catalogue(&preferences);
        let listing = catalogue.search(" ", None);
        assert_eq!(names(&catalogue, &listing)[..3], ["cafe", "sss", "grab"]);
        assert_eq!(listing.promoted, 2);
        assert_eq!(catalogue.search("", Some(ProviderType::Government)).promoted, 1);
    }

    #[test]
    fn what_cannot_be_linked_is_listed_only_with_uploads() {
        let mut documents_only = row("meralco", "Meralco", ProviderType::Employer, 1, &[]);
        documents_only.connection = Connection::DocumentsOnly;
        for upload in [false, true] {
            let preferences = preferences(|settings| settings.enable_upload = Some(upload));
            let catalogue = Catalogue::new(vec![documents_only.clone()], &preferences);
            assert_eq!(catalogue.search("", None).rows.len(), usize::from(upload));
        }
    }

    #[test]
    fn the_host_narrows_the_list() {
        let preferences = preferences(|settings| settings.provider_types = Some(vec![ProviderType::Gig]));
        let catalogue = catalogue(&preferences);
        assert_eq!(names(&catalogue, &catalogue.search("", None)), ["grab", "foodpanda"]);
        assert_eq!(catalogue.kinds(), [ProviderType::Gig]);
    }

    #[test]
    fn matches_are_highlighted_in_the_name_as_written() {
        let shown = |query, name: &'static str| {
            let ranges = Catalogue::highlights(query, name);
            ranges.into_iter().map(|(start, end)| &name[start..end]).collect::<Vec<_>>()
        };
        assert_eq!(shown("pag ibig", "Pag-IBIG Fund"), ["Pag-IBIG"]);
        assert_eq!(shown("sec soc", "Social Security System"), ["Soc", "Sec"]);
        assert_eq!(shown("manana", "Café Mañana"), ["Mañana"]);
        assert_eq!(shown("", "Grab"), [""; 0]);
        assert_eq!(shown("zzz", "Grab"), [""; 0]);
    }
}
