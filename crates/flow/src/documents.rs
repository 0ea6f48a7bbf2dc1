//! The state of the document screens: the kinds of document, the picked files, and the progress of the upload. The
//! content of a file stays in the runtime, under the file's [`FileId`].

use crate::attempt::Attempt;
use crate::link::{Contact, Revocation, Watch};
use crate::provider::ProviderSummary;
use wink_wire::{ArchiveErrorCode, ArchiveView, FileFormat, FileType, MOST_FILES, NewFile, Sha256, Side};

/// Kinds of document in the order in which they are offered.
pub const FILE_TYPES: [FileType; 3] = [FileType::Payslip, FileType::TaxDocument, FileType::CompanyId];

/// The screen with the kinds of document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FileTypeList {
    /// The source that was chosen before, where there was one.
    pub provider: Option<ProviderSummary>,
}

/// Choosing files, and sending them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Upload {
    /// What kind of document it is.
    pub file_type: FileType,
    /// The source that was chosen before, where there was one.
    pub provider: Option<ProviderSummary>,
    /// The picked files, in order.
    pub files: Vec<PickedFile>,
    /// A notice about all of them.
    pub notice: Option<UploadNotice>,
    /// What is in progress.
    pub phase: UploadPhase,
    /// The call that deletes an unfinished upload of an earlier opening.
    pub(crate) discarding: Option<Attempt>,
}

/// The id of a file's content in the runtime. Unique within one opening of the widget.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct FileId(pub u32);

/// A file as it was picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPick {
    /// Its content.
    pub id: FileId,
    /// Its name on the person's device.
    pub name: String,
}

/// Where picked files go.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Added to the files, or as the given side of a document that has two.
    Add(Option<Side>),
    /// Replaces a file.
    Instead(FileId),
}

/// A file that was picked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PickedFile {
    /// Its content.
    pub id: FileId,
    /// Its name on the person's device.
    pub name: String,
    /// Which side of the document it shows, for types that have two.
    pub side: Option<Side>,
    /// Whether it can be sent.
    pub check: FileCheck,
    /// Whether there is a picture of it to show.
    pub has_preview: bool,
}

/// Whether a file can be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileCheck {
    /// The check is in progress.
    Running,
    /// It can be sent.
    Passed(CheckedFile),
    /// It cannot be sent.
    Failed(FileFault),
}

/// A checked file, as it will be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CheckedFile {
    /// Its format.
    pub format: FileFormat,
    /// Its size in bytes.
    pub size_bytes: u64,
    /// Its pages, for a PDF whose pages could be counted.
    pub pages: Option<u32>,
    /// The digest of its content, by which the service recognizes it after a reload. `None` if the page is not from a
    /// secure origin, where the browser calculates no digests.
    pub sha256: Option<Sha256>,
}

/// Why a file cannot be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FileFault {
    /// A reason that the service reports too.
    Refused(ArchiveErrorCode),
    /// A phone's photo format that this browser cannot convert.
    Heic,
    /// The script that checks files could not be loaded.
    NotChecked,
}

/// A notice about all files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadNotice {
    /// There is no file yet.
    NothingPicked,
    /// A side of the document is missing.
    SideMissing(Side),
    /// A file is still being checked.
    StillChecking,
    /// A file cannot be sent, and must be removed first.
    FileInTheWay,
    /// Too many files were picked; only the first were kept.
    TooMany,
    /// The upload failed. The reference identifies the failure in the service's log.
    Failed(Option<String>),
    /// The service could not be reached, and nothing was sent.
    Unreachable,
    /// The unfinished upload could not be deleted.
    NotDeleted,
}

/// What is in progress on the upload screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum UploadPhase {
    /// The person is choosing.
    Choosing,
    /// The receipt of the consent is being recorded; files follow.
    AwaitingReceipt,
    /// The files are being sent.
    Sending(Sending),
}

/// How far sending has come.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sending {
    /// Identifies this attempt at the service.
    pub(crate) key: Attempt,
    /// The call in progress, or the pause before the next.
    pub(crate) attempt: Attempt,
    /// The archive, once it is announced, with the received bytes of each file.
    pub archive: Option<Box<ArchiveView>>,
    /// Whether the service can be reached.
    pub contact: Contact,
    /// Bytes per second; 0 while unknown.
    pub bytes_per_second: u64,
    /// Answers in a row without progress.
    pub(crate) stumbles: u32,
}

/// The documents were submitted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Uploaded {
    /// The documents.
    pub archive: ArchiveView,
    /// The source that was chosen before, where there was one.
    pub provider: Option<ProviderSummary>,
    /// The long poll for their changes.
    pub watch: Watch,
    /// The sent files, kept while they may have to be sent again.
    pub(crate) files: Vec<PickedFile>,
}

