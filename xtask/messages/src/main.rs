//! `wink-messages`: writes the encoded catalogue of each language into the page that trunk is building. For `dist/`,
//! `wink-bundle` does this, and gives the files hashed names. For the npm package, `cargo xtask` does.

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = |name: &str| {
        let path = env::var_os(name).map(PathBuf::from);
        path.ok_or_else(|| format!("{name} is not set; `trunk build` and `trunk serve` call this program"))
    };
    let messages = folder("TRUNK_STAGING_DIR")?.join("messages");
    fs::create_dir_all(&messages)?;
    for (tag, text) in wink_messages::catalogues(&folder("TRUNK_SOURCE_DIR")?)? {
        fs::write(messages.join(format!("{tag}.txt")), text)?;
    }
    Ok(())
}
