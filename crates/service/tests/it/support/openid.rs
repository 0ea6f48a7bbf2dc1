//! An OpenID provider with a few people, and faults on purpose. (The journeys use a real one.)

use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair as _};
use axum::extract::{Form, Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse as _, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use serde_json::{Value, json};
use sha2::Digest as _;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::SystemTime;

/// How the provider behaves.
#[derive(Clone, Debug)]
pub(crate) struct Behaviour {
    /// The status that endpoints answer with if their path begins like this.
    pub(crate) failing: Option<(&'static str, u16)>,
    /// Replaces claims of id tokens.
    pub(crate) claims: Value,
    /// Replaces the answer of `userinfo`.
    pub(crate) user_info: Value,
    /// Whether new access tokens expire at once.
    pub(crate) is_hasty: bool,
}

/// The provider. Clones are the same one.
#[derive(Clone)]
pub(crate) struct OpenId {
    pub(crate) address: String,
    inside: Arc<Mutex<Inside>>,
}

struct Inside {
    address: String,
    behaviour: Behaviour,
    key: EcdsaKeyPair,
    key_id: u32,
    codes: HashMap<String, Value>,
    access_token: String,
    refresh_token: String,
    given: u32,
    /// The number of requests for each path.
    asked: HashMap<String, u32>,
}

impl OpenId {
    pub(crate) async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let inside = Inside {
            address: address.clone(),
            behaviour: Behaviour { failing: None, claims: json!({}), user_info: json!({}), is_hasty: false },
            key: new_key(),
            key_id: 1,
            codes: HashMap::new(),
            access_token: "none".into(),
            refresh_token: "none".into(),
            given: 0,
            asked: HashMap::new(),
        };
        let provider = Self { address, inside: Arc::new(Mutex::new(inside)) };
        let router = Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/keys", get(keys))
            .route("/token", post(token))
            .route("/api/{name}", get(resource))
            .with_state(provider.clone());
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    fn inside(&self) -> MutexGuard<'_, Inside> {
        self.inside.lock().unwrap()
    }

    pub(crate) fn behave(&self, change: impl FnOnce(&mut Behaviour)) {
        change(&mut self.inside().behaviour);
    }

    /// Replaces the signing key.
    pub(crate) fn change_keys(&self) {
        let mut inside = self.inside();
        inside.key = new_key();
        inside.key_id += 1;
    }

    /// Invalidates the refresh token.
    pub(crate) fn forget(&self) {
        self.inside().refresh_token = "none".into();
    }

    /// The valid tokens.
    pub(crate) fn tokens(&self) -> [String; 2] {
        let inside = self.inside();
        [inside.access_token.clone(), inside.refresh_token.clone()]
    }

    pub(crate) fn asked(&self, path: &str) -> u32 {
        self.inside().asked.get(path).copied().unwrap_or(0)
    }

    /// Signs in on the page at this address, and allows access. Returns the code.
    pub(crate) fn allow(&self, page: &str) -> String {
        let url = reqwest::Url::parse(page).unwrap();
        let asked: HashMap<String, String> = url.query_pairs().into_owned().collect();
        let mut inside = self.inside();
        inside.given += 1;
        let code = format!("code-{}", inside.given);
        inside.codes.insert(code.clone(), json!(asked));
        code
    }
}

impl Inside {
    fn failure(&mut self, path: &str) -> Option<Response> {
        *self.asked.entry(path.to_owned()).or_default() += 1;
        let (prefix, status) = self.behaviour.failing?;
        let status = StatusCode::from_u16(status).unwrap();
        path.starts_with(prefix).then(|| (status, "<html>No.</html>").into_response())
    }

    fn id_token(&self, nonce: Option<&Value>) -> String {
        let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap().as_secs();
        let mut claims = json!({
            "iss": self.address, "aud": "wink", "sub": "ann-7", "iat": now, "exp": now + 300, "name": "Ann Reyes",
        });
        if let Some(nonce) = nonce {
            claims["nonce"] = nonce.clone();
        }
        overlay(&mut claims, &self.behaviour.claims);
        let header = json!({ "alg": "ES256", "kid": format!("k{}", self.key_id) });
        let [header, claims] = [header, claims].map(|part| URL_SAFE_NO_PAD.encode(part.to_string()));
        let signed = format!("{header}.{claims}");
        let signature = self.key.sign(&SystemRandom::new(), signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }

    fn give(&mut self, nonce: Option<&Value>) -> Response {
        self.given += 1;
        self.access_token = format!("access-token-{}", self.given);
        self.refresh_token = format!("refresh-token-{}", self.given);
        let life = if self.behaviour.is_hasty { 1 } else { 600 };
        Json(json!({
            "access_token": self.access_token, "refresh_token": self.refresh_token, "token_type": "Bearer",
            "expires_in": life, "id_token": self.id_token(nonce),
        }))
        .into_response()
    }
}

async fn discovery(State(provider): State<OpenId>) -> Response {
    let mut inside = provider.inside();
    if let Some(failure) = inside.failure("/discovery") {
        return failure;
    }
    let at = |path: &str| format!("{}{path}", inside.address);
    Json(json!({
        "issuer": at(""), "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "userinfo_endpoint": at("/api/me"), "jwks_uri": at("/keys"), "response_types_supported": ["code"],
        "subject_types_supported": ["public"], "id_token_signing_alg_values_supported": ["ES256"],
    }))
    .into_response()
}

async fn keys(State(provider): State<OpenId>) -> Response {
    let mut inside = provider.inside();
    if let Some(failure) = inside.failure("/keys") {
        return failure;
    }
    let point = inside.key.public_key().as_ref().to_vec();
    let [x, y] = [&point[1..33], &point[33..]].map(|half| URL_SAFE_NO_PAD.encode(half));
    let kid = format!("k{}", inside.key_id);
    Json(json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "sig", "kid": kid, "x": x, "y": y }] }))
        .into_response()
}

