//! The variables in a host's texts: `${companyName}`, `${firstName}`, `${fullName}`.

/// Their names.
const NAMES: [&str; 3] = ["companyName", "firstName", "fullName"];

const BEGIN: &str = "${";

/// A text uses an unknown variable.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub(crate) enum BadVariable {
    #[error(
        "uses the unknown variable ${{{0}}}; the variables are ${{companyName}}, ${{firstName}} and ${{fullName}}"
    )]
    Unknown(String),
    #[error("has ${{ without a closing }}")]
    Open,
}

/// The values of the variables.
#[derive(Clone, Copy, Debug)]
#[expect(clippy::struct_field_names, reason = "as hosts write the variables")]
pub(crate) struct Values<'a> {
    pub(crate) company_name: &'a str,
    pub(crate) first_name: &'a str,
    pub(crate) full_name: &'a str,
}

/// Checks that a text uses only known variables.
pub(crate) fn check(text: &str) -> Result<(), BadVariable> {
    for (_, name) in parts(text) {
        match name {
            Some(Ok(name)) if NAMES.contains(&name) => {}
            Some(Ok(name)) => return Err(BadVariable::Unknown(name.chars().take(40).collect())),
            Some(Err(_)) => return Err(BadVariable::Open),
            None => {}
        }
    }
    Ok(())
}

/// Replaces the variables of a text. Values are not searched for variables.
pub(crate) fn fill(text: &str, values: Values<'_>) -> String {
    let mut filled = String::with_capacity(text.len() + 32);
    for (plain, name) in parts(text) {
        filled.push_str(plain);
        match name {
            Some(Ok("companyName")) => filled.push_str(values.company_name),
            Some(Ok("firstName")) => filled.push_str(values.first_name),
            Some(Ok("fullName")) => filled.push_str(values.full_name),
            // Stored texts contain none of these.
            Some(Ok(other)) => filled.extend([BEGIN, other, "}"]),
            Some(Err(rest)) => filled.extend([BEGIN, rest]),
            None => {}
        }
    }
    filled
}

/// Splits a text into plain parts, each with the variable after it. An unclosed variable returns the text after its
/// opening.
fn parts(text: &str) -> impl Iterator<Item = (&str, Option<Result<&str, &str>>)> {
    let mut rest = Some(text);
    std::iter::from_fn(move || {
        let text = rest.take()?;
        let Some((plain, after)) = text.split_once(BEGIN) else { return Some((text, None)) };
        match after.split_once('}') {
            Some((name, after)) => {
                rest = Some(after);
                Some((plain, Some(Ok(name))))
            }
            None => Some((plain, Some(Err(after)))),
        }
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const VALUES: Values<'_> =
        Values { company_name: "XYZ Bank", first_name: "${fullName}", full_name: "George Palomero" };

    #[test]
    fn variables_are_filled_once() {
        for (text, filled) in [
            ("", ""),
            ("Hello!", "Hello!"),
            ("${companyName}", "XYZ Bank"),
            ("Dear ${fullName}, ${companyName} asks you.", "Dear George Palomero, XYZ Bank asks you."),
            ("Hello ${firstName}!", "Hello ${fullName}!"),
            ("$5 {companyName} {{firstName}} {$firstName}", "$5 {companyName} {{firstName}} {$firstName}"),
            ("$${companyName}}", "$XYZ Bank}"),
        ] {
            assert_eq!(check(text), Ok(()), "{text}");
            assert_eq!(fill(text, VALUES), filled);
        }
    }

    #[test]
    fn what_there_is_not_is_named() {
        let said = |text| check(text).unwrap_err().to_string();
        assert!(said("Hi ${lastName}").starts_with("uses the unknown variable ${lastName}; "));
        assert!(said("${ firstName }").starts_with("uses the unknown variable ${ firstName }; "));
        assert!(said("${}").starts_with("uses the unknown variable ${}; "));
        assert_eq!(said("Hi ${firstName"), "has ${ without a closing }");
        assert_eq!(said("${companyName} ${"), "has ${ without a closing }");
    }

    proptest! {
        #[test]
        fn a_text_without_variables_stays(text in "[^$]{0,80}") {
            prop_assert_eq!(fill(&text, VALUES), text);
        }

        #[test]
        fn any_text_is_survived(text in "(\\$\\{|\\}|firstName|companyName|\\PC){0,20}") {
            let filled = fill(&text, Values { first_name: "1", full_name: "2", company_name: "3" });
            if check(&text).is_ok() {
                let replaced = text.replace("${firstName}", "1").replace("${companyName}", "3");
                prop_assert_eq!(filled, replaced);
            }
        }
    }
}
