//! The providers a person can choose from: filtered once for the session, then searched at every keystroke.

use crate::preferences::Preferences;
use wink_search::{Builder, Index, Query, Range};
use wink_wire::ProviderType;
use wink_wire::catalogue::{Connection, Row, lines, read_line};

/// With fewer exact matches than this, the search also forgives typos.
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
    /// The text from the service. Rows are parsed when they are shown.
    text: String,
    /// The start of each row in the text, and its type, in the order of the list.
    rows: Vec<(u32, ProviderType)>,
    index: Index,
    promoted: usize,
    kinds: Vec<ProviderType>,
}

/// The result of a query and a type filter.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Listing {
    /// Positions in the catalogue, best first.
    pub rows: Vec<u32>,
    /// How many of them, from the start, are listed under "Popular" rather than "All".
    pub promoted: usize,
}

impl Catalogue {
    /// Parses the service's catalogue and keeps the rows that the preferences allow: first the promoted ones in the host's
    /// order, then the others in the service's order.
    pub fn new(text: String, preferences: &Preferences) -> Self {
        let mut others = Vec::new();
        let mut promoted = vec![None; preferences.top_providers.len()];
        for (start, line) in lines(&text) {
            let Some(row) = read_line(line).filter(|row| is_allowed(row, preferences)) else { continue };
            let place = preferences.top_providers.iter().position(|id| id == row.id);
            match place.and_then(|place| promoted.get_mut(place)) {
                Some(place @ None) => *place = Some((start, row.kind)),
                _ => others.push((start, row.kind)),
            }
        }
        let mut rows: Vec<_> = promoted.into_iter().flatten().collect();
        let promoted = rows.len();
        rows.append(&mut others);

        let mut index = Builder::new();
        for (start, _) in &rows {
            if let Some(row) = row_at(&text, *start) {
                index.push(&mut std::iter::once(row.name).chain(row.aliases()));
            }
        }
        let occurs = |kind: &ProviderType| rows.iter().any(|(_, other)| other == kind);
        let kinds = KINDS.into_iter().filter(occurs).collect();
        Self { text, rows, index: index.finish(), promoted, kinds }
    }

    /// The provider at a position of a [`Listing`].
    pub fn row(&self, position: u32) -> Option<Row<'_>> {
        let (start, _) = self.rows.get(usize::try_from(position).ok()?)?;
        row_at(&self.text, *start)
    }

    /// The provider with an id.
    pub fn find(&self, id: &str) -> Option<Row<'_>> {
        let is_meant = |row: &Row<'_>| row.id == id;
        self.rows.iter().filter_map(|(start, _)| row_at(&self.text, *start)).find(is_meant)
    }

    /// Types that occur, for the filter.
    pub fn kinds(&self) -> &[ProviderType] {
        &self.kinds
    }

    /// The rows that match the query and the filter, best first: by quality of the match, then in catalogue order.
    pub fn search(&self, query: &str, kind: Option<ProviderType>) -> Listing {
        let Some(query) = Query::new(query) else {
            let positions = (0u32..).zip(&self.rows).map(|(position, _)| position);
            let rows: Vec<u32> = positions.filter(|position| self.passes(*position, kind)).collect();
            let is_promoted =
                |position: &&u32| usize::try_from(**position).is_ok_and(|at| at < self.promoted);
            return Listing { promoted: rows.iter().take_while(is_promoted).count(), rows };
        };
        let mut found = self.index.matches(&query);
        if kind.is_some() {
            found.retain(|(_, position)| self.passes(*position, kind));
        }
        if found.len() < ENOUGH_MATCHES {
            let exact: Vec<u32> = found.iter().map(|(_, position)| *position).collect();
            let mut typos = self.index.typo_matches(&query);
            typos.retain(|(_, position)| self.passes(*position, kind) && !exact.contains(position));
            found.append(&mut typos);
        }
        Listing { rows: Index::best_first(&found), promoted: 0 }
    }

    /// The parts of a name that a query matches.
    pub fn highlights(query: &str, name: &str) -> Vec<Range> {
        Query::new(query).map(|query| query.highlights(name)).unwrap_or_default()
    }

    /// Whether the row at a position passes the filter.
    fn passes(&self, position: u32, kind: Option<ProviderType>) -> bool {
        let own = || usize::try_from(position).ok().and_then(|at| self.rows.get(at)).map(|(_, own)| *own);
        kind.is_none() || own() == kind
    }
}

fn row_at(text: &str, start: u32) -> Option<Row<'_>> {
    read_line(text.get(usize::try_from(start).ok()?..)?.lines().next()?)
}

