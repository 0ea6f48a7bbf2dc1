//! The components that screens share. They define how things look and are announced, not what they are for.

mod browser;
mod button;
mod data_points;
mod el;
mod files;
mod heading;
mod icon;
mod logo;
mod notice;
mod picture;
mod texts;

pub(crate) use crate::live::{changes, effect, live};
pub(crate) use browser::{
    focus_in, has_fine_pointer, local_date, minutes_and_seconds, next_frame, reveal_in,
};
pub(crate) use button::{Rank, action, spinner, submit};
pub(crate) use data_points::{Detail, data_point_list, fact};
pub(crate) use el::{El, Node, bare, button, el, nothing};
pub(crate) use files::{archive_badge, file_size, progress_text};
pub(crate) use heading::heading;
pub(crate) use icon::{Icon, icon};
pub(crate) use logo::{Logo, LogoSize, logo, provider_logo};
pub(crate) use notice::{Tone, empty_state, notice};
pub(crate) use picture::picture;
pub(crate) use texts::{agreement, company_name, company_of, document, name_of, support_reference};
