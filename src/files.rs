//! The files that the person picked. Screens add them and show previews, the runtime checks and sends them. The flow has
//! only their ids.

use js_sys::{Array, Function, Promise, Uint8Array};
use std::cell::{Cell, RefCell};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use web_sys::{Blob, FileList, ImageBitmap};
use wink_flow::{CheckedFile, FileFault, FileId, NewPick};
use wink_wire::{ArchiveErrorCode, FileFormat, Sha256};

#[wasm_bindgen]
extern "C" {
    /// `static/documents.js`
    #[derive(Clone)]
    type Documents;
    #[wasm_bindgen(method, catch)]
    async fn check(this: &Documents, file: &JsValue) -> Result<JsValue, JsValue>;
    #[wasm_bindgen(method, catch)]
    fn draw(this: &Documents, preview: &JsValue, canvas: &JsValue) -> Result<(), JsValue>;

    /// The result of `check`.
    type Found;
    #[wasm_bindgen(method, getter)]
    fn fault(this: &Found) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn format(this: &Found) -> Option<String>;
    #[wasm_bindgen(method, getter)]
    fn pages(this: &Found) -> Option<u32>;
    #[wasm_bindgen(method, getter)]
    fn blob(this: &Found) -> Option<Blob>;
    #[wasm_bindgen(method, getter)]
    fn sha256(this: &Found) -> Option<Uint8Array>;
    #[wasm_bindgen(method, getter)]
    fn preview(this: &Found) -> JsValue;
}

/// The files of one opening.
#[derive(Default)]
pub(crate) struct Files {
    kept: RefCell<Vec<Kept>>,
    last_id: Cell<u32>,
    /// Returns a promise of the script that checks files. It is loaded for the first file.
    source: Option<Function>,
    documents: RefCell<Option<Documents>>,
}

struct Kept {
    id: FileId,
    picked: JsValue,
    /// What is sent, once the file is checked.
    content: Option<Blob>,
    /// A picture to show, or the promise of one, or nothing.
    preview: JsValue,
}

impl Drop for Kept {
    fn drop(&mut self) {
        close(&self.preview);
    }
}

impl Files {
    /// An empty collection. `source` returns a promise of `static/documents.js`.
    pub(crate) fn new(source: Option<Function>) -> Self {
        Self { source, ..Self::default() }
    }

    /// Keeps what was picked or dropped.
    pub(crate) fn keep(&self, list: &FileList) -> Vec<NewPick> {
        let files = Array::from(list);
        files.iter().map(|picked| self.keep_one(picked)).collect()
    }

    fn keep_one(&self, picked: JsValue) -> NewPick {
        let id = FileId(self.last_id.get() + 1);
        self.last_id.set(id.0);
        let name = picked.dyn_ref::<web_sys::File>().map(web_sys::File::name).unwrap_or_default();
        self.kept.borrow_mut().push(Kept { id, picked, content: None, preview: JsValue::NULL });
        NewPick { id, name }
    }

    /// Checks a file, and returns what will be sent.
    pub(crate) async fn look_at(&self, id: FileId) -> Result<CheckedFile, FileFault> {
        let picked = self.with(id, |kept| kept.picked.clone()).ok_or(FileFault::NotChecked)?;
        let documents = self.documents().await.ok_or(FileFault::NotChecked)?;
        let found: Found =
            documents.check(&picked).await.map_err(|_| FileFault::NotChecked)?.unchecked_into();
        if let Some(fault) = found.fault() {
            return Err(fault_named(&fault));
        }
        let content = found.blob().ok_or(FileFault::NotChecked)?;
        #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 15 MB")]
        let size_bytes = content.size() as u64;
        let format = format_named(&found.format().unwrap_or_default());
        let sha256 = found.sha256().and_then(|digest| digest.to_vec().try_into().ok()).map(Sha256);
        let preview = found.preview();
        self.with(id, |kept| {
            kept.content = Some(content);
            kept.preview = preview;
        });
        Ok(CheckedFile { format, size_bytes, pages: found.pages(), sha256 })
    }

    /// Waits for the preview of a checked file, and returns whether there is one. It may come late or never.
    pub(crate) async fn has_picture(&self, id: FileId) -> bool {
        let Some(promised) = self.with(id, |kept| kept.preview.clone()) else { return false };
        let picture = JsFuture::from(Promise::resolve(&promised)).await.unwrap_or_default();
        let is_kept = self.with(id, |kept| kept.preview = picture.clone()).is_some();
        if !is_kept {
            close(&picture);
        }
        is_kept && picture.is_object()
    }

    async fn documents(&self) -> Option<Documents> {
        if self.documents.borrow().is_none() {
            let promise: Promise = self.source.as_ref()?.call0(&JsValue::UNDEFINED).ok()?.dyn_into().ok()?;
            let loaded = JsFuture::from(promise).await.ok()?;
            *self.documents.borrow_mut() = Some(loaded.unchecked_into());
        }
        self.documents.borrow().clone()
    }

    /// Draws the picture of a file.
    pub(crate) fn draw(&self, id: FileId, canvas: &JsValue) {
        let preview = self.with(id, |kept| kept.preview.clone());
        if let (Some(preview), Some(documents)) = (preview, self.documents.borrow().as_ref())
            && preview.is_object()
        {
            // A canvas that cannot be drawn on stays empty, which is what it was.
            let _ = documents.draw(&preview, canvas);
        }
    }

    /// A piece of what is sent of a file.
    pub(crate) fn piece(&self, id: FileId, offset_bytes: u64, size_bytes: u64) -> Option<Blob> {
        #[expect(clippy::cast_precision_loss, reason = "at most 15 MB")]
        let (from, to) = (offset_bytes as f64, (offset_bytes + size_bytes) as f64);
        self.with(id, |kept| kept.content.as_ref()?.slice_with_f64_and_f64(from, to).ok()).flatten()
    }

    /// Releases a file.
    pub(crate) fn forget(&self, id: FileId) {
        self.kept.borrow_mut().retain(|kept| kept.id != id);
    }

    fn with<T>(&self, id: FileId, part: impl FnOnce(&mut Kept) -> T) -> Option<T> {
        self.kept.borrow_mut().iter_mut().find(|kept| kept.id == id).map(part)
    }
}

/// Frees the memory of a picture at once, instead of waiting for the garbage collector.
fn close(picture: &JsValue) {
    if let Some(bitmap) = picture.dyn_ref::<ImageBitmap>() {
        bitmap.close();
    }
}

fn fault_named(name: &str) -> FileFault {
    match ArchiveErrorCode::named(name) {
        Some(code) => FileFault::Refused(code),
        None if name == "HEIC" => FileFault::Heic,
        None => FileFault::NotChecked,
    }
}

fn format_named(name: &str) -> FileFormat {
    match name {
        "PDF" => FileFormat::Pdf,
        "PNG" => FileFormat::Png,
        "JPEG" => FileFormat::Jpeg,
        "TIFF" => FileFormat::Tiff,
        _ => FileFormat::Unknown,
    }
}
