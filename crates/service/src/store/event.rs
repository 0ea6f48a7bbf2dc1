//! The events that hosts receive, and their contents: ids and counts only. The one thing about a person, the login
//! name, is separate, so that it can be deleted.
//!
//! An event is recorded by [`super::events`] in the transaction of what it reports, and sent by [`crate::webhooks`].

use super::event_type::EventType;
use super::{Account, Archive, TaskKind};
use crate::clock::iso;
use crate::documents::Unsupported;
use crate::messages::{SpecifiedCode, account_error, archive_error};
use crate::records::RecordKind;
use crate::scope::Scope;
use serde_json::{Value, json};
use wink_wire::{ArchiveErrorCode, ErrorCode};

/// Something that happened.
#[derive(Clone, Debug, PartialEq)]
#[expect(clippy::struct_field_names, reason = "an event's type, as the specification calls it")]
pub(crate) struct Event<'a> {
    pub(crate) scope: &'a Scope,
    /// Its subject: an account, an archive, a user. Events of one subject are sent in order.
    pub(crate) subject_id: &'a str,
    pub(crate) event_type: EventType,
    /// What the person logged in with.
    pub(crate) login_name: Option<&'a str>,
    /// The other data of the event, as in the specification.
    pub(crate) data: Value,
}

/// How a task ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskEnd<'a> {
    Succeeded { kinds: &'a [RecordKind] },
    Failed(TaskFailure),
}

/// Why a task failed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum TaskFailure {
    Account(ErrorCode),
    /// The account was revoked in the meantime.
    AccountRevoked,
    Archive(ArchiveFailure),
    /// The archive was revoked in the meantime.
    ArchiveRevoked,
}

impl TaskFailure {
    /// The error code that hosts receive.
    const fn code(self) -> &'static str {
        match self {
            Self::Account(code) => code.name(),
            Self::AccountRevoked => "ACCOUNT_DISCONNECTED",
            Self::Archive(failure) => failure.code(),
            Self::ArchiveRevoked => "ARCHIVE_REVOKED",
        }
    }
}

/// Why nothing was read of an archive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ArchiveFailure {
    Unsupported(Unsupported),
    Error(ArchiveErrorCode),
}

impl ArchiveFailure {
    /// The error code that hosts receive.
    const fn code(self) -> &'static str {
        match self {
            Self::Unsupported(_) => "UNSUPPORTED",
            Self::Error(code) => SpecifiedCode::of(code).name(),
        }
    }

    const fn message(self) -> &'static str {
        match self {
            Self::Unsupported(why) => why.explanation(),
            Self::Error(code) => archive_error(code),
        }
    }
}

impl<'a> Event<'a> {
    pub(crate) fn user_created(scope: &'a Scope, user_id: &'a str) -> Self {
        let data = json!({ "userId": user_id, "session": new_session(user_id) });
        Self { scope, subject_id: user_id, event_type: EventType::UserCreated, login_name: None, data }
    }

    /// The user starts over.
    pub(crate) fn user_session_reset(scope: &'a Scope, user_id: &'a str) -> Self {
        let data = json!({ "session": new_session(user_id) });
        Self { scope, subject_id: user_id, event_type: EventType::UserSessionReset, login_name: None, data }
    }

    pub(crate) fn account_created(account: &'a Account) -> Self {
        Self::of_account(EventType::AccountCreated, account, json!({}))
    }

    pub(crate) fn account_connected(account: &'a Account) -> Self {
        let login_name = account.login_name.as_deref();
        Self { login_name, ..Self::of_account(EventType::AccountConnected, account, json!({})) }
    }

    pub(crate) fn account_failed(account: &'a Account, error_code: ErrorCode) -> Self {
        let login_name = account.login_name.as_deref();
        let more = json!({ "errorCode": error_code.name(), "errorMessage": account_error(error_code) });
        Self { login_name, ..Self::of_account(EventType::AccountFailed, account, more) }
    }

    pub(crate) fn account_disconnected(account: &'a Account) -> Self {
        Self::of_account(EventType::AccountDisconnected, account, json!({}))
    }

    pub(crate) fn task_started(account: &'a Account, task: TaskKind) -> Self {
        Self::of_task(EventType::TaskStarted, account, json!({ "taskType": task }))
    }

    pub(crate) fn archive_task_started(archive: &'a Archive, task: TaskKind) -> Self {
        Self::of_archive_task(EventType::TaskStarted, archive, json!({ "taskType": task }))
    }

    pub(crate) fn archive_task_finished(archive: &'a Archive, task: TaskKind, end: TaskEnd<'_>) -> Self {
        Self::of_archive_task(EventType::TaskFinished, archive, ended(task, end))
    }

    pub(crate) fn task_finished(account: &'a Account, task: TaskKind, end: TaskEnd<'_>) -> Self {
        Self::of_task(EventType::TaskFinished, account, ended(task, end))
    }

    /// The events for added records of a kind, by their ids: one for each if the specification has the record's id in it,
    /// otherwise one with their count.
    pub(crate) fn added(account: &'a Account, kind: RecordKind, ids: &[String]) -> Vec<Self> {
        let counted = |event_type| vec![Self::of_account(event_type, account, json!({ "count": ids.len() }))];
        let each = |event_type, name: &str| {
            ids.iter().map(|id| Self::of_account(event_type, account, json!({ name: id }))).collect()
        };
        match kind {
            _ if ids.is_empty() => Vec::new(),
            RecordKind::Identity => each(EventType::IdentityAdded, "identityId"),
            RecordKind::Rating => each(EventType::RatingAdded, "ratingId"),
            RecordKind::Insight => each(EventType::InsightAdded, "id"),
            RecordKind::Document => counted(EventType::DocumentsAdded),
            RecordKind::Employment => counted(EventType::EmploymentsAdded),
            RecordKind::Income => counted(EventType::IncomesAdded),
            RecordKind::Contribution => counted(EventType::ContributionsAdded),
            RecordKind::Liability => counted(EventType::LiabilitiesAdded),
            RecordKind::Transaction => counted(EventType::TransactionsAdded),
            RecordKind::EstimatedIncome => counted(EventType::EincomesAdded),
        }
    }

