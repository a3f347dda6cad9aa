CREATE TABLE journal_head (
    one      INTEGER PRIMARY KEY CHECK (one = 1),
    id       BLOB    NOT NULL,
    clock    TEXT    NOT NULL CHECK (clock IN ('real', 'simulated')),
    format   INTEGER NOT NULL,
    position INTEGER NOT NULL,
    at       INTEGER              -- µs since 1970, of the event at `position`
) STRICT;

CREATE TABLE events (
    position       INTEGER PRIMARY KEY,
    aggregate_type TEXT    NOT NULL,
    aggregate_id   TEXT    NOT NULL,
    sequence       INTEGER NOT NULL CHECK (sequence > 0),
    event_type     TEXT    NOT NULL,
    event_version  TEXT    NOT NULL,
    payload        TEXT    NOT NULL,
    metadata       TEXT    NOT NULL,
    at             INTEGER NOT NULL,
    entry          BLOB    NOT NULL CHECK (octet_length(entry) BETWEEN 1 AND 4096),
    UNIQUE (aggregate_type, aggregate_id, sequence)
) STRICT;

CREATE TABLE commands (
    command_id     BLOB    PRIMARY KEY,
    digest         BLOB    NOT NULL,
    first_position INTEGER NOT NULL,
    last_position  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TRIGGER events_no_update BEFORE UPDATE ON events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER events_no_delete BEFORE DELETE ON events
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

-- INSERT OR REPLACE deletes without a delete trigger: refuse what it would replace.
CREATE TRIGGER events_no_replace BEFORE INSERT ON events
WHEN NEW.position <= (SELECT position FROM journal_head)
    OR EXISTS (SELECT 1 FROM events
               WHERE aggregate_type = NEW.aggregate_type
                 AND aggregate_id = NEW.aggregate_id
                 AND sequence = NEW.sequence)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER commands_no_update BEFORE UPDATE ON commands
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER commands_no_delete BEFORE DELETE ON commands
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER commands_no_replace BEFORE INSERT ON commands
WHEN EXISTS (SELECT 1 FROM commands WHERE command_id = NEW.command_id)
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
WHEN NEW.position < OLD.position OR NEW.id <> OLD.id OR NEW.clock <> OLD.clock
    OR NEW.format < OLD.format OR NEW.at < OLD.at OR (NEW.at IS NULL AND OLD.at IS NOT NULL)
BEGIN SELECT RAISE(ABORT, 'the journal only goes forward'); END;

CREATE TRIGGER journal_head_stays BEFORE DELETE ON journal_head
BEGIN SELECT RAISE(ABORT, 'the journal only goes forward'); END;

CREATE TRIGGER journal_head_no_replace BEFORE INSERT ON journal_head
WHEN EXISTS (SELECT 1 FROM journal_head)
BEGIN SELECT RAISE(ABORT, 'the journal only goes forward'); END;
