//! Draws the sandbox's pictures: scenes to choose from and words to read. Each is drawn once and cached.

mod png_file;
mod scenes;
mod words;

pub(super) use scenes::{SCENES, Scene};
pub(super) use words::word_of_turn;

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};

/// A colour: red, green, blue.
type Color = [u8; 3];

/// A picture of this size in pixels: the colour at each point. Both coordinates are in units of the height, from the
/// top left.
struct Drawing<F: Fn(f32, f32) -> Color> {
    width: u16,
    height: u16,
    color_at: F,
}

/// A scene as a PNG file in base64.
pub(super) fn scene(scene: &Scene) -> Result<String, image::ImageError> {
    kept(scene.id, || Drawing { width: 128, height: 128, color_at: scene.color_at }.encode())
}

/// A word as a PNG file in base64.
pub(super) fn word(word: &'static str) -> Result<String, image::ImageError> {
    kept(word, || Drawing { width: 360, height: 120, color_at: words::letters(word) }.encode())
}

fn kept(
    name: &'static str,
    draw: impl FnOnce() -> Result<String, image::ImageError>,
) -> Result<String, image::ImageError> {
    static KEPT: Mutex<Option<HashMap<&'static str, String>>> = Mutex::new(None);
    let mut kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner);
    let kept = kept.get_or_insert_with(HashMap::new);
    if let Some(picture) = kept.get(name) {
        return Ok(picture.clone());
    }
    let picture = draw()?;
    kept.insert(name, picture.clone());
    Ok(picture)
}
