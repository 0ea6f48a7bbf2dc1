//! What is computed from the data of a source: estimated incomes month by month, and figures about the person. Pure
//! functions of what is stored and of the day; the formulas, in words, are in `docs/insights.md`.

mod estimates;
mod facts;
mod features;
mod sample;

pub(crate) use estimates::{Earnings, EstimatedIncome, estimates};
pub(crate) use facts::Facts;
pub(crate) use features::Insight;

use crate::catalogue::Provider;
use wink_wire::ProviderType;

/// What must be known of a source to compute anything from its data.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SourceNature {
    /// Whether its jobs are gigs.
    pub(crate) is_gig: bool,
    /// How much of the monthly pay goes into contributions, in hundredths of a percent.
    pub(crate) contribution_basis_points: Option<i64>,
}

impl SourceNature {
    pub(crate) fn of(provider: &Provider) -> Self {
        Self {
            is_gig: provider.kind == ProviderType::Gig,
            contribution_basis_points: provider.contribution.map(|rule| rule.basis_points),
        }
    }
}
