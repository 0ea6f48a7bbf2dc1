//! Our own page before the provider's. The widget that opened it says so, and the person sees nothing of it; where
//! nobody says so, the person is told who asks, and goes on if they began it themselves. Either way the browser keeps a
//! cookie, without which the way back is closed.

use super::html::{Page, Tone, escape};
use super::page_for;
use crate::app::AppState;
use crate::linking::{Begun, Browser, Departure, LinkingError, Way};
use crate::records::RecordKind;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{CACHE_CONTROL, COOKIE, REFERRER_POLICY, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use serde::Deserialize;
use std::fmt::Write as _;
use wink_wire::Secret;

/// Where our page goes on to, followed by an account's id.
pub(super) const DEPART_PATH: &str = "/sign-in/go";

/// As long as a sign-in may take.
const COOKIE_MINUTES: i64 = 10;

#[derive(Deserialize)]
pub(super) struct Ticket {
    ticket: Secret,
}

#[derive(Deserialize)]
pub(super) struct Wish {
    ticket: Secret,
    /// What only a page has that we have shown to this browser.
    page: String,
    /// What the widget said; without it the person did.
    proof: Option<Secret>,
}

/// Shows the page, and has the browser keep a cookie.
pub(super) async fn start(
    State(state): State<AppState>,
    Path(account_id): Path<String>,
    headers: HeaderMap,
    asked: Result<Query<Ticket>, QueryRejection>,
) -> Response {
    let Ok(Query(Ticket { ticket })) = asked else { return super::unknown().into_response() };
    let shown = async {
        let begun = match state.linking.sign_in_begun(&account_id, &ticket).await? {
            Ok(begun) => begun,
            Err(returned) => return Ok(page_for(returned).into_response()),
        };
        let address = state.address(&headers);
        // One that is there already stays: an older window of this browser may be at the provider with it.
        let browser = match browser_of(&headers, &address) {
            Some(browser) => browser,
            None => Browser::new()?,
        };
        let cookie = [(SET_COOKIE, cookie_for(&browser, &address).to_string())];
        Ok::<_, LinkingError>((cookie, start_page(&begun, &ticket, &browser)).into_response())
    };
    shown.await.unwrap_or_else(|error| broken(&error))
}

/// Goes on to the provider. A `GET`, because browsers send the cookie with no other request from a page in a sandbox;
/// that it comes from our page, and not from somebody else's, is known from what only our page holds.
pub(super) async fn depart(
    State(state): State<AppState>,
    Path(account_id): Path<String>,
    headers: HeaderMap,
    wish: Result<Query<Wish>, QueryRejection>,
) -> Response {
    let Ok(Query(wish)) = wish else { return super::unknown().into_response() };
    let address = state.address(&headers);
    let is_ours = |browser: &Browser| browser.page_key(&account_id) == wish.page;
    let Some(browser) = browser_of(&headers, &address).filter(is_ours) else {
        return no_cookie().into_response();
    };
    let way = wish.proof.map_or(Way::Confirmed, Way::Proof);
    let departure = state.linking.sign_in_departs(&account_id, &wish.ticket, &way, &browser, &address);
    match departure.await {
        Ok(Departure::To(address)) => {
            let headers = [(CACHE_CONTROL, "no-store"), (REFERRER_POLICY, "no-referrer")];
            (headers, Redirect::to(&address)).into_response()
        }
        Ok(Departure::Unavailable) => unavailable().into_response(),
        Ok(Departure::Not(returned)) => page_for(returned).into_response(),
        Err(error) => broken(&error),
    }
}

/// The browser that a request comes from, by the cookie that it keeps.
pub(super) fn browser_of(headers: &HeaderMap, address: &str) -> Option<Browser> {
    let name = cookie_name(address);
    let sent = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut cookies = sent.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.find_map(|cookie| Browser::that_sent(cookie.value()).filter(|_| cookie.name() == name))
}

fn cookie_for(browser: &Browser, address: &str) -> Cookie<'static> {
    Cookie::build((cookie_name(address), browser.secret().expose().to_owned()))
        .path("/")
        .max_age(Duration::minutes(COOKIE_MINUTES))
        .http_only(true)
        // Coming back from the provider is a navigation from elsewhere.
        .same_site(SameSite::Lax)
        .secure(is_secure(address))
        .build()
}

/// With the prefix, no other host of the same domain can put a cookie of its own in its place.
fn cookie_name(address: &str) -> &'static str {
    if is_secure(address) { "__Host-wink-sign-in" } else { "wink-sign-in" }
}

fn is_secure(address: &str) -> bool {
    address.starts_with("https://")
}

