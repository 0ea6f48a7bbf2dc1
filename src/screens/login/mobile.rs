//! The country of a mobile number, beside the number.

use super::{is_sending, read_form};
use crate::messages::{Key, place_name, t};
use crate::ui::{El, bare, el, live};
use crate::view::View;
use leptos::prelude::*;
use web_sys::HtmlSelectElement;
use wink_flow::Event;
use wink_wire::{CallingCountry, LoginField};

/// The choice of country. `None` if the field accepts numbers as they are typed.
pub(super) fn country(view: View, position: usize, field: &LoginField) -> Option<El> {
    let first = field.countries.first()?;
    let chosen =
        move || read_form(view, |form| form.countries.get(position).copied()).flatten().unwrap_or_default();
    let one = |(at, country): (usize, &CallingCountry)| {
        let option = bare("option").set("value", at.to_string());
        // The preselected value is also an attribute, for software that reads the DOM.
        let option = if country == first { option.set("selected", "") } else { option };
        option.text([place_name(&country.country), " +", &country.calling_code].concat())
    };
    let select = el("select", "wink-input wink-select")
        .set("aria-label", t(Key::CallingCode))
        .set("autocomplete", "tel-country-code")
        .follow_flag("disabled", move || is_sending(view))
        .children(field.countries.iter().enumerate().map(one))
        .value(live(move || chosen().to_string()))
        .on("change", move |event| {
            let select: HtmlSelectElement = event_target(&event);
            if let Ok(country) = select.value().parse() {
                view.send(Event::CallingCountryChosen(position, country));
            }
        });
    let code = move || {
        let code = read_form(view, |form| {
            form.calling_country(position).map(|country| ["+", &country.calling_code].concat())
        });
        code.flatten().unwrap_or_default()
    };
    let shown = el("span", "wink-select-shown").set("aria-hidden", "true").live_text(code);
    Some(el("div", "wink-select-box").child(select).child(shown))
}
