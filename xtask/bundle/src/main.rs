//! `wink-bundle ROOT WASM GALLERY PAGE-PREVIEW DIST`: bundles the compiled widget, the module that draws PDFs, and the
//! gallery. It decides which files are in `dist/` and what they are called. `cargo xtask build` compiles the widget and
//! calls it. It is a separate program so that the other xtask commands need not compile wasm-bindgen and the compressors.

mod compress;
mod layout;
mod lean;
mod loader;
mod module;
mod page;
mod page_preview;
mod stamp;
mod trim;

use std::{env, path::PathBuf, time::Instant};

use anyhow::{Context as _, Result};

use crate::page_preview::PagePreview;

fn main() -> Result<()> {
    let mut arguments = env::args_os().skip(1).map(PathBuf::from);
    let mut next = || {
        arguments.next().context(
            "usage: wink-bundle ROOT WASM GALLERY PAGE-PREVIEW DIST (run `cargo xtask build`, which calls it)",
        )
    };
    let (root, wasm, gallery, page_preview, dist) = (next()?, next()?, next()?, next()?, next()?);

    let sources = layout::Sources::read(&root, &wasm, &gallery, &page_preview)?;
    let stamp = stamp::of(&sources)?;
    if stamp::is_current(&dist, &stamp) {
        println!("  dist is up to date");
        return Ok(());
    }

    let started = Instant::now();
    let module = module::bind(sources.wasm)?;
    let page_preview = PagePreview::bind(sources.page_preview)?;
    println!("  wasm-bindgen: {} ({:.1?})", module.hash, started.elapsed());

    let started = Instant::now();
    let files = layout::files(&sources.texts, &module, &page_preview)?;
    let mut files = compress::with_siblings(files)?;
    // Not compressed: it is ten times the size, and is only used on the developer's machine.
    files.extend(layout::gallery(&sources.texts, &module::bind(sources.gallery)?));
    println!("  compressed {} files ({:.1?})", files.len(), started.elapsed());

    layout::write(&dist, &files).with_context(|| format!("writing {}", dist.display()))?;
    stamp::write(&dist, &stamp, &files)
}