fn start_page(begun: &Begun, ticket: &Secret, browser: &Browser) -> Page {
    let provider = escape(&begun.provider_name);
    let company = match begun.company_name.as_str() {
        "" => "a company".to_owned(),
        name => format!("<strong>{}</strong>", escape(name)),
    };
    let onward = format!(
        "{DEPART_PATH}/{}?ticket={}&page={}",
        begun.account_id,
        ticket.expose(),
        browser.page_key(&begun.account_id)
    );
    let onward = escape(&onward);
    let body = format!(
        "<div id=\"start\" data-onward=\"{onward}\">\
         <p id=\"moment\" role=\"status\">One moment…</p>\
         <div id=\"confirm\"><h1>Did you begin this yourself?</h1>\
         <p>You are about to sign in at {provider}, so that {company} gets a copy of:</p><ul>{shared}</ul>\
         <p class=\"caution\">If somebody sent you this link, close this page: <strong>they would get your data</strong>. \
         Go on only if you have just chosen {provider} yourself, in this browser.</p>\
         <a class=\"button primary\" href=\"{onward}\">I began this: go on to {provider}</a>\
         <p class=\"small\">Otherwise just close this page. Nothing is shared.</p></div></div>",
        shared = list(&begun.kinds),
    );
    Page::with_body(StatusCode::OK, &format!("Signing in at {}", begun.provider_name), body)
        .script("/sign-in/start.js")
}

/// What is read, in the words of somebody who is not concerned with kinds of records.
fn list(kinds: &[RecordKind]) -> String {
    let mut list = String::new();
    for words in kinds.iter().filter_map(|kind| words_for(*kind)) {
        // Writing to a string does not fail.
        let _ = write!(list, "<li>{words}</li>");
    }
    list
}

const fn words_for(kind: RecordKind) -> Option<&'static str> {
    Some(match kind {
        RecordKind::Identity => "your name, birthday and contact details",
        RecordKind::Rating => "how you are rated there",
        RecordKind::Document => "your documents",
        RecordKind::Employment => "where you work and worked",
        RecordKind::Income => "what you are paid",
        RecordKind::Contribution => "what you pay into social insurance",
        RecordKind::Liability => "your loans",
        RecordKind::Transaction => "the single payments to and from you",
        // They are computed from the others.
        RecordKind::EstimatedIncome | RecordKind::Insight => return None,
    })
}

fn no_cookie() -> Page {
    let text = "It needs a cookie, so that a sign-in ends in the browser in which it began, and this browser did not \
                keep it. Allow cookies for this address, close this window and sign in again from where you came from.";
    Page::new(StatusCode::BAD_REQUEST, Tone::Bad, "This page cannot go on", text)
}

fn unavailable() -> Page {
    let text = "Its sign-in page cannot be reached at the moment, so nothing was shared. Close this window and try \
                again later from where you came from.";
    Page::new(StatusCode::BAD_GATEWAY, Tone::Bad, "The provider does not answer", text)
        .closing(super::html::Closing::ByHand)
}

fn broken(error: &LinkingError) -> Response {
    tracing::error!(?error, "going on to a provider broke down");
    super::broken(error).into_response()
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::http::HeaderValue;

    fn headers(cookie: &str) -> HeaderMap {
        HeaderMap::from_iter([(COOKIE, HeaderValue::from_str(cookie).unwrap())])
    }

    #[test]
    fn a_browser_is_known_by_the_cookie_that_it_was_given() {
        for address in ["http://localhost:8080", "https://wink.example"] {
            let browser = Browser::new().unwrap();
            let given = cookie_for(&browser, address).to_string();
            let sent = format!("other=1; {}", given.split(';').next().unwrap());
            let known = browser_of(&headers(&sent), address).unwrap();
            assert_eq!(known.page_key("a-1"), browser.page_key("a-1"));
            assert_ne!(known.page_key("a-1"), browser.page_key("a-2"));
        }
    }

    #[test]
    fn the_cookie_says_where_it_may_go() {
        let browser = Browser::new().unwrap();
        let plain = cookie_for(&browser, "http://localhost").to_string();
        assert!(plain.ends_with("; HttpOnly; SameSite=Lax; Path=/; Max-Age=600"), "{plain}");
        let secure = cookie_for(&browser, "https://wink.example").to_string();
        assert!(secure.starts_with("__Host-wink-sign-in=") && secure.contains("; Secure"), "{secure}");
    }

    #[test]
    fn no_cookie_or_somebody_elses_is_no_browser() {
        for sent in ["", "wink-sign-in=short", "x-wink-sign-in=0123456789012345678901234567890123456789012"] {
            assert!(browser_of(&headers(sent), "http://localhost").is_none(), "{sent}");
        }
        let sent = "wink-sign-in=0123456789012345678901234567890123456789012";
        assert!(browser_of(&headers(sent), "https://wink.example").is_none(), "not over plain http");
    }
}
