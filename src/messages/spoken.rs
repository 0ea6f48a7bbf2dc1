//! The current language, and what depends on it besides the texts: plural categories, number formats, and the text
//! direction.

use super::Key;
use js_sys::Intl::{NumberFormat, PluralRules};
use js_sys::{Array, Function, Object};
use std::cell::{Cell, RefCell};
use wasm_bindgen::JsValue;
use wink_wire::Language;

/// A language and its texts, in the order of the keys; English texts are part of the program.
#[derive(Clone, Copy)]
pub(super) struct Spoken {
    pub(super) language: Language,
    pub(super) texts: Option<&'static [&'static str]>,
}

/// The browser's formatters of a language. They are kept because creating them is slow, and every keystroke shows a count.
struct Formats {
    language: Language,
    plural: PluralRules,
    number: Function,
}

thread_local! {
    static SPOKEN: Cell<Spoken> = const { Cell::new(Spoken { language: Language::English, texts: None }) };
    /// The English texts, once one is needed.
    static ENGLISH: Cell<&'static [&'static str]> = const { Cell::new(&[]) };
    static FORMATS: RefCell<Option<Formats>> = const { RefCell::new(None) };
}

impl Key {
    /// The text in English.
    pub(super) fn english(self) -> &'static str {
        if ENGLISH.get().is_empty() {
            ENGLISH.set(Self::ENGLISH.split('\n').collect::<Vec<_>>().leak());
        }
        ENGLISH.get().get(self as usize).copied().unwrap_or_default()
    }
}

/// Switches to these texts. Texts on the screen stay until they are drawn again.
pub(super) fn speak(spoken: Spoken) {
    SPOKEN.set(spoken);
}

/// The language of the texts.
pub(crate) fn language() -> Language {
    SPOKEN.get().language
}

/// The value of `dir`.
pub(crate) fn direction() -> &'static str {
    if is_right_to_left() { "rtl" } else { "ltr" }
}

pub(super) fn is_right_to_left() -> bool {
    language() == Language::Arabic
}

/// The locale of numbers and dates. It uses the same digits as codes and phone numbers.
pub(crate) fn locale() -> &'static str {
    match language() {
        Language::Arabic => "ar-u-nu-latn",
        other => other.tag(),
    }
}

/// The text of a key, or all of its plural forms.
pub(super) fn text(key: Key) -> &'static str {
    let own = SPOKEN.get().texts.and_then(|texts| texts.get(key as usize).copied());
    own.filter(|text| !text.is_empty()).unwrap_or_else(|| key.english())
}

/// A whole number in the reader's format.
pub(super) fn number(count: usize) -> String {
    let text = with_formats(|formats| formats.number.call1(&JsValue::UNDEFINED, &in_script(count).into()));
    text.ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// The CLDR plural category of a number: zero, one, two, few, many or other.
pub(super) fn plural_category(count: usize) -> String {
    with_formats(|formats| formats.plural.select(in_script(count))).into()
}

fn in_script(count: usize) -> f64 {
    u32::try_from(count).unwrap_or(u32::MAX).into()
}

fn with_formats<T>(work: impl FnOnce(&Formats) -> T) -> T {
    FORMATS.with_borrow_mut(|formats| {
        if formats.as_ref().is_none_or(|formats| formats.language != language()) {
            *formats = None;
        }
        work(formats.get_or_insert_with(Formats::new))
    })
}

impl Formats {
    fn new() -> Self {
        let (locale, options) = (Array::of1(&locale().into()), Object::new());
        Self {
            language: language(),
            plural: PluralRules::new(&locale, &options),
            number: NumberFormat::new(&locale, &options).format(),
        }
    }
}

/// The form for a category, from `one:…⇥other:…`. The last one if the category has no form.
pub(super) fn form<'a>(forms: &'a str, category: &str) -> &'a str {
    let own = |form: &'a str| form.strip_prefix(category)?.strip_prefix(':');
    let last = || forms.rsplit('\t').next()?.split_once(':').map(|(_, text)| text);
    forms.split('\t').find_map(own).or_else(last).unwrap_or(forms)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_takes_the_form_of_its_category() {
        let forms = "one:1 result\tother:{count} results";
        assert_eq!(form(forms, "one"), "1 result");
        assert_eq!(form(forms, "other"), "{count} results");
        assert_eq!(form(forms, "few"), "{count} results");
        assert_eq!(form("other:{count} 个结果", "other"), "{count} 个结果");
        assert_eq!(form("not counted", "one"), "not counted");
    }
}
