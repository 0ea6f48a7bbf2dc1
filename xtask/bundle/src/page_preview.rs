//! The module that draws PDFs: bound for the web, under a name of its own, which is written into the script that loads it.

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    lean,
    module::{HASH_DIGITS, hash},
};

/// What draws PDFs, ready for browsers.
#[derive(Debug)]
pub(crate) struct PagePreview {
    /// Over glue and module together: either changing gives both new names.
    pub(crate) hash: String,
    pub(crate) glue: String,
    pub(crate) wasm: Vec<u8>,
}

impl PagePreview {
    /// Runs wasm-bindgen over the compiled crate.
    pub(crate) fn bind(wasm: Vec<u8>) -> Result<Self> {
        let mut output = Bindgen::new()
            .input_bytes("page_preview", wasm)
            .web(true)?
            .typescript(false)
            .remove_name_section(true)
            .remove_producers_section(true)
            .omit_default_module_path(true)
            // The only way to give memory back: an instance's never shrinks.
            .reset_state_function(true)
            .generate_output()
            .context("wasm-bindgen refused what draws PDFs")?;
        let glue = lean::script(output.js()).context("making the glue of what draws PDFs smaller")?;
        let wasm = output.wasm_mut().emit_wasm();
        let hash = hash(&[glue.as_bytes(), &wasm], HASH_DIGITS);
        Ok(Self { hash, glue, wasm })
    }

    pub(crate) fn glue_name(&self) -> String {
        format!("page-preview-{}.js", self.hash)
    }

    pub(crate) fn wasm_name(&self) -> String {
        format!("page-preview-{}.wasm", self.hash)
    }

    /// `static/documents.js`, which is written for a folder where the names hold no hash, as in the npm package.
    pub(crate) fn named_in(&self, script: &str) -> Result<String> {
        let mut named = script.to_owned();
        for (written, name) in
            [("'./page-preview.js'", self.glue_name()), ("'./page-preview.wasm'", self.wasm_name())]
        {
            ensure!(named.contains(written), "static/documents.js does not load {written}");
            named = named.replace(written, &format!("'./{name}'"));
        }
        Ok(named)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_script_finds_both_by_their_names() {
        let preview = PagePreview { hash: "00ff".into(), glue: String::new(), wasm: Vec::new() };
        let script = "import('./page-preview.js'); fetch('./page-preview.wasm');";
        assert_eq!(
            preview.named_in(script).unwrap(),
            "import('./page-preview-00ff.js'); fetch('./page-preview-00ff.wasm');"
        );
        assert!(preview.named_in("import('./page-preview.js');").is_err());
    }
}
