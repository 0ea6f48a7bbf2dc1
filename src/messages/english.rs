//! The keys and their English texts, which `build.rs` generates from `static/messages/en.txt`: an enum, so that code with a
//! missing text does not compile, and one string with all texts.

include!(concat!(env!("OUT_DIR"), "/english.rs"));

#[cfg(test)]
mod tests;
