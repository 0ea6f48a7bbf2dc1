-- Challenges are stored in another form since. They live for minutes: those of the old form end as if time had run out,
-- and the person logs in once more. `step` may now stand beside a challenge: `AWAITING_APPROVAL`.
UPDATE accounts
SET status = 'ERROR', error_code = 'MFA_TIMEOUT', reference = lower(hex(randomblob(5))), version = version + 1,
    connector_state = NULL, challenge = NULL, challenge_expires_at = NULL
WHERE status = 'AWAITING_MFA';
