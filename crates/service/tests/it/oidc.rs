//! Providers from the connectors' file: signing in, the resulting data, and every way in which it can fail.

mod reading;

use crate::support::{GEORGE_AT_JOYRIDE, OpenId, ProductionHost, Reply, TestApp, Widget, open_session, text};
use axum::body::Body;
use axum::http::header::{COOKIE, HOST};
use axum::http::{Method, Request};
use serde_json::{Value, json};
use std::path::PathBuf;
use std::time::Duration;
use tempfile::TempDir;

/// A service with one OpenID provider.
struct Setting {
    app: TestApp,
    provider: OpenId,
    folder: TempDir,
}

impl Setting {
    async fn new() -> Self {
        let provider = OpenId::start().await;
        let client = format!("issuer = \"{}\"", provider.address);
        Self::with(provider, &client).await
    }

    async fn with(provider: OpenId, client: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        std::fs::write(folder.path().join("secret"), "hush\n").unwrap();
        let file = folder.path().join("connectors.toml");
        std::fs::write(&file, connectors(&provider.address, client)).unwrap();
        let app = TestApp::with(|settings| settings.connectors = Some(file)).await;
        Self { app, provider, folder }
    }

    fn file(&self) -> PathBuf {
        self.folder.path().join("connectors.toml")
    }

    /// Starts an account at the provider, as the widget does.
    async fn begin(&self) -> (Widget, Value) {
        let widget = self.app.widget().await;
        let body = json!({
            "idempotencyKey": "acme-00001", "providerId": "acme", "loginOptionId": "at-provider", "credentials": {},
        });
        let reply = widget.post(&self.app, "/accounts", &body).await;
        assert_eq!(reply.status, 201, "{}", reply.json());
        (widget, reply.json())
    }

    /// Continues to the provider. Returns its answer and the cookie.
    async fn depart(&self, account: &Value) -> (Reply, String) {
        let url = text(&account["signIn"]["url"]);
        let shown = self.get(url.strip_prefix("http://localhost").unwrap(), "").await;
        let cookie = shown.header("set-cookie").split(';').next().unwrap().to_owned();
        let page = String::from_utf8(shown.body.to_vec()).unwrap();
        let onward = page.split("data-onward=\"").nth(1).unwrap().split('"').next().unwrap();
        let path = format!("{}&proof={}", onward.replace("&amp;", "&"), text(&account["signIn"]["proof"]));
        (self.get(&path, &cookie).await, cookie)
    }

    async fn get(&self, path: &str, cookie: &str) -> Reply {
        let request = Request::get(path).header(HOST, "localhost").header(COOKIE, cookie);
        self.app.send(request.body(Body::empty()).unwrap()).await
    }

    /// Signs in and allows access. Returns the account once it is settled.
    async fn link(&self) -> (Widget, Value) {
        let (widget, account) = self.begin().await;
        let (led, cookie) = self.depart(&account).await;
        assert_eq!(led.status, 303);
        let page = led.header("location");
        let code = self.provider.allow(page);
        self.get(&format!("/sign-in/return?code={code}&state={}", asked(page, "state")), &cookie).await;
        let path = format!("/accounts/{}", text(&account["accountId"]));
        let account = widget.get(&self.app, &path).await.json();
        let account = widget.settle(&self.app, &account).await;
        (widget, account)
    }

    async fn error(&self) -> String {
        let (_, account) = self.link().await;
        assert_eq!(account["status"], "ERROR", "{account}");
        text(&account["errorCode"])
    }
}

fn connectors(provider: &str, client: &str) -> String {
    format!(
        r#"
[[provider]]
id = "acme"
name = "Acme Payroll"
type = "SYSTEM"
sub_type = "PAYROLL"
country = "PH"
logo = "https://acme.example/logo.svg"
monitor = true
modes = ["SANDBOX", "PRODUCTION"]
[provider.client]
{client}
id = "wink"
secret_file = "secret"
scopes = ["profile", "email", "offline_access"]
parameters = {{ prompt = "consent" }}
[provider.read.jobs]
url = "{provider}/api/jobs"
[provider.read.pay]
url = "{provider}/api/pay"
[provider.read.extra]
url = "{provider}/api/extra"
optional = true
[provider.identity]
full_name = "$.name"
email = "$.email"
birthday = "$.birthdate"
[[provider.employment]]
from = "jobs"
each = "$.jobs[*]"
key = "$.id"
employer = "$.at"
job_title = "$.as"
start_date = "$.from"
[[provider.employment]]
from = "extra"
each = "$[*]"
key = "$.id"
start_date = "$.from"
[[provider.income]]
from = "pay"
each = "$[*]"
key = "$.no"
employer = "Acme"
start_date = "$.from"
end_date = "$.to"
currency = "PHP"
frequency = "$.every"
frequencies = {{ M = "Monthly" }}
gross_amount = "$.gross"
"#
    )
}

