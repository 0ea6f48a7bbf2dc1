//! A yes on another device. It is answered there; here the account continues by itself.

use super::Answer;
use serde::{Deserialize, Serialize};

/// A request that waits on another device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Approve {
    /// The device, as the provider calls it, for example `Pixel 8`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub device: Option<String>,
    /// A number that the device shows or asks for too.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub number: Option<String>,
}

impl Approve {
    /// Whether an answer has the shape of one to this.
    pub fn takes(&self, _: &Answer) -> bool {
        false
    }
}
