//! Tests of the whole service, mostly in one process. Each test has its own database.

#![expect(clippy::unwrap_used, reason = "a test that cannot continue has failed")]

mod archives;
mod canaries;
mod commands;
mod connections;
mod data;
mod document;
mod failures;
mod files;
mod filters;
mod forgetting;
mod headers;
mod holds;
mod invites;
mod languages;
mod limits;
mod link_api;
mod linking;
mod logs;
mod lost_keys;
mod managing;
mod modes;
mod nul;
mod oidc;
mod open_api;
mod outage;
mod quotas;
mod restarts;
mod sealing;
mod second_factors;
mod sign_in;
mod starting;
mod support;
mod two_processes;
mod upgrading;
mod walk;
mod watching;
mod webhooks;
mod wink_templates;