/// A query parameter of a page's address.
fn asked(page: &str, name: &str) -> String {
    let url = reqwest::Url::parse(page).unwrap();
    let found = url.query_pairs().find(|(key, _)| key == name).map(|(_, value)| value.into_owned());
    found.unwrap_or_else(|| panic!("no {name} in {page}"))
}

#[tokio::test]
async fn the_provider_is_in_the_catalogue() {
    let Setting { app, folder: _folder, .. } = Setting::new().await;
    let provider = app.get("/providers/acme").await.json()["data"].clone();
    assert_eq!(provider["logoUrl"], "https://acme.example/logo.svg");
    assert_eq!(provider["monitorSupported"], true);
    let supported = json!(["IDENTITIES", "EMPLOYMENTS", "INCOMES", "EINCOMES", "INSIGHTS", "LINK"]);
    assert_eq!(provider["supported"], supported);
}

#[tokio::test]
async fn signed_in_its_answers_are_the_persons_data() {
    let setting = Setting::new().await;
    let (_, account) = setting.begin().await;
    let page = setting.depart(&account).await.0.header("location").to_owned();
    assert!(page.starts_with(&format!("{}/authorize?", setting.provider.address)), "{page}");
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", "wink"),
        ("scope", "openid profile email offline_access"),
        ("code_challenge_method", "S256"),
        ("ui_locales", "en"),
        ("prompt", "consent"),
        ("redirect_uri", "http://localhost/sign-in/return"),
    ] {
        assert_eq!(asked(&page, name), value);
    }
    assert_ne!(asked(&page, "nonce"), asked(&page, "state"));

    let (_, account) = setting.link().await;
    assert_eq!(account["status"], "CONNECTED", "{account}");
    let of = |kind: &str| format!("/{kind}?sourceId={}", text(&account["accountId"]));
    let identity = setting.app.get(&of("identities")).await.items()[0].clone();
    assert_eq!((&identity["fullName"], &identity["dob"]), (&json!("Ann Reyes"), &json!("1990-05-01")));
    assert_eq!(identity["emails"][0]["address"], "ann@example.com");
    let employment = setting.app.get(&of("employments")).await.items()[0].clone();
    assert_eq!((&employment["employer"], &employment["jobTitle"]), (&json!("Acme"), &json!("Clerk")));
    let income = setting.app.get(&of("incomes")).await.items()[0].clone();
    assert_eq!((&income["grossAmount"], &income["currency"]), (&json!(45000.5), &json!("PHP")));
    assert_eq!(income["frequency"], "Monthly");
    let token = &setting.provider.tokens()[1];
    for secret in [token.as_str(), "ann-7", "hush"] {
        assert!(!setting.app.database_has(secret).await, "{secret} is in the database");
    }
}

