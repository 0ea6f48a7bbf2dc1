//! The widget's side of the Link API.

use super::{Reply, Sealer, TestApp, text, with_json};
use axum::http::{Method, Request};
use serde_json::{Value, json};
use std::sync::atomic::{AtomicU32, Ordering};

/// George at Upwork, which asks for a code.
pub(crate) const GEORGE_AT_UPWORK: (&str, &str, [(&str, &str); 2]) =
    ("upwork", "email", [("email", "gpalomero1234@smileapi.io"), ("password", "123456")]);

/// George at `JoyRide`, which does not ask for a code.
pub(crate) const GEORGE_AT_JOYRIDE: (&str, &str, [(&str, &str); 2]) =
    ("joyride", "mobile", [("mobile", "+639559991234"), ("password", "123456")]);

/// An open session.
pub(crate) struct Widget {
    pub(crate) user_id: String,
    pub(crate) token: String,
    pub(crate) sealer: Sealer,
    tries: AtomicU32,
}

impl Widget {
    /// Opens a session, with consent.
    pub(crate) async fn open(app: &TestApp, user_id: String, link_token: &str) -> Self {
        let reply = open_session(app, link_token).await;
        assert_eq!(reply.status, 201, "{}", reply.json());
        let widget = Self::of(user_id, &reply.json());
        widget.agree(app).await;
        widget
    }

    /// Records consent to the text that the session shows.
    pub(crate) async fn agree(&self, app: &TestApp) {
        let shown = self.get(app, "/session").await.json()["template"]["consent"].clone();
        let given = json!({ "version": shown["version"], "language": shown["language"] });
        let receipt = self.call(app, Method::POST, "/session/consent", Some(&given)).await;
        assert_eq!(receipt.status, 201, "{}", receipt.json());
    }

    /// A widget for an opened session, of any user.
    pub(crate) fn of(user_id: String, opened: &Value) -> Self {
        let sealer = Sealer::of(&opened["session"]);
        Self { user_id, token: text(&opened["sessionToken"]), sealer, tries: AtomicU32::new(0) }
    }

    /// Calls the Link API. Does not seal the body.
    pub(crate) async fn call(
        &self,
        app: &TestApp,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Reply {
        app.call_as(&format!("Bearer {}", self.token), method, &format!("/link/v1{path}"), body).await
    }

    pub(crate) async fn get(&self, app: &TestApp, path: &str) -> Reply {
        self.call(app, Method::GET, path, None).await
    }

    /// Posts to the Link API, with secrets sealed.
    pub(crate) async fn post(&self, app: &TestApp, path: &str, body: &Value) -> Reply {
        self.call(app, Method::POST, path, Some(&self.sealer.body(path, body))).await
    }

    /// The body of `POST accounts`, with a new idempotency key.
    pub(crate) fn start_body(&self, (provider, option, fields): (&str, &str, [(&str, &str); 2])) -> Value {
        let credentials: serde_json::Map<_, _> =
            fields.into_iter().map(|(name, value)| (name.to_owned(), value.into())).collect();
        json!({
            "idempotencyKey": format!("key-{:08}", self.tries.fetch_add(1, Ordering::Relaxed)),
            "providerId": provider,
            "loginOptionId": option,
            "credentials": credentials,
        })
    }

    /// Starts an account.
    pub(crate) async fn start(&self, app: &TestApp, login: (&str, &str, [(&str, &str); 2])) -> Value {
        let reply = self.post(app, "/accounts", &self.start_body(login)).await;
        assert_eq!(reply.status, 201, "{}", reply.json());
        reply.json()
    }

    /// Starts an account by user name at SSS, which always asks for a code.
    pub(crate) async fn start_at_sss(&self, app: &TestApp, name: &str, password: &str) -> Value {
        self.start(app, ("sss", "username", [("username", name), ("password", password)])).await
    }

    /// Waits for an account's next change.
    pub(crate) async fn next(&self, app: &TestApp, account: &Value) -> Value {
        let path = format!(
            "/accounts/{}?afterVersion={}&waitSeconds=10",
            text(&account["accountId"]),
            account["version"]
        );
        let reply = self.get(app, &path).await;
        assert_eq!(reply.status, 200, "{}", reply.json());
        assert_ne!(reply.json()["version"], account["version"], "nothing happened: {account}");
        reply.json()
    }

    /// Waits until an account is no longer pending.
    pub(crate) async fn settle(&self, app: &TestApp, account: &Value) -> Value {
        let mut account = account.clone();
        while account["status"] == "PENDING" {
            account = self.next(app, &account).await;
        }
        account
    }

    /// Answers an account's challenge with a one-time code.
    pub(crate) async fn answer(&self, app: &TestApp, account: &Value, code: &str) -> Reply {
        self.answer_with(app, account, &json!({ "oneTimeCode": code })).await
    }

    /// Answers an account's challenge.
    pub(crate) async fn answer_with(&self, app: &TestApp, account: &Value, answer: &Value) -> Reply {
        let body = json!({ "challengeId": account["challenge"]["challengeId"], "answer": answer });
        let path = format!("/accounts/{}/challenge", text(&account["accountId"]));
        self.post(app, &path, &body).await
    }

    /// Requests an account's challenge again.
    pub(crate) async fn request_again(&self, app: &TestApp, account: &Value) -> Reply {
        let path = format!("/accounts/{}/challenge/resend", text(&account["accountId"]));
        self.call(app, Method::POST, &path, None).await
    }

    /// Links George at Upwork, including the code.
    pub(crate) async fn connect_george(&self, app: &TestApp) -> Value {
        let account = self.start(app, GEORGE_AT_UPWORK).await;
        let account = self.settle(app, &account).await;
        assert_eq!(account["status"], "AWAITING_MFA");
        let account = self.answer(app, &account, "1234").await.json();
        let account = self.settle(app, &account).await;
        assert_eq!(account["status"], "CONNECTED", "{account}");
        account
    }
}

/// `POST sessions` as the widget sends it.
pub(crate) async fn open_session(app: &TestApp, link_token: &str) -> Reply {
    open_session_with(app, json!({ "linkToken": link_token })).await
}

/// `POST sessions` with this body.
pub(crate) async fn open_session_with(app: &TestApp, body: Value) -> Reply {
    let request = Request::builder().method(Method::POST).uri("/link/v1/sessions").header("origin", "null");
    app.send(with_json(request, Some(&body))).await
}
