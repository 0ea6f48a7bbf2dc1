//! `/docs/api`: the Open API's document as a page for people. The page reads `/v1/openapi.json` in the browser, so
//! that there is one source; nothing comes from elsewhere.

use crate::http::headers::{Kind, file};
use crate::http::page::{Page, Script};
use crate::http::policy::{Allowed, Images, Policy, ScriptSinks, Scripts};
use axum::Router;
use axum::http::StatusCode;
use axum::response::Redirect;
use axum::routing::get;
use maud::html;
use wink_wire::Language;

const STYLE: &str =
    concat!(include_str!("../../../../static/tokens.css"), include_str!("reference/page.css"));
const SCRIPT: &str = include_str!("reference/page.js");

/// The page and what it loads.
pub(crate) fn router() -> Router {
    Router::new()
        .route("/docs", get(|| async { Redirect::permanent("/docs/api") }))
        .route("/docs/api", get(|| async { page() }))
        .route("/docs/page.css", get(file(Kind::StyleSheet, STYLE)))
        .route("/docs/page.js", get(file(Kind::Script, SCRIPT)))
}

/// The page before its script has read the document.
fn page() -> Page {
    let document = html! { a href="/v1/openapi.json" { "openapi.json" } };
    let body = html! {
        a.skip href="#operations" { "To the operations" }
        header.bar {
            h1 #title { "Open API" }
            a.raw href="/v1/openapi.json" { "openapi.json" }
        }
        div.frame {
            nav.contents aria-label="Operations" {
                label.search {
                    span.hidden { "Find an operation" }
                    input #search type="search" placeholder="Find an operation" autocomplete="off"
                        spellcheck="false";
                }
                p #count.count role="status" {}
                div #contents {}
            }
            main #operations tabindex="-1" {
                p #notice.notice role="status" { "Reading the document …" }
                noscript {
                    p.notice { "This page needs JavaScript. The document itself: " (document) "." }
                }
            }
        }
    };
    let policy = Policy {
        scripts: Scripts::Own,
        styles: Allowed::Own,
        connections: Allowed::Own,
        images: vec![Images::Own, Images::Data],
        script_sinks: ScriptSinks::Guarded,
        ..Policy::default()
    };
    Page::new(StatusCode::OK, Language::English, "Wink Open API", body)
        .style_sheet("/docs/page.css")
        .script(Script::Module("/docs/page.js"))
        .without_icon()
        .for_everybody()
        .under(policy)
}
