//! The run: a host, a person with accounts, documents and an invitation, and a client that makes every mistake.

use super::Canary;
use super::Where::{self, *};
use crate::archives::samples::{pdf_with_text, sample};
use crate::support::{
    Caller, Place, Program, Received, Receiver, bytes_of, collector, eventually, invite_template, run, text,
};
use axum::http::{HeaderMap, Method};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use percent_encoding::percent_decode_str;
use reqwest::redirect::Policy;
use reqwest::{Client, RequestBuilder};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs::File;
use std::path::Path;
use std::process::Stdio;
use tempfile::TempDir;
use tokio::net::TcpListener;

pub(super) const PASSWORD: &str = "canary-password-4f1b";
pub(super) const WRONG_PASSWORD: &str = "canary-of-a-wrong-password";
pub(super) const PASSWORD_AT_PROVIDER: &str = "canary-password-at-the-provider";
pub(super) const CODE: &str = "canary-code-8642";
pub(super) const ANSWERS: [&str; 2] = ["canary-answer-rex", "canary-reply-pasig"];
pub(super) const IN_BROKEN_BODY: &str = "canary-in-a-broken-body";
pub(super) const IN_ADDRESS: &str = "canary-in-an-address";
pub(super) const WRONG_TOKEN: &str = "canary-of-a-wrong-token";
pub(super) const BROWSER: &str = "canary-browser/5.0";
pub(super) const WEBHOOK_SECRET: &str = "canary-of-a-webhooks-secret";
pub(super) const MASTER_KEY: &str = "canary-of-the-master-key-0123456789";
pub(super) const SOURCE_KEY: &str = "canary-of-the-source-key-0123456789";
pub(super) const WEBHOOK_KEY: &str = "canary-of-the-webhook-key-0123456789";
pub(super) const CONNECTOR_KEY: &str = "canary-of-the-connector-key-0123456789";
/// Its bytes.
pub(super) const FILES_KEY: &str = "canary-of-the-files-key-32-bytes";
pub(super) const METADATA: &str = "canary-of-a-customer";
pub(super) const LOGIN_NAME: &str = "9559991234";
pub(super) const WRONG_LOGIN_NAME: &str = "canary-of-a-login@example.com";
pub(super) const EMPLOYER: &str = "Canary Bakery";
pub(super) const WHO_MISSES_IT: &str = "canary-of-the-hungry@example.com";
pub(super) const FILE_NAME: &str = "canary-of-a-file-name";
pub(super) const IN_DOCUMENT: &str = "canary-in-a-document";
pub(super) const INVITED_NAME: &str = "Canary the Invited";
pub(super) const INVITED_ADDRESS: &str = "canary-of-the-invited@example.com";

/// The result of a run.
pub(super) struct Ran {
    pub(super) surfaces: BTreeMap<Where, String>,
    /// The secrets that the service created.
    pub(super) made: Vec<Canary>,
}

/// The program, its clients, and the host that receives its events.
struct Run {
    place: Place,
    program: Program,
    host: Caller,
    told: Receiver,
    told_with_payload: Receiver,
    browser: Client,
    surfaces: BTreeMap<Where, String>,
    made: Vec<Canary>,
}

