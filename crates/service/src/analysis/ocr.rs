//! Reads pictures with Tesseract, a separate program that may or may not be installed. It is confined: it gets a picture
//! on standard input, can open nothing but its own files, and has no network and no environment.

use super::page::{Page, Word};
use crate::jobs::{Program, ProgramError, Turn};
use serde::Deserialize;
use std::ffi::{OsStr, OsString};
use std::io;
use std::path::{Path, PathBuf};
use std::time::Duration;
use tokio::sync::OnceCell;

/// Languages in which payslips are read, by Tesseract's names. Only installed ones are used.
const LANGUAGES: [&str; 5] = ["eng", "fil", "ind", "chi_sim", "ara"];

/// Timeout for one picture.
const TIMEOUT: Duration = Duration::from_secs(60);

/// Maximum size of the table of a picture's words, in bytes.
const MAX_TABLE_BYTES: u64 = 16 * 1024 * 1024;

/// The variable that names the folder of Tesseract's languages.
const TESSDATA: &str = "TESSDATA_PREFIX";

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
pub(super) struct Ocr {
    /// The program that confines Tesseract and then becomes it: this one.
    confiner: PathBuf,
    tesseract: PathBuf,
    languages: OnceCell<String>,
}

impl Ocr {
    /// Tesseract's path, or its name on the search path.
    pub(super) fn new(confiner: PathBuf, tesseract: PathBuf) -> Self {
        Self { confiner, tesseract, languages: OnceCell::new() }
    }

    /// Reads a PNG file. `turn` is a place in the pool that bounds how many documents are read at once.
    pub(super) async fn read(&self, turn: &Turn, picture: Vec<u8>) -> Result<Page, OcrError> {
        let languages = self.languages.get_or_try_init(|| self.installed_languages(turn)).await?;
        let table = self.run(turn, &["stdin", "stdout", "-l", languages, "tsv"], picture).await?;
        Ok(Page::of(words(&table)?))
    }

    /// The installed ones among [`LANGUAGES`], joined as Tesseract expects. A missing program is looked for again next
    /// time, because it may be installed in between.
    async fn installed_languages(&self, turn: &Turn) -> Result<String, OcrError> {
        let list = self.run(turn, &["--list-langs"], Vec::new()).await?;
        let list = String::from_utf8_lossy(&list);
        let installed: Vec<_> =
            LANGUAGES.into_iter().filter(|name| list.lines().any(|line| line.trim() == *name)).collect();
        if installed.is_empty() {
            return Err(OcrError::NotInstalled);
        }
        Ok(installed.join("+"))
    }

    async fn run(&self, turn: &Turn, arguments: &[&str], input: Vec<u8>) -> Result<Vec<u8>, OcrError> {
        let tesseract = which::which(&self.tesseract).map_err(|_| OcrError::NotInstalled)?;
        let languages = std::env::var_os(TESSDATA);
        let mut all = vec![OsString::from("confine")];
        let home = std::env::var_os("HOME").map(PathBuf::from);
        let own = own_files(&tesseract, home.as_deref());
        let readable = own.into_iter().chain(languages.clone().map(PathBuf::from));
        all.extend(readable.flat_map(|folder| ["--readable".into(), folder.into_os_string()]));
        all.extend([OsString::from("--"), tesseract.into_os_string()]);
        all.extend(arguments.iter().map(OsString::from));
        let threads = ("OMP_THREAD_LIMIT", OsString::from("1"));
        let program = Program {
            path: self.confiner.clone(),
            arguments: all,
            environment: languages.map(|folder| (TESSDATA, folder)).into_iter().chain([threads]).collect(),
            longest: TIMEOUT,
            max_output_bytes: MAX_TABLE_BYTES,
        };
        turn.run_program(program, input).await.map_err(|error| match error {
            ProgramError::Io(error) => OcrError::Io(error),
            error if error.is_unconfined() => OcrError::Io(io::Error::other(error)),
            error => OcrError::Failed(error.to_string()),
        })
    }
}

/// What a program outside the system's folders may read: the folder with its `bin`, `lib` and `share`, or its own folder.
/// Where such a folder holds other things too, as a home does, it may read the program's file alone.
fn own_files(program: &Path, home: Option<&Path>) -> Option<PathBuf> {
    let own = program.parent()?;
    let above = own.parent().filter(|_| own.file_name() == Some(OsStr::new("bin")));
    let folders = above.into_iter().chain([own]);
    Some(folders.into_iter().find(|folder| !is_shared(folder, home)).unwrap_or(program).to_owned())
}

/// Whether a folder is the root, a home, a folder of homes, or where programs keep a person's data.
fn is_shared(folder: &Path, home: Option<&Path>) -> bool {
    let homes = [Path::new("/home"), Path::new("/Users")];
    let is_home = |folder: &Path| {
        Some(folder) == home
            || folder == Path::new("/root")
            || folder.parent().is_some_and(|above| homes.contains(&above))
    };
    let has_data = folder.file_name() == Some(OsStr::new(".local")) && folder.parent().is_some_and(is_home);
    folder.parent().is_none() || homes.contains(&folder) || is_home(folder) || has_data
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
    fn a_program_may_read_its_own_files() {
        for (program, files) in [
            ("/opt/tesseract/bin/tesseract", Some("/opt/tesseract")),
            ("/opt/tesseract/tesseract", Some("/opt/tesseract")),
            ("/", None),
        ] {
            assert_eq!(own_files(Path::new(program), None).as_deref(), files.map(Path::new), "{program}");
        }
    }

    #[test]
    fn a_program_may_not_read_a_home_or_the_whole_disk() {
        for (base, program, files) in [
            ("/", "bin/x", "bin"),
            ("/", "x", "x"),
            ("/home", "x", "x"),
            ("/home", "u/x", "u/x"),
            ("/home", "u/bin/x", "u/bin"),
            ("/home", "u/.local/bin/x", "u/.local/bin"),
            ("/home", "u/tesseract/bin/x", "u/tesseract"),
            ("/root", "bin/x", "bin"),
            ("/var/lib/wink", "bin/x", "bin"),
            ("/var/lib/wink", "x", "x"),
        ] {
            let [program, files] = [program, files].map(|path| Path::new(base).join(path));
            let home = Some(Path::new("/var/lib/wink"));
            assert_eq!(own_files(&program, home), Some(files), "{}", program.display());
        }
    }

    #[tokio::test]
    async fn a_program_that_is_not_there() {
        let ocr = Ocr::new("/nowhere/wink-service".into(), "/nowhere/tesseract".into());
        let turn = Pool::new(1).turn().await.unwrap();
        assert!(matches!(ocr.read(&turn, Vec::new()).await, Err(OcrError::NotInstalled)));
    }
}
