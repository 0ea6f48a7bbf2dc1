//! Reads pictures with Tesseract, a separate program that may or may not be installed. It gets a picture of bounded
//! size on standard input, and its memory, threads and time are limited.

use super::page::{Page, Word};
use crate::jobs::Turn;
use image::{DynamicImage, ImageFormat, imageops::FilterType};
use serde::Deserialize;
use std::io::{self, Cursor};
use std::path::PathBuf;
use std::process::Stdio;
use std::time::Duration;
use tokio::io::AsyncWriteExt as _;
use tokio::process::Command;
use tokio::sync::OnceCell;

/// Languages in which payslips are read, by Tesseract's names. Only installed ones are used.
const LANGUAGES: [&str; 5] = ["eng", "fil", "ind", "chi_sim", "ara"];

/// Timeout for one picture.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Maximum memory of the program, in bytes.
const MAX_MEMORY_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Sides between which Tesseract reads well, in pixels: smaller pictures are enlarged, larger ones scaled down.
const LONG_SIDE: std::ops::RangeInclusive<u32> = 1600..=3600;

/// Words below this confidence (of 100) are ignored.
const LEAST_CONFIDENCE: f64 = 35.0;

/// Why a picture was not read.
#[derive(Debug, thiserror::Error)]
pub(super) enum OcrError {
    #[error("Tesseract is not installed")]
    NotInstalled,
    #[error("Tesseract could not read the picture: {0}")]
    Failed(String),
    #[error("Tesseract could not be run")]
    Io(#[from] io::Error),
}

/// Tesseract, at a configured path.
#[derive(Debug)]
pub(crate) struct Ocr {
    program: PathBuf,
    languages: OnceCell<String>,
}

impl Ocr {
    /// The program's path, or its name on the search path.
    pub(crate) fn new(program: PathBuf) -> Self {
        Self { program, languages: OnceCell::new() }
    }

    /// Reads a picture. `turn` is a place in the pool that bounds how many documents are read at once.
    pub(super) async fn read(&self, turn: &Turn, picture: DynamicImage) -> Result<Page, OcrError> {
        let languages = self.languages.get_or_try_init(|| self.installed_languages()).await?;
        let prepared = turn.run(move || prepare(&picture));
        let picture = prepared.await.map_err(io::Error::other)?.map_err(io::Error::other)?;
        let table = self.run(&["stdin", "stdout", "-l", languages, "tsv"], &picture).await?;
        Ok(Page::of(words(&table)?))
    }

    /// The installed ones among [`LANGUAGES`], joined as Tesseract expects. A missing program is looked for again next
    /// time, because it may be installed in between.
    async fn installed_languages(&self) -> Result<String, OcrError> {
        let list = self.run(&["--list-langs"], &[]).await?;
        let list = String::from_utf8_lossy(&list);
        let installed: Vec<_> =
            LANGUAGES.into_iter().filter(|name| list.lines().any(|line| line.trim() == *name)).collect();
        if installed.is_empty() {
            return Err(OcrError::NotInstalled);
        }
        Ok(installed.join("+"))
    }

    async fn run(&self, arguments: &[&str], input: &[u8]) -> Result<Vec<u8>, OcrError> {
        let mut command = Command::new(&self.program);
        command.args(arguments).env("OMP_THREAD_LIMIT", "1").kill_on_drop(true);
        command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut child = command.spawn().map_err(|error| match error.kind() {
            io::ErrorKind::NotFound | io::ErrorKind::PermissionDenied => OcrError::NotInstalled,
            _ => OcrError::Io(error),
        })?;
        bound_memory(&child)?;
        let stdin = child.stdin.take();
        let feed = async {
            if let Some(mut stdin) = stdin {
                // If the program ends early, its exit code explains why.
                let _ = stdin.write_all(input).await;
            }
        };
        let work = async { tokio::join!(feed, child.wait_with_output()).1 };
        let output = tokio::time::timeout(TIMEOUT, work)
            .await
            .map_err(|_| OcrError::Failed(format!("it took more than {} s", TIMEOUT.as_secs())))??;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            return Err(OcrError::Failed(complaint.lines().last().unwrap_or("it said nothing").to_owned()));
        }
        Ok(output.stdout)
    }
}

