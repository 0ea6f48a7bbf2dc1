-- Tenants took part in links without having been asked, and it was not kept who asked. All but the sandbox, which has no
-- secrets to keep, take part again once an operator says so (`wink-service links join`).
UPDATE tenants SET shares_links = 0 WHERE id <> 'sandbox';