async fn token(
    State(provider): State<OpenId>,
    headers: HeaderMap,
    Form(form): Form<HashMap<String, String>>,
) -> Response {
    let mut inside = provider.inside();
    if let Some(failure) = inside.failure("/token") {
        return failure;
    }
    let refuse = |error: &str| (StatusCode::BAD_REQUEST, Json(json!({ "error": error }))).into_response();
    let expected = format!("Basic {}", STANDARD.encode("wink:hush"));
    if headers.get("authorization").is_none_or(|given| given != expected.as_str()) {
        return refuse("invalid_client");
    }
    let field = |name: &str| form.get(name).map_or("", String::as_str);
    match field("grant_type") {
        "authorization_code" => {
            let Some(asked) = inside.codes.remove(field("code")) else { return refuse("invalid_grant") };
            let challenge = URL_SAFE_NO_PAD.encode(sha2::Sha256::digest(field("code_verifier")));
            if asked["code_challenge"] != challenge || asked["redirect_uri"] != field("redirect_uri") {
                return refuse("invalid_grant");
            }
            inside.give(Some(&asked["nonce"]))
        }
        "refresh_token" if field("refresh_token") == inside.refresh_token => inside.give(None),
        "refresh_token" => refuse("invalid_grant"),
        _ => refuse("unsupported_grant_type"),
    }
}

async fn resource(State(provider): State<OpenId>, Path(name): Path<String>, headers: HeaderMap) -> Response {
    let mut inside = provider.inside();
    if let Some(failure) = inside.failure(&format!("/api/{name}")) {
        return failure;
    }
    let expected = format!("Bearer {}", inside.access_token);
    if headers.get("authorization").is_none_or(|given| given != expected.as_str()) {
        return StatusCode::UNAUTHORIZED.into_response();
    }
    Json(match name.as_str() {
        "me" => {
            let mut document =
                json!({ "sub": "ann-7", "name": "Ann Reyes", "email": "ann@example.com", "birthdate": "1990-05-01" });
            overlay(&mut document, &inside.behaviour.user_info);
            document
        }
        "jobs" => json!({ "jobs": [{ "id": "j1", "at": "Acme", "as": "Clerk", "from": "2020-02-01" }] }),
        "pay" => json!([{ "no": 1, "from": "2026-10-01", "to": "2026-10-31", "gross": "45000.50", "every": "M" }]),
        _ => return StatusCode::NOT_FOUND.into_response(),
    })
    .into_response()
}

fn overlay(document: &mut Value, over: &Value) {
    for (name, value) in over.as_object().into_iter().flatten() {
        document[name] = value.clone();
    }
}

fn new_key() -> EcdsaKeyPair {
    EcdsaKeyPair::generate(&ECDSA_P256_SHA256_FIXED_SIGNING).unwrap()
}
