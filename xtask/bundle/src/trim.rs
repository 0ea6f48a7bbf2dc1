//! Makes wasm-bindgen's output smaller. It removes classes that no page can reach, with the code behind them, and
//! shortens the names that only glue and module use between themselves: each import's name has sixteen hexadecimal
//! digits, in both files, which do not compress.
//!
//! It edits text, so a new wasm-bindgen can break it; it then fails with an error. It can go when wasm-bindgen itself
//! leaves out classes that nothing exports, and writes short import names in release builds.

use std::collections::BTreeMap;

use anyhow::{Context as _, Result, ensure};
use walrus::{Module, passes};

/// Classes that come with Leptos, through `server_fn` and `wasm-streams`, and are never instantiated.
const UNREACHED: [&str; 3] = ["IntoUnderlyingByteSource", "IntoUnderlyingSink", "IntoUnderlyingSource"];

/// Makes the module smaller, and returns its smaller glue.
///
/// # Errors
/// If the glue does not have the known form.
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
    Ok(rename(&glue, &shorten_names(module)))
}

/// Removes a class, and the code that frees its objects. `None` if there is no such class.
fn without_class(glue: &str, class: &str) -> Option<String> {
    let glue = without(glue, &format!("export class {class} {{"), &format!("{class}.prototype.free;\n"))?;
    without(&glue, &format!("const {class}Finalization = "), ";\n")
}

/// Removes the function behind an import.
fn without_import(glue: &str, name: &str) -> Option<String> {
    let (before, rest) = glue.split_once(&format!("\n{name}: function"))?;
    // Up to the next function. The last one is never removed: it sets up the table of values.
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

/// Shortens the names in the module, and returns the short names by the long ones.
fn shorten_names(module: &mut Module) -> BTreeMap<String, String> {
    let mut names = BTreeMap::new();
    for (number, import) in module.imports.iter_mut().enumerate() {
        names.insert(std::mem::replace(&mut import.name, format!("i{number}")), format!("i{number}"));
    }
    // Exports that pages or the rest of the glue use by name keep their names.
    let shims = module.exports.iter_mut().filter(|export| export.name.contains("__invoke__h"));
    for (number, export) in shims.enumerate() {
        names.insert(std::mem::replace(&mut export.name, format!("shim{number}")), format!("shim{number}"));
    }
    names
}

/// Replaces names, as whole words only.
fn rename(glue: &str, names: &BTreeMap<String, String>) -> String {
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

    /// A module with two imports, and two exports that use one of them each.
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
    fn unreachable_classes_are_removed_and_other_names_shortened() {
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
        assert_eq!(rename("wasm.__wbg_a_1(__wbg_a_12)", &names), "wasm.i0(__wbg_a_12)");
    }
}
