//! Encodes a catalogue for browsers: only the texts, in the order of the keys, one per line. The first line is a
//! fingerprint of the keys, so that a widget of another build does not use a catalogue that does not match its keys.

use crate::{Message, Translation};

/// Encodes a language's catalogue as the widget reads it (`src/messages/catalogue.rs`). Plural forms are in one line, as
/// `one:…⇥other:…`.
pub fn encode(english: &[Message], translation: &Translation) -> String {
    let mut text = fingerprint(english.iter().map(|message| message.key.as_str())).to_string();
    for message in english {
        text.push('\n');
        let forms = translation.of(&message.key).map(|line| match &line.category {
            Some(category) => format!("{category}:{}", line.text),
            None => line.text.clone(),
        });
        text.push_str(&forms.collect::<Vec<_>>().join("\t"));
    }
    text
}

/// FNV-1a over the names of the keys, each with a line end.
fn fingerprint<'a>(keys: impl Iterator<Item = &'a str>) -> u32 {
    let bytes = keys.flat_map(|key| key.bytes().chain([b'\n']));
    bytes.fold(0x811c_9dc5, |hash: u32, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read_translation;

    #[test]
    fn texts_are_encoded_in_the_order_of_the_keys() {
        let message = |key: &str| Message { key: key.to_owned(), one: None, text: "English".to_owned() };
        let english = [message("A"), message("B"), message("C")];
        let translation = read_translation("C[one] = 1\nC[other] = {count}\nA = a\n");
        // FNV-1a of "A\nB\nC\n".
        assert_eq!(encode(&english, &translation), "101602087\na\n\none:1\tother:{count}");
    }
}
