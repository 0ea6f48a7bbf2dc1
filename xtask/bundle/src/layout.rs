//! Reads the sources of the bundle, and decides where each file goes in `dist/`.

use std::{
    collections::BTreeMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::{Context as _, Result};

use crate::{
    lean, loader,
    module::{HASH_DIGITS, Module, hash},
    page,
    page_preview::PagePreview,
};

/// File contents by path below `dist/`, with forward slashes.
pub(crate) type Files = BTreeMap<String, Vec<u8>>;

/// All sources of the bundle.
#[derive(Debug)]
pub(crate) struct Sources {
    pub(crate) wasm: Vec<u8>,
    /// The widget compiled with the feature `gallery`.
    pub(crate) gallery: Vec<u8>,
    /// The module that draws PDFs.
    pub(crate) page_preview: Vec<u8>,
    pub(crate) texts: Texts,
}

/// The hand-written parts.
#[derive(Debug)]
pub(crate) struct Texts {
    pub(crate) loader: String,
    /// The colour tokens, which come before every style sheet that uses them.
    pub(crate) tokens_css: String,
    pub(crate) frame_css: String,
    pub(crate) documents: String,
    /// Encoded message catalogues, by language tag.
    pub(crate) messages: Vec<(&'static str, String)>,
    /// The texts that the loader itself shows, by language tag.
    pub(crate) for_loader: Vec<(&'static str, Vec<String>)>,
    pub(crate) page: String,
    /// File name and content of everything in `static/playground/`.
    pub(crate) playground: BTreeMap<String, Vec<u8>>,
    /// File name and content of the sample documents in `static/samples/`.
    pub(crate) samples: BTreeMap<String, Vec<u8>>,
    /// File name and content of everything in `static/gallery/`.
    pub(crate) gallery: BTreeMap<String, Vec<u8>>,
}

impl Sources {
    pub(crate) fn read(root: &Path, wasm: &Path, gallery: &Path, page_preview: &Path) -> Result<Self> {
        let text = |path: &str| {
            fs::read_to_string(root.join(path))
                .with_context(|| format!("reading {path}, which the bundle needs"))
        };
        let texts = Texts {
            loader: text("static/loader.js")?,
            tokens_css: text("static/tokens.css")?,
            frame_css: text("static/frame.css")?,
            documents: text("static/documents.js")?,
            messages: wink_messages::catalogues(root)?,
            for_loader: wink_messages::loader_texts(root)?,
            page: text("index.html")?,
            playground: read_folder(&root.join("static/playground"))?,
            samples: read_folder(&root.join("static/samples"))?,
            gallery: read_folder(&root.join("static/gallery"))?,
        };
        let module = |path: &Path| {
            fs::read(path).with_context(|| format!("reading the compiled widget, {}", path.display()))
        };
        Ok(Self {
            wasm: module(wasm)?,
            gallery: module(gallery)?,
            page_preview: module(page_preview)?,
            texts,
        })
    }
}

fn read_folder(folder: &Path) -> Result<BTreeMap<String, Vec<u8>>> {
    let mut files = BTreeMap::new();
    for entry in fs::read_dir(folder).with_context(|| format!("reading {}", folder.display()))? {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            files.insert(entry.file_name().to_string_lossy().into_owned(), fs::read(entry.path())?);
        }
    }
    Ok(files)
}

/// The files of `dist/`. The module is beside version 2's script, and version 1's refers to it there. A browser
/// that loads both scripts fetches it once.
pub(crate) fn files(texts: &Texts, module: &Module, page_preview: &PagePreview) -> Result<Files> {
    let mut files = Files::new();
    let frame_css = lean::css(&(texts.tokens_css.clone() + &texts.frame_css));
    let documents = page_preview.with_names(&lean::script(&texts.documents)?)?;
    let documents_name = format!("documents-{}.js", hash(&[documents.as_bytes()], HASH_DIGITS));
    for (script, folder) in [("v2/smile.v2.js", ""), ("v1/smile.v1.js", "../v2/")] {
        let values = loader::Values {
            glue: format!("{folder}{}", module.glue_name()),
            wasm: format!("{folder}{}", module.wasm_name()),
            documents: format!("{folder}{documents_name}"),
            frame_css: frame_css.clone(),
            texts: texts.for_loader.iter().cloned().collect(),
            messages: catalogue_names(texts).map(|(tag, name, _)| (tag, format!("{folder}{name}"))).collect(),
        };
        let text = loader::fill(&texts.loader, &values)?;
        files.insert(script.to_owned(), lean::script(&text)?.into_bytes());
    }
    files.insert(format!("v2/{}", module.glue_name()), module.glue.clone().into_bytes());
    files.insert(format!("v2/{}", module.wasm_name()), module.wasm.clone());
    for (_, name, text) in catalogue_names(texts) {
        files.insert(format!("v2/{name}"), text.as_bytes().to_vec());
    }
    files.insert(format!("v2/{documents_name}"), documents.into_bytes());
    files.insert(format!("v2/{}", page_preview.glue_name()), page_preview.glue.clone().into_bytes());
    files.insert(format!("v2/{}", page_preview.wasm_name()), page_preview.wasm.clone());
    files.insert("index.html".to_owned(), page::for_dist(&texts.page)?.into_bytes());
    files.insert("playground/tokens.css".to_owned(), texts.tokens_css.clone().into_bytes());
    for (name, content) in &texts.playground {
        files.insert(format!("playground/{name}"), content.clone());
    }
    for (name, content) in &texts.samples {
        files.insert(format!("samples/{name}"), content.clone());
    }
    Ok(files)
}

/// Each catalogue's language, file name and text.
fn catalogue_names(texts: &Texts) -> impl Iterator<Item = (&'static str, String, &str)> {
    texts.messages.iter().map(|(tag, text)| {
        (*tag, format!("messages-{tag}-{}.txt", hash(&[text.as_bytes()], HASH_DIGITS)), text.as_str())
    })
}

/// The gallery, in a folder of its own.
pub(crate) fn gallery(texts: &Texts, module: &Module) -> Files {
    let mut files = Files::new();
    for (name, content) in &texts.gallery {
        files.insert(format!("gallery/{name}"), content.clone());
    }
    for (tag, text) in &texts.messages {
        files.insert(format!("gallery/messages/{tag}.txt"), text.clone().into_bytes());
    }
    files.insert("gallery/tokens.css".to_owned(), texts.tokens_css.clone().into_bytes());
    files.insert("gallery/wink.js".to_owned(), module.glue.clone().into_bytes());
    files.insert("gallery/wink.wasm".to_owned(), module.wasm.clone());
    files
}

/// Writes to a new folder and then swaps it in, so that a running service never serves an incomplete bundle.
pub(crate) fn write(dist: &Path, files: &Files) -> Result<()> {
    let fresh = beside(dist, "new");
    let stale = beside(dist, "old");
    for leftover in [&fresh, &stale] {
        if leftover.exists() {
            fs::remove_dir_all(leftover)?;
        }
    }
    for (path, content) in files {
        let path = fresh.join(path);
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder)?;
        }
        fs::write(path, content)?;
    }
    if dist.exists() {
        fs::rename(dist, &stale)?;
    }
    fs::rename(&fresh, dist)?;
    if stale.exists() {
        fs::remove_dir_all(stale)?;
    }
    Ok(())
}

