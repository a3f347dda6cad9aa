-- The fourth format: who is told events by webhook, and how far he was told.
CREATE TABLE webhooks (
    id TEXT PRIMARY KEY,
    url TEXT NOT NULL,
    wants TEXT NOT NULL,
    -- Both are sealed under a key that no database holds.
    secret TEXT NOT NULL,
    former_secret TEXT,
    former_until BIGINT,
    created_at BIGINT NOT NULL,
    state TEXT NOT NULL,
    -- The event that was accepted last, and of which journal.
    journal TEXT NOT NULL,
    position BIGINT NOT NULL,
    hash TEXT,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_try BIGINT,
    answer TEXT,
    answered_at BIGINT,
    accepted_at BIGINT,
    -- The node that delivers; it counts beats while it lives.
    holder TEXT,
    beat BIGINT NOT NULL DEFAULT 0
);
UPDATE desk_head SET format = 4;
