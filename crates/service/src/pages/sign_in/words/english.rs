//! English.

use super::{Notice, Sandbox, Start, Words};
use wink_wire::Language;

pub(super) static WORDS: Words = Words {
    language: Language::English,
    signed_in: Notice {
        title: "You are signed in",
        text: "Your account is being linked. You can close this window and go back to where you came from.",
    },
    denied: Notice {
        title: "Nothing was shared",
        text: "You did not allow it, so your account is not linked. You can close this window.",
    },
    not_taken: Notice {
        title: "That sign-in did not work",
        text: "The provider did not confirm it, so nothing was linked. Close this window and sign in again from where \
               you came from.",
    },
    too_late: Notice {
        title: "This took too long",
        text: "For your safety a sign-in has to be finished within ten minutes. Close this window and sign in again \
               from where you came from.",
    },
    over: Notice {
        title: "This sign-in is over",
        text: "It was finished or given up before, so this page does nothing. You can close this window.",
    },
    other_browser: Notice {
        title: "This sign-in began in another browser",
        text: "If somebody sent you a link, this kept your data from them: nothing was linked. If you began it yourself, \
               close this window and sign in from where you began, in the same browser.",
    },
    unknown: Notice {
        title: "This page cannot be used",
        text: "It does not belong to a sign-in that was started here, so nothing was linked. Close this window and \
               start again from where you came from.",
    },
    no_cookie: Notice {
        title: "This page cannot go on",
        text: "It needs a cookie, so that a sign-in ends in the browser in which it began, and this browser did not \
               keep it. Allow cookies for this address, close this window and sign in again from where you came from.",
    },
    unavailable: Notice {
        title: "The provider does not answer",
        text: "Its sign-in page cannot be reached at the moment, so nothing was shared. Close this window and try \
               again later from where you came from.",
    },
    away: Notice {
        title: "Please wait a moment",
        text: "The service is not available right now. Wait a minute and load this page again. If that does not help, \
               close this window and sign in again from where you came from.",
    },
    broken: Notice {
        title: "That did not work",
        text: "Something broke on our side, so nothing was linked. Close this window and sign in again from where you \
               came from.",
    },
    start: Start {
        title: "Signing in at {provider}",
        moment: "One moment…",
        question: "Did you begin this yourself?",
        about: "You are about to sign in at {provider}, so that {company} gets a copy of:",
        a_company: "a company",
        caution: "If somebody sent you this link, close this page: <strong>they would get your data</strong>. Go on \
                  only if you have just chosen {provider} yourself, in this browser.",
        go_on: "I began this: go on to {provider}",
        otherwise: "Otherwise just close this page. Nothing is shared.",
        identity: "your name, birthday and contact details",
        rating: "how you are rated there",
        document: "your documents",
        employment: "where you work and worked",
        income: "what you are paid",
        contribution: "what you pay into social insurance",
        liability: "your loans",
        transaction: "the single payments to and from you",
    },
    sandbox: Sandbox {
        ribbon: "Sandbox: a pretend page of {provider}",
        sign_in_to: "Sign in to {provider}",
        name: "User name, e-mail or mobile number",
        password: "Password",
        sign_in: "Sign in",
        people: "Sandbox people: George with 123456, Ryan with 654321.",
        mismatch: "That did not match. Check both and try again.",
        question: "Let Wink read your {provider} records?",
        signed_in_as: "You are signed in as <strong>{person}</strong>. Wink asks for a copy of:",
        asked_for: ["Your name and contact details", "Where you work", "What you are paid"],
        allow: "Allow",
        deny: "Don’t allow",
        incomplete: Notice {
            title: "This page cannot be used",
            text: "Its address is not complete, or is not one that was made here. Close this window and start again from \
                   where you came from.",
        },
        answered: Notice {
            title: "This page is over",
            text: "It was answered before, or it took too long. Close this window and sign in again from where you came \
                   from.",
        },
    },
};
