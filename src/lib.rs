//! Wink.

mod view;
