//! What a person agrees to before anything is shared, and the record of it.

use serde::{Deserialize, Serialize};

/// The document a person agrees to before anything is shared.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentDocument {
    /// Version of the text, for the receipt.
    pub version: String,
    /// BCP 47 language of the text.
    pub language: String,
    /// Paragraphs, in order; a line that starts with `# ` is a heading.
    pub text: String,
    /// Kinds of data that will be shared.
    pub data_points: Vec<DataPoint>,
    /// Days after which shared data is deleted.
    pub retention_days: u16,
}

/// A kind of data that a source can hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
pub enum DataPoint {
    /// Name, birth date, contacts, addresses.
    Identities,
    /// Where the person works or worked.
    Employments,
    /// Pay, by period.
    Incomes,
    /// Single payments.
    Transactions,
    /// Social insurance contributions.
    Contributions,
    /// Loans at a source.
    Liabilities,
    /// Ratings at a gig platform.
    Ratings,
    /// Documents on file.
    Documents,
    /// A kind newer than this build.
    #[serde(other)]
    Unknown,
}

/// Records that the person agreed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentGiven {
    /// Version of the text that was on screen.
    pub version: String,
    /// Language of the text that was on screen.
    pub language: String,
}

/// What the service recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConsentReceipt {
    /// Hex SHA-256 of the exact text.
    pub text_sha256: String,
    /// When, ISO 8601 in UTC.
    pub agreed_at: String,
}

/// What a person agreed to before an account was linked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreedConsent {
    /// Version of the text.
    pub version: String,
    /// BCP 47 language of the text.
    pub language: String,
    /// Hex SHA-256 of the exact text.
    pub text_sha256: String,
    /// When, ISO 8601 in UTC.
    pub agreed_at: String,
}

/// The exact text that a person agreed to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AgreedText {
    /// BCP 47 language of the text.
    pub language: String,
    /// As [`ConsentDocument::text`].
    pub text: String,
}
