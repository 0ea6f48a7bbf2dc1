//! An unfinished upload of an earlier opening, with how to resume or delete it. Shown while no file is picked.

use crate::messages::{Key, apart, t, t_with};
use crate::ui::{El, Tone, button, el, notice};
use crate::view::View;
use wink_flow::{Event, Flow, State};

/// This number of names is enough to recognize the files.
const MOST_NAMES: usize = 3;

/// The names of the files. `None` if there is nothing to resume.
pub(super) fn files(flow: &Flow) -> Option<String> {
    let State::Upload(upload) = flow.state() else { return None };
    if !upload.is_choosing() || !upload.files.is_empty() {
        return None;
    }
    let mut names = String::new();
    for (place, file) in flow.session()?.unfinished(upload.file_type)?.files.iter().enumerate() {
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
    let delete = button("wink-link").on_click(view, Event::DiscardPressed).text(t(Key::DeleteBegun));
    let delete = el("div", "wink-notice-below").child(delete);
    notice(Tone::Note, t_with(Key::UploadBegun, &[("files", files)]), Some(delete))
}
