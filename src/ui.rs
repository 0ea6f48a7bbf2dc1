//! The small vocabulary that screens share. It knows how things look and are announced, not what they are for.

mod browser;
mod button;
mod data_points;
mod heading;
mod icon;
mod live;
mod logo;
mod notice;
mod words;

pub(crate) use browser::{focus_in, has_fine_pointer, local_date, minutes_and_seconds};
pub(crate) use button::{ActionButton, Rank, SubmitButton};
pub(crate) use data_points::{Detail, data_point_list};
pub(crate) use heading::Heading;
pub(crate) use icon::{Icon, icon};
pub(crate) use live::{Live, always, effect, live, live_view, memo, nothing, on_press};
pub(crate) use logo::{LogoSize, logo, provider_logo};
pub(crate) use notice::{Tone, empty_state, notice};
pub(crate) use words::{company_name, document, name_of};
