//! What both APIs do with every request: an id, a log line, rate limits, and a response even after a panic.

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
