//! Templates for invites.

use serde_json::{Value, json};

/// An invite template as a host creates it.
pub(crate) fn invite_template() -> Value {
    json!({
        "name": "Email Template v1",
        "company": { "name": "XYZ Bank", "logoUrl": "https://xyzbank.co/logo.png" },
        "email": {
            "sendEmail": true,
            "senderName": "XYZ Bank",
            "replyAddress": "replies@xyz.co",
            "subject": "Please connect your work account, ${firstName}",
            "body": "Hello ${firstName}!\n\n${companyName} asks you to share your income.",
        },
        "landingPage": {
            "header": "Share your data with us at ${companyName}",
            "description": "It takes a minute, ${fullName}.",
            "button": "START NOW",
        },
        "successPage": {
            "header": "Thank you for sharing your data with us at ${companyName}",
            "description": "Please wait for us to get in touch!",
            "button": "Connect another account",
        },
    })
}
