//! Rules for every English text.

use super::*;

#[test]
fn texts_are_calm_and_well_formed() {
    assert_eq!(
        (Key::DialogLabel.english(), Key::FailedBusy.english()),
        ("Link an account", "Wait a minute, then try again.")
    );
    for key in Key::ALL {
        let text = key.english();
        assert!(!text.is_empty() && text.trim() == text && !text.contains('\n'), "{key:?}");
        assert!(!text.contains('!') && !text.to_lowercase().contains("please"), "{key:?}: {text}");
        assert_eq!(text.matches('{').count(), text.matches('}').count(), "{key:?}: {text}");
    }
}
