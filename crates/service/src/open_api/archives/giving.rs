//! `POST /v1/archives`, `POST /v1/archives/classify` and `POST /v1/archives/-/payslips/uploadRawFile`: documents that
//! a host sends, as base64 in JSON.

use super::super::Answer;
use super::super::auth::Caller;
use super::super::envelope::Envelope;
use super::super::error::ApiError;
use super::{ArchiveView, show};
use crate::archives::{Given, GivenFile};
use crate::documents::{DocumentType, Format, Side};
use crate::http::body::{BadBody, read_json};
use crate::ids::new_id;
use crate::state::AppState;
use crate::store::Archive;
use axum::Extension;
use axum::extract::{Request, State};
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::time::Duration;
use utoipa::ToSchema;
use wink_wire::MOST_FILES;

/// Maximum size of a body with documents, in bytes: two files of 15 MB, which base64 makes a third larger.
pub(in crate::open_api) const LARGEST_DOCUMENTS_BODY_BYTES: usize = 42 * 1024 * 1024;

/// How long a caller waits for a classification. After that the response leaves it out.
const LONGEST_CLASSIFICATION: Duration = Duration::from_secs(60);

/// Maximum length of a stored file name, in characters; longer names are cut.
const LONGEST_NAME: usize = 255;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A document to read.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchiveCreateRequest {
    /// The user whose document it is. Without it, the service creates a user.
    user_id: Option<String>,
    /// The document's type, one of `GET /fileTypes`. Without it, the service detects the type.
    file_type: Option<String>,
    /// The document's pages in order. For a `COMPANY_ID`: the front and the back of the card.
    #[schema(min_items = 1, max_items = 10)]
    raw_files: Vec<FileObject>,
}

/// A document whose type you do not know.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchiveClassifyRequest {
    /// The user whose document it is. Without it, the service creates a user.
    user_id: Option<String>,
    /// The document's pages in order.
    #[schema(min_items = 1, max_items = 10)]
    raw_files: Vec<FileObject>,
}

/// A payslip to read.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchivePayslipRawFileUploadRequest {
    /// The user whose payslip it is.
    user_id: String,
    #[schema(inline)]
    file_extension_type: FileExtension,
    /// The file, encoded as base64. At most 15 MB before encoding.
    file_content: String,
}

/// A file of a document.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are the specification's")]
struct FileObject {
    file_subtype: Option<FileSubtype>,
    /// The file's name. Without it, the file is named after the document's type.
    file_name: Option<String>,
    #[schema(inline)]
    file_extension_type: FileExtension,
    /// The file, encoded as base64. At most 15 MB before encoding.
    file_content: String,
}

#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "UPPERCASE")]
enum FileExtension {
    Pdf,
    Png,
    Jpg,
    Jpeg,
}

/// The part of the document that a file holds.
#[derive(Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
enum FileSubtype {
    Payslip,
    PersonalInformation,
    EmploymentInformation,
    TaxPayment,
    CompanyIdFront,
    CompanyIdBack,
    CardFront,
    CardBack,
}

impl FileSubtype {
    const fn name(self) -> &'static str {
        match self {
            Self::Payslip => "PAYSLIP",
            Self::PersonalInformation => "PERSONAL_INFORMATION",
            Self::EmploymentInformation => "EMPLOYMENT_INFORMATION",
            Self::TaxPayment => "TAX_PAYMENT",
            Self::CompanyIdFront => "COMPANY_ID_FRONT",
            Self::CompanyIdBack => "COMPANY_ID_BACK",
            Self::CardFront => "CARD_FRONT",
            Self::CardBack => "CARD_BACK",
        }
    }
}

/// Create Archive
///
/// Accepts a document and starts to read it. The archive's state shows the outcome later. The body may be at most
/// 42 MB.
#[utoipa::path(post, path = "/archives", operation_id = "create-archive", tag = "Archives",
    request_body = ArchiveCreateRequest, responses((status = 200, body = Envelope<ArchiveView>)))]
pub(in crate::open_api) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: ArchiveCreateRequest = body(request).await?;
    let kind = match post.file_type.as_deref() {
        None => DocumentType::Others,
        Some(name) => DocumentType::ALL.into_iter().find(|kind| kind.name() == name).ok_or_else(|| {
            ApiError::invalid(
                "fileType must be a type that GET /fileTypes lists: PAYSLIP, TAX_DOCUMENT or COMPANY_ID",
            )
        })?,
    };
    let archive = give(&state, caller, post.user_id, kind, post.raw_files).await?;
    show(&state, archive).await
}

/// Classify Archive
///
/// Accepts a document, detects its type and returns it. If detection takes longer than a minute, the response has no
/// `classification`; read the archive later to get it.
#[utoipa::path(post, path = "/archives/classify", operation_id = "create-and-classify-archive", tag = "Archives",
    request_body = ArchiveClassifyRequest, responses((status = 200, body = Envelope<ArchiveView>)))]
