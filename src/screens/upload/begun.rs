//! What an earlier opening of the widget began to send, while nothing is picked: how it goes on, or goes away.

use crate::messages::{Key, apart, t, t_with};
use crate::ui::{El, Tone, button, el, notice};
use crate::view::View;
use wink_flow::{Event, Flow, State};

/// So many names tell a person which files it was.
const MOST_NAMES: usize = 3;

/// The names of the files; `None` where there is nothing to go on with.
pub(super) fn files(flow: &Flow) -> Option<String> {
    let State::Upload(upload) = flow.state() else { return None };
    if !upload.is_choosing() || !upload.files.is_empty() {
        return None;
    }
    let mut names = String::new();
    for (place, file) in flow.session()?.begun(upload.file_type)?.files.iter().enumerate() {
        if place > 0 {
            names.push_str(", ");
        }
        if place == MOST_NAMES {
            names.push('…');
            break;
        }
        names.push_str(&apart(&file.name));
    }
    Some(names)
}

pub(super) fn notice_of(view: View, files: &str) -> El {
    let delete = button("wink-link").says(view, Event::DiscardPressed).text(t(Key::DeleteBegun));
    let delete = el("div", "wink-notice-below").child(delete);
    notice(Tone::Note, t_with(Key::UploadBegun, &[("files", files)]), Some(delete))
}