/// Limits the memory of a program that has just started.
#[cfg(target_os = "linux")]
fn bound_memory(child: &tokio::process::Child) -> io::Result<()> {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    // Without an id the program has already ended, and `None` would mean this process.
    let Some(id) = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) else {
        return Ok(());
    };
    let limit = Rlimit { current: Some(MAX_MEMORY_BYTES), maximum: Some(MAX_MEMORY_BYTES) };
    prlimit(Some(id), Resource::As, limit).map(drop).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn bound_memory(_: &tokio::process::Child) -> io::Result<()> {
    Ok(())
}

/// Converts a picture to a greyscale PNG of a size that Tesseract reads well.
fn prepare(picture: &DynamicImage) -> image::ImageResult<Vec<u8>> {
    let long_side = picture.width().max(picture.height()).max(1);
    let wanted = long_side.clamp(*LONG_SIDE.start(), *LONG_SIDE.end());
    let grey = DynamicImage::ImageLuma8(picture.to_luma8());
    let grey = if wanted == long_side { grey } else { grey.resize(wanted, wanted, FilterType::CatmullRom) };
    let mut file = Cursor::new(Vec::new());
    grey.write_to(&mut file, ImageFormat::Png)?;
    Ok(file.into_inner())
}

/// A row of Tesseract's table.
#[derive(Deserialize)]
struct Row {
    left: f64,
    top: f64,
    width: f64,
    height: f64,
    conf: f64,
    text: Option<String>,
}

fn words(table: &[u8]) -> Result<Vec<Word>, OcrError> {
    let mut reader = csv::ReaderBuilder::new().delimiter(b'\t').quoting(false).from_reader(table);
    let rows = reader.deserialize::<Row>().collect::<Result<Vec<_>, _>>();
    let rows = rows.map_err(|error| OcrError::Failed(error.to_string()))?;
    Ok(rows
        .into_iter()
        .filter(|row| row.conf >= LEAST_CONFIDENCE)
        .filter_map(|row| {
            let text = row.text.filter(|text| is_word(text))?;
            let (right, bottom) = (row.left + row.width, row.top + row.height);
            Some(Word { text, left: row.left, top: row.top, right, bottom })
        })
        .collect())
}

/// Whether a text has a letter or digit, or is a dash, which joins the two days of a period. Anything else is a speck.
fn is_word(text: &str) -> bool {
    text.contains(char::is_alphanumeric) || matches!(text, "-" | "–" | "—")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::jobs::Pool;

    async fn turn() -> Turn {
        Pool::new(1).turn().await.unwrap()
    }

    #[test]
    fn a_table_of_words() {
        let table = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n\
            1\t1\t0\t0\t0\t0\t0\t0\t1191\t1683\t-1\t\n\
            5\t1\t1\t1\t1\t1\t106\t793\t55\t14\t96.2\tGross\n\
            5\t1\t1\t1\t1\t2\t168\t796\t32\t15\t96.1\t\"pay\n\
            5\t1\t1\t1\t1\t3\t300\t796\t32\t15\t12.5\tnoise\n\
            5\t1\t1\t1\t1\t4\t400\t796\t9\t9\t90\t‘|\n\
            5\t1\t1\t1\t1\t5\t420\t796\t9\t2\t90\t—\n\
            5\t1\t1\t1\t1\t6\t467\t793\t86\t17\t96.7\t27,350.00\n";
        let words = words(table.as_bytes()).unwrap();
        assert_eq!(
            words.iter().map(|word| word.text.as_str()).collect::<Vec<_>>(),
            ["Gross", "\"pay", "—", "27,350.00"]
        );
        assert_eq!((words[3].left, words[3].right, words[3].bottom), (467.0, 553.0, 810.0));
        assert!(super::words(b"left\ttop\nx\ty\n").is_err());
    }

    #[test]
    fn pictures_are_brought_to_a_size() {
        for (width, height, long_side) in [(100, 200, 1600), (1700, 20, 1700), (9000, 300, 3600)] {
            let file = prepare(&DynamicImage::new_rgb8(width, height)).unwrap();
            let picture = image::load_from_memory(&file).unwrap();
            assert_eq!(picture.width().max(picture.height()), long_side);
        }
    }

    #[tokio::test]
    async fn a_program_that_is_not_there() {
        let ocr = Ocr::new("/nowhere/tesseract".into());
        assert!(matches!(
            ocr.read(&turn().await, DynamicImage::new_luma8(9, 9)).await,
            Err(OcrError::NotInstalled)
        ));
    }

    #[tokio::test]
    async fn a_program_that_fails() {
        let ocr = Ocr::new("false".into());
        assert!(matches!(
            ocr.read(&turn().await, DynamicImage::new_luma8(9, 9)).await,
            Err(OcrError::Failed(_))
        ));
    }
}
