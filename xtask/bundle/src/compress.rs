//! Writes the `.br` and `.gz` files in advance, so that the service never compresses while a client waits.

use std::io::Write as _;

use anyhow::Result;
use flate2::{Compression, write::GzEncoder};

use crate::layout::Files;

/// The highest quality: a file is compressed once and sent many times.
const BROTLI_QUALITY: i32 = 11;
/// Log2 of the window size in bytes; the largest that every browser accepts.
const BROTLI_WINDOW: i32 = 22;

pub(crate) fn with_siblings(files: Files) -> Result<Files> {
    let mut all = Files::new();
    for (path, content) in files {
        if is_compressible(&path) {
            all.insert(format!("{path}.br"), brotli(&content)?);
            all.insert(format!("{path}.gz"), gzip(&content)?);
        }
        all.insert(path, content);
    }
    Ok(all)
}

fn is_compressible(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, extension)| {
        matches!(extension, "js" | "txt" | "css" | "html" | "svg" | "json" | "wasm")
    })
}

fn brotli(content: &[u8]) -> Result<Vec<u8>> {
    let parameters = brotli::enc::BrotliEncoderParams {
        quality: BROTLI_QUALITY,
        lgwin: BROTLI_WINDOW,
        size_hint: content.len(),
        ..Default::default()
    };
    let mut compressed = Vec::new();
    brotli::BrotliCompress(&mut &*content, &mut compressed, &parameters)?;
    Ok(compressed)
}

fn gzip(content: &[u8]) -> Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(content)?;
    Ok(encoder.finish()?)
}

#[cfg(test)]
mod tests {
    use std::io::Read as _;

    use super::*;

    #[test]
    fn siblings_hold_the_same_content() {
        let content = b"wink ".repeat(100);
        let files =
            with_siblings(Files::from([("a.js".to_owned(), content.clone()), ("b.png".to_owned(), vec![1])]))
                .unwrap();
        assert_eq!(
            files.keys().map(String::as_str).collect::<Vec<_>>(),
            ["a.js", "a.js.br", "a.js.gz", "b.png"]
        );

        let mut unpacked = Vec::new();
        brotli::BrotliDecompress(&mut &*files["a.js.br"], &mut unpacked).unwrap();
        assert_eq!(unpacked, content);

        unpacked.clear();
        flate2::read::GzDecoder::new(&*files["a.js.gz"]).read_to_end(&mut unpacked).unwrap();
        assert_eq!(unpacked, content);
    }
}