/// An uploaded document, and deleting it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DocumentPage {
    /// The document.
    pub archive: ArchiveView,
    /// The source that was chosen before, where there was one.
    pub provider: Option<ProviderSummary>,
    /// The long poll for its changes.
    pub watch: Watch,
    /// How far deleting has come.
    pub revocation: Revocation,
}

impl FileTypeList {
    pub(crate) const fn new(provider: Option<ProviderSummary>) -> Self {
        Self { provider }
    }
}

impl Upload {
    pub(crate) const fn new(file_type: FileType, provider: Option<ProviderSummary>) -> Self {
        Self {
            file_type,
            provider,
            files: Vec::new(),
            notice: None,
            phase: UploadPhase::Choosing,
            discarding: None,
        }
    }

    /// The places for files: one without a name, or one for each side.
    pub const fn sides(&self) -> &'static [Option<Side>] {
        sides(self.file_type)
    }

    /// The maximum number of files in one place.
    pub const fn most_files(&self) -> usize {
        match self.file_type {
            FileType::TaxDocument => MOST_FILES,
            FileType::Payslip | FileType::CompanyId | FileType::Unknown => 1,
        }
    }

    /// Files of one place.
    pub fn files_of(&self, side: Option<Side>) -> impl Iterator<Item = &PickedFile> {
        self.files.iter().filter(move |file| file.side == side)
    }

    /// The file with an id.
    pub fn file(&self, id: FileId) -> Option<&PickedFile> {
        self.files.iter().find(|file| file.id == id)
    }

    pub(crate) fn file_mut(&mut self, id: FileId) -> Option<&mut PickedFile> {
        self.files.iter_mut().find(|file| file.id == id)
    }

    /// Whether files can be picked and removed.
    pub const fn is_choosing(&self) -> bool {
        matches!(self.phase, UploadPhase::Choosing)
    }

    /// How far sending has come.
    pub const fn sending(&self) -> Option<&Sending> {
        match &self.phase {
            UploadPhase::Sending(sending) => Some(sending),
            UploadPhase::Choosing | UploadPhase::AwaitingReceipt => None,
        }
    }

    /// The announcement of the files to the service. `None` unless all of them can be sent.
    pub(crate) fn announcement(&self) -> Option<Vec<NewFile>> {
        let file = |file: &PickedFile| match file.check {
            FileCheck::Passed(CheckedFile { format, size_bytes, sha256, .. }) => {
                Some(NewFile { name: file.name.clone(), format, size_bytes, side: file.side, sha256 })
            }
            FileCheck::Running | FileCheck::Failed(_) => None,
        };
        self.files.iter().map(file).collect()
    }

    /// Why the files cannot be sent yet.
    pub(crate) fn obstacle(&self) -> Option<UploadNotice> {
        if self.files.is_empty() {
            return Some(UploadNotice::NothingPicked);
        }
        for file in &self.files {
            match file.check {
                FileCheck::Running => return Some(UploadNotice::StillChecking),
                FileCheck::Failed(_) => return Some(UploadNotice::FileInTheWay),
                FileCheck::Passed(_) => {}
            }
        }
        let missing = self.sides().iter().find(|side| self.files_of(**side).next().is_none());
        missing.copied().flatten().map(UploadNotice::SideMissing)
    }

    /// Received bytes, and total bytes.
    pub fn progress(&self) -> (u64, u64) {
        self.sending().and_then(|sending| sending.archive.as_deref()).map_or((0, 0), progress)
    }

    /// Received bytes of one file.
    pub fn received_bytes(&self, id: FileId) -> u64 {
        let place = self.files.iter().position(|file| file.id == id);
        let archive = self.sending().and_then(|sending| sending.archive.as_ref());
        archive
            .zip(place)
            .and_then(|(archive, place)| archive.files.get(place))
            .map_or(0, |f| f.received_bytes)
    }

    /// Seconds until everything is sent. `None` while unknown.
    pub fn seconds_left(&self) -> Option<u64> {
        let (received, all) = self.progress();
        let speed = self.sending()?.bytes_per_second;
        (all.saturating_sub(received)).checked_div(speed)
    }
}

pub(crate) fn progress(archive: &ArchiveView) -> (u64, u64) {
    let sum = |part: fn(&wink_wire::FileView) -> u64| archive.files.iter().map(part).sum();
    (sum(|file| file.received_bytes), sum(|file| file.size_bytes))
}

const fn sides(file_type: FileType) -> &'static [Option<Side>] {
    match file_type {
        FileType::CompanyId => &[Some(Side::Front), Some(Side::Back)],
        FileType::Payslip | FileType::TaxDocument | FileType::Unknown => &[None],
    }
}
