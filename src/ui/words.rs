//! Names that go into sentences, and the consent document.

use crate::messages::{Key, t};
use crate::view::View;
use leptos::prelude::*;
use wink_flow::ProviderSummary;
use wink_wire::ConsentDocument;

/// The company that asks.
pub(crate) fn company_name(view: View) -> String {
    let name = view.peek(|flow| flow.session().map(|session| session.preferences.company_name.clone()));
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| t(Key::TheCompany).to_owned())
}

/// A provider's name, also while it is not known yet.
pub(crate) fn name_of(provider: &ProviderSummary) -> &str {
    if provider.name.is_empty() { t(Key::TheProvider) } else { &provider.name }
}

/// The consent document: paragraphs, and headings where a line starts with `# `.
pub(crate) fn document(consent: &ConsentDocument) -> AnyView {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(heading) => view! { <h3>{heading.to_owned()}</h3> }.into_any(),
        None => view! { <p>{line.to_owned()}</p> }.into_any(),
    };
    let lines = consent.text.lines().map(str::trim).filter(|text| !text.is_empty()).map(line);
    view! { <div class="wink-document" lang=consent.language.clone()>{lines.collect_view()}</div> }.into_any()
}
