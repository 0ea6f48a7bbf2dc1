//! What the service acknowledged, and everything that it answered otherwise.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Mutex, MutexGuard};

/// Everything that was acknowledged, and must therefore be there in the end.
#[derive(Debug, Default)]
pub(super) struct Acknowledged {
    pub(super) users: BTreeSet<String>,
    /// The last status of each account and document.
    pub(super) accounts: BTreeMap<String, String>,
    pub(super) archives: BTreeMap<String, String>,
    /// Users that were reset.
    pub(super) resets: BTreeSet<String>,
}

#[derive(Default)]
pub(super) struct Ledger {
    acknowledged: Mutex<Acknowledged>,
    /// How often each status of a refusal came.
    statuses: Mutex<BTreeMap<u16, usize>>,
    /// Every different refusal.
    refusals: Mutex<BTreeSet<String>>,
    /// What must stand nowhere.
    secrets: Mutex<BTreeSet<String>>,
}

impl Ledger {
    pub(super) fn acknowledged(&self) -> MutexGuard<'_, Acknowledged> {
        self.acknowledged.lock().unwrap()
    }

    pub(super) fn account(&self, id: String, status: &str) {
        self.acknowledged().accounts.insert(id, status.to_owned());
    }

    /// A user was reset, with an account. One that never connected stays as it is.
    pub(super) fn reset(&self, user_id: &str, account_id: String) {
        let mut acknowledged = self.acknowledged();
        acknowledged.resets.insert(user_id.to_owned());
        if acknowledged.accounts.get(&account_id).is_none_or(|status| status != "ERROR") {
            acknowledged.accounts.insert(account_id, "DISCONNECTED".to_owned());
        }
    }

    pub(super) fn archive(&self, id: String, status: &str) {
        self.acknowledged().archives.insert(id, status.to_owned());
    }

    pub(super) fn keep_secret(&self, secret: &str) {
        self.secrets.lock().unwrap().insert(secret.to_owned());
    }

    pub(super) fn secrets(&self) -> BTreeSet<String> {
        self.secrets.lock().unwrap().clone()
    }

    /// Notes an answer.
    pub(super) fn hear(&self, status: u16, path: &str, answer: &str) {
        if status >= 400 {
            *self.statuses.lock().unwrap().entry(status).or_default() += 1;
            self.refusals.lock().unwrap().insert(format!("{path}: {status} {answer}"));
        }
    }

    pub(super) fn refusals(&self) -> BTreeSet<String> {
        self.refusals.lock().unwrap().clone()
    }

    /// A fault from outside is never the service's own error.
    pub(super) fn check_refusals(&self) -> String {
        let statuses = self.statuses.lock().unwrap().clone();
        let refusals = self.refusals();
        let own: Vec<_> = refusals.iter().filter(|refusal| refusal.contains(": 500 ")).take(5).collect();
        assert!(own.is_empty(), "500 where something else failed: {own:#?}");
        format!("refusals {statuses:?}")
    }

    pub(super) fn summary(&self) -> String {
        let Acknowledged { users, accounts, archives, resets } = &*self.acknowledged();
        let (users, accounts, archives, resets) = (users.len(), accounts.len(), archives.len(), resets.len());
        format!("{users} users, {accounts} accounts, {archives} documents, {resets} resets")
    }
}
