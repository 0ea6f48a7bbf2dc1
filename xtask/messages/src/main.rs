//! `wink-messages`: writes each language's catalogue, as it travels, into the page that trunk is making. `dist/` is made
//! by `wink-bundle`, which gives the files hashed names, and the npm package by `cargo xtask`.

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
