//! The limits in force: the table's, with what the operator sets instead.

use super::Quota;
use std::collections::BTreeMap;
use std::fmt;
use std::str::FromStr;

/// A limit that the operator sets, written `NAME=N`. 0 means no limit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct QuotaLimit {
    quota: Quota,
    limit: u32,
}

/// A limit that cannot be set.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{text:?} is no quota; write NAME=N, where NAME is one of {}", names())]
pub struct BadQuota {
    text: String,
}

fn names() -> String {
    Quota::ALL.map(Quota::name).join(", ")
}

impl FromStr for QuotaLimit {
    type Err = BadQuota;

    fn from_str(text: &str) -> Result<Self, BadQuota> {
        let bad = || BadQuota { text: text.to_owned() };
        let (name, limit) = text.split_once('=').ok_or_else(bad)?;
        let quota = Quota::named(name.trim()).ok_or_else(bad)?;
        Ok(Self { quota, limit: limit.trim().parse().map_err(|_| bad())? })
    }
}

impl fmt::Display for QuotaLimit {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}={}", self.quota.name(), self.limit)
    }
}

/// The limits in force.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotas(BTreeMap<Quota, u32>);

impl Quotas {
    /// The table's limits, with these instead. Of several for one quota, the last counts.
    pub(crate) fn with(set: &[QuotaLimit]) -> Self {
        Self(set.iter().map(|set| (set.quota, set.limit)).collect())
    }

    /// The limit of a quota. `None` if it has none.
    pub(crate) fn limit(&self, quota: Quota) -> Option<u32> {
        let limit = self.0.get(&quota).copied().unwrap_or(quota.default_limit());
        (limit > 0).then_some(limit)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_operator_sets_some_limits_and_the_table_the_others() {
        let set = ["webhooks=3", " webhooks = 5 "].map(|text| text.parse().unwrap());
        let quotas = Quotas::with(&set);
        assert_eq!(quotas.limit(Quota::Webhooks), Some(5));
        assert_eq!(quotas.limit(Quota::Templates), Some(500));
        assert_eq!(Quotas::with(&["templates=0".parse().unwrap()]).limit(Quota::Templates), None);
    }

    #[test]
    fn a_limit_that_cannot_be_set_is_named_with_those_that_can() {
        for text in ["", "webhooks", "webhooks=", "webhooks=-1", "webhooks=many", "hooks=3"] {
            let refused = text.parse::<QuotaLimit>().unwrap_err().to_string();
            assert!(refused.contains(text) && refused.contains("webhooks, templates"), "{refused}");
        }
    }

    /// The table of docs/deploy.md.
    #[test]
    fn the_documented_quotas_are_the_ones_that_are_counted() {
        let mut table = "| name | default | what is counted | |\n|---|---|---|---|\n".to_owned();
        for quota in Quota::ALL {
            let (name, limit) = (quota.name(), quota.default_limit());
            let limit = if limit == 0 { "none".to_owned() } else { limit.to_string() };
            let (counted, period) = (quota.counted(), quota.period().text());
            let row = format!("| `{name}` | {limit} | {counted} | {period} |\n");
            table.push_str(&row);
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/deploy.md");
        let text = std::fs::read_to_string(path).unwrap();
        let (_, rest) =
            text.split_once("<!-- quotas: the rows of quotas/table.rs; a test compares them -->\n").unwrap();
        let (written, _) = rest.split_once("<!-- end of quotas -->").unwrap();
        assert!(written == table, "the table of quotas in docs/deploy.md is not what it should be:\n{table}");
    }
}
