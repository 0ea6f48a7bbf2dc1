//! Makes the keys of the service's texts of `messages/`, and rebuilds the crate when a migration is added:
//! `sqlx::migrate!` embeds the folder.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=migrations");
    println!("cargo:rerun-if-changed=messages");
    let root = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join("../..");
    fs::write(Path::new(&env::var("OUT_DIR")?).join("texts.rs"), wink_messages::service_code(&root)?)?;
    Ok(())
}
