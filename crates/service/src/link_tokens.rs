//! Making link tokens: what a host hands to the widget, which opens with it.

use crate::clock::{Clock, iso};
use crate::ids::{new_id, sha256_hex};
use crate::keyring::KeyringError;
use crate::scope::{Mode, Scope};
use crate::store::{NewLinkToken, Store, StoreError};
use crate::tokens::{Claims, TokenUse, Tokens};
use serde::Serialize;
use utoipa::ToSchema;
use wink_wire::Secret;

const MINUTE_MILLIS: i64 = 60_000;

/// No link token could be made; the same may be tried again.
#[derive(Debug, thiserror::Error)]
pub(crate) enum LinkTokenError {
    #[error(transparent)]
    Store(#[from] StoreError),
    #[error("the token could not be signed")]
    Keyring(#[from] KeyringError),
}

/// A new link token. The service shows it only once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Token)]
pub(crate) struct CreatedToken {
    #[schema(example = "tk-ac86a0f7d46545f89adee8607a727573")]
    pub(crate) id: String,
    #[schema(format = DateTime)]
    pub(crate) expires_at: String,
    /// Whether the token opens the sandbox, with test data, or production.
    #[schema(value_type = TokenMode)]
    pub(crate) mode: Mode,
    /// The token to pass to the widget.
    #[schema(value_type = String)]
    pub(crate) access_token: Secret,
}

/// The values of `mode`.
#[derive(ToSchema)]
#[schema(as = Mode, rename_all = "SCREAMING_SNAKE_CASE")]
#[expect(dead_code, reason = "the key's row holds the value")]
enum TokenMode {
    Sandbox,
    Production,
}

/// Makes link tokens. Clones share the keys.
#[derive(Clone)]
pub(crate) struct LinkTokens {
    tokens: Tokens,
    store: Store,
    clock: Clock,
    valid_minutes: u16,
}

impl LinkTokens {
    pub(crate) const fn new(tokens: Tokens, store: Store, clock: Clock, valid_minutes: u16) -> Self {
        Self { tokens, store, clock, valid_minutes }
    }

    /// Creates a link token for a user. Revoking `api_key` ends it. If it names templates, a page can open the widget with
    /// those alone.
    pub(crate) async fn create(
        &self,
        scope: &Scope,
        api_key: Option<&str>,
        user_id: &str,
        template_ids: &[String],
    ) -> Result<CreatedToken, LinkTokenError> {
        let id = new_id("tk");
        let created_at = self.clock.now_millis();
        let expires_at = created_at + i64::from(self.valid_minutes) * MINUTE_MILLIS;
        let claims = Claims {
            aud: TokenUse::Link,
            jti: id.clone(),
            tenant: scope.tenant().to_owned(),
            sub: user_id.to_owned(),
            mode: scope.mode(),
            exp: expires_at / 1000,
        };
        let (access_token, _) = self.tokens.sign(&claims).await?;
        let token_sha256 = sha256_hex(access_token.expose());
        let token = NewLinkToken {
            id: &id,
            token_sha256: &token_sha256,
            user_id,
            scope,
            api_key,
            template_ids,
            created_at,
            expires_at,
        };
        self.store.add_link_token(&token).await?;
        Ok(CreatedToken { id, expires_at: iso(expires_at), mode: scope.mode(), access_token })
    }
}
