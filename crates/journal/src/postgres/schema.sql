CREATE TABLE journal_head (
    one      integer PRIMARY KEY CHECK (one = 1),
    id       uuid    NOT NULL,
    clock    text    NOT NULL CHECK (clock IN ('real', 'simulated')),
    format   bigint  NOT NULL,
    position bigint  NOT NULL,
    at       timestamptz          -- of the event at `position`
) WITH (fillfactor = 10);

-- The first seven columns and the primary key are those of postgres-es. Streams are compared
-- byte by byte: in the order of a language each look into the index costs more.
CREATE TABLE events (
    aggregate_type text COLLATE "C"             NOT NULL,
    aggregate_id   text COLLATE "C"             NOT NULL,
    sequence       bigint CHECK (sequence >= 0) NOT NULL,
    event_type     text                         NOT NULL,
    event_version  text                         NOT NULL,
    payload        json                         NOT NULL,
    metadata       json                         NOT NULL,
    position       bigint                       NOT NULL UNIQUE,
    at             timestamptz                  NOT NULL,
    entry          bytea                        NOT NULL
                   CHECK (octet_length(entry) BETWEEN 1 AND 4096),
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
);

CREATE TABLE commands (
    command_id     uuid   PRIMARY KEY,
    digest         bytea  NOT NULL,
    first_position bigint NOT NULL,
    last_position  bigint NOT NULL
);

CREATE FUNCTION veche_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'the journal is append-only: % on % refused', TG_OP, TG_TABLE_NAME;
END $$;

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION veche_refuse();
CREATE TRIGGER commands_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON commands
    FOR EACH STATEMENT EXECUTE FUNCTION veche_refuse();
CREATE TRIGGER journal_head_stays BEFORE DELETE OR TRUNCATE ON journal_head
    FOR EACH STATEMENT EXECUTE FUNCTION veche_refuse();
CREATE TRIGGER journal_head_forward BEFORE UPDATE ON journal_head
    FOR EACH ROW
    WHEN (NEW.position < OLD.position OR NEW.id <> OLD.id OR NEW.clock <> OLD.clock
          OR NEW.format < OLD.format OR NEW.at < OLD.at)
    EXECUTE FUNCTION veche_refuse();

-- A text after its length, and a number, as the hash of a row takes them.
CREATE FUNCTION veche_field(field text) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT int8send(octet_length(convert_to(field, 'UTF8'))) || convert_to(field, 'UTF8')
$$;
CREATE FUNCTION veche_field(field bigint) RETURNS bytea LANGUAGE sql IMMUTABLE AS $$
    SELECT int8send(8) || int8send(field)
$$;

-- A row that a stock postgres_es writes comes without a position. On a real
-- journal it happens now; on a simulated one the wall's clock means nothing and
-- it takes the time of the event before it. It comes without an entry, too, and
-- gets one that says nothing but the hash of the row, over all its fields.
CREATE FUNCTION veche_place() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE journal_head
       SET position = position + 1,
           at = CASE WHEN clock = 'real' THEN greatest(at, clock_timestamp())
                     ELSE coalesce(at, clock_timestamp()) END
    RETURNING position, at INTO STRICT NEW.position, NEW.at;
    NEW.entry := convert_to('{"v":1,"type":"opaque","row":"' || encode(sha256(
        veche_field(NEW.position) || veche_field(NEW.aggregate_type) || veche_field(NEW.aggregate_id)
        || veche_field(NEW.sequence) || veche_field(NEW.event_type) || veche_field(NEW.event_version)
        || veche_field(NEW.payload::text) || veche_field(NEW.metadata::text)
        || veche_field((extract(epoch FROM NEW.at) * 1000000)::bigint)), 'hex') || '"}', 'UTF8');
    RETURN NEW;
END $$;

CREATE TRIGGER events_place BEFORE INSERT ON events
    FOR EACH ROW WHEN (NEW.position IS NULL) EXECUTE FUNCTION veche_place();

