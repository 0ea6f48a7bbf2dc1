//! The names of events, as the specification has them.

use super::columns::text_columns;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// A type of event. You can subscribe to all types. Events of verifications, records and sites, and with them
/// `USER_SESSION_COMPLETED`, never happen here: the service does not offer those parts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
#[schema(as = WebhookEventType)]
pub(crate) enum EventType {
    UserCreated,
    AccountCreated,
    AccountConnected,
    AccountDisconnected,
    AccountFailed,
    TaskStarted,
    TaskFinished,
    AccountSyncTaskFinished,
    ArchiveStarted,
    ArchiveAnalyzed,
    ArchiveRevoked,
    ArchiveFailed,
    InviteInvited,
    InviteLinked,
    IdentityAdded,
    RatingAdded,
    TransactionsAdded,
    DocumentsAdded,
    DocumentsUpdated,
    EmploymentsAdded,
    EmploymentsUpdated,
    IncomesAdded,
    IncomesUpdated,
    ContributionsAdded,
    ContributionsUpdated,
    EincomesAdded,
    EincomesUpdated,
    LiabilitiesAdded,
    LiabilitiesUpdated,
    InsightAdded,
    LinkAdded,
    VerificationStarted,
    VerificationCompleted,
    RecordCreated,
    RecordCompleted,
    UserSessionCompleted,
    UserSessionReset,
    /// Not an event: a subscription to it receives all events.
    AllEvents,
}

text_columns!(EventType);

impl EventType {
    /// Parses the name of a type.
    pub(crate) fn named(name: &str) -> Option<Self> {
        serde_json::from_value(name.into()).ok()
    }

    /// The type's name.
    pub(crate) fn name(self) -> String {
        serde_json::to_value(self).ok().and_then(|name| name.as_str().map(str::to_owned)).unwrap_or_default()
    }

    /// Whether a subscription to this type includes events of another type.
    pub(crate) fn covers(self, event_type: Self) -> bool {
        self == Self::AllEvents || self == event_type
    }

    /// Whether events of this type include the data that was read, if the webhook asks for it.
    pub(crate) const fn carries_payload(self) -> bool {
        matches!(self, Self::TaskFinished | Self::AccountSyncTaskFinished)
    }

    /// Whether events of this type include the login name, by the specification.
    pub(crate) const fn carries_login_name(self) -> bool {
        matches!(self, Self::AccountConnected | Self::AccountFailed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_those_of_the_specification() {
        assert_eq!(EventType::named("ACCOUNT_SYNC_TASK_FINISHED"), Some(EventType::AccountSyncTaskFinished));
        assert_eq!(EventType::named("EINCOMES_ADDED"), Some(EventType::EincomesAdded));
        assert_eq!(EventType::named("account_created"), None);
    }

    #[test]
    fn all_events_covers_every_one_and_a_type_only_itself() {
        assert!(EventType::AllEvents.covers(EventType::LinkAdded));
        assert!(EventType::LinkAdded.covers(EventType::LinkAdded));
        assert!(!EventType::TaskFinished.covers(EventType::AccountSyncTaskFinished));
    }
}
