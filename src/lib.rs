//! The widget: a component tree in a modal, and the class `SmileLinkModal` that JavaScript sees.
//!
//! `wink-flow` decides, this crate acts and draws. ARCHITECTURE.md describes how they work together.

#![warn(clippy::indexing_slicing)]

mod app;
mod files;
mod frame;
#[cfg(any(feature = "gallery", test))]
mod gallery;
mod live;
mod messages;
mod modal;
mod runtime;
mod screens;
mod ui;
mod view;

#[cfg(any(feature = "gallery", test))]
pub use gallery::{exhibits, show};
pub use modal::SmileLinkModal;

#[cfg(test)]
#[cfg(target_arch = "wasm32")]
#[path = "../tests/modal.rs"]
mod tests;