fn is_allowed(row: &Row<'_>, preferences: &Preferences) -> bool {
    let listed = |list: &[String]| list.is_empty() || list.iter().any(|id| id == row.id);
    listed(&preferences.providers)
        && (preferences.provider_types.is_empty() || preferences.provider_types.contains(&row.kind))
        // Without uploads, a source without a direct connection cannot be used.
        && (preferences.enable_upload || row.connection == Connection::Direct)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::preferences::Settings;
    use wink_wire::catalogue::encode;

    fn row(id: &str, name: &str, kind: ProviderType, popularity: u16, aliases: &str) -> String {
        encode([Row {
            id,
            name,
            kind,
            country: "PH",
            connection: Connection::Direct,
            popularity,
            joined_aliases: aliases,
            logo_url: "",
        }])
    }

    fn preferences(change: impl FnOnce(&mut Settings)) -> Preferences {
        let mut settings = Settings::new("token");
        change(&mut settings);
        Preferences::combine(&settings, &crate::update::fixtures::template())
    }

    fn catalogue(preferences: &Preferences) -> Catalogue {
        use ProviderType::{Employer, Gig, Government};
        Catalogue::new(
            [
                row("grab", "Grab", Gig, 950, ""),
                row("sss", "Social Security System", Government, 900, "SSS"),
                row("pagibig", "Pag-IBIG Fund", Government, 800, "HDMF"),
                row("philhealth", "PhilHealth", Government, 700, ""),
                row("bpjstk", "BPJS Ketenagakerjaan", Government, 600, "Jamsostek"),
                row("foodpanda", "foodpanda", Gig, 500, "熊猫外卖"),
                row("cafe", "Café Mañana", Employer, 5, ""),
                row("dbs", "DBS Bank", Employer, 400, "星展银行"),
                row("sgs", "Sagasa Services", Employer, 1, ""),
            ]
            .concat(),
            preferences,
        )
    }

    fn names(catalogue: &Catalogue, listing: &Listing) -> Vec<String> {
        listing.rows.iter().filter_map(|at| catalogue.row(*at)).map(|row| row.id.to_owned()).collect()
    }

    #[test]
    fn real_queries_find_the_intended_provider() {
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
    fn promoted_providers_come_first_then_the_services_order() {
        let preferences =
            preferences(|settings| settings.top_providers = Some(vec!["cafe".into(), "sss".into()]));
        let catalogue = catalogue(&preferences);
        let listing = catalogue.search(" ", None);
        assert_eq!(names(&catalogue, &listing)[..3], ["cafe", "sss", "grab"]);
        assert_eq!(listing.promoted, 2);
        assert_eq!(catalogue.search("", Some(ProviderType::Government)).promoted, 1);
    }

    #[test]
    fn results_are_ordered_by_match_then_promotion_then_popularity() {
        use ProviderType::Employer;
        let preferences = preferences(|settings| settings.top_providers = Some(vec!["promoted".into()]));
        let rows = [
            row("known", "Star Foods", Employer, 900, ""),
            row("less-known", "Star Ferries", Employer, 800, ""),
            row("inside", "Costarica Exports", Employer, 700, ""),
            row("second-word", "Manila Star", Employer, 600, ""),
            row("promoted", "Star Cinema", Employer, 2, ""),
            row("exact", "Star", Employer, 1, ""),
        ];
        let catalogue = Catalogue::new(rows.concat(), &preferences);
        let found = names(&catalogue, &catalogue.search("star", None));
        assert_eq!(found, ["exact", "promoted", "known", "less-known", "second-word", "inside"]);
    }

    #[test]
    fn unlinkable_providers_are_listed_only_with_uploads() {
        let documents_only =
            row("meralco", "Meralco", ProviderType::Employer, 1, "").replace("\td\t", "\t\t");
        for upload in [false, true] {
            let preferences = preferences(|settings| settings.enable_upload = Some(upload));
            let catalogue = Catalogue::new(documents_only.clone(), &preferences);
            assert_eq!(catalogue.search("", None).rows.len(), usize::from(upload));
        }
    }

    #[test]
    fn the_host_can_restrict_the_list() {
        let preferences = preferences(|settings| settings.provider_types = Some(vec![ProviderType::Gig]));
        let catalogue = catalogue(&preferences);
        assert_eq!(names(&catalogue, &catalogue.search("", None)), ["grab", "foodpanda"]);
        assert_eq!(catalogue.kinds(), [ProviderType::Gig]);
    }

    #[test]
    fn the_type_filter_applies_to_every_kind_of_match() {
        use ProviderType::{Gig, Government};
        let catalogue = catalogue(&preferences(|_| {}));
        let found = |query, kind| names(&catalogue, &catalogue.search(query, Some(kind)));
        assert_eq!(found("", Government), ["sss", "pagibig", "philhealth", "bpjstk"]);
        assert_eq!((found("grab", Government), found("grab", Gig)), (vec![], vec!["grab".to_owned()]));
        assert_eq!(
            (found("philhelth", Gig), found("philhelth", Government)),
            (vec![], vec!["philhealth".to_owned()])
        );
    }

    #[test]
    fn typos_are_forgiven_only_where_few_names_match() {
        let rows = |count: usize| {
            let exact = ["Star One", "Star Two", "Star Three"];
            let exact = exact.iter().take(count).map(|name| row(name, name, ProviderType::Gig, 9, ""));
            let typo = row("typo", "Stir Four", ProviderType::Gig, 1, "");
            Catalogue::new(exact.chain([typo]).collect(), &preferences(|_| {}))
        };
        assert_eq!(rows(2).search("star", None).rows.len(), 3);
        assert_eq!(rows(3).search("star", None).rows.len(), 3);
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
