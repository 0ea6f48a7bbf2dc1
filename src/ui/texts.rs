//! Names for sentences, references, and the consent document.

use super::el::{El, bare, el};
use crate::messages::{Key, t};
use crate::view::View;
use wink_flow::{Flow, ProviderSummary};
use wink_wire::ConsentDocument;

/// The company that asks.
pub(crate) fn company_name(view: View) -> String {
    view.peek(company_of)
}

/// The company that asks, for callers that have the flow already.
pub(crate) fn company_of(flow: &Flow) -> String {
    let name = flow.session().map(|session| session.preferences.company_name.clone());
    name.filter(|name| !name.is_empty()).unwrap_or_else(|| t(Key::TheCompany).to_owned())
}

/// A provider's name, or "the provider" while it is unknown.
pub(crate) fn name_of(provider: &ProviderSummary) -> &str {
    if provider.name.is_empty() { t(Key::TheProvider) } else { &provider.name }
}

/// The reference that identifies a failure in the service's log.
pub(crate) fn support_reference(reference: String) -> El {
    el("p", "wink-reference").text([t(Key::Reference), " "].concat()).child(bare("code").text(reference))
}

/// The consent document: paragraphs, and headings where a line starts with `# `.
pub(crate) fn document(consent: &ConsentDocument) -> El {
    agreement(&consent.text, consent.language.clone())
}

/// A text to agree to, in its own language.
pub(crate) fn agreement(text: &str, language: String) -> El {
    let line = |line: &str| match line.strip_prefix("# ") {
        Some(heading) => bare("h3").text(heading.to_owned()),
        None => bare("p").text(line.to_owned()),
    };
    let lines = text.lines().map(str::trim).filter(|text| !text.is_empty()).map(line);
    el("div", "wink-document").set("lang", language).set("dir", "auto").children(lines)
}
