//! The summary of a provider that screens show.

/// What every screen about a provider shows of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProviderSummary {
    /// Stable id.
    pub id: String,
    /// Name as people know it; empty until it is known.
    pub name: String,
    /// Address of its logo, or empty.
    pub logo_url: String,
}
