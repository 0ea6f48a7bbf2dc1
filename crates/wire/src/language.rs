//! The languages that Wink speaks, and which one a person gets.

use serde::{Deserialize, Serialize};

/// A language that Wink speaks, on the wire by its BCP 47 tag.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Language {
    /// Filipino.
    #[serde(rename = "fil")]
    Filipino,
    /// Indonesian.
    #[serde(rename = "id")]
    Indonesian,
    /// Simplified Chinese.
    #[serde(rename = "zh-Hans")]
    Chinese,
    /// Arabic, which is written from right to left.
    #[serde(rename = "ar")]
    Arabic,
    /// English, and any language newer than this build.
    #[default]
    #[serde(rename = "en", other)]
    English,
}

impl Language {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::English, Self::Filipino, Self::Indonesian, Self::Chinese, Self::Arabic];

    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::English => "en",
            Self::Filipino => "fil",
            Self::Indonesian => "id",
            Self::Chinese => "zh-Hans",
            Self::Arabic => "ar",
        }
    }

    /// The language that a BCP 47 tag asks for, whatever its region; `None` for one that Wink does not speak.
    ///
    /// `tl` and `in` are older tags of Filipino and Indonesian. Traditional Chinese is not Simplified Chinese.
    /// `static/loader.js` holds the same rule, to fetch a language before the module is there.
    pub fn of(tag: &str) -> Option<Self> {
        let mut parts = tag.trim().split(['-', '_']);
        let language = parts.next()?;
        let is = |wanted: &[&str]| wanted.iter().any(|wanted| language.eq_ignore_ascii_case(wanted));
        let script = parts.next().unwrap_or_default();
        let is_traditional =
            || ["Hant", "TW", "HK", "MO"].iter().any(|other| script.eq_ignore_ascii_case(other));
        if is(&["en"]) {
            Some(Self::English)
        } else if is(&["fil", "tl"]) {
            Some(Self::Filipino)
        } else if is(&["id", "in"]) {
            Some(Self::Indonesian)
        } else if is(&["ar"]) {
            Some(Self::Arabic)
        } else if is(&["zh"]) && !is_traditional() {
            Some(Self::Chinese)
        } else {
            None
        }
    }

    /// The first of these tags that Wink speaks, else English.
    pub fn first_of<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        tags.into_iter().find_map(Self::of).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_tag_finds_its_language() {
        for (tag, language) in [
            ("en", Some(Language::English)),
            ("en-PH", Some(Language::English)),
            ("EN_us", Some(Language::English)),
            ("fil", Some(Language::Filipino)),
            ("fil-PH", Some(Language::Filipino)),
            ("tl", Some(Language::Filipino)),
            ("tl-PH", Some(Language::Filipino)),
            ("id", Some(Language::Indonesian)),
            ("in-ID", Some(Language::Indonesian)),
            ("zh", Some(Language::Chinese)),
            ("zh-CN", Some(Language::Chinese)),
            ("zh-SG", Some(Language::Chinese)),
            ("zh-Hans-HK", Some(Language::Chinese)),
            ("zh-TW", None),
            ("zh-hant", None),
            ("zh-Hant-CN", None),
            ("ar", Some(Language::Arabic)),
            ("ar-EG", Some(Language::Arabic)),
            ("ar-u-nu-latn", Some(Language::Arabic)),
            ("de", None),
            ("english", None),
            ("", None),
        ] {
            assert_eq!(Language::of(tag), language, "{tag}");
        }
    }

    #[test]
    fn tags_round_trip_and_the_first_supported_language_wins() {
        for language in Language::ALL {
            assert_eq!(Language::of(language.tag()), Some(language));
            let json = serde_json::to_string(&language).unwrap();
            assert_eq!(json, format!("\"{}\"", language.tag()));
            assert_eq!(serde_json::from_str::<Language>(&json).unwrap(), language);
        }
        assert_eq!(serde_json::from_str::<Language>("\"xx\"").unwrap(), Language::English);
        assert_eq!(Language::first_of(["de", "id-ID", "ar"]), Language::Indonesian);
        assert_eq!(Language::first_of(["de"]), Language::English);
    }
}
