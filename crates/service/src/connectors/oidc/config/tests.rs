//! Mistakes in the file, and that the guide's example has none.

use super::*;
use crate::records::RecordKind;

/// A file without mistakes.
const GOOD: &str = r#"
[[provider]]
id = "acme"
name = "Acme Payroll"
type = "SYSTEM"
sub_type = "ISIC-N"
country = "PH"
[provider.client]
id = "wink"
secret_env = "ACME_SECRET"
issuer = "https://id.acme.example"
scopes = ["profile"]
[provider.read.jobs]
url = "https://api.acme.example/jobs"
[provider.identity]
full_name = "$.name"
[[provider.employment]]
from = "jobs"
each = "$[*]"
key = "$.id"
start_date = "$.since"
"#;

fn read_text(text: &str) -> Result<Vec<(Listed, Source)>, BadFile> {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("connectors.toml");
    std::fs::write(&path, text).unwrap();
    read(&path, |name| (name == "ACME_SECRET").then(|| "hush".to_owned()))
}

fn mistakes(text: &str) -> Vec<String> {
    read_text(text).map(|_| ()).unwrap_err().mistakes
}

#[test]
fn a_good_file_gives_a_provider_that_is_signed_into_there() {
    let [(Listed { provider, modes }, source)] = &read_text(GOOD).unwrap()[..] else { panic!() };
    assert_eq!(*modes, [Mode::Production], "of real people alone, unless the file says otherwise");
    assert_eq!((provider.id.as_str(), provider.long_name.as_str()), ("acme", "Acme Payroll"));
    assert_eq!(provider.login_options[0].method, LoginMethod::AtProvider);
    let kinds = [RecordKind::Identity, RecordKind::Employment, RecordKind::Insight];
    assert_eq!(provider.record_kinds(), kinds);
    assert_eq!(source.client.secret.as_ref().map(Secret::expose), Some("hush"));
    assert!(matches!(source.client.addresses, Addresses::Discovered { .. }));
}

#[test]
fn the_guides_examples_are_good() {
    let guide = include_str!("../../../../../../docs/connectors.md");
    let examples: Vec<_> =
        guide.split("```toml\n").skip(1).filter_map(|part| part.split("```").next()).collect();
    assert!(!examples.is_empty());
    for example in examples {
        read_text(example).unwrap_or_else(|error| panic!("{error}\n{example}"));
    }
}

#[test]
fn mistakes_of_form_are_named_with_line_and_column() {
    for (was, is, place, words) in [
        ("name = \"Acme Payroll\"", "nam = \"Acme\"", "line 4, column 1", "unknown field `nam`"),
        ("full_name = \"$.name\"", "full_name = \"$.[\"", "line 16, column 13", "$.["),
        ("each = \"$[*]\"", "each = 3", "line 19, column 8", "string"),
        ("https://api.acme.example/jobs", "api", "line 14, column 7", "relative URL"),
        ("[provider.client]", "[provider.client", "line 8, column", ""),
    ] {
        let text = GOOD.replacen(was, is, 1);
        assert_ne!(text, GOOD, "{was}");
        let [mistake] = &mistakes(&text)[..] else { panic!("{is}") };
        assert!(mistake.starts_with(place) && mistake.contains(words), "{is}: {mistake}");
    }
}

#[test]
fn mistakes_of_sense_are_named_all_at_once() {
    let text = GOOD
        .replace("id = \"acme\"", "id = \"Acme!\"")
        .replace("ISIC-N", "ISIC-?")
        .replace("https://id.acme.example", "http://id.acme.example")
        .replace("ACME_SECRET", "NOT_SET")
        .replace("from = \"jobs\"", "from = \"job\"");
    let found = mistakes(&text);
    for expected in [
        "provider 1 (Acme!): id must",
        "provider 1 (Acme!): sub_type is none of",
        "provider 1 (Acme!): client.issuer must start with https://",
        "provider 1 (Acme!): client.secret_env names NOT_SET, which is not set",
        "provider 1 (Acme!): from = \"job\" is neither",
    ] {
        assert!(found.iter().any(|mistake| mistake.starts_with(expected)), "{expected} in {found:?}");
    }
    assert_eq!(found.len(), 5, "{found:?}");
}

#[test]
fn addresses_fit_one_of_three_ways() {
    let endpoints =
        "authorization_endpoint = \"https://a.example/a\"\ntoken_endpoint = \"https://a.example/t\"";
    let issuer = "issuer = \"https://id.acme.example\"";
    let jwks = "jwks_uri = \"https://a.example/k\"";
    let user_info = "userinfo_endpoint = \"https://a.example/u\"";
    for (addresses, complaint) in [
        (format!("{issuer}\n{jwks}\n{endpoints}\n{user_info}"), None),
        (format!("{endpoints}\n{user_info}\nsubject = \"$.id\""), None),
        (format!("{issuer}\n{jwks}\n{endpoints}"), Some("client.userinfo_endpoint is missing")),
        (endpoints.to_owned(), Some("must have issuer alone")),
        (format!("{issuer}\n{endpoints}"), Some("must have issuer alone")),
        ("token_endpoint = \"https://a.example/t\"".to_owned(), Some("but not the other")),
    ] {
        let read = read_text(&GOOD.replacen(issuer, &addresses, 1));
        match complaint {
            None => assert!(read.is_ok(), "{addresses}: {read:?}"),
            Some(words) => {
                let error = read.map(|_| ()).unwrap_err().to_string();
                assert!(error.contains(words), "{addresses}: {error}");
            }
        }
    }
}

#[test]
fn secrets_go_nowhere_in_clear() {
    for (address, is_good) in [
        ("https://id.example/x", true),
        ("http://localhost:3000", true),
        ("http://127.0.0.1", true),
        ("http://[::1]:1", true),
        ("http://id.example", false),
        ("http://localhost.example", false),
        ("ftp://localhost", false),
    ] {
        assert_eq!(is_safe(&address.parse().unwrap()), is_good, "{address}");
    }
}
