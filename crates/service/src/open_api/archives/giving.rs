//! `POST /v1/archives`, `POST /v1/archives/classify` and `POST /v1/archives/-/payslips/uploadRawFile`: documents that
//! a host gives, base64 in JSON.

use super::super::Answer;
use super::super::auth::Caller;
use super::super::envelope::{Envelope, ok};
use super::super::error::ApiError;
use super::{ArchiveView, view};
use crate::archives::{Given, GivenFile};
use crate::documents::{DocumentType, Format, Side};
use crate::http::body::{BadBody, read_json};
use crate::ids::new_id;
use crate::state::AppState;
use crate::store::Archive;
use axum::Extension;
use axum::extract::{Request, State};
use axum::http::HeaderMap;
use base64::Engine as _;
use base64::alphabet::STANDARD;
use base64::engine::{DecodePaddingMode, GeneralPurpose, GeneralPurposeConfig};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;
use std::time::Duration;
use utoipa::ToSchema;
use wink_wire::MOST_FILES;

/// Longest body with documents in it, in bytes: two files of 15 MB, which base64 makes a third longer.
pub(in crate::open_api) const LARGEST_DOCUMENTS_BODY_BYTES: usize = 42 * 1024 * 1024;

/// How long a caller waits for a classification; then it is answered that it is not known yet.
const LONGEST_CLASSIFICATION: Duration = Duration::from_secs(60);

/// Longest name of a file that is kept, in characters; more is cut off.
const LONGEST_NAME: usize = 255;

const BASE64: GeneralPurpose = GeneralPurpose::new(
    &STANDARD,
    GeneralPurposeConfig::new().with_decode_padding_mode(DecodePaddingMode::Indifferent),
);

/// A document that you give.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchiveCreateRequest {
    /// Whose document it is; without it, a user is made.
    user_id: Option<String>,
    /// What it is, of those that `GET /fileTypes` lists; without it, that is found out.
    file_type: Option<String>,
    /// Its pages, in their order; the two sides of a company's card.
    #[schema(min_items = 1, max_items = 10)]
    raw_files: Vec<FileObject>,
}

/// A document of which you do not know what it is.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchiveClassifyRequest {
    /// Whose document it is; without it, a user is made.
    user_id: Option<String>,
    /// Its pages, in their order.
    #[schema(min_items = 1, max_items = 10)]
    raw_files: Vec<FileObject>,
}

/// A payslip that you give.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct ArchivePayslipRawFileUploadRequest {
    /// Whose payslip it is.
    user_id: String,
    #[schema(inline)]
    file_extension_type: FileExtension,
    /// The file in base64; at most 15 MB before that.
    file_content: String,
}

/// A file of a document.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[expect(clippy::struct_field_names, reason = "the names are the specification's")]
struct FileObject {
    file_subtype: Option<FileSubtype>,
    /// What it is called; without it, it is called after the document's type.
    file_name: Option<String>,
    #[schema(inline)]
    file_extension_type: FileExtension,
    /// The file in base64; at most 15 MB before that.
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

/// Which part of a document a file is.
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
/// Takes a document and starts reading it; how that went is in the archive's state afterwards. The whole body has at
/// most 42 MB.
#[utoipa::path(post, path = "/archives", operation_id = "create-archive", tag = "Archives",
    request_body = ArchiveCreateRequest, responses((status = 200, body = Envelope<ArchiveView>)))]
pub(in crate::open_api) async fn create(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
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
    Ok(ok(view(archive, &state.address(&headers))))
}

/// Classify Archive
///
/// Takes a document, finds out what it is, and answers then. Should that take longer than a minute, `classification`
/// is missing in the answer and in the archive later.
#[utoipa::path(post, path = "/archives/classify", operation_id = "create-and-classify-archive", tag = "Archives",
    request_body = ArchiveClassifyRequest, responses((status = 200, body = Envelope<ArchiveView>)))]
pub(in crate::open_api) async fn classify(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
    request: Request,
) -> Answer {
    let post: ArchiveClassifyRequest = body(request).await?;
    let archive = give(&state, caller, post.user_id, DocumentType::Others, post.raw_files).await?;
    let (user_id, id) = (&archive.user_id, &archive.id);
    let archive = state.archives.wait(user_id, id, archive.version, LONGEST_CLASSIFICATION).await?;
    Ok(ok(view(archive, &state.address(&headers))))
}

/// Upload payslip file
///
/// Takes a payslip and starts reading it.
#[utoipa::path(post, path = "/archives/-/payslips/uploadRawFile", operation_id = "upload-payslip-file",
    tag = "Archives", request_body = ArchivePayslipRawFileUploadRequest,
    responses((status = 200, body = Envelope<ArchiveView>)))]
pub(in crate::open_api) async fn upload_payslip(
    State(state): State<AppState>,
    Extension(caller): Extension<Caller>,
    headers: HeaderMap,
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
    Ok(ok(view(archive, &state.address(&headers))))
}

async fn body<T: DeserializeOwned>(request: Request) -> Result<T, ApiError> {
    match read_json(request).await {
        Ok(Some(post)) => Ok(post),
        Ok(None) => Err(ApiError::invalid("the body is missing")),
        Err(BadBody::TooLarge) => {
            Err(ApiError::too_large(format!("the body has more than {LARGEST_DOCUMENTS_BODY_BYTES} bytes")))
        }
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
        return Err(ApiError::invalid(format!("rawFiles must be 1 to {MOST_FILES}")));
    }
    let files = files.into_iter().enumerate().map(|(index, file)| given_file(kind, index, file));
    let files = files.collect::<Result<Vec<_>, _>>()?;
    check_sides(kind, &files)?;
    let user_id = if let Some(user_id) = user_id {
        let user = state.store.user(&caller.tenant_id, &user_id).await?;
        user.ok_or_else(|| ApiError::missing("there is no such user"))?.id
    } else {
        let id = new_id(&caller.tenant_id);
        let now_millis = state.clock.now_millis();
        state.store.add_user(&caller.tenant_id, &id, &BTreeMap::new(), now_millis).await?;
        id
    };
    let Caller { tenant_id, mode } = caller;
    Ok(state.archives.give(Given { tenant_id, user_id, mode, kind, files }).await?)
}

/// Reads a body as [`create`] does, but for whose it is.
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
    // Many encoders break lines.
    let mut text = file.file_content.into_bytes();
    text.retain(|byte| !byte.is_ascii_whitespace());
    let content = BASE64
        .decode(text)
        .map_err(|_| ApiError::invalid(format!("rawFiles.{index}.fileContent is not base64")))?;
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