#[tokio::test]
async fn a_production_session_sees_and_links_real_providers_alone() {
    let setting = Setting::new().await;
    let app = &setting.app;
    let host = ProductionHost::new(app).await;
    let call = async |method: Method, path: &str| {
        host.call(app, method, path, Some(&json!({}))).await.json()["data"].clone()
    };
    let providers = call(Method::GET, "/providers").await;
    let ids: Vec<_> = providers["items"].as_array().unwrap().iter().map(|item| item["id"].clone()).collect();
    assert_eq!(ids, ["acme"]);
    assert!(call(Method::GET, "/providers/upwork").await.is_null());

    let made = call(Method::POST, "/users").await;
    assert_eq!(made["token"]["mode"], "PRODUCTION");
    let opened = open_session(app, &text(&made["token"]["accessToken"])).await.json();
    let widget = Widget::of(String::new(), &opened);
    widget.agree(app).await;
    let list = widget.get(app, &format!("/catalogue/{}", text(&opened["session"]["catalogueHash"]))).await;
    let list = String::from_utf8(list.body.to_vec()).unwrap();
    assert!(list.starts_with("acme\tAcme Payroll") && list.trim().lines().count() == 1, "{list}");
    assert_eq!(widget.get(app, "/providers/upwork").await.status, 404);
    let refused = widget.post(app, "/accounts", &widget.start_body(GEORGE_AT_JOYRIDE)).await;
    assert_eq!(refused.refusal(), (400, "INVALID_PARAMETERS".to_owned()));
    let body = json!({
        "idempotencyKey": "acme-00001", "providerId": "acme", "loginOptionId": "at-provider", "credentials": {},
    });
    assert_eq!(widget.post(app, "/accounts", &body).await.status, 201);
}

#[tokio::test]
async fn a_provider_is_linked_in_the_modes_that_its_file_names_and_in_production_alone_by_default() {
    let input = json!({
        "idempotencyKey": "acme-00001", "providerId": "acme", "loginOptionId": "at-provider", "credentials": {},
    });
    let modes = "modes = [\"SANDBOX\", \"PRODUCTION\"]\n";
    for (line, in_sandbox, in_production) in [
        ("", false, true),
        ("modes = [\"PRODUCTION\"]\n", false, true),
        ("modes = [\"SANDBOX\"]\n", true, false),
        (modes, true, true),
    ] {
        let acme = Setting::new().await;
        let file = std::fs::read_to_string(acme.file()).unwrap();
        assert!(file.contains(modes));
        std::fs::write(acme.file(), file.replace(modes, line)).unwrap();
        let app = acme.app.another(|settings| settings.connectors = Some(acme.file())).await;

        let widget = app.widget().await;
        let host = ProductionHost::new(&app).await;
        let real_widget = host.widget(&app).await;
        for (widget, is_linked) in [(&widget, in_sandbox), (&real_widget, in_production)] {
            let started = widget.post(&app, "/accounts", &input).await;
            assert_eq!(started.status, if is_linked { 201 } else { 400 }, "{line}: {}", started.json());
            let detail = widget.get(&app, "/providers/acme").await.status;
            assert_eq!(detail, if is_linked { 200 } else { 404 }, "{line}");
        }
        let listed = app.get("/providers/acme").await.status;
        assert_eq!(listed, if in_sandbox { 200 } else { 404 }, "{line}");
        let listed = host.call(&app, Method::GET, "/providers/acme", None).await.status;
        assert_eq!(listed, if in_production { 200 } else { 404 }, "{line}");
    }
}

#[tokio::test]
async fn the_same_person_again_takes_the_place_of_the_older_account() {
    let setting = Setting::new().await;
    let (widget, first) = setting.link().await;
    let body = json!({
        "idempotencyKey": "acme-00002", "providerId": "acme", "loginOptionId": "at-provider", "credentials": {},
    });
    let second = widget.post(&setting.app, "/accounts", &body).await.json();
    let (led, cookie) = setting.depart(&second).await;
    let page = led.header("location");
    let code = setting.provider.allow(page);
    setting.get(&format!("/sign-in/return?code={code}&state={}", asked(page, "state")), &cookie).await;
    let path = format!("/accounts/{}", text(&second["accountId"]));
    let again = widget.get(&setting.app, &path).await.json();
    let again = widget.settle(&setting.app, &again).await;
    assert_eq!(again["replaces"], first["accountId"]);
}

#[tokio::test]
async fn an_id_token_that_is_not_good_lets_nobody_in() {
    let setting = Setting::new().await;
    for claims in [
        json!({ "nonce": "another" }),
        json!({ "aud": "another" }),
        json!({ "iss": "https://another.example" }),
        json!({ "exp": 1_000_000_000 }),
    ] {
        setting.provider.behave(|behaviour| behaviour.claims = claims.clone());
        assert_eq!(setting.error().await, "SYSTEM_ERROR", "{claims}");
    }
    setting.provider.behave(|behaviour| behaviour.claims = json!({}));
    assert_eq!(setting.link().await.1["status"], "CONNECTED");
}

