//! Quotas: how much a session, a user, a tenant or a recipient may have, or do in a while. The [`table`] has all of
//! them. `store` counts, in the transaction of the write, so that no number of parallel requests passes a limit. `waiting` counts a
//! process's waiting calls.

mod limits;
mod table;

pub(crate) use limits::Quotas;
pub use limits::{BadQuota, QuotaLimit};

/// What is limited.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Quota {
    Webhooks,
    Templates,
    TemplateVersions,
    SessionAccounts,
    SessionConsents,
    SessionEmployers,
    SessionDocuments,
    SessionMegabytes,
    UnfinishedUploads,
    UserDocuments,
    UserMegabytes,
    TenantDocuments,
    TenantMegabytes,
    TenantExports,
    TenantInvites,
    RecipientInvites,
    Logins,
    SandboxLogins,
    WaitingCalls,
}

/// For how long something counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Period {
    /// While it exists.
    Existing,
    /// While a process works on it. Each process counts its own.
    Working,
    /// While the session lasts.
    Session,
    /// Until the next full hour.
    Hour,
    /// Until midnight, UTC.
    Day,
}

impl Quota {
    /// The name in the setting, in metrics and in the database.
    pub(crate) const fn name(self) -> &'static str {
        self.row().name
    }

    /// The limit without settings.
    pub(crate) const fn default_limit(self) -> u32 {
        self.row().limit
    }

    pub(crate) const fn period(self) -> Period {
        self.row().period
    }

    pub(crate) const fn counted(self) -> &'static str {
        self.row().counted
    }

    /// The size of what is counted: bytes are counted, and limits are set in megabytes.
    pub(crate) const fn unit(self) -> u64 {
        match self {
            Self::SessionMegabytes | Self::UserMegabytes | Self::TenantMegabytes => 1_000_000,
            Self::Webhooks
            | Self::Templates
            | Self::TemplateVersions
            | Self::SessionAccounts
            | Self::SessionConsents
            | Self::SessionEmployers
            | Self::SessionDocuments
            | Self::UnfinishedUploads
            | Self::UserDocuments
            | Self::TenantDocuments
            | Self::TenantExports
            | Self::TenantInvites
            | Self::RecipientInvites
            | Self::Logins
            | Self::SandboxLogins
            | Self::WaitingCalls => 1,
        }
    }

    fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quota| quota.name() == name)
    }
}

impl Period {
    const HOUR_MILLIS: i64 = 60 * 60 * 1000;
    const DAY_MILLIS: i64 = 24 * Self::HOUR_MILLIS;

    /// When the current period began and when it ends; no session lasts longer than a day.
    pub(crate) const fn around(self, now_millis: i64) -> (i64, i64) {
        let length = match self {
            Self::Existing | Self::Working | Self::Session => return (0, now_millis + Self::DAY_MILLIS),
            Self::Hour => Self::HOUR_MILLIS,
            Self::Day => Self::DAY_MILLIS,
        };
        let began_at = now_millis - now_millis.rem_euclid(length);
        (began_at, began_at + length)
    }

    /// As the documentation says it.
    pub(crate) const fn text(self) -> &'static str {
        match self {
            Self::Existing => "at a time",
            Self::Working => "at a time, in each process",
            Self::Session => "in a session",
            Self::Hour => "an hour",
            Self::Day => "a day (UTC)",
        }
    }
}

/// A quota is used up. Nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "the quota {} is used up: at most {limit} {} {}; {}, or ask the operator of this service for a higher limit",
    quota.name(), quota.counted(), quota.period().text(), quota.row().advice
)]
pub(crate) struct QuotaExceeded {
    pub(crate) quota: Quota,
    pub(crate) limit: u32,
    /// When a retry can succeed, if time helps.
    pub(crate) retry_after_seconds: Option<u32>,
}

impl QuotaExceeded {
    pub(crate) fn new(quota: Quota, limit: u32, now_millis: i64) -> Self {
        let retry_after_seconds = match quota.period() {
            Period::Existing | Period::Session => None,
            Period::Working => Some(1),
            Period::Hour | Period::Day => {
                let left_millis = quota.period().around(now_millis).1 - now_millis;
                Some(u32::try_from(left_millis / 1000).unwrap_or(u32::MAX).saturating_add(1))
            }
        };
        Self { quota, limit, retry_after_seconds }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_ends_where_the_next_one_begins() {
        for period in [Period::Hour, Period::Day] {
            let (began_at, ends_at) = period.around(1_795_000_123_456);
            assert!((began_at..ends_at).contains(&1_795_000_123_456));
            assert_eq!(period.around(ends_at).0, ends_at);
            assert_eq!(period.around(ends_at - 1), (began_at, ends_at));
        }
        assert_eq!(Period::Day.around(1_795_000_123_456).0 % (24 * 60 * 60 * 1000), 0, "midnight");
        assert_eq!(Period::Session.around(5).0, Period::Session.around(50_000_000).0);
    }

    #[test]
    fn a_refusal_says_which_limit_it_is_and_what_to_do() {
        let words = QuotaExceeded::new(Quota::Webhooks, 20, 0).to_string();
        for part in ["quota webhooks", "at most 20 webhooks of a tenant", "at a time", "delete one"] {
            assert!(words.contains(part), "{words}");
        }
        let waits = |quota| QuotaExceeded::new(quota, 20, 60_000).retry_after_seconds;
        assert_eq!(waits(Quota::Webhooks), None);
        assert_eq!(waits(Quota::Logins), Some(59 * 60 + 1));
    }

    #[test]
    fn all_has_every_quota_once() {
        let names: std::collections::BTreeSet<_> = Quota::ALL.iter().map(|quota| quota.name()).collect();
        assert_eq!(names.len(), Quota::ALL.len());
        assert!(Quota::ALL.is_sorted(), "in the order of the enum");
        assert_eq!(Quota::named("webhooks"), Some(Quota::Webhooks));
    }
}
