//! Country names in the current language. They come from the browser, not from our catalogues.

use super::locale;
use js_sys::{Array, Function, Object, Reflect};
use wasm_bindgen::{JsCast, JsValue};

/// ISO 3166 alpha-2 codes, two letters each.
const CODES: &str = "ADAEAFAGAIALAMAOARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBWBYBZCACCCDCFCGCHCICKCLCMCN\
COCRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGTGUGWGYHKHNHRHTHUIDIEILIMINIOIQ\
IRISITJEJMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNG\
NINLNONPNRNUNZOMPAPEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTGTHTJTKTLTM\
TNTOTRTTTVTWTZUAUGUSUYUZVAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// Every country with its name, in the order of the names.
pub(crate) fn country_names() -> Vec<(String, String)> {
    let names = namer();
    let mut countries = Vec::with_capacity(CODES.len() / 2);
    let (mut rest, pairs) = (CODES, Array::new());
    while let Some((code, after)) = rest.split_at_checked(2) {
        if code.is_empty() {
            break;
        }
        let name = names.as_ref().and_then(|name| name(code)).unwrap_or_else(|| code.to_owned());
        pairs.push(&Array::of2(&name.into(), &code.into()));
        rest = after;
    }
    // The browser's own order, which knows accents and scripts.
    pairs.sort_by(&mut |one, other| {
        let name = |pair: JsValue| js_sys::JsString::from(pair.unchecked_into::<Array>().get(0));
        name(one).locale_compare(&String::from(name(other)), &Array::of1(&locale().into()), &Object::new())
    });
    for pair in pairs.iter() {
        let pair: Array = pair.unchecked_into();
        countries.push((text(&pair.get(1)), text(&pair.get(0))));
    }
    countries
}

fn text(value: &JsValue) -> String {
    value.as_string().unwrap_or_default()
}

/// `Intl.DisplayNames`, where the browser has it.
fn namer() -> Option<impl Fn(&str) -> Option<String>> {
    let intl = Reflect::get(&js_sys::global(), &"Intl".into()).ok()?;
    let class: Function = Reflect::get(&intl, &"DisplayNames".into()).ok()?.dyn_into().ok()?;
    let options = Object::new();
    Reflect::set(&options, &"type".into(), &"region".into()).ok()?;
    let arguments = Array::of2(&Array::of1(&locale().into()), &options);
    let names = Reflect::construct(&class, &arguments).ok()?;
    let of: Function = Reflect::get(&names, &"of".into()).ok()?.dyn_into().ok()?;
    Some(move |code: &str| of.call1(&names, &code.into()).ok()?.as_string())
}
