//! Six simple scenes, in flat colours.

use super::Color;

/// A scene that can be chosen.
pub(in crate::connectors::sandbox) struct Scene {
    pub(in crate::connectors::sandbox) id: &'static str,
    /// Alternative text, for people who cannot see it.
    pub(in crate::connectors::sandbox) label: &'static str,
    pub(super) color_at: fn(f32, f32) -> Color,
}

pub(in crate::connectors::sandbox) static SCENES: [Scene; 6] = [
    Scene { id: "sun", label: "A sun", color_at: sun },
    Scene { id: "house", label: "A house", color_at: house },
    Scene { id: "tree", label: "A tree", color_at: tree },
    Scene { id: "boat", label: "A sailing boat", color_at: boat },
    Scene { id: "mountain", label: "A mountain", color_at: mountain },
    Scene { id: "star", label: "A star", color_at: star },
];

const SKY: Color = [0xcf, 0xe8, 0xfb];
const GRASS: Color = [0x7f, 0xb0, 0x69];
const YELLOW: Color = [0xf6, 0xb9, 0x3b];
const RED: Color = [0xc4, 0x4d, 0x3f];
const WHITE: Color = [0xff, 0xff, 0xff];
const BROWN: Color = [0x7a, 0x55, 0x3a];

fn sun(x: f32, y: f32) -> Color {
    let (right, down) = (x - 0.5, y - 0.5);
    let from_center = right.hypot(down);
    let turn = down.atan2(right) / std::f32::consts::TAU * 10.0;
    let is_ray = (0.27..0.40).contains(&from_center) && (turn - turn.round()).abs() < 0.16;
    if from_center < 0.21 || is_ray { YELLOW } else { SKY }
}

fn house(x: f32, y: f32) -> Color {
    if is_in_box(x, y, (0.46, 0.58), (0.58, 0.8)) {
        BROWN
    } else if is_in_box(x, y, (0.33, 0.54), (0.42, 0.63)) || is_in_box(x, y, (0.62, 0.54), (0.71, 0.63)) {
        [0x6d, 0xa5, 0xd6]
    } else if is_in_box(x, y, (0.26, 0.45), (0.76, 0.8)) {
        [0xf3, 0xe3, 0xc3]
    } else if is_in_triangle(x, (0.51, 0.18), y, (0.45, 0.34)) {
        RED
    } else if y > 0.8 {
        GRASS
    } else {
        SKY
    }
}

fn tree(x: f32, y: f32) -> Color {
    let is_in_leaves = [(0.5, 0.33, 0.2), (0.36, 0.45, 0.16), (0.64, 0.45, 0.16)]
        .into_iter()
        .any(|(right, down, radius)| (x - right).hypot(y - down) < radius);
    if is_in_leaves {
        [0x3f, 0x85, 0x4d]
    } else if is_in_box(x, y, (0.46, 0.5), (0.54, 0.84)) {
        BROWN
    } else if y > 0.82 {
        GRASS
    } else {
        SKY
    }
}

fn boat(x: f32, y: f32) -> Color {
    let hull = 0.30 - (y - 0.64) * 0.9;
    if (0.64..0.77).contains(&y) && (x - 0.5).abs() < hull {
        BROWN
    } else if is_in_box(x, y, (0.49, 0.16), (0.51, 0.64)) {
        [0x4a, 0x3b, 0x31]
    } else if x >= 0.51 && is_in_triangle(x, (0.51, 0.18), y, (0.6, 0.27)) {
        RED
    } else if x <= 0.49 && is_in_triangle(x, (0.49, 0.26), y, (0.6, 0.2)) {
        WHITE
    } else if y > 0.72 + 0.012 * (x * 38.0).sin() {
        [0x3f, 0x7f, 0xb5]
    } else {
        SKY
    }
}

fn mountain(x: f32, y: f32) -> Color {
    let snow_line = 0.4 + 0.03 * (x * 60.0).sin();
    if is_in_triangle(x, (0.42, 0.2), y, (0.82, 0.42)) {
        if y < snow_line { WHITE } else { [0x6b, 0x75, 0x8c] }
    } else if is_in_triangle(x, (0.74, 0.42), y, (0.82, 0.3)) {
        [0x8c, 0x96, 0xab]
    } else if y > 0.82 {
        GRASS
    } else {
        SKY
    }
}

fn star(x: f32, y: f32) -> Color {
    let (right, up) = (x - 0.5, 0.52 - y);
    // Folded into one half of one point, the star's edge is a straight line.
    let fifth = std::f32::consts::TAU / 5.0;
    let angle = right.atan2(up).rem_euclid(fifth);
    let angle = angle.min(fifth - angle);
    let (tip, notch) = (0.36, 0.15);
    let half = fifth / 2.0;
    let from_center = right.hypot(up);
    let (along, across) = (from_center * angle.cos(), from_center * angle.sin());
    let (notch_along, notch_across) = (notch * half.cos(), notch * half.sin());
    let side = (notch_along - tip) * across - notch_across * (along - tip);
    if side > 0.0 { YELLOW } else { [0x26, 0x30, 0x5c] }
}

fn is_in_box(x: f32, y: f32, (left, top): (f32, f32), (right, bottom): (f32, f32)) -> bool {
    (left..right).contains(&x) && (top..bottom).contains(&y)
}

/// Whether a point is in a triangle on a horizontal base; `half` is half the base.
fn is_in_triangle(x: f32, (tip_x, tip_y): (f32, f32), y: f32, (base_y, half): (f32, f32)) -> bool {
    let share = (y - tip_y) / (base_y - tip_y);
    (0.0..1.0).contains(&share) && (x - tip_x).abs() < share * half
}
