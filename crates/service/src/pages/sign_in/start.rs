//! The start page, which precedes the provider's page. If the widget that opened it vouches for the person, it
//! continues at once; otherwise it shows who asks, and the person confirms having started this. Either way the browser
//! gets a cookie, without which it cannot return.

use super::html::{Closing, Tone, card, last_message, message};
use super::{language_for, notices, page_for};
use crate::http::headers::Caching;
use crate::http::page::{Page, Script};
use crate::http::rich_text::{fill, name};
use crate::linking::{Begun, Browser, Departure, LinkingError, Returned, Way};
use crate::records::RecordKind;
use crate::state::AppState;
use crate::texts::Text;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Path, Query, State};
use axum::http::header::{COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Redirect, Response};
use cookie::time::Duration;
use cookie::{Cookie, SameSite};
use maud::html;
use serde::Deserialize;
use wink_wire::{Language, Secret};

/// The path that the start page continues to, followed by an account's id.
pub(super) const DEPART_PATH: &str = "/sign-in/go";

/// The time that a sign-in may take.
const COOKIE_MINUTES: i64 = 10;

#[derive(Deserialize)]
pub(super) struct Ticket {
    ticket: Secret,
}

#[derive(Deserialize)]
pub(super) struct StartQuery {
    ticket: Secret,
    /// A value that only a page shown to this browser has.
    page: String,
    /// The widget's proof. Without it, the person has confirmed.
    proof: Option<Secret>,
    /// What the page spoke.
    language: Option<Language>,
}

/// Shows the page, and has the browser keep a cookie.
pub(super) async fn start(
    State(state): State<AppState>,
    Path(account_id): Path<String>,
    headers: HeaderMap,
    asked: Result<Query<Ticket>, QueryRejection>,
) -> Response {
    let own = language_for(&headers, None);
    let Ok(Query(Ticket { ticket })) = asked else { return page_for(Returned::Unknown, own).into_response() };
    let shown = async {
        let begun = match state.linking.started_sign_in(&account_id, &ticket).await? {
            Ok(begun) => begun,
            Err(returned) => return Ok(page_for(returned, own).into_response()),
        };
        let address = state.address();
        // One that is there already stays: an older window of this browser may be at the provider with it.
        let browser = match browser_of(&headers, address) {
            Some(browser) => browser,
            None => Browser::new()?,
        };
        let cookie = [(SET_COOKIE, cookie_for(&browser, address).to_string())];
        Ok::<_, LinkingError>((cookie, start_page(&begun, &ticket, &browser)).into_response())
    };
    shown.await.unwrap_or_else(|error| broken(&error, own))
}

/// Goes on to the provider. A `GET`, because browsers send the cookie with no other request from a page in a sandbox;
/// that it comes from our page, and not from somebody else's, is known from what only our page holds.
pub(super) async fn depart(
    State(state): State<AppState>,
    Path(account_id): Path<String>,
    headers: HeaderMap,
    query: Result<Query<StartQuery>, QueryRejection>,
) -> Response {
    let Ok(Query(query)) = query else {
        return page_for(Returned::Unknown, language_for(&headers, None)).into_response();
    };
    let language = language_for(&headers, query.language);
    let address = state.address();
    let is_ours = |browser: &Browser| browser.page_key(&account_id) == query.page;
    let Some(browser) = browser_of(&headers, address).filter(is_ours) else {
        let page = message(StatusCode::BAD_REQUEST, Tone::Bad, notices::NO_COOKIE, language);
        return page.into_response();
    };
    let way = query.proof.map_or(Way::Confirmed, Way::Proof);
    let departure = state.linking.depart_for_provider(&account_id, &query.ticket, &way, &browser, address);
    match departure.await {
        Ok(Departure::To(address)) => (Caching::Never.headers(), Redirect::to(&address)).into_response(),
        Ok(Departure::Unavailable) => {
            let (status, notice) = (StatusCode::BAD_GATEWAY, notices::UNAVAILABLE);
            last_message(status, Tone::Bad, Closing::ByHand, notice, language).into_response()
        }
        Ok(Departure::Not(returned)) => page_for(returned, language).into_response(),
        Err(error) => broken(&error, language),
    }
}

/// The browser that a request comes from, by the cookie that it keeps.
pub(super) fn browser_of(headers: &HeaderMap, address: &str) -> Option<Browser> {
    let name = cookie_name(address);
    let sent = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut cookies = sent.flat_map(Cookie::split_parse).filter_map(Result::ok);
    cookies.find_map(|cookie| Browser::parse(cookie.value()).filter(|_| cookie.name() == name))
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
    let language = begun.language;
    let t = |text: Text| text.in_language(language);
    let provider = name(&begun.provider_name);
    let company = match begun.company_name.as_str() {
        "" => html! { (t(Text::StartCompany)) },
        company => html! { strong { (name(company)) } },
    };
    let filled = |text| fill(t(text), &[("provider", &provider), ("company", &company)]);
    let onward = format!(
        "{DEPART_PATH}/{}?ticket={}&page={}&language={}",
        begun.account_id,
        ticket.expose(),
        browser.page_key(&begun.account_id),
        begun.language.tag()
    );
    let body = html! {
        div #start data-onward=(onward) {
            p #moment role="status" { (t(Text::StartMoment)) }
            div #confirm {
                h1 { (t(Text::StartQuestion)) }
                p { (filled(Text::StartAbout)) }
                ul {
                    @for text in begun.kinds.iter().filter_map(|kind| text_of(*kind)) {
                        li { (t(text)) }
                    }
                }
                p.caution { (filled(Text::StartCaution)) }
                a.button.primary href=(onward) { span { (filled(Text::StartGoOn)) } }
                p.small { (t(Text::StartOtherwise)) }
            }
        }
    };
    let title = t(Text::StartTitle).replace("{provider}", &begun.provider_name);
    card(StatusCode::OK, title, &body, language).script(Script::Classic("/sign-in/start.js"))
}

/// A kind of what is read, in the words of somebody who knows no kinds of records. `None` for what is computed.
const fn text_of(kind: RecordKind) -> Option<Text> {
    Some(match kind {
        RecordKind::Identity => Text::StartIdentity,
        RecordKind::Rating => Text::StartRating,
        RecordKind::Document => Text::StartDocument,
        RecordKind::Employment => Text::StartEmployment,
        RecordKind::Income => Text::StartIncome,
        RecordKind::Contribution => Text::StartContribution,
        RecordKind::Liability => Text::StartLiability,
        RecordKind::Transaction => Text::StartTransaction,
        RecordKind::EstimatedIncome | RecordKind::Insight => return None,
    })
}

fn broken(error: &LinkingError, language: Language) -> Response {
    tracing::error!(?error, "continuing to a provider failed");
    super::broken(error, language).into_response()
}

/// The page, with a text in the place of what comes from elsewhere; with a company that has a name, and without.
#[cfg(test)]
pub(super) fn pages_of(text: &str, language: Language) -> [(&'static str, Page); 2] {
    let browser = Browser::parse(&"0".repeat(43)).unwrap();
    let page = |company_name: &str| {
        let begun = Begun {
            account_id: "a-1".into(),
            provider_name: text.into(),
            company_name: company_name.into(),
            kinds: vec![RecordKind::Income],
            language,
        };
        start_page(&begun, &text.into(), &browser)
    };
    [("start", page(text)), ("start, for a company without a name", page(""))]
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
