//! What these pages say, in each language. `{provider}`, `{company}` and `{person}` stand for what their names say. A
//! few words of what stands within a page may be strong.

mod arabic;
mod chinese;
mod english;
mod filipino;
mod indonesian;

use crate::records::RecordKind;
use wink_wire::Language;

/// The texts of a language.
#[derive(Debug)]
pub(super) struct Words {
    pub(super) language: Language,
    // How a sign-in ended, and why it cannot go on.
    pub(super) signed_in: Notice,
    pub(super) denied: Notice,
    pub(super) not_taken: Notice,
    pub(super) too_late: Notice,
    pub(super) over: Notice,
    pub(super) other_browser: Notice,
    pub(super) unknown: Notice,
    pub(super) no_cookie: Notice,
    pub(super) unavailable: Notice,
    pub(super) away: Notice,
    pub(super) broken: Notice,
    pub(super) start: Start,
    pub(super) sandbox: Sandbox,
}

/// A page that says one thing, and what to do next.
#[derive(Clone, Copy, Debug)]
pub(super) struct Notice {
    pub(super) title: &'static str,
    pub(super) text: &'static str,
}

/// Our page before the provider's.
#[derive(Debug)]
pub(super) struct Start {
    pub(super) title: &'static str,
    pub(super) moment: &'static str,
    pub(super) question: &'static str,
    pub(super) about: &'static str,
    pub(super) a_company: &'static str,
    pub(super) caution: &'static str,
    pub(super) go_on: &'static str,
    pub(super) otherwise: &'static str,
    identity: &'static str,
    rating: &'static str,
    document: &'static str,
    employment: &'static str,
    income: &'static str,
    contribution: &'static str,
    liability: &'static str,
    transaction: &'static str,
}

/// The sandbox's pages, which pretend to be a provider's.
#[derive(Debug)]
pub(super) struct Sandbox {
    pub(super) ribbon: &'static str,
    pub(super) sign_in_to: &'static str,
    pub(super) name: &'static str,
    pub(super) password: &'static str,
    pub(super) sign_in: &'static str,
    pub(super) people: &'static str,
    pub(super) mismatch: &'static str,
    pub(super) question: &'static str,
    pub(super) signed_in_as: &'static str,
    pub(super) asked_for: [&'static str; 3],
    pub(super) allow: &'static str,
    pub(super) deny: &'static str,
    pub(super) incomplete: Notice,
    pub(super) answered: Notice,
}

impl Start {
    /// A kind of what is read, for somebody who is not concerned with kinds of records. None for what is computed.
    pub(super) const fn kind(&self, kind: RecordKind) -> Option<&'static str> {
        Some(match kind {
            RecordKind::Identity => self.identity,
            RecordKind::Rating => self.rating,
            RecordKind::Document => self.document,
            RecordKind::Employment => self.employment,
            RecordKind::Income => self.income,
            RecordKind::Contribution => self.contribution,
            RecordKind::Liability => self.liability,
            RecordKind::Transaction => self.transaction,
            RecordKind::EstimatedIncome | RecordKind::Insight => return None,
        })
    }
}

/// The texts of a language.
pub(super) const fn of(language: Language) -> &'static Words {
    match language {
        Language::English => &english::WORDS,
        Language::Filipino => &filipino::WORDS,
        Language::Indonesian => &indonesian::WORDS,
        Language::Chinese => &chinese::WORDS,
        Language::Arabic => &arabic::WORDS,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often each place for a name stands in a text, and each mark.
    fn shape(text: &str) -> [usize; 6] {
        ["{provider}", "{company}", "{person}", "<strong>", "</strong>", "<"]
            .map(|part| text.matches(part).count())
    }

    fn texts(words: &Words) -> Vec<&'static str> {
        let Words { start, sandbox, .. } = words;
        let notices = [
            words.signed_in,
            words.denied,
            words.not_taken,
            words.too_late,
            words.over,
            words.other_browser,
            words.unknown,
            words.no_cookie,
            words.unavailable,
            words.away,
            words.broken,
            sandbox.incomplete,
            sandbox.answered,
        ];
        let mut texts: Vec<_> = notices.iter().flat_map(|notice| [notice.title, notice.text]).collect();
        texts.extend([
            start.title,
            start.moment,
            start.question,
            start.about,
            start.a_company,
            start.caution,
            start.go_on,
            start.otherwise,
            start.identity,
            start.rating,
            start.document,
            start.employment,
            start.income,
            start.contribution,
            start.liability,
            start.transaction,
        ]);
        texts.extend([
            sandbox.ribbon,
            sandbox.sign_in_to,
            sandbox.name,
            sandbox.password,
            sandbox.sign_in,
            sandbox.people,
            sandbox.mismatch,
            sandbox.question,
            sandbox.signed_in_as,
            sandbox.allow,
            sandbox.deny,
        ]);
        texts.extend(sandbox.asked_for);
        texts
    }

    #[test]
    fn every_language_says_the_same_things() {
        let english = texts(of(Language::English));
        for language in Language::ALL {
            let words = of(language);
            assert_eq!(words.language, language);
            for (text, english) in texts(words).into_iter().zip(&english) {
                assert_eq!(shape(text), shape(english), "{text}");
                assert!(language == Language::English || text != *english, "not translated: {text}");
            }
        }
    }
}
