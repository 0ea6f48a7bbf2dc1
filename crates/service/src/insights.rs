//! Computes insights from a source's data: estimated monthly incomes, and figures about the person. Pure functions of
//! the stored data and the day; `docs/insights.md` has the formulas.

mod estimates;
mod facts;
mod features;
mod sample;

pub(crate) use estimates::{Earnings, EstimatedIncome, estimates};
pub(crate) use facts::Facts;
pub(crate) use features::Insight;

use crate::catalogue::Provider;
use wink_wire::ProviderType;

/// The properties of a source that computations need.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SourceNature {
    /// Whether its jobs are gigs.
    pub(crate) is_gig: bool,
    /// The share of monthly pay that goes into contributions, in hundredths of a percent.
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
