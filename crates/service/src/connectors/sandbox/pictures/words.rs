//! Words to read: letters of a few strokes each, slanted and crossed by lines.

use super::Color;

/// The words of the pictures, in turn.
const WORDS: [&str; 3] = ["7K4MP", "R3XTB", "H9WDN"];

/// The word that is shown after `turn` repetitions of the challenge.
pub(in crate::connectors::sandbox) fn word_of_turn(turn: usize) -> &'static str {
    WORDS.get(turn % WORDS.len()).copied().unwrap_or_default()
}

const PAPER: Color = [0xf4, 0xf1, 0xe8];
const INK: Color = [0x23, 0x2a, 0x45];
const LINE: Color = [0x8d, 0x93, 0xa8];

/// Half the width of a stroke, in heights of the picture.
const STROKE: f32 = 0.033;

/// Size of a letter, in heights of the picture.
const LETTER: (f32, f32) = (0.34, 0.56);

/// From one letter to the next.
const ADVANCE: f32 = 0.54;

/// The colour at each point of a picture that is three times as wide as high.
pub(super) fn letters(word: &'static str) -> impl Fn(f32, f32) -> Color {
    let glyphs: Vec<_> = word.chars().map(strokes).collect();
    move |x, y| {
        let wave = 0.05 * (x * 5.0).sin();
        let is_ink = glyphs.iter().zip(0_u8..).any(|(glyph, at)| {
            // Every other letter is slanted the other way.
            let lean = if at % 2 == 0 { 0.16 } else { -0.13 };
            let left = 0.24 + f32::from(at) * ADVANCE;
            let top = 0.21 + wave;
            let across = (x - left - (y - 0.5) * -lean) / LETTER.0;
            let down = (y - top) / LETTER.1;
            let is_near = (-0.3..1.3).contains(&across) && (-0.3..1.3).contains(&down);
            is_near
                && glyph.iter().any(|line| {
                    line.windows(2).any(|ends| {
                        let [from, to] = ends else { return false };
                        distance((across, down), *from, *to) < STROKE
                    })
                })
        });
        if is_ink {
            INK
        } else if is_line(x, y) {
            LINE
        } else {
            PAPER
        }
    }
}

fn is_line(x: f32, y: f32) -> bool {
    let first = 0.36 + 0.12 * (x * 2.3 + 0.6).sin();
    let second = 0.66 + 0.1 * (x * 3.1 + 2.0).sin();
    (y - first).abs() < 0.012 || (y - second).abs() < 0.012
}

/// Distance of a point from a stroke, in units of the picture's height; the points are in fractions of a letter.
fn distance(point: (f32, f32), from: (f32, f32), to: (f32, f32)) -> f32 {
    let scaled = |(x, y): (f32, f32)| (x * LETTER.0, y * LETTER.1);
    let (point, from, to) = (scaled(point), scaled(from), scaled(to));
    let (along_x, along_y) = (to.0 - from.0, to.1 - from.1);
    let length_squared = along_x * along_x + along_y * along_y;
    let share = ((point.0 - from.0) * along_x + (point.1 - from.1) * along_y) / length_squared;
    let share = share.clamp(0.0, 1.0);
    (point.0 - from.0 - share * along_x).hypot(point.1 - from.1 - share * along_y)
}

/// A letter as lines from point to point, from the top left (0, 0) to the bottom right (1, 1).
fn strokes(letter: char) -> &'static [&'static [(f32, f32)]] {
    match letter {
        '3' => &[&[
            (0.05, 0.1),
            (0.3, 0.0),
            (0.7, 0.0),
            (0.95, 0.15),
            (0.95, 0.33),
            (0.7, 0.46),
            (0.4, 0.47),
            (0.7, 0.48),
            (1.0, 0.62),
            (1.0, 0.84),
            (0.7, 1.0),
            (0.3, 1.0),
            (0.0, 0.88),
        ]],
        '4' => &[&[(0.75, 1.0), (0.75, 0.0), (0.0, 0.68), (1.0, 0.68)]],
        '7' => &[&[(0.0, 0.0), (1.0, 0.0), (0.35, 1.0)]],
        '9' => &[&[
            (0.95, 0.3),
            (0.75, 0.5),
            (0.3, 0.52),
            (0.03, 0.38),
            (0.03, 0.16),
            (0.3, 0.0),
            (0.7, 0.0),
            (0.95, 0.16),
            (0.97, 0.5),
            (0.8, 0.85),
            (0.45, 1.0),
            (0.15, 0.98),
        ]],
        'B' => &[&[
            (0.0, 0.0),
            (0.6, 0.0),
            (0.88, 0.1),
            (0.88, 0.36),
            (0.6, 0.47),
            (0.0, 0.47),
            (0.65, 0.47),
            (1.0, 0.6),
            (1.0, 0.88),
            (0.65, 1.0),
            (0.0, 1.0),
            (0.0, 0.0),
        ]],
        'D' => &[&[
            (0.0, 0.0),
            (0.5, 0.0),
            (0.88, 0.2),
            (1.0, 0.5),
            (0.88, 0.8),
            (0.5, 1.0),
            (0.0, 1.0),
            (0.0, 0.0),
        ]],
        'H' => &[&[(0.0, 0.0), (0.0, 1.0)], &[(1.0, 0.0), (1.0, 1.0)], &[(0.0, 0.5), (1.0, 0.5)]],
        'K' => &[&[(0.0, 0.0), (0.0, 1.0)], &[(0.95, 0.0), (0.0, 0.58)], &[(0.32, 0.4), (1.0, 1.0)]],
        'M' => &[&[(0.0, 1.0), (0.03, 0.0), (0.5, 0.62), (0.97, 0.0), (1.0, 1.0)]],
        'N' => &[&[(0.0, 1.0), (0.0, 0.0), (1.0, 1.0), (1.0, 0.0)]],
        'P' => {
            &[&[(0.0, 1.0), (0.0, 0.0), (0.65, 0.0), (0.97, 0.13), (0.97, 0.42), (0.65, 0.55), (0.0, 0.55)]]
        }
        'R' => &[
            &[(0.0, 1.0), (0.0, 0.0), (0.65, 0.0), (0.95, 0.13), (0.95, 0.38), (0.65, 0.52), (0.0, 0.52)],
            &[(0.5, 0.52), (1.0, 1.0)],
        ],
        'T' => &[&[(0.0, 0.0), (1.0, 0.0)], &[(0.5, 0.0), (0.5, 1.0)]],
        'W' => &[&[(0.0, 0.0), (0.22, 1.0), (0.5, 0.3), (0.78, 1.0), (1.0, 0.0)]],
        'X' => &[&[(0.0, 0.0), (1.0, 1.0)], &[(1.0, 0.0), (0.0, 1.0)]],
        _ => &[],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_can_be_drawn() {
        assert!(WORDS.iter().all(|word| word.chars().count() == 5));
        for letter in WORDS.iter().flat_map(|word| word.chars()) {
            assert!(!strokes(letter).is_empty(), "{letter}");
        }
    }
}
