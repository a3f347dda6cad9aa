-- The third format: the last signed checkpoint of the public log. Whoever signs the next one
-- replaces it, if it is still the one that he saw.
CREATE TABLE checkpoints (
    log TEXT PRIMARY KEY,
    size BIGINT NOT NULL,
    note TEXT NOT NULL,
    signed_at BIGINT NOT NULL
);
UPDATE desk_head SET format = 3;
