//! Forgiving search over provider names: how well a query fits a name, and which part of the name to highlight.
//!
//! Everything that depends on the names alone is computed once per catalogue ([`Index`]); a keystroke only
//! compares. Case, accents, punctuation and word order do not matter; abbreviations, initials and a typo or two
//! are understood.
//!
//! A crate of its own because it is compiled for speed, and everything else in the widget for size.

#![warn(clippy::indexing_slicing)]

mod exact;
mod folding;
mod index;
mod query;
mod slips;
mod typo;
mod vocabulary;

pub use index::{Builder, Index};
pub use query::Query;

/// A byte range of a name.
pub type Range = (usize, usize);

/// How well a query fits. Greater is better.
pub type Score = u16;