-- Gives each item of a batch its verdict and records those that pass. The items
-- must be independent: none writes a stream that another writes or guards, no
-- command id comes twice. Items are numbered from 1, in the order of the item_
-- arrays; events name their item. Checks (a stream must be at a sequence) are numbered
-- too, and the rely_ arrays say which item relies on which: many on the same one.
--
-- Where command ids are not looked up, and no check is given for a stream that is to be new,
-- a unique index finds what exists: then the call fails and has recorded nothing. Nor has it
-- where a check does not hold: whether the command was done before outranks that.
--
-- The head is locked by a statement of its own, so that all that follow have a
-- snapshot taken under the lock. The plans are fixed: one made while the tables
-- were empty would otherwise scan them for ever.
CREATE FUNCTION veche_append(
    known_format   bigint,
    look_up        boolean,        -- whether command ids are
    item_command   uuid[],
    item_digest    bytea[],
    item_events    integer[],
    item_at        timestamptz[],
    check_kind     text[],
    check_id       text[],
    check_sequence bigint[],
    rely_item      integer[],
    rely_check     integer[],
    event_item     integer[],
    event_kind     text[],
    event_id       text[],
    event_sequence bigint[],
    event_type     text[],
    event_version  text[],
    event_payload  text[],
    event_metadata text[],
    event_at       timestamptz[],
    entry_before   bytea[],        -- the event's entry up to its time …
    entry_daily    boolean[],      -- … of which only the day is told …
    entry_after    bytea[],        -- … and from there on
    OUT base           bigint,     -- the position before the batch
    OUT known_item     integer[],  -- items whose command id is taken
    OUT known_same     boolean[],  -- … by the same digest
    OUT known_first    bigint[],
    OUT known_last     bigint[],
    OUT failed_check   integer[]   -- checks that do not hold
) LANGUAGE plpgsql VOLATILE
SET enable_seqscan = off
SET enable_bitmapscan = off
SET jit = off
SET plan_cache_mode = force_generic_plan
AS $$
DECLARE
    head    journal_head%ROWTYPE;
    skew    double precision;
    failed  integer[];
    refused integer[];
BEGIN
    SELECT * INTO STRICT head FROM journal_head FOR UPDATE;
    IF head.format <> known_format THEN
        RAISE EXCEPTION USING ERRCODE = 'VE002', MESSAGE = head.format;
    END IF;
    IF head.clock = 'real' THEN
        SELECT max(abs(extract(epoch FROM t - clock_timestamp()))) INTO skew
          FROM unnest(item_at) AS t;
        IF skew > 60 THEN
            RAISE EXCEPTION USING ERRCODE = 'VE001', MESSAGE = trunc(skew)::bigint;
        END IF;
    END IF;
    base := head.position;

    IF look_up THEN
        SELECT array_agg(i.ord), array_agg(c.digest = i.digest),
               array_agg(c.first_position), array_agg(c.last_position)
          INTO known_item, known_same, known_first, known_last
          FROM unnest(item_command, item_digest) WITH ORDINALITY AS i (command, digest, ord)
         CROSS JOIN LATERAL (
               SELECT k.digest, k.first_position, k.last_position
                 FROM commands k WHERE k.command_id = i.command LIMIT 1) AS c;
    END IF;

    SELECT array_agg(c.ord)
      INTO failed_check
      FROM unnest(check_kind, check_id, check_sequence) WITH ORDINALITY AS c (kind, id, sequence, ord)
     WHERE c.sequence <> coalesce((
           SELECT e.sequence FROM events e
            WHERE e.aggregate_type = c.kind AND e.aggregate_id = c.id
            ORDER BY e.sequence DESC LIMIT 1), 0);
    IF failed_check IS NOT NULL THEN
        IF NOT look_up THEN
            RETURN;
        END IF;
        SELECT array_agg(r.item) INTO failed
          FROM unnest(rely_item, rely_check) AS r (item, checked)
         WHERE r.checked = ANY (failed_check);
    END IF;

    refused := coalesce(known_item, '{}') || coalesce(failed, '{}');

    WITH inserted AS (
        INSERT INTO events (aggregate_type, aggregate_id, sequence, event_type, event_version,
                            payload, metadata, position, at, entry)
        SELECT p.kind, p.id, p.sequence, p.type, p.version,
               p.payload::json, p.metadata::json, p.position, p.at,
               p.before || convert_to(to_char(p.at AT TIME ZONE 'UTC', CASE WHEN p.daily
                   THEN 'YYYY-MM-DD' ELSE 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"' END), 'UTF8') || p.after
          FROM (SELECT e.*, base + row_number() OVER batch AS position,
                       greatest(head.at, max(e.told) OVER batch) AS at
                  FROM unnest(event_item, event_kind, event_id, event_sequence, event_type,
                              event_version, event_payload, event_metadata, event_at,
                              entry_before, entry_daily, entry_after)
                       WITH ORDINALITY AS e (item, kind, id, sequence, type, version,
                                             payload, metadata, told, before, daily, after, ord)
                 WHERE e.item <> ALL (refused)
                WINDOW batch AS (ORDER BY e.ord ROWS UNBOUNDED PRECEDING)) AS p
        RETURNING events.position, events.at
    )
    SELECT max(i.position), max(i.at) INTO head.position, head.at FROM inserted i;

    IF head.position IS NOT NULL THEN
        INSERT INTO commands (command_id, digest, first_position, last_position)
        SELECT i.command, i.digest,
               base + sum(i.events) OVER batch - i.events + 1,
               base + sum(i.events) OVER batch
          FROM unnest(item_command, item_digest, item_events)
               WITH ORDINALITY AS i (command, digest, events, ord)
         WHERE i.ord <> ALL (refused)
        WINDOW batch AS (ORDER BY i.ord ROWS UNBOUNDED PRECEDING);

        UPDATE journal_head SET position = head.position, at = head.at;
    END IF;
END $$;