#[tokio::test]
async fn keys_are_kept_and_looked_up_again_when_there_are_new_ones() {
    let setting = Setting::new().await;
    setting.link().await;
    setting.link().await;
    assert_eq!((setting.provider.asked("/discovery"), setting.provider.asked("/keys")), (1, 1));
    setting.provider.change_keys();
    assert_eq!(setting.error().await, "SYSTEM_ERROR", "keys from just now are not asked for again");
    setting.app.clock.advance(Duration::from_secs(30));
    assert_eq!(setting.link().await.1["status"], "CONNECTED");
    assert_eq!(setting.provider.asked("/keys"), 2);
    setting.app.clock.advance(Duration::from_secs(2 * 60 * 60));
    setting.provider.behave(|behaviour| behaviour.failing = Some(("/discovery", 503)));
    assert_eq!(setting.link().await.1["status"], "CONNECTED", "older keys are better than none");
}

#[tokio::test]
async fn a_provider_that_is_down_is_said_to_be() {
    let setting = Setting::new().await;
    setting.provider.behave(|behaviour| behaviour.failing = Some(("/discovery", 502)));
    let (widget, account) = setting.begin().await;
    let (page, _) = setting.depart(&account).await;
    assert_eq!(page.status, 502);
    assert!(String::from_utf8_lossy(&page.body).contains("The provider does not answer"));
    let path = format!("/accounts/{}", text(&account["accountId"]));
    let ended = widget.get(&setting.app, &path).await.json();
    assert_eq!(ended["errorCode"], "SERVICE_UNAVAILABLE");
}

#[tokio::test]
async fn without_discovery_the_file_says_where() {
    let provider = OpenId::start().await;
    let at = &provider.address;
    let client = format!(
        "issuer = \"{at}\"\njwks_uri = \"{at}/keys\"\nauthorization_endpoint = \"{at}/authorize\"\n\
         token_endpoint = \"{at}/token\"\nuserinfo_endpoint = \"{at}/api/me\""
    );
    let setting = Setting::with(provider.clone(), &client).await;
    assert_eq!(setting.link().await.1["status"], "CONNECTED");
    assert_eq!(provider.asked("/discovery"), 0);
}

#[tokio::test]
async fn plain_oauth_goes_by_what_an_answer_says() {
    let provider = OpenId::start().await;
    let at = &provider.address;
    let client = format!(
        "authorization_endpoint = \"{at}/authorize\"\ntoken_endpoint = \"{at}/token\"\n\
         userinfo_endpoint = \"{at}/api/me\"\nsubject = \"$.email\""
    );
    let setting = Setting::with(provider.clone(), &client).await;
    // Plain OAuth signs nothing, so these claims are ignored.
    provider.behave(|behaviour| behaviour.claims = json!({ "aud": "another" }));
    let (_, account) = setting.begin().await;
    let page = setting.depart(&account).await.0.header("location").to_owned();
    assert_eq!(asked(&page, "scope"), "profile email offline_access");
    assert_eq!(setting.link().await.1["status"], "CONNECTED");
    provider.behave(|behaviour| behaviour.user_info = json!({ "email": null }));
    assert_eq!(setting.error().await, "SYSTEM_ERROR", "nobody knows who that is");
}

#[tokio::test]
async fn a_file_with_mistakes_keeps_the_service_from_starting() {
    let setting = Setting::new().await;
    let good = std::fs::read_to_string(setting.file()).unwrap();
    std::fs::write(setting.file(), good.replace("full_name = \"$.name\"", "full_name = \"$.na[me\""))
        .unwrap();
    let file = setting.file();
    let refused = setting.app.try_another(|settings| settings.connectors = Some(file)).await.err().unwrap();
    let words = format!("{:#}", anyhow::Error::new(refused));
    assert!(words.contains("connectors.toml: line 25, column 13: $.na[me"), "{words}");
}

#[tokio::test]
async fn a_process_with_another_key_does_not_start() {
    let setting = Setting::new().await;
    let file = setting.file();
    let started = setting.app.try_another(|settings| {
        settings.connectors = Some(file);
        settings.connector_key = Some("another key of thirty-two letters".into());
    });
    let words = format!("{:#}", anyhow::Error::new(started.await.err().unwrap()));
    assert!(words.contains("another connector key"), "{words}");
}
