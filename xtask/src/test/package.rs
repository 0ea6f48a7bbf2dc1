//! The npm package: built by wasm-pack, packed and installed by npm, and checked by its own tests.

use std::{
    env, fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};
use serde_json::Value;

use super::tally::{self, Totals};
use crate::{
    machine, page_preview,
    project::Project,
    step::{self, step},
    widget::Std,
};

const NAME: &str = "@wink/link";
/// Files of wasm-pack that the package ships. Its typings are left out: ours declare only what a host page may use.
const FROM_WASM_PACK: [&str; 2] = ["wink.js", "wink_bg.wasm"];
/// Files of the PDF preview, and the names by which `documents.js` loads them.
const PAGE_PREVIEW: [(&str, &str); 2] =
    [("page-preview.js", "page-preview.js"), ("page-preview_bg.wasm", "page-preview.wasm")];
/// Hand-written files, and their names in the package.
const FROM_NPM_FOLDER: [(&str, &str); 3] =
    [("README.md", "README.md"), ("index.js", "index.js"), ("types/index.d.ts", "index.d.ts")];

pub(crate) fn run(project: &Project, filter: &[String]) -> Result<Totals> {
    let package = build_and_install(project)?;
    let mut command = project.command("node");
    for name in filter {
        command.arg(format!("--test-name-pattern={name}"));
    }
    tally::run(
        command.args(["--test", "--test-reporter=spec", "npm/test/package.test.js"]).env("WINK_PKG", package),
    )
}

/// Builds the package and installs it into an empty project, as a host's developer would. Returns the installed folder.
pub(crate) fn build_and_install(project: &Project) -> Result<PathBuf> {
    let std = Std::install(project)?;
    let built = project.target().join("pkg");
    step("compiling wasm-pack", || {
        step::run(
            project.cargo().args(["build", "--package", "wink-wasm-tools", "--features", "pack"]),
            "fix the compiler errors above, then run the command again",
        )
    })?;
    step("building the npm package", || {
        let mut command = project.command(project.program("wasm-pack"));
        command
            .args(["build", "--profile", std.profile(), "--target", "web"])
            .args(["--mode", "no-install", "--no-opt", "--out-dir"])
            .arg(&built)
            .arg("--")
            .env("PATH", path_with_tools(project)?);
        step::run(
            std.prepare(&mut command),
            "see wasm-pack's output above; it compiles the widget like `cargo xtask build`",
        )
    })?;
    let page_preview = page_preview::compile(project)?;
    step("generating the PDF preview's glue", || {
        step::run(
            project
                .command(project.program("wasm-bindgen"))
                .args(["--target", "web", "--no-typescript", "--omit-default-module-path"])
                .args(["--remove-name-section", "--remove-producers-section"])
                .args(["--experimental-reset-state-function", "--out-name", "page-preview", "--out-dir"])
                .args([&built, &page_preview]),
            "see wasm-bindgen's output above; the crate and the tool must have the same version in Cargo.lock",
        )
    })?;
    step("packing and installing the npm package", || install(project, &built))
}

/// The search path with our `wasm-bindgen` first, because wasm-pack looks for it there.
fn path_with_tools(project: &Project) -> Result<std::ffi::OsString> {
    let tools = project.target().join("debug");
    let path = env::var_os("PATH").unwrap_or_default();
    Ok(env::join_paths([tools].into_iter().chain(env::split_paths(&path)))?)
}

fn install(project: &Project, built: &Path) -> Result<PathBuf> {
    let folder = project.target().join("npm");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    let package = folder.join("package");
    let consumer = folder.join("consumer");
    fs::create_dir_all(&package)?;
    fs::create_dir_all(&consumer)?;

    let copy = |from: PathBuf, to: &str| {
        fs::copy(&from, package.join(to)).with_context(|| format!("copying {}", from.display()))
    };
    for name in FROM_WASM_PACK {
        copy(built.join(name), name)?;
    }
    for (from, to) in PAGE_PREVIEW {
        copy(built.join(from), to)?;
    }
    for (from, to) in FROM_NPM_FOLDER {
        copy(project.root().join("npm").join(from), to)?;
    }
    copy(project.root().join("static/documents.js"), "documents.js")?;
    let messages = package.join("messages");
    fs::create_dir_all(&messages)?;
    for (tag, text) in wink_messages::catalogues(project.root())? {
        fs::write(messages.join(format!("{tag}.txt")), text)?;
    }
    let manifest = manifest(
        &fs::read_to_string(project.root().join("npm/package.json"))?,
        &fs::read_to_string(built.join("package.json"))?,
    )?;
    fs::write(package.join("package.json"), manifest)?;
    fs::write(consumer.join("package.json"), "{ \"private\": true }\n")?;

    let npm = machine::npm(project)?;
    let advice = "see npm's output above; the package is assembled in npm/package in the target folder";
    step::run(project.command(&npm).current_dir(&folder).args(["pack", "--silent", "./package"]), advice)?;
    let archive = fs::read_dir(&folder)?
        .filter_map(Result::ok)
        .map(|entry| entry.path())
        .find(|path| path.extension().is_some_and(|extension| extension == "tgz"))
        .context("npm pack wrote no archive")?;
    step::run(
        project
            .command(&npm)
            .current_dir(&consumer)
            .args(["install", "--offline", "--no-audit", "--no-fund", "--silent"])
            .arg(archive),
        advice,
    )?;
    Ok(consumer.join("node_modules").join(NAME))
}

/// `npm/package.json` with the version that wasm-pack read from the crate.
fn manifest(written: &str, generated: &str) -> Result<String> {
    let mut manifest: Value = serde_json::from_str(written).context("reading npm/package.json")?;
    let generated: Value = serde_json::from_str(generated).context("reading wasm-pack's package.json")?;
    let version = generated["version"].as_str().context("wasm-pack's package.json has no version")?;
    manifest["version"] = version.into();
    Ok(format!("{}\n", serde_json::to_string_pretty(&manifest)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_from_the_crate() {
        let merged =
            manifest(r#"{"name": "@wink/link", "version": "0.0.0"}"#, r#"{"version": "1.2.3"}"#).unwrap();
        let merged: Value = serde_json::from_str(&merged).unwrap();
        assert_eq!(merged["name"], NAME);
        assert_eq!(merged["version"], "1.2.3");
        assert!(manifest("{}", "{}").is_err());
    }
}
