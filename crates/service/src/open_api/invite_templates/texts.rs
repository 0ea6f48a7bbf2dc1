//! Validates the texts of an invite template.

use super::super::error::ApiError;
use super::super::text::{bounded, line, logo, missing};
use crate::invites::{check_variables, find_link};
use crate::store::{InviteCompany, InviteEmail, InvitePage, InviteTexts};
use lettre::Address;
use serde::Deserialize;
use utoipa::ToSchema;

const LONGEST_NAME: usize = 64;
const LONGEST_LINE: usize = 200;
const LONGEST_TEXT: usize = 5000;

/// The texts of an invite template.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(super) struct InviteTemplatePost {
    /// Your name for the template.
    #[schema(value_type = String, required, min_length = 1, max_length = 64, example = "Email Template v1")]
    name: Option<String>,
    #[schema(value_type = InviteCompanyPost, required)]
    company: Option<InviteCompanyPost>,
    #[schema(value_type = InviteEmailPost, required)]
    email: Option<InviteEmailPost>,
    /// The landing page, which the e-mail's link opens.
    #[schema(value_type = InvitePagePost, required)]
    landing_page: Option<InvitePagePost>,
    /// The landing page after the person has linked an account or uploaded documents.
    #[schema(value_type = InvitePagePost, required)]
    success_page: Option<InvitePagePost>,
}

/// The company that invites.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InviteCompanyPost {
    /// The company's name on the landing page and in the e-mail.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, example = "XYZ Bank")]
    name: Option<String>,
    /// The company's logo on the landing page: an https address, or a path on this service.
    #[schema(value_type = String, required, min_length = 1, max_length = 200,
        example = "https://xyzbank.co/logo.png")]
    logo_url: Option<String>,
}

/// The e-mail.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InviteEmailPost {
    /// Whether the service sends the e-mail. If not, send people to `inviteLandingPageUrl` yourself.
    #[schema(value_type = bool, required)]
    send_email: Option<bool>,
    /// Your name for the sender. The e-mail shows the name that the service's operator has verified for you, and the
    /// operator's.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, example = "XYZ Bank")]
    sender_name: Option<String>,
    /// The reply-to address.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, format = Email,
        example = "replies@xyz.co")]
    reply_address: Option<String>,
    #[schema(value_type = String, required, min_length = 1, max_length = 200)]
    subject: Option<String>,
    /// The text. The service adds the link below it. The text must not contain other links, addresses or domains.
    #[schema(value_type = String, required, min_length = 1, max_length = 5000,
        example = "Hello ${firstName}, please share your employment and income data with us.")]
    body: Option<String>,
}

/// The texts of a page.
#[derive(Default, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct InvitePagePost {
    #[schema(value_type = String, required, min_length = 1, max_length = 200,
        example = "Share your data with ${companyName}")]
    header: Option<String>,
    #[schema(value_type = String, required, min_length = 1, max_length = 5000)]
    description: Option<String>,
    /// The label of the button that opens the widget.
    #[schema(value_type = String, required, min_length = 1, max_length = 200, example = "START NOW")]
    button: Option<String>,
}

/// Validates the name and the texts.
pub(super) fn read(post: &InviteTemplatePost) -> Result<(&str, InviteTexts), ApiError> {
    let name = line("name", post.name.as_deref(), LONGEST_NAME)?;
    let company = post.company.as_ref().ok_or_else(|| missing("company"))?;
    let company = InviteCompany {
        name: line("company.name", company.name.as_deref(), LONGEST_LINE)?.to_owned(),
        logo_url: logo("company.logoUrl", company.logo_url.as_deref())?.to_owned(),
    };
    let email = read_email(post.email.as_ref().ok_or_else(|| missing("email"))?)?;
    let mut landing_page = read_page("landingPage", post.landing_page.as_ref())?;
    // The e-mail has it too, above the link.
    landing_page.button = without_links("landingPage.button", landing_page.button)?;
    let success_page = read_page("successPage", post.success_page.as_ref())?;
    Ok((name, InviteTexts { company, email, landing_page, success_page }))
}

fn read_email(post: &InviteEmailPost) -> Result<InviteEmail, ApiError> {
    let reply_address = line("email.replyAddress", post.reply_address.as_deref(), LONGEST_LINE)?;
    let _: Address = reply_address
        .parse()
        .map_err(|_| ApiError::invalid("email.replyAddress must be an e-mail address"))?;
    Ok(InviteEmail {
        send_email: post.send_email.ok_or_else(|| missing("email.sendEmail"))?,
        sender_name: one_line("email.senderName", post.sender_name.as_deref())?,
        reply_address: reply_address.to_owned(),
        subject: without_links("email.subject", one_line("email.subject", post.subject.as_deref())?)?,
        body: without_links("email.body", text("email.body", post.body.as_deref())?)?,
    })
}

fn read_page(field: &str, post: Option<&InvitePagePost>) -> Result<InvitePage, ApiError> {
    let post = post.ok_or_else(|| missing(field))?;
    Ok(InvitePage {
        header: one_line(&format!("{field}.header"), post.header.as_deref())?,
        description: text(&format!("{field}.description"), post.description.as_deref())?,
        button: one_line(&format!("{field}.button"), post.button.as_deref())?,
    })
}

/// Reads a one-line text that may hold variables.
fn one_line(field: &str, text: Option<&str>) -> Result<String, ApiError> {
    with_variables(field, line(field, text, LONGEST_LINE)?)
}

/// Reads a text of several lines that may hold variables.
fn text(field: &str, text: Option<&str>) -> Result<String, ApiError> {
    with_variables(field, bounded(field, text, LONGEST_TEXT)?)
}

/// Refuses what a mail program would make a link of.
fn without_links(field: &str, text: String) -> Result<String, ApiError> {
    match find_link(&text) {
        None => Ok(text),
        Some(link) => Err(ApiError::invalid(format!(
            "{field} must not contain links, addresses or domains, such as {link:?}; the service adds the invite's link"
        ))),
    }
}

fn with_variables(field: &str, text: &str) -> Result<String, ApiError> {
    check_variables(text).map_err(|bad| ApiError::invalid(format!("{field} {bad}")))?;
    Ok(text.to_owned())
}
