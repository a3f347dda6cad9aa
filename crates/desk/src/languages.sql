-- The second format: in which language somebody wants his pages.
CREATE TABLE languages (
    account TEXT PRIMARY KEY REFERENCES accounts (id) ON DELETE CASCADE,
    lang TEXT NOT NULL
);
UPDATE desk_head SET format = 2;
