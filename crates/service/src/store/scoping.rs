//! Checks that a query for a tenant's data takes a [`Scope`](crate::scope::Scope), or a row or secret that says whose
//! data it is. A function that takes an ID alone must say so by its name (`…_of_any_scope`), or be listed below with a
//! reason.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

/// For background work, which has no caller: the ID comes from a row that the process has claimed or listed.
const OF_WORKERS: [&str; 5] =
    ["renew_lease", "renew_archive_lease", "claim_delivery_queues", "forget_doomed_file", "invites_among"];

/// For operators, on the machine's command line.
const OF_OPERATORS: [&str; 10] = [
    "put_tenant",
    "put_api_key",
    "revoke_api_key",
    "share_links",
    "webhooks_of_key",
    "webhooks_of_unknown_keys",
    "delete_webhooks_of_key",
    "invites_of_key",
    "invites_of_unknown_keys",
    "end_invites_of_key",
];

/// Looks up a caller's key or token, which scopes come from.
const OF_CREDENTIALS: [&str; 5] =
    ["api_key", "upgrade_api_key", "session", "exchange_link_token", "take_grant"];

/// A function of the store, with the names and types of its parameters.
struct Function {
    name: String,
    parameters: Vec<(String, String)>,
}

impl Function {
    /// Whether a parameter is an ID that could be any tenant's.
    fn takes_an_id(&self) -> bool {
        self.parameters.iter().any(|(name, kind)| {
            let is_id = ["id", "ids", "key", "api_key", "token_sha256"].contains(&name.as_str())
                || name.ends_with("_id")
                || name.ends_with("_ids");
            is_id && kind.contains("str")
        })
    }

    /// Whether a parameter is a scope, or a session, which has one.
    fn takes_a_scope(&self) -> bool {
        self.parameters.iter().any(|(_, kind)| ["&Scope", "&Session"].contains(&kind.as_str()))
    }
}

/// The files in a folder and below it.
fn files_in(folder: &Path) -> Vec<PathBuf> {
    let entries = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files_in(&path) } else { vec![path] }).collect()
}

/// All functions that the store offers to the rest of the service.
fn functions() -> Vec<Function> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("src/store");
    let mut functions = Vec::new();
    for file in files_in(&folder) {
        if file.ends_with("scoping.rs") {
            continue;
        }
        let code = std::fs::read_to_string(file).unwrap();
        for start in code.split("pub(crate) async fn ").skip(1) {
            let (name, rest) = start.split_once('(').unwrap();
            let (parameters, _) = rest.split_once(") ->").or_else(|| rest.split_once(") {")).unwrap();
            let parameters = parameters
                .split(',')
                .filter_map(|parameter| parameter.split_once(':'))
                .map(|(name, kind)| (name.trim().to_owned(), kind.trim().to_owned()))
                .collect();
            functions.push(Function { name: name.to_owned(), parameters });
        }
    }
    functions
}

#[test]
fn what_takes_an_id_takes_a_scope_too() {
    let functions = functions();
    assert!(functions.len() > 100, "only {} functions were found", functions.len());
    let allowed: BTreeSet<&str> = OF_WORKERS.into_iter().chain(OF_OPERATORS).chain(OF_CREDENTIALS).collect();
    let without: BTreeSet<&str> = functions
        .iter()
        .filter(|function| function.takes_an_id() && !function.takes_a_scope())
        .map(|function| function.name.as_str())
        .filter(|name| !name.ends_with("_of_any_scope"))
        .collect();
    let new: Vec<_> = without.difference(&allowed).collect();
    assert!(new.is_empty(), "{new:?}: take a &Scope, or the row that the ID is from");
    let gone: Vec<_> = allowed.difference(&without).collect();
    assert!(gone.is_empty(), "{gone:?} need not be named here any longer");
}
