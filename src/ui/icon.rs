//! The one set of icons: strokes on a 24 by 24 grid, in the colour of the text around them.

use leptos::prelude::*;

/// A drawing.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Icon {
    Alert,
    Back,
    Briefcase,
    Camera,
    Card,
    Check,
    ChevronDown,
    ChevronRight,
    Clock,
    Close,
    Cloud,
    Coins,
    Document,
    External,
    Eye,
    EyeOff,
    Folder,
    Info,
    Key,
    Lock,
    Mail,
    Person,
    Phone,
    Search,
    Star,
    Stop,
    Wallet,
}

impl Icon {
    const fn path(self) -> &'static str {
        match self {
            Self::Alert => {
                "M12 8v5m0 3.5v.01M10.3 4 2.8 17.2A2 2 0 0 0 4.5 20h15a2 2 0 0 0 1.7-2.8L13.7 4a2 2 0 0 0-3.4 0Z"
            }
            Self::Back => "M19 12H5m6-6-6 6 6 6",
            Self::Briefcase => "M4 8h16v11H4zM9 8V5h6v3M4 13h16",
            Self::Camera => "M4 8h4l2-3h4l2 3h4v11H4zM12 16.5a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z",
            Self::Card => "M3 6h18v12H3zM8.5 12a1.5 1.5 0 1 0 0-3 1.5 1.5 0 0 0 0 3ZM6 15.5h5M14 10h4m-4 4h4",
            Self::Check => "m5 12.5 4.5 4.5L19 7.5",
            Self::ChevronDown => "m6 9 6 6 6-6",
            Self::ChevronRight => "m9 6 6 6-6 6",
            Self::Clock => "M12 7v5l3 2M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
            Self::Close => "m6 6 12 12M18 6 6 18",
            Self::Cloud => "m4 4 16 16M9.5 6.2A6 6 0 0 1 18 11a4 4 0 0 1 2.6 6.9M15.5 19H7a5 5 0 0 1-1-9.9",
            Self::Coins => {
                "M12 4c4.4 0 8 1.3 8 3s-3.6 3-8 3-8-1.3-8-3 3.6-3 8-3ZM4 7v10c0 1.7 3.6 3 8 3s8-1.3 8-3V7M4 12c0 1.7 3.6 3 8 3s8-1.3 8-3"
            }
            Self::Document => "M6 3h8l4 4v14H6zM14 3v4h4M9 12h6m-6 4h6",
            Self::External => "M14 4h6v6m0-6-9 9M18 14v6H4V6h6",
            Self::Eye => {
                "M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z"
            }
            Self::EyeOff => {
                "m4 4 16 16M10 6c7-1.5 11.5 6 11.5 6a18 18 0 0 1-3 3.7M6.5 7.5A17 17 0 0 0 2.5 12S6 18.5 12 18.5a9 9 0 0 0 4-1M10 10a3 3 0 0 0 4 4"
            }
            Self::Folder => "M3 6h6l2 2h10v11H3z",
            Self::Info => "M12 11v5m0-8.5v.01M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
            Self::Key => "M15 15a5 5 0 1 0-4.7-3.3L3 19v2h3v-2h2v-2h2l1.7-2.3A5 5 0 0 0 15 15Zm1-6v.01",
            Self::Lock => "M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3",
            Self::Mail => "M3 6h18v12H3zm0 1 9 7 9-7",
            Self::Phone => "M7 3h10v18H7zm4 15h2",
            Self::Person => "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-7.5 8.5c.5-4 3.5-6 7.5-6s7 2 7.5 6",
            Self::Search => "m20 20-4.5-4.5M17 10.5a6.5 6.5 0 1 1-13 0 6.5 6.5 0 0 1 13 0Z",
            Self::Star => "m12 4 2.5 5 5.5.8-4 3.9.9 5.5-4.9-2.6-4.9 2.6.9-5.5-4-3.9L9.5 9z",
            Self::Stop => "M6 6l12 12M21 12a9 9 0 1 1-18 0 9 9 0 0 1 18 0Z",
            Self::Wallet => "M4 6h14v3M4 6v13h16V9H4M16 14h.01",
        }
    }
}

/// An icon. It is decoration: its meaning is in the text beside it or in the button's name.
pub(crate) fn icon(icon: Icon) -> AnyView {
    view! {
        <svg class="wink-icon" viewBox="0 0 24 24" aria-hidden="true" data-mirrors=mirrors(icon)>
            <path d=icon.path()></path>
        </svg>
    }
    .into_any()
}

/// Set on icons that point along the line of reading.
fn mirrors(icon: Icon) -> Option<&'static str> {
    matches!(icon, Icon::Back | Icon::ChevronRight | Icon::External).then_some("")
}
