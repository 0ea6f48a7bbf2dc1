-- The name under which a tenant's invites are sent, once the operator has verified it.
ALTER TABLE tenants ADD COLUMN verified_name TEXT;

-- People who want no more invites of a tenant: a keyed hash of the tenant and the e-mail address. Not even a reader of the
-- database learns who they are.
CREATE TABLE suppressed_addresses (
    tenant_id    TEXT NOT NULL REFERENCES tenants (id),
    address_hash TEXT NOT NULL,
    created_at   BIGINT NOT NULL,
    PRIMARY KEY (tenant_id, address_hash)
);
