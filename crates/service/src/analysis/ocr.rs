//! Reads pictures through Tesseract, a program of its own that is installed beside the service or is not. It is given
//! a picture of bounded size on its standard input and no more memory, threads and time than it needs.

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

/// Languages that payslips are read in, as Tesseract calls them. Those that are installed are used.
const LANGUAGES: [&str; 5] = ["eng", "fil", "ind", "chi_sim", "ara"];

/// Longest time for one picture.
const PATIENCE: Duration = Duration::from_secs(60);

/// Most memory that the program may use, in bytes.
const MOST_MEMORY_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// Sides between which Tesseract reads well, in pixels: smaller pictures are enlarged, larger ones scaled down.
const LONG_SIDE: std::ops::RangeInclusive<u32> = 1600..=3600;

/// Words that Tesseract is surer of than this, of 100, count.
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

/// Tesseract, wherever it is.
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

    /// Reads a picture, within a turn of those that read documents.
    pub(super) async fn read(&self, turn: &Turn, picture: DynamicImage) -> Result<Page, OcrError> {
        let languages = self.languages.get_or_try_init(|| self.installed_languages()).await?;
        let prepared = turn.run(move || prepare(&picture));
        let picture = prepared.await.map_err(io::Error::other)?.map_err(io::Error::other)?;
        let table = self.run(&["stdin", "stdout", "-l", languages, "tsv"], &picture).await?;
        Ok(Page::of(words(&table)?))
    }

    /// Those of our languages that are there, as Tesseract wants them. A program that is not there is asked for
    /// again the next time, as it may be installed meanwhile.
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
                // A program that ends early has its say in its exit code.
                let _ = stdin.write_all(input).await;
            }
        };
        let work = async { tokio::join!(feed, child.wait_with_output()).1 };
        let output = tokio::time::timeout(PATIENCE, work)
            .await
            .map_err(|_| OcrError::Failed(format!("it took more than {} s", PATIENCE.as_secs())))??;
        if !output.status.success() {
            let complaint = String::from_utf8_lossy(&output.stderr);
            return Err(OcrError::Failed(complaint.lines().last().unwrap_or("it said nothing").to_owned()));
        }
        Ok(output.stdout)
    }
}

/// Takes memory away from a program that has just begun.
#[cfg(target_os = "linux")]
fn bound_memory(child: &tokio::process::Child) -> io::Result<()> {
    use rustix::process::{Pid, Resource, Rlimit, prlimit};
    // Without an id it has ended already, and `None` would mean ourselves.
    let Some(id) = child.id().and_then(|id| i32::try_from(id).ok()).and_then(Pid::from_raw) else {
        return Ok(());
    };
    let limit = Rlimit { current: Some(MOST_MEMORY_BYTES), maximum: Some(MOST_MEMORY_BYTES) };
    prlimit(Some(id), Resource::As, limit).map(drop).map_err(io::Error::from)
}

#[cfg(not(target_os = "linux"))]
fn bound_memory(_: &tokio::process::Child) -> io::Result<()> {
    Ok(())
}

/// A picture in greys, of a size that is read well, as a PNG file.
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

/// Letters and digits, or a dash, which holds the two days of a period together. Other signs are specks.
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
