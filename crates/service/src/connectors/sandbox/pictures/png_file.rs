//! Encodes a drawing as a PNG file.

use super::{Color, Drawing};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use image::{ExtendedColorType, ImageEncoder as _, ImageError};

/// Each pixel is the average of this many points in each direction, so that edges are smooth.
const POINTS: u16 = 3;

impl<F: Fn(f32, f32) -> Color> Drawing<F> {
    /// The drawing as a PNG file, in base64.
    pub(super) fn encode(&self) -> Result<String, ImageError> {
        let mut file = Vec::new();
        PngEncoder::new_with_quality(&mut file, CompressionType::Best, FilterType::Adaptive).write_image(
            &self.pixels(),
            self.width.into(),
            self.height.into(),
            ExtendedColorType::Rgb8,
        )?;
        Ok(STANDARD.encode(file))
    }

    fn pixels(&self) -> Vec<u8> {
        let rows = 0..self.height;
        rows.flat_map(|y| (0..self.width).flat_map(move |x| self.pixel(x, y))).collect()
    }

    fn pixel(&self, x: u16, y: u16) -> Color {
        let place = |pixel: u16, point: u16| {
            (f32::from(pixel) + (f32::from(point) + 0.5) / f32::from(POINTS)) / f32::from(self.height)
        };
        let mut sums = [0_u16; 3];
        for point in 0..POINTS * POINTS {
            let color = (self.color_at)(place(x, point % POINTS), place(y, point / POINTS));
            for (sum, part) in sums.iter_mut().zip(color) {
                *sum += u16::from(part);
            }
        }
        sums.map(|sum| u8::try_from(sum / (POINTS * POINTS)).unwrap_or(u8::MAX))
    }
}
