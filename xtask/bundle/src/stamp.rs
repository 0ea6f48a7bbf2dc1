//! Checks whether `dist/` is up to date: the bundle depends only on the sources and on this program.

use std::{env, fs, path::Path};

use anyhow::Result;

use crate::{
    layout::{Files, Sources},
    module::hash,
};

const NAME: &str = ".stamp";
const DIGITS: usize = 64;

/// A hash of the sources and this program. For the program it uses size and modification time: that is faster than
/// reading it, and at worst bundles again without need.
pub(crate) fn of(sources: &Sources) -> Result<String> {
    let program = fs::metadata(env::current_exe()?)?;
    let program = format!("{} {:?}", program.len(), program.modified()?);
    let texts = &sources.texts;
    let mut parts = vec![
        program.as_bytes(),
        &sources.wasm,
        &sources.gallery,
        &sources.page_preview,
        texts.loader.as_bytes(),
        texts.tokens_css.as_bytes(),
        texts.frame_css.as_bytes(),
        texts.documents.as_bytes(),
        texts.page.as_bytes(),
    ];
    for (name, content) in texts.playground.iter().chain(&texts.samples).chain(&texts.gallery) {
        parts.extend([name.as_bytes(), content]);
    }
    for (tag, text) in &texts.messages {
        parts.extend([tag.as_bytes(), text.as_bytes()]);
    }
    Ok(hash(&parts, DIGITS))
}

/// Whether `dist` has this stamp, and every file that the stamp lists.
pub(crate) fn is_current(dist: &Path, stamp: &str) -> bool {
    let Ok(text) = fs::read_to_string(dist.join(NAME)) else { return false };
    let mut lines = text.lines();
    lines.next() == Some(stamp) && lines.all(|path| dist.join(path).is_file())
}

pub(crate) fn write(dist: &Path, stamp: &str, files: &Files) -> Result<()> {
    let mut text = format!("{stamp}\n");
    for path in files.keys() {
        text.push_str(path);
        text.push('\n');
    }
    fs::write(dist.join(NAME), text)?;
    Ok(())
}
