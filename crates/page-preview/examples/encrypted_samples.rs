//! Writes the encrypted samples in `tests/files`, which tests of the widget, of what draws PDFs and of the service share:
//! `cargo run -p wink-page-preview --example encrypted_samples`.

use lopdf::encryption::crypt_filters::{Aes256CryptFilter, CryptFilter};
use lopdf::encryption::{EncryptionState, EncryptionVersion, Permissions};
use lopdf::{Document, Object};
use std::collections::BTreeMap;
use std::error::Error;
use std::path::Path;
use std::sync::Arc;

/// Name and user password. A PDF opens without asking where that is empty.
const SAMPLES: [(&str, &str); 2] = [("payslip-opens.pdf", ""), ("payslip-locked.pdf", "open sesame")];

fn main() -> Result<(), Box<dyn Error>> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    for (name, user_password) in SAMPLES {
        let mut document = Document::load(root.join("static/samples/payslip-george.pdf"))?;
        let id = Object::string_literal("a sample of Wink");
        document.trailer.set("ID", vec![id.clone(), id]);
        let filter: Arc<dyn CryptFilter> = Arc::new(Aes256CryptFilter);
        let state = EncryptionState::try_from(EncryptionVersion::V5 {
            encrypt_metadata: true,
            crypt_filters: BTreeMap::from([(b"StdCF".to_vec(), filter)]),
            file_encryption_key: &[7; 32],
            stream_filter: b"StdCF".to_vec(),
            string_filter: b"StdCF".to_vec(),
            owner_password: "owner",
            user_password,
            permissions: Permissions::all(),
        })?;
        document.encrypt(&state)?;
        document.save(root.join("tests/files").join(name))?;
    }
    Ok(())
}
