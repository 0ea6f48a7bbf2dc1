//! A picture inside an answer.

use serde::{Deserialize, Serialize};

/// A picture, in a format that browsers show (PNG, JPEG, GIF, WebP).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Picture {
    /// The file, in base64.
    pub base64: String,
}