pub(super) async fn whole_run() -> Ran {
    let elsewhere = TempDir::new().unwrap();
    let log = elsewhere.path().join("log");
    let (collector, mut spans) = collector().await;
    let metrics = TcpListener::bind("127.0.0.1:0").await.unwrap().local_addr().unwrap().to_string();
    let mut run = Run::begin(&log, &collector, &metrics).await;

    let user = run.host.post("/v1/users", &json!({ "externalMetadata": { "customer": METADATA } })).await;
    let link_token = text(&user["data"]["token"]["accessToken"]);
    let widget = Caller::widget(run.program.address, &link_token).await;
    let session_token = widget.authorization.replace("Bearer ", "");
    run.made.push(Canary::new("a link token", link_token, &[Host]));
    run.made.push(Canary::new("a session's token", session_token, &[Widget]));
    run.get_everything_wrong(&widget).await;
    run.link(&widget).await;
    run.sign_in_at_provider(&widget).await;
    run.give_documents(&widget).await;
    let invited = run.invite().await;
    run.read_everything(&text(&user["data"]["user"]["id"])).await;

    let measured = run.browser.get(format!("http://{metrics}/metrics")).send().await.unwrap();
    run.add(Metrics, &measured.text().await.unwrap());
    for caller in [&widget, &invited] {
        run.add(Widget, &caller.heard());
    }
    let ran = run.end().await;
    let wanted = "account connected";
    spans.wait_for(|sent| sent.iter().any(|(_, body)| has(body, wanted))).await.unwrap();
    let mut surfaces = ran.surfaces;
    let sent: Vec<u8> = spans.borrow().iter().flat_map(|(_, body)| body.to_vec()).collect();
    surfaces.insert(Traces, String::from_utf8_lossy(&sent).into_owned());
    let log = String::from_utf8(std::fs::read(&log).unwrap()).unwrap();
    assert!(log.contains("TRACE") && log.contains("account connected"), "everything is logged");
    surfaces.insert(Log, log);
    Ran { surfaces, made: ran.made }
}

fn has(bytes: &[u8], text: &str) -> bool {
    String::from_utf8_lossy(bytes).contains(text)
}

impl Run {
    async fn begin(log: &Path, collector: &str, metrics: &str) -> Self {
        let place = Place::new().await;
        let files_key = STANDARD.encode(FILES_KEY);
        let variables = [
            ("WINK_LOG", "trace"),
            ("OTEL_EXPORTER_OTLP_ENDPOINT", collector),
            ("WINK_MASTER_KEY", MASTER_KEY),
            ("WINK_SOURCE_KEY", SOURCE_KEY),
            ("WINK_WEBHOOK_KEY", WEBHOOK_KEY),
            ("WINK_CONNECTOR_KEY", CONNECTOR_KEY),
            ("WINK_FILES_KEY", &files_key),
        ];
        let options = ["--metrics-listen", metrics, "--sandbox-pace", "0"];
        let log = Stdio::from(File::create(log).unwrap());
        let program = Program::start_with_log(&place, &options, &variables, log).await;

        let printed = run(&place, &["keys", "create", "--tenant", "acme"]).await.printed();
        let value = |name: &str| {
            let line = printed.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {printed}")).trim().to_owned()
        };
        let secret = value("API secret");
        let host = Caller::host(program.address, &value("API key"), &secret);
        let (told, told_with_payload) = (Receiver::new().await, Receiver::new().await);
        for (receiver, includes_payload) in [(&told, false), (&told_with_payload, true)] {
            let mut webhook = receiver.webhook("/", &["ALL_EVENTS"]);
            webhook["secret"] = WEBHOOK_SECRET.into();
            webhook["includePayload"] = includes_payload.into();
            host.post("/v1/webhooks", &webhook).await;
        }
        let kept = std::fs::read(place.data_folder().join("sandbox-keys.json")).unwrap();
        let kept: Value = serde_json::from_slice(&kept).unwrap();
        let browser = Client::builder().user_agent(BROWSER).redirect(Policy::none()).build().unwrap();
        let made = vec![
            Canary::new("an API secret", secret, &[]),
            Canary::new("the sandbox's API secret", text(&kept["apiSecret"]), &[SandboxKeys]),
        ];
        Self { place, program, host, told, told_with_payload, browser, surfaces: BTreeMap::new(), made }
    }

    fn add(&mut self, place: Where, content: &str) {
        let surface = self.surfaces.entry(place).or_default();
        surface.push_str(content);
        surface.push('\n');
    }

    fn address(&self, path: &str) -> String {
        format!("http://{}{path}", self.program.address)
    }

    /// Sends a request as a browser does. Returns headers and body.
    async fn browse(&mut self, request: RequestBuilder) -> (HeaderMap, String) {
        let answer = request.send().await.unwrap();
        let headers = answer.headers().clone();
        let body = answer.text().await.unwrap();
        self.add(Pages, &format!("{headers:?}\n{body}"));
        (headers, body)
    }

