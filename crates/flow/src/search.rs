//! Forgiving search over provider names: how well a query fits a name, and which part of the name to highlight.
//!
//! Everything that depends on the names alone is computed once per catalogue ([`Index`]); a keystroke only
//! compares. Case, accents, punctuation and word order do not matter; abbreviations, initials and a typo or two
//! are understood.

mod folding;
mod index;
mod query;
mod typo;

pub use folding::fold;
pub(crate) use index::Index;
pub(crate) use query::Query;

/// A byte range of a name.
pub type Range = (usize, usize);

/// How well a query fits. Greater is better.
pub(crate) type Score = u16;
