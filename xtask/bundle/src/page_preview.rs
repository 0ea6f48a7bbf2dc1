//! The module that draws PDFs: generates its glue, and writes the hashed file names into the script that loads it.

use anyhow::{Context as _, Result, ensure};
use wasm_bindgen_cli_support::Bindgen;

use crate::{
    lean,
    module::{HASH_DIGITS, hash},
};

/// The module that draws PDFs, ready for browsers.
#[derive(Debug)]
pub(crate) struct PagePreview {
    /// A hash of glue and module together: if either changes, both get new names.
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
            // A new instance is the only way to free memory: the memory of an instance never shrinks.
            .reset_state_function(true)
            .generate_output()
            .context("wasm-bindgen refused the module that draws PDFs")?;
        let glue = lean::script(output.js()).context("minifying the glue of the module that draws PDFs")?;
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

    /// Writes the hashed names into `static/documents.js`, which uses the names without a hash, as in the npm package.
    pub(crate) fn with_names(&self, script: &str) -> Result<String> {
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
    fn the_script_loads_both_by_their_hashed_names() {
        let preview = PagePreview { hash: "00ff".into(), glue: String::new(), wasm: Vec::new() };
        let script = "import('./page-preview.js'); fetch('./page-preview.wasm');";
        assert_eq!(
            preview.with_names(script).unwrap(),
            "import('./page-preview-00ff.js'); fetch('./page-preview-00ff.wasm');"
        );
        assert!(preview.with_names("import('./page-preview.js');").is_err());
    }
}
