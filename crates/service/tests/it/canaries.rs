//! A whole run of the real program with a canary in place of every secret and all personal data. Afterwards secrets
//! must be nowhere, and personal data only where the table allows it. There it must be found, which shows that the
//! search works.
//!
//! The test searches the log at its most verbose level, traces, metrics, every byte of the database and of the data
//! folder, received webhooks, and every answer.

mod run;
mod spellings;

use Where::*;
use run::{Ran, whole_run};
pub(crate) use spellings::spellings;

/// A place that is searched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Where {
    Log,
    Traces,
    Metrics,
    Database,
    /// The sealed files in the data folder, without the database and what has its own variant here.
    Files,
    /// `sandbox-keys.json` in the data folder.
    SandboxKeys,
    /// E-mails in the data folder.
    Mail,
    /// The events that a webhook received.
    Told,
    /// The events that a webhook with `includePayload` received.
    ToldWithPayload,
    /// Answers of the Open API.
    Host,
    /// Answers of the Link API.
    Widget,
    /// Pages for browsers, with their headers: invites and sign-ins at a provider.
    Pages,
    /// Files that a host downloads.
    Downloads,
}

/// A text, with the places where it may be.
struct Canary {
    what: &'static str,
    text: String,
    belongs: &'static [Where],
}

impl Canary {
    fn new(what: &'static str, text: impl Into<String>, belongs: &'static [Where]) -> Self {
        Self { what, text: text.into(), belongs }
    }
}

/// What people send in the run. The run adds what the service creates.
fn canaries() -> Vec<Canary> {
    let secret = |what, text: &str| Canary::new(what, text, &[]);
    vec![
        secret("a password", run::PASSWORD),
        secret("a wrong password", run::WRONG_PASSWORD),
        secret("a password on the provider's page", run::PASSWORD_AT_PROVIDER),
        secret("a one-time code", run::CODE),
        secret("an answer to a security question", run::ANSWERS[0]),
        secret("another answer", run::ANSWERS[1]),
        secret("what stood in a body that cannot be read", run::IN_BROKEN_BODY),
        secret("what stood in an address", run::IN_ADDRESS),
        secret("a wrong API secret or token", run::WRONG_TOKEN),
        secret("a browser's name", run::BROWSER),
        // As in the public specification.
        Canary::new("a webhook's secret", run::WEBHOOK_SECRET, &[Host]),
        secret("the master key", run::MASTER_KEY),
        secret("the source key", run::SOURCE_KEY),
        secret("the webhook key", run::WEBHOOK_KEY),
        secret("the connector key", run::CONNECTOR_KEY),
        secret("the files key", run::FILES_KEY),
        Canary::new("what a host keeps of a user", run::METADATA, &[Database, Host]),
        Canary::new("a login name", run::LOGIN_NAME, &[Database, ToldWithPayload, Host, Downloads]),
        secret("a wrong login name", run::WRONG_LOGIN_NAME),
        Canary::new("a name", "Palomero", &[Database, ToldWithPayload, Host, Downloads]),
        Canary::new("a number of social security", "3300000008", &[Database, ToldWithPayload, Host]),
        Canary::new("a missing employer", run::EMPLOYER, &[Database]),
        Canary::new("the person who misses an employer", run::WHO_MISSES_IT, &[Database]),
        Canary::new("a document's name", run::FILE_NAME, &[Database, Host, Widget]),
        Canary::new("what stands in a document", run::IN_DOCUMENT, &[Downloads]),
        Canary::new("what was read in a payslip", "Bayani Fresh Foods", &[Database, ToldWithPayload, Host]),
        Canary::new("an invited person's name", run::INVITED_NAME, &[Database, Mail, Host, Pages]),
        Canary::new("an invited person's address", run::INVITED_ADDRESS, &[Database, Mail, Host]),
    ]
}

#[tokio::test]
async fn secrets_are_nowhere_and_personal_data_only_where_it_belongs() {
    let Ran { surfaces, made } = whole_run().await;
    let mut complaints = Vec::new();
    for Canary { what, text, belongs } in canaries().into_iter().chain(made) {
        let spellings = spellings(&text);
        for (place, content) in &surfaces {
            let found = spellings.iter().find(|spelling| content.contains(spelling.as_str()));
            match (found, belongs.contains(place)) {
                (Some(spelling), false) => {
                    complaints.push(format!("{what} is in {place:?}: {}", around(content, spelling)));
                }
                (None, true) => complaints.push(format!("{what} is not in {place:?}")),
                _ => {}
            }
        }
    }
    assert!(complaints.is_empty(), "{}", complaints.join("\n"));
}

/// The text around a match.
fn around<'a>(content: &'a str, found: &str) -> &'a str {
    let at = content.find(found).unwrap();
    let begin = content.floor_char_boundary(at.saturating_sub(150));
    let end = content.ceil_char_boundary((at + found.len() + 80).min(content.len()));
    &content[begin..end]
}