    /// Sends invalid requests, which a careless error message would quote.
    async fn get_everything_wrong(&mut self, widget: &Caller) {
        let broken =
            format!("{{\"linkToken\": [\"{IN_BROKEN_BODY}\"], \"credentials\": \"{IN_BROKEN_BODY}\"");
        let whole = format!("{broken}}}");
        for path in
            ["/v1/users", "/v1/webhooks", "/link/v1/sessions", "/link/v1/accounts", "/link/v1/archives"]
        {
            for body in [&broken, &whole] {
                let caller = if path.starts_with("/v1") { &self.host } else { widget };
                let (status, _) = caller.call(Method::POST, path, body.clone()).await;
                assert!((400..500).contains(&status) || status == 201, "{path}: {status}");
            }
        }
        for address in [
            format!("/{IN_ADDRESS}"),
            format!("/v1/{IN_ADDRESS}"),
            format!("/v1/users?cursor={IN_ADDRESS}"),
            format!("/link/v1/{IN_ADDRESS}"),
            format!("/files/{IN_ADDRESS}/{IN_ADDRESS}"),
            format!("/invite/{IN_ADDRESS}"),
            format!("/sign-in/return?code={IN_ADDRESS}&state={IN_ADDRESS}"),
        ] {
            let request = self.browser.get(self.address(&address));
            self.browse(request).await;
        }
        for request in [
            self.browser.get(self.address("/v1/users")).basic_auth("wk-nobody", Some(WRONG_TOKEN)),
            self.browser.get(self.address("/v1/users")).bearer_auth(WRONG_TOKEN),
            self.browser.get(self.address("/link/v1/session")).bearer_auth(WRONG_TOKEN),
            self.browser.post(self.address("/link/v1/sessions")).json(&json!({ "linkToken": WRONG_TOKEN })),
        ] {
            self.browse(request).await;
        }
        let login = ("joyride", "email", [("email", WRONG_LOGIN_NAME), ("password", WRONG_PASSWORD)]);
        let failed = widget.start("a-wrong-login", login).await;
        assert_eq!(widget.settled_account(failed).await["errorCode"], "INVALID_CREDENTIALS");
    }

    /// Gives a wrong and then the right answer to a code and to security questions.
    async fn link(&mut self, widget: &Caller) {
        for (provider, option, name, wrong, right) in [
            ("joyride", "email", "mfa_sms", json!({ "oneTimeCode": CODE }), json!({ "oneTimeCode": "1234" })),
            (
                "sss",
                "username",
                "mfa_questions",
                json!({ "securityQuestions": ANSWERS }),
                json!({ "securityQuestions": ["Rex", "Pasig"] }),
            ),
        ] {
            let login = (provider, option, [(option, name), ("password", PASSWORD)]);
            let mut account = widget.start(&format!("linking-as-{name}"), login).await;
            for (answer, status) in [(wrong, "AWAITING_MFA"), (right, "CONNECTED")] {
                account = widget.settled_account(account).await;
                let path = format!("/link/v1/accounts/{}/challenge", text(&account["accountId"]));
                let challenge = &account["challenge"]["challengeId"];
                account = widget.post(&path, &json!({ "challengeId": challenge, "answer": answer })).await;
                account = widget.settled_account(account).await;
                assert_eq!(account["status"], status, "{account}");
            }
        }
        let mobile = format!("+63{LOGIN_NAME}");
        let login = ("move-it", "mobile", [("mobile", mobile.as_str()), ("password", "123456")]);
        let account = widget.start("a-right-login", login).await;
        assert_eq!(widget.settled_account(account).await["status"], "CONNECTED");
    }

