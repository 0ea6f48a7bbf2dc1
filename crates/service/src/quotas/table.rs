//! The table of quotas: what each is called, how much it allows, and what a caller can do about it.

use super::{Period, Quota};

/// A row of the table.
pub(super) struct Row {
    /// The name in the setting.
    pub(super) name: &'static str,
    /// The default; 0 means no limit.
    pub(super) limit: u32,
    pub(super) period: Period,
    /// What is counted, in the plural, after the number.
    pub(super) counted: &'static str,
    /// What the caller can do about it.
    pub(super) advice: &'static str,
}

impl Quota {
    /// Every quota, in the order of the documentation.
    pub(crate) const ALL: [Self; 19] = [
        Self::Webhooks,
        Self::Templates,
        Self::TemplateVersions,
        Self::SessionAccounts,
        Self::SessionConsents,
        Self::SessionEmployers,
        Self::SessionDocuments,
        Self::SessionMegabytes,
        Self::UnfinishedUploads,
        Self::UserDocuments,
        Self::UserMegabytes,
        Self::TenantDocuments,
        Self::TenantMegabytes,
        Self::TenantExports,
        Self::TenantInvites,
        Self::RecipientInvites,
        Self::Logins,
        Self::SandboxLogins,
        Self::WaitingCalls,
    ];

    #[expect(clippy::too_many_lines, reason = "one row for each quota")]
    pub(super) const fn row(self) -> Row {
        match self {
            Self::Webhooks => Row {
                name: "webhooks",
                limit: 20,
                period: Period::Existing,
                counted: "webhooks of a tenant in a mode",
                advice: "delete one that you no longer need",
            },
            Self::Templates => Row {
                name: "templates",
                limit: 500,
                period: Period::Existing,
                counted: "Wink, consent and invite templates of a tenant in a mode, together",
                advice: "delete one that you no longer need",
            },
            Self::TemplateVersions => Row {
                name: "template-versions",
                limit: 1000,
                period: Period::Day,
                counted: "versions of Wink templates saved by a tenant in a mode",
                advice: "retry tomorrow",
            },
            Self::SessionAccounts => Row {
                name: "session-accounts",
                limit: 100,
                period: Period::Session,
                counted: "accounts started",
                advice: "open another session with a new link token",
            },
            Self::SessionConsents => Row {
                name: "session-consents",
                limit: 100,
                period: Period::Session,
                counted: "consent receipts recorded",
                advice: "open another session with a new link token",
            },
            Self::SessionEmployers => Row {
                name: "session-employers",
                limit: 20,
                period: Period::Session,
                counted: "missing employers reported",
                advice: "open another session with a new link token",
            },
            Self::SessionDocuments => Row {
                name: "session-documents",
                limit: 50,
                period: Period::Session,
                counted: "documents announced",
                advice: "open another session with a new link token",
            },
            Self::SessionMegabytes => Row {
                name: "session-megabytes",
                limit: 300,
                period: Period::Session,
                counted: "megabytes of documents announced",
                advice: "open another session with a new link token",
            },
            Self::UnfinishedUploads => Row {
                name: "unfinished-uploads",
                limit: 20,
                period: Period::Existing,
                counted: "uploads of a user that were announced and not submitted",
                advice: "submit or delete one",
            },
            Self::UserDocuments => Row {
                name: "user-documents",
                limit: 200,
                period: Period::Day,
                counted: "documents of a user",
                advice: "retry tomorrow",
            },
            Self::UserMegabytes => Row {
                name: "user-megabytes",
                limit: 1000,
                period: Period::Day,
                counted: "megabytes of a user's documents",
                advice: "retry tomorrow",
            },
            Self::TenantDocuments => Row {
                name: "tenant-documents",
                limit: 10_000,
                period: Period::Day,
                counted: "documents of a tenant in a mode",
                advice: "retry tomorrow",
            },
            Self::TenantMegabytes => Row {
                name: "tenant-megabytes",
                limit: 20_000,
                period: Period::Day,
                counted: "megabytes of a tenant's documents in a mode",
                advice: "retry tomorrow",
            },
            Self::TenantExports => Row {
                name: "tenant-exports",
                limit: 2000,
                period: Period::Day,
                counted: "exports of a tenant in a mode",
                advice: "retry tomorrow",
            },
            Self::TenantInvites => Row {
                name: "tenant-invites",
                limit: 5000,
                period: Period::Day,
                counted: "invites of a tenant in a mode",
                advice: "retry tomorrow",
            },
            Self::RecipientInvites => Row {
                name: "recipient-invites",
                limit: 10,
                period: Period::Day,
                counted: "invites to one e-mail address",
                advice: "retry tomorrow",
            },
            Self::Logins => Row {
                name: "logins",
                limit: 10,
                period: Period::Hour,
                counted: "logins with one name at one provider, without those that it admitted",
                advice: "wait before you log in again",
            },
            Self::SandboxLogins => Row {
                name: "sandbox-logins",
                limit: 100,
                period: Period::Hour,
                counted: "logins of a tenant in the sandbox with one name at one provider, without those that it admitted",
                advice: "wait before you log in again",
            },
            Self::WaitingCalls => Row {
                name: "waiting-calls",
                limit: 20,
                period: Period::Working,
                counted: "calls of a session that wait for a change or check an answer",
                advice: "end another one first",
            },
        }
    }
}
