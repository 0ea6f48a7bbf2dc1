//! Wink.