    async fn sign_in_at_provider(&mut self, widget: &Caller) {
        let body = json!({
            "idempotencyKey": "at-the-provider", "providerId": "upwork", "loginOptionId": "at-provider", "credentials": {},
        });
        let account = widget.post("/link/v1/accounts", &body).await;
        let proof = text(&account["signIn"]["proof"]);
        let request = self.browser.get(text(&account["signIn"]["url"]));
        let (headers, page) = self.browse(request).await;
        let cookie = headers["set-cookie"].to_str().unwrap().split(';').next().unwrap().to_owned();
        let onward = between(&page, "data-onward=\"", '"').replace("&amp;", "&");
        let request =
            self.browser.get(self.address(&format!("{onward}&proof={proof}"))).header("cookie", &cookie);
        let page = location(&self.browse(request).await.0);
        let request = form(&self.browser, &page, &format!("name=slow_0&password={PASSWORD_AT_PROVIDER}"));
        let ticket = between(&self.browse(request).await.1, "name=\"ticket\" value=\"", '"');
        let decision = format!("{}/decision", page.split('?').next().unwrap());
        let request = form(&self.browser, &decision, &format!("ticket={ticket}&decision=allow"));
        let back = location(&self.browse(request).await.0);
        let request = self.browser.get(&back).header("cookie", &cookie);
        assert!(self.browse(request).await.1.contains("You are signed in"));
        let connected = widget.settled_account(account.clone()).await;
        assert_eq!(connected["status"], "CONNECTED", "{connected}");
        let code = percent_decode_str(&between(&back, "code=", '&')).decode_utf8().unwrap().into_owned();
        let start_ticket = between(&format!("{}&", text(&account["signIn"]["url"])), "ticket=", '&');
        self.made.extend([
            Canary::new("a proof of having opened the window", proof, &[Widget]),
            Canary::new("a ticket to the provider", start_ticket, &[Widget, Pages]),
            Canary::new("a browser's cookie", cookie.split_once('=').unwrap().1, &[Pages]),
            Canary::new("a ticket at the provider", ticket, &[Pages]),
            Canary::new("a code of the provider", code, &[Pages]),
        ]);
    }

    async fn give_documents(&mut self, widget: &Caller) {
        for (name, content, status) in [
            (format!("{FILE_NAME}.pdf"), sample("payslip-george.pdf"), "ANALYZED"),
            ("other.pdf".to_owned(), pdf_with_text(&[IN_DOCUMENT]), "ERROR"),
        ] {
            let archive = widget.announce(&format!("upload-of-{name}"), &name, &content).await;
            widget.put(&archive, 0, &content).await;
            assert_eq!(widget.read_out(&archive).await["status"], status, "{name}");
        }
        let employer = json!({ "name": EMPLOYER, "email": WHO_MISSES_IT });
        widget.post("/link/v1/employers", &employer).await;
    }

    /// Invites a person, who follows the link and opens the widget.
    async fn invite(&mut self) -> Caller {
        let template = self.host.post("/v1/inviteTemplates", &invite_template()).await;
        let input = json!({
            "fullName": INVITED_NAME, "email": INVITED_ADDRESS, "templateId": template["data"]["id"],
        });
        let invite = self.host.post("/v1/invites", &input).await;
        let url = text(&invite["data"]["inviteLandingPageUrl"]);
        let request = self.browser.get(&url);
        self.browse(request).await;
        let request = self.browser.post(format!("{url}/opened"));
        self.browse(request).await;
        let request = self.browser.post(format!("{url}/token"));
        let opening: Value = serde_json::from_str(&self.browse(request).await.1).unwrap();
        let link_token = text(&opening["userToken"]);
        let invited = Caller::widget(self.program.address, &link_token).await;
        let key = url.rsplit('/').next().unwrap();
        self.made.push(Canary::new("an invite's link token", link_token, &[Pages]));
        self.made.push(Canary::new("an invite's link", key, &[Database, Mail, Host, Pages]));
        invited
    }