fn beside(dist: &Path, suffix: &str) -> PathBuf {
    let mut name = dist.file_name().unwrap_or_default().to_owned();
    name.push(".");
    name.push(suffix);
    dist.with_file_name(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts() -> Texts {
        Texts {
            loader: "let at = [__WINK_GLUE__, __WINK_WASM__, __WINK_FRAME_CSS__, __WINK_MESSAGES__, __WINK_DOCUMENTS__, \
                     __WINK_TEXTS__];\n"
                .into(),
            tokens_css: "b { --none: ; }\n".into(),
            frame_css: "a { color: red; }\n".into(),
            documents: "// Head.\nlook('./page-preview.js', './page-preview.wasm');\n".into(),
            messages: vec![("id", "7\nTutup".into())],
            for_loader: vec![("id", vec!["Tutup".into()])],
            page: "<head>\n<!-- trunk -->\n<!-- /trunk -->\n</head>\n".into(),
            playground: BTreeMap::from([("playground.css".into(), b"b{}".to_vec())]),
            samples: BTreeMap::from([("slip.pdf".into(), b"%PDF".to_vec())]),
            gallery: BTreeMap::from([("index.html".into(), b"<p>".to_vec())]),
        }
    }

    #[test]
    fn both_scripts_load_the_same_module() {
        let module = Module { hash: "00ff".into(), glue: "glue".into(), wasm: vec![1] };
        let page_preview = PagePreview { hash: "11ee".into(), glue: "glue".into(), wasm: vec![2] };
        let files = files(&texts(), &module, &page_preview).unwrap();
        let text = |path: &str| String::from_utf8(files[path].clone()).unwrap();

        assert_eq!(
            text("v2/smile.v2.js"),
            "let at = [\"wink-00ff.js\", \"wink-00ff.wasm\", \"b{--none: }a{color:red}\", {\"id\":\"messages-id-3caa753b03183a43.txt\"}, \"documents-33c670b5f58fab5e.js\", {\"id\":[\"Tutup\"]}];\n"
        );
        assert_eq!(
            text("v1/smile.v1.js"),
            "let at = [\"../v2/wink-00ff.js\", \"../v2/wink-00ff.wasm\", \"b{--none: }a{color:red}\", {\"id\":\"../v2/messages-id-3caa753b03183a43.txt\"}, \"../v2/documents-33c670b5f58fab5e.js\", {\"id\":[\"Tutup\"]}];\n"
        );
        assert_eq!(
            text("v2/documents-33c670b5f58fab5e.js"),
            "look('./page-preview-11ee.js', './page-preview-11ee.wasm');\n"
        );
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "index.html",
                "playground/playground.css",
                "playground/tokens.css",
                "samples/slip.pdf",
                "v1/smile.v1.js",
                "v2/documents-33c670b5f58fab5e.js",
                "v2/messages-id-3caa753b03183a43.txt",
                "v2/page-preview-11ee.js",
                "v2/page-preview-11ee.wasm",
                "v2/smile.v2.js",
                "v2/wink-00ff.js",
                "v2/wink-00ff.wasm"
            ]
        );
    }

    #[test]
    fn the_gallery_is_in_its_own_folder() {
        let module = Module { hash: "00ff".into(), glue: "glue".into(), wasm: vec![1] };
        let files = gallery(&texts(), &module);
        let names: Vec<_> = files.keys().map(String::as_str).collect();
        assert_eq!(
            names,
            [
                "gallery/index.html",
                "gallery/messages/id.txt",
                "gallery/tokens.css",
                "gallery/wink.js",
                "gallery/wink.wasm"
            ]
        );
    }
}
