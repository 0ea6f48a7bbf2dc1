//! The keys and their English texts, as `build.rs` makes them of `static/messages/en.txt`: an enumeration, so that a
//! text that there is not does not compile, and one text of all texts.

include!(concat!(env!("OUT_DIR"), "/english.rs"));

#[cfg(test)]
mod tests;
