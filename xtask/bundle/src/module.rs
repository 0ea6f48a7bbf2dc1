//! The wasm-bindgen step.
//!
//! The glue is an ES module that the loader imports. So it adds no global name to the page, is fetched once however often
//! the script is included, and needs no script element, which a page with Trusted Types would refuse.

use anyhow::{Context as _, Result};
use sha2::{Digest as _, Sha256};
use wasm_bindgen_cli_support::Bindgen;

use crate::{lean, trim};

/// Hexadecimal digits of the hash in file names.
pub(crate) const HASH_DIGITS: usize = 16;

/// The widget, ready for browsers.
#[derive(Debug)]
pub(crate) struct Module {
    /// A hash of glue and module together: if either changes, both get new names.
    pub(crate) hash: String,
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
}

impl Module {
    pub(crate) fn glue_name(&self) -> String {
        format!("wink-{}.js", self.hash)
    }

    pub(crate) fn wasm_name(&self) -> String {
        format!("wink-{}.wasm", self.hash)
    }
}

/// Runs wasm-bindgen over a compiled widget.
pub(crate) fn bind(wasm: Vec<u8>) -> Result<Module> {
    let mut output = Bindgen::new()
        .input_bytes("wink", wasm)
        .web(true)?
        .typescript(false)
        .remove_name_section(true)
        .remove_producers_section(true)
        .omit_default_module_path(true)
        .generate_output()
        .context(
            "wasm-bindgen refused the module; check that crate and tool have the same version in Cargo.lock",
        )?;
    let glue = lean::script(output.js()).context("minifying wasm-bindgen's glue")?;
    let glue = trim::trim(&glue, output.wasm_mut())?;
    let wasm = output.wasm_mut().emit_wasm();

    let hash = hash(&[glue.as_bytes(), &wasm], HASH_DIGITS);
    Ok(Module { hash, glue, wasm })
}

/// The first hexadecimal digits of a SHA-256 over all parts, each with its length.
pub(crate) fn hash(parts: &[&[u8]], digits: usize) -> String {
    let mut hasher = Sha256::new();
    for part in parts {
        hasher.update((part.len() as u64).to_le_bytes());
        hasher.update(part);
    }
    let mut hash = format!("{:x}", hasher.finalize());
    hash.truncate(digits);
    hash
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_hash_depends_on_where_parts_end() {
        assert_ne!(hash(&[b"ab", b"c"], 16), hash(&[b"a", b"bc"], 16));
        assert_eq!(hash(&[b"ab", b"c"], 16).len(), 16);
    }
}