pub(in crate::open_api) async fn classify(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: ArchiveClassifyRequest = body(request).await?;
    let archive = give(&state, caller, post.user_id, DocumentType::Others, post.raw_files).await?;
    let (scope, user_id, id) = (&archive.scope, &archive.user_id, &archive.id);
    let archive = state.archives.wait(scope, user_id, id, archive.version, LONGEST_CLASSIFICATION).await?;
    show(&state, archive).await
}

/// Upload payslip file
///
/// Accepts a payslip and starts to read it.
#[utoipa::path(post, path = "/archives/-/payslips/uploadRawFile", operation_id = "upload-payslip-file",
    tag = "Archives", request_body = ArchivePayslipRawFileUploadRequest,
    responses((status = 200, body = Envelope<ArchiveView>)))]
pub(in crate::open_api) async fn upload_payslip(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    request: Request,
) -> Answer {
    let post: ArchivePayslipRawFileUploadRequest = body(request).await?;
    let file = FileObject {
        file_subtype: Some(FileSubtype::Payslip),
        file_name: None,
        file_extension_type: post.file_extension_type,
        file_content: post.file_content,
    };
    let archive = give(&state, caller, Some(post.user_id), DocumentType::Payslip, vec![file]).await?;
    show(&state, archive).await
}

async fn body<T: DeserializeOwned>(request: Request) -> Result<T, ApiError> {
    match read_json(request).await {
        Ok(Some(post)) => Ok(post),
        Ok(None) => Err(ApiError::invalid("the body is missing; send a JSON object")),
        Err(BadBody::TooLarge) => Err(ApiError::too_large(format!(
            "the body may have at most {LARGEST_DOCUMENTS_BODY_BYTES} bytes"
        ))),
        Err(bad) => Err(bad.into()),
    }
}

async fn give(
    state: &AppState,
    caller: Caller,
    user_id: Option<String>,
    kind: DocumentType,
    files: Vec<FileObject>,
) -> Result<Archive, ApiError> {
    if !(1..=MOST_FILES).contains(&files.len()) {
        return Err(ApiError::invalid(format!("rawFiles must hold 1 to {MOST_FILES} files")));
    }
    let files = files.into_iter().enumerate().map(|(index, file)| given_file(kind, index, file));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    check_sides(kind, &files)?;
    let user_id = if let Some(user_id) = user_id {
        let user = state.store.user(&caller.scope, &user_id).await?;
        user.ok_or_else(|| ApiError::missing("there is no such user"))?.id
    } else {
        let id = new_id(caller.scope.tenant());
        let now_millis = state.clock.now_millis();
        state.store.add_user(&caller.scope, &id, &BTreeMap::new(), now_millis).await?;
        id
    };
    let Caller { scope, .. } = caller;
    Ok(state.archives.give(Given { scope, user_id, kind, files }).await?)
}

/// Parses the body as [`create`] does, apart from the user.
#[cfg(feature = "fuzzing")]
pub(in crate::open_api) fn read_given(input: &[u8]) {
    let Ok(post) = serde_json::from_slice::<ArchiveCreateRequest>(input) else { return };
    let files = post.raw_files.into_iter().enumerate();
    let files: Result<Vec<_>, _> =
        files.map(|(index, file)| given_file(DocumentType::CompanyId, index, file)).collect();
    drop(files.and_then(|files| check_sides(DocumentType::CompanyId, &files)));
}

fn given_file(kind: DocumentType, index: usize, file: FileObject) -> Result<GivenFile, ApiError> {
    let (format, ending) = match file.file_extension_type {
        FileExtension::Pdf => (Format::Pdf, "pdf"),
        FileExtension::Png => (Format::Png, "png"),
        FileExtension::Jpg | FileExtension::Jpeg => (Format::Jpeg, "jpg"),
    };
    // Many encoders insert line breaks.
    let mut text = file.file_content.into_bytes();
    text.retain(|byte| !byte.is_ascii_whitespace());
    let content = BASE64
        .decode(text)
        .map_err(|_| ApiError::invalid(format!("rawFiles.{index}.fileContent must be base64")))?;
    let name = file.file_name.unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).take(LONGEST_NAME).collect();
    let usual_name = || format!("{}.{ending}", kind.name().to_lowercase());
    Ok(GivenFile {
        name: if name.trim().is_empty() { usual_name() } else { name },
        format,
        side: match file.file_subtype {
            Some(FileSubtype::CompanyIdFront) => Some(Side::Front),
            Some(FileSubtype::CompanyIdBack) => Some(Side::Back),
            _ => None,
        },
        sub_type: file.file_subtype.map(FileSubtype::name),
        content,
    })
}

fn check_sides(kind: DocumentType, files: &[GivenFile]) -> Result<(), ApiError> {
    let sides: Vec<_> = files.iter().map(|file| file.side).collect();
    let are_both = matches!(
        sides.as_slice(),
        [Some(Side::Front), Some(Side::Back)] | [Some(Side::Back), Some(Side::Front)]
    );
    if kind == DocumentType::CompanyId && !are_both {
        return Err(ApiError::invalid(
            "rawFiles of a COMPANY_ID must be two, with fileSubtype COMPANY_ID_FRONT and COMPANY_ID_BACK",
        ));
    }
    Ok(())
}