    /// Reads everything that a host can read, and downloads its files.
    async fn read_everything(&mut self, user_id: &str) {
        let user = self.host.get(&format!("/v1/users/{user_id}")).await;
        assert_eq!(user["data"]["externalMetadata"]["customer"], METADATA);
        let mut accounts = Vec::new();
        for list in [
            "users",
            "accounts",
            "identities",
            "employments",
            "incomes",
            "eincomes",
            "documents",
            "contributions",
            "transactions",
            "insights",
            "tasks",
            "archives",
            "invites",
            "webhooks",
            "links",
        ] {
            let page = self.host.get(&format!("/v1/{list}?size=150")).await;
            if list == "accounts" {
                accounts.clone_from(page["data"]["items"].as_array().unwrap());
            }
        }
        let mut downloads = Vec::new();
        let connected = accounts.iter().find(|account| account["connectionStatus"] == "CONNECTED").unwrap();
        let path = format!("/v1/accounts/{}/exports/generate", text(&connected["id"]));
        let export = self.host.post(&path, &json!({ "exportExtensionType": "CSV" })).await;
        downloads.push(text(&export["data"]["downloadUrl"]));
        for archive in self.host.get("/v1/archives?size=150").await["data"]["items"].as_array().unwrap() {
            let id = text(&archive["id"]);
            let archive = self.host.get(&format!("/v1/archives/{id}")).await;
            downloads.push(text(&archive["data"]["rawFiles"][0]["url"]));
            let query = format!("/v1/archives/-/payslips/queryPrediction?archiveId={id}");
            self.host.call(Method::GET, &query, "").await;
        }
        for url in downloads {
            let content = self.browser.get(&url).send().await.unwrap().bytes().await.unwrap();
            self.add(Downloads, &String::from_utf8_lossy(&content));
            let key = url.rsplit('/').next().unwrap();
            self.made.push(Canary::new("a file's address", key, &[Host]));
        }
    }

    /// Waits until all events are delivered, stops the program, and reads what it leaves behind.
    async fn end(self) -> Ran {
        let mail = self.place.data_folder().join("mail");
        eventually("the e-mail is sent", async || {
            std::fs::read_dir(&mail).is_ok_and(|mut all| all.next().is_some())
        })
        .await;
        let says = |all: &[Received], text: &str| all.iter().any(|received| has(&received.body, text));
        // Login names are reported masked.
        let names = ["•••1234", "c•••@example.com", "INVITE_INVITED"];
        self.told.once(|all| names.iter().all(|text| says(all, text))).await;
        self.told_with_payload
            .once(|all| {
                names
                    .iter()
                    .chain(&["Palomero", "3300000008", "Bayani Fresh Foods"])
                    .all(|text| says(all, text))
            })
            .await;
        self.program.terminate().await;

        let mut surfaces = self.surfaces;
        surfaces.insert(Host, self.host.heard());
        for (place, receiver) in [(Told, &self.told), (ToldWithPayload, &self.told_with_payload)] {
            let bodies: Vec<u8> =
                receiver.so_far().iter().flat_map(|received| received.body.to_vec()).collect();
            surfaces.insert(place, String::from_utf8(bodies).unwrap());
        }
        let everything = self.place.everything().await;
        surfaces.insert(Database, String::from_utf8_lossy(&everything).into_owned());
        look_through(&self.place.data_folder(), &self.place.data_folder(), &mut surfaces);
        for place in [Files, SandboxKeys, Mail] {
            assert!(surfaces.contains_key(&place), "there is nothing in {place:?}");
        }
        Ran { surfaces, made: self.made }
    }
}

/// Adds every file of a folder to the place that it counts as.
fn look_through(root: &Path, folder: &Path, surfaces: &mut BTreeMap<Where, String>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            look_through(root, &path, surfaces);
            continue;
        }
        let name = path.strip_prefix(root).unwrap().to_str().unwrap();
        let place = match name {
            "sandbox-keys.json" => SandboxKeys,
            name if name.starts_with("wink.db") => Database,
            name if name.starts_with("mail/") => Mail,
            _ => Files,
        };
        let surface = surfaces.entry(place).or_default();
        surface.push_str(name);
        surface.push_str(&String::from_utf8_lossy(&bytes_of(&path)));
    }
}

fn form(browser: &Client, url: &str, fields: &str) -> RequestBuilder {
    let kind = "application/x-www-form-urlencoded";
    browser.post(url).header("content-type", kind).body(fields.to_owned())
}

fn between(text: &str, begin: &str, end: char) -> String {
    let rest = text.split_once(begin).unwrap_or_else(|| panic!("no {begin} in {text}")).1;
    rest.split(end).next().unwrap().to_owned()
}

fn location(headers: &HeaderMap) -> String {
    headers["location"].to_str().unwrap().to_owned()
}
