//! `wink-bundle ROOT WASM GALLERY PAGE-PREVIEW DIST`: from the compiled widget, and what draws PDFs for it, to the
//! deliverable, with the gallery beside it. It owns what lies in `dist/` and what the files are called; `cargo xtask
//! build` compiles the widget and calls it. It is a program of its own so that the other xtask commands need not wait for
//! wasm-bindgen and the compressors to compile.

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
            "usage: wink-bundle ROOT WASM GALLERY PAGE-PREVIEW DIST (`cargo xtask build` calls it so)",
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
    // Ten times the size and never sent over a network that counts, so it is not compressed.
    files.extend(layout::gallery(&sources.texts, &module::bind(sources.gallery)?));
    println!("  compressed {} files ({:.1?})", files.len(), started.elapsed());

    layout::write(&dist, &files).with_context(|| format!("writing {}", dist.display()))?;
    stamp::leave(&dist, &stamp, &files)
}
