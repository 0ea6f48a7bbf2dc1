//! The texts of the frame, by kind.

use crate::messages::Key;
use wink_flow::Factor;

/// The texts of the frame for one kind.
#[derive(Clone, Copy)]
pub(crate) struct FactorTexts {
    pub(super) wrong: Key,
    pub(super) wrong_last: Key,
    /// `None` if the kind shows the message beside the field.
    pub(super) missing: Option<Key>,
    pub(super) expires_in: Key,
    pub(crate) expired: Key,
    pub(super) resend: Key,
    pub(super) resend_in: Key,
    pub(super) resending: Key,
    pub(crate) resent: Key,
}

const CODE: FactorTexts = FactorTexts {
    wrong: Key::CodeWrong,
    wrong_last: Key::CodeWrongLast,
    missing: Some(Key::CodeMissing),
    expires_in: Key::CodeExpiresIn,
    expired: Key::CodeExpired,
    resend: Key::Resend,
    resend_in: Key::ResendIn,
    resending: Key::Resending,
    resent: Key::CodeResent,
};

const CHOICE: FactorTexts = FactorTexts {
    wrong: Key::AnswerWrong,
    wrong_last: Key::AnswerWrongLast,
    missing: Some(Key::ChoiceMissing),
    expires_in: Key::AnswerTimeLeft,
    expired: Key::AnswerTimeUp,
    ..CODE
};

const QUESTIONS: FactorTexts = FactorTexts { missing: None, ..CHOICE };

const PICTURE: FactorTexts = FactorTexts {
    missing: Some(Key::ReadImageMissing),
    resend: Key::ReadImageAnother,
    resend_in: Key::ReadImageAnotherIn,
    resending: Key::ReadImageFetching,
    resent: Key::ReadImageFetched,
    ..CHOICE
};

const REQUEST: FactorTexts = FactorTexts {
    expires_in: Key::ApproveExpiresIn,
    expired: Key::ApproveExpired,
    resend: Key::ApproveAgain,
    resend_in: Key::ApproveAgainIn,
    resending: Key::ApproveSending,
    resent: Key::ApproveSent,
    ..CHOICE
};

/// The texts of the frame for a factor.
pub(crate) const fn factor_texts(factor: &Factor) -> FactorTexts {
    match factor {
        Factor::OneTimeCode(_) => CODE,
        Factor::ChooseDestination(_) | Factor::ChooseAccount(_) | Factor::ChooseImage(_) => CHOICE,
        Factor::SecurityQuestions(_) => QUESTIONS,
        Factor::ReadImage(_) => PICTURE,
        Factor::Approve(_) => REQUEST,
    }
}
