//! What both APIs do with every request: an id, a line in the log, a limit, an answer also when they panic.

pub(crate) mod body;
pub(crate) mod client_address;
pub(crate) mod headers;
pub(crate) mod languages;
pub(crate) mod nul;
pub(crate) mod page;
pub(crate) mod policy;
pub(crate) mod rate_limit;
pub(crate) mod request_id;
pub(crate) mod rich_text;
