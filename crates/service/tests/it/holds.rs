//! What attacks and faults must not do. Each of these tests ends by itself. `cargo xtask test holds` runs them with a limit of
//! memory; the native tests leave them out, by the name of this module.

mod documents;
mod faults;
mod full_disk;
mod starting;
