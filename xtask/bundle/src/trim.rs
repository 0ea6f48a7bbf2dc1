//! Makes what wasm-bindgen wrote smaller. Classes that no page can reach are taken out, with the code behind them. Names
//! that only glue and module use between themselves become short: each import's has sixteen hexadecimal digits, in both
//! files, which no compressor gets rid of.
//!
//! It works on text, so a new wasm-bindgen can break it (it then ends with an error). It can go when wasm-bindgen itself
//! leaves out classes that nothing exports and writes short import names in release builds.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use walrus::{Module, passes};

/// Classes that come with Leptos, through `server_fn` and `wasm-streams`, and are never made.
const UNREACHED: [&str; 3] = ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// Returns the glue of the module, both made smaller.
///
/// # Errors
/// When the glue does not have the form that it is known to have.
pub(crate) fn trim(glue: &str, module: &mut Module) -> Result<String> {
    let mut glue = glue.to_owned();
    for class in UNREACHED {
        let Some(rest) = without_class(&glue, class) else { continue };
        glue = rest;
        let prefix = format!("{}_", class.to_lowercase());
        let is_its_own = |name: &str| name.strip_prefix("__wbg_").unwrap_or(name).starts_with(&prefix);
        let exports: Vec<_> =
            module.exports.iter().filter(|export| is_its_own(&export.name)).map(walrus::Export::id).collect();
        for export in exports {
            module.exports.delete(export);
        }
    }
    let before: Vec<String> = module.imports.iter().map(|import| import.name.clone()).collect();
    passes::gc::run(module);
    for name in before {
        if module.imports.iter().all(|import| import.name != name) {
            glue = without_import(&glue, &name)
                .with_context(|| format!("wasm-bindgen's glue has no import {name} in the known form"))?;
        }
    }
    for class in UNREACHED {
        ensure!(!glue.contains(class), "wasm-bindgen's glue still uses {class}");
    }
    Ok(renamed(&glue, &short_names(module)))
}

/// Without a class, and what frees its objects; `None` where there is no such class.
fn without_class(glue: &str, class: &str) -> Option<String> {
    let glue = without(glue, &format!("export class {class} {{"), &format!("{class}.prototype.free;\n"))?;
    without(&glue, &format!("const {class}Finalization = "), ";\n")
}

/// Without the function behind an import.
fn without_import(glue: &str, name: &str) -> Option<String> {
    let (before, rest) = glue.split_once(&format!("\n{name}: function"))?;
    // Up to the next one. The last of all is never taken out: it sets up the table of values.
    let begins_with_an_import = |text: &&str| {
        text.lines().nth(1).is_some_and(|line| line.starts_with("__wb") && line.contains(": function"))
    };
    let after = rest.match_indices('\n').map(|(at, _)| &rest[at..]).find(begins_with_an_import)?;
    Some([before, after].concat())
}

fn without(text: &str, first: &str, last: &str) -> Option<String> {
    let (before, rest) = text.split_once(first)?;
    let (_, after) = rest.split_once(last)?;
    Some([before, after].concat())
}

/// Gives the module short names where it has long ones, and returns them by the long ones.
fn short_names(module: &mut Module) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (number, import) in module.imports.iter_mut().enumerate() {
        names.insert(std::mem::replace(&mut import.name, format!("i{number}")), format!("i{number}"));
    }
    // Those that pages and the rest of the glue know keep theirs.
    let shims = module.exports.iter_mut().filter(|export| export.name.contains("__invoke__h"));
    for (number, export) in shims.enumerate() {
        names.insert(std::mem::replace(&mut export.name, format!("shim{number}")), format!("shim{number}"));
    }
    names
}

/// Replaces whole words.
fn renamed(glue: &str, names: &BTreeMap<String, String>) -> String {
    let mut text = String::with_capacity(glue.len());
    let mut rest = glue;
    while !rest.is_empty() {
        let length = rest.find(|c| !is_of_a_word(c)).unwrap_or(rest.len());
        let (word, after) = rest.split_at(length);
        text.push_str(names.get(word).map_or(word, String::as_str));
        let between = after.find(is_of_a_word).unwrap_or(after.len());
        text.push_str(&after[..between]);
        rest = &after[between..];
    }
    text
}

fn is_of_a_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '_' | '$')
}

#[cfg(test)]
mod tests {
    use super::*;
    use walrus::FunctionBuilder;

    /// A module that imports two functions, and of two exports one each uses.
    fn module() -> Module {
        let mut module = Module::default();
        let nothing = module.types.add(&[], &[]);
        for (import, export) in [
            ("__wbg_pull_0123456789abcdef", "intounderlyingsource_pull"),
            ("__wbg_focus_fedcba9876543210", "smilelinkmodal_open"),
        ] {
            let (imported, _) = module.add_import_func("./wink_bg.js", import, nothing);
            let mut body = FunctionBuilder::new(&mut module.types, &[], &[]);
            body.func_body().call(imported);
            let function = body.finish(vec![], &mut module.funcs);
            module.exports.add(export, function);
        }
        module
    }

    const GLUE: &str = "\
        export class IntoUnderlyingSource {\npull() {\nwasm.intounderlyingsource_pull();\n}\n}\n\
        if (Symbol.dispose) IntoUnderlyingSource.prototype[Symbol.dispose] = IntoUnderlyingSource.prototype.free;\n\
        export class SmileLinkModal {\nopen() {\nwasm.smilelinkmodal_open();\n}\n}\n\
        const imports = {\n\
        __wbg_focus_fedcba9876543210: function(arg0) {\nreturn { of: { arg0,\n},\n};\n},\n\
        __wbg_pull_0123456789abcdef: function() { return handleError(function () {\nconst a = {\n};\n}, arguments); },\n\
        __wbindgen_init_externref_table: function() {\n},\n\
        };\n\
        const IntoUnderlyingSourceFinalization = (typeof FinalizationRegistry === 'undefined')\n\
        ? { register: () => {} }\n: new FinalizationRegistry(ptr => wasm.__wbg_intounderlyingsource_free(ptr, 1));\n";

    #[test]
    fn what_no_page_can_reach_goes_and_what_stays_has_a_short_name() {
        let mut module = module();
        assert_eq!(
            trim(GLUE, &mut module).unwrap(),
            "export class SmileLinkModal {\nopen() {\nwasm.smilelinkmodal_open();\n}\n}\n\
             const imports = {\n\
             i0: function(arg0) {\nreturn { of: { arg0,\n},\n};\n},\n\
             __wbindgen_init_externref_table: function() {\n},\n\
             };\n"
        );
        let imports: Vec<_> = module.imports.iter().map(|import| import.name.as_str()).collect();
        let exports: Vec<_> = module.exports.iter().map(|export| export.name.as_str()).collect();
        assert_eq!((imports, exports), (vec!["i0"], vec!["smilelinkmodal_open"]));
    }

    #[test]
    fn glue_that_still_needs_a_class_is_refused() {
        let glue = GLUE.to_owned() + "new IntoUnderlyingSource();\n";
        assert!(trim(&glue, &mut module()).is_err());
    }

    #[test]
    fn only_whole_words_are_renamed() {
        let names = BTreeMap::from([("__wbg_a_1".to_owned(), "i0".to_owned())]);
        assert_eq!(renamed("wasm.__wbg_a_1(__wbg_a_12)", &names), "wasm.i0(__wbg_a_12)");
    }
}
