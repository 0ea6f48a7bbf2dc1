//! Makes the keys of the texts, and their English, of `static/messages/en.txt`.

use std::{env, error::Error, fs, path::Path};

fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo:rerun-if-changed=static/messages/en.txt");
    let code = wink_messages::widget_code(Path::new(&env::var("CARGO_MANIFEST_DIR")?))?;
    fs::write(Path::new(&env::var("OUT_DIR")?).join("english.rs"), code)?;
    Ok(())
}