    /// Other organizations linked the person before.
    pub(crate) fn link_added(account: &'a Account, link_id: &str) -> Self {
        Self::of_account(EventType::LinkAdded, account, json!({ "id": link_id }))
    }

    /// The events for changed records of a kind, by their ids and the days that they are about. Kinds with a single record,
    /// and transactions, have no such events.
    pub(crate) fn updated(
        account: &'a Account,
        kind: RecordKind,
        ids: &[String],
        (from, until): (&str, &str),
        now_millis: i64,
    ) -> Option<Self> {
        let dated = |event_type| {
            let midnight = |day: &str| format!("{day}T00:00:00Z");
            let more = json!({
                "count": ids.len(),
                "updatedFrom": midnight(from),
                "updatedTo": midnight(until),
                "updatedAt": iso(now_millis),
            });
            Some(Self::of_account(event_type, account, more))
        };
        let listed = |event_type| {
            let more = json!({ "updatedIds": ids, "count": ids.len(), "updatedAt": iso(now_millis) });
            Some(Self::of_account(event_type, account, more))
        };
        match kind {
            _ if ids.is_empty() => None,
            RecordKind::Document => listed(EventType::DocumentsUpdated),
            RecordKind::Employment => listed(EventType::EmploymentsUpdated),
            RecordKind::Liability => listed(EventType::LiabilitiesUpdated),
            RecordKind::Income => dated(EventType::IncomesUpdated),
            RecordKind::Contribution => dated(EventType::ContributionsUpdated),
            RecordKind::EstimatedIncome => dated(EventType::EincomesUpdated),
            RecordKind::Identity | RecordKind::Rating | RecordKind::Transaction | RecordKind::Insight => None,
        }
    }

    /// The end of reading an account again.
    pub(crate) fn account_synced(account: &'a Account, end: TaskEnd<'_>) -> Self {
        let (status, kinds) = match end {
            TaskEnd::Succeeded { kinds } => ("SUCCEEDED", kinds),
            TaskEnd::Failed(_) => ("FAILED", &[][..]),
        };
        let more = json!({
            "status": status,
            "monitorStatus": account.monitor_status,
            "datapoints": data_points(kinds),
        });
        Self::of_task(EventType::AccountSyncTaskFinished, account, more)
    }

    pub(crate) fn of_archive(
        scope: &'a Scope,
        user_id: &str,
        archive_id: &'a str,
        event_type: EventType,
        failure: Option<ArchiveFailure>,
    ) -> Self {
        let mut data = json!({ "userId": user_id, "archiveId": archive_id });
        if let Some(failure) = failure {
            add(&mut data, json!({ "errorCode": failure.code(), "errorMessage": failure.message() }));
        }
        Self { scope, subject_id: archive_id, event_type, login_name: None, data }
    }

    pub(crate) fn of_invite(
        scope: &'a Scope,
        user_id: &str,
        invite_id: &'a str,
        event_type: EventType,
    ) -> Self {
        let data = json!({ "userId": user_id, "inviteId": invite_id });
        Self { scope, subject_id: invite_id, event_type, login_name: None, data }
    }

    fn of_account(event_type: EventType, account: &'a Account, more: Value) -> Self {
        let mut data = json!({
            "userId": account.user_id,
            "accountId": account.id,
            "providers": [account.provider_id],
        });
        add(&mut data, more);
        Self { scope: &account.scope, subject_id: &account.id, event_type, login_name: None, data }
    }

    fn of_archive_task(event_type: EventType, archive: &'a Archive, more: Value) -> Self {
        let mut data = json!({
            "userId": archive.user_id,
            "sourceId": archive.id,
            "sourceType": "ARCHIVE",
            "providers": [archive.given_by.provider_id()],
        });
        add(&mut data, more);
        Self { scope: &archive.scope, subject_id: &archive.id, event_type, login_name: None, data }
    }

    fn of_task(event_type: EventType, account: &'a Account, more: Value) -> Self {
        let mut data = json!({
            "userId": account.user_id,
            "sourceId": account.id,
            "sourceType": "ACCOUNT",
            "providers": [account.provider_id],
        });
        add(&mut data, more);
        Self { scope: &account.scope, subject_id: &account.id, event_type, login_name: None, data }
    }
}

/// The session of a user who has not shared anything.
fn new_session(user_id: &str) -> Value {
    json!({ "userId": user_id, "channel": "Default", "status": "IN_PROGRESS" })
}

/// The data of an event at the end of a task.
fn ended(task: TaskKind, end: TaskEnd<'_>) -> Value {
    let (status, error_code, kinds) = match end {
        TaskEnd::Succeeded { kinds } => ("SUCCEEDED", None, kinds),
        TaskEnd::Failed(failure) => ("FAILED", Some(failure.code()), &[][..]),
    };
    json!({
        "taskType": task,
        "status": status,
        "errorCode": error_code,
        "datapoints": data_points(kinds),
    })
}

/// The specification's names of what a task read.
fn data_points(kinds: &[RecordKind]) -> Vec<&'static str> {
    kinds.iter().map(|kind| kind.data_point()).collect()
}

/// Adds the fields of one object to another.
fn add(data: &mut Value, more: Value) {
    if let (Value::Object(data), Value::Object(more)) = (data, more) {
        data.extend(more);
    }
}
