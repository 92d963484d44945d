"""The tables, as migrations that are never edited once released.

The file is an open interface: people look into it with `sqlite-utils` and Datasette. So tables are STRICT,
names are words, and times are ISO 8601 text in UTC to the millisecond, which sort as text.
"""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

schema = Migrations("wirewatch")


@schema()
def m001_initial(db: Database) -> None:
    """Feeds, entries, what was found in them, what was decided, and what goes out."""
    db.executescript(
        """
        CREATE TABLE feeds (
          url             TEXT PRIMARY KEY,
          title           TEXT NOT NULL DEFAULT '',
          etag            TEXT NOT NULL DEFAULT '',
          last_modified   TEXT NOT NULL DEFAULT '',
          last_polled_at  TEXT,                       -- null: never
          last_success_at TEXT,                       -- null: never answered with a feed or 304
          last_new_at     TEXT,                       -- null: never had an entry
          baseline_at     TEXT,                       -- null: no complete document yet, so still the first poll
          next_poll_at    TEXT,                       -- null: at once
          failures        INTEGER NOT NULL DEFAULT 0, -- in a row
          failing_since   TEXT,                       -- null: it works
          error           TEXT NOT NULL DEFAULT '',   -- the last failure in words
          moved_to        TEXT NOT NULL DEFAULT ''    -- where a permanent redirect points
        ) STRICT;

        CREATE TABLE entries (
          key        INTEGER PRIMARY KEY,
          feed       TEXT NOT NULL,
          id         TEXT NOT NULL,                   -- what identifies it within the feed
          title      TEXT NOT NULL,
          summary    TEXT NOT NULL,
          content    TEXT NOT NULL,
          link       TEXT NOT NULL,
          link_key   TEXT NOT NULL,                   -- the link without what varies between feeds
          title_key  TEXT NOT NULL,                   -- the headline without what varies between feeds
          text_hash  TEXT NOT NULL,                   -- changes when the text does
          published  TEXT,                            -- null: the feed does not say
          updated    TEXT,                            -- null: the feed does not say
          source     TEXT NOT NULL,
          language   TEXT NOT NULL,
          first_seen TEXT NOT NULL,
          changed_at TEXT,                            -- null: still as first seen
          UNIQUE (feed, id)
        ) STRICT;
        CREATE INDEX entries_link_key ON entries (link_key);
        CREATE INDEX entries_title_key ON entries (title_key);
        CREATE INDEX entries_first_seen ON entries (first_seen);

        CREATE TABLE entry_aliases (                  -- further ids under which a feed gave an entry
          feed  TEXT NOT NULL,
          id    TEXT NOT NULL,
          entry INTEGER NOT NULL REFERENCES entries (key),
          PRIMARY KEY (feed, id)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE mentions (                       -- in the latest version of the entry
          entry    INTEGER NOT NULL REFERENCES entries (key),
          watch    TEXT NOT NULL,
          kind     TEXT NOT NULL,
          text     TEXT NOT NULL,
          field    TEXT NOT NULL,
          start    INTEGER NOT NULL,
          "end"    INTEGER NOT NULL,
          status   TEXT NOT NULL,
          score    REAL NOT NULL,
          evidence TEXT NOT NULL,                     -- JSON list of sentences
          sentence TEXT NOT NULL
        ) STRICT;
        CREATE INDEX mentions_entry ON mentions (entry);
        CREATE INDEX mentions_watch ON mentions (watch, entry);

        CREATE TABLE facts (
          entry       INTEGER NOT NULL REFERENCES entries (key),
          company     TEXT,
          agency      TEXT,
          action      TEXT,
          amount      REAL,
          currency    TEXT,
          amount_text TEXT,
          sentence    TEXT NOT NULL
        ) STRICT;
        CREATE INDEX facts_entry ON facts (entry);

        CREATE TABLE decisions (                      -- one row each time an entry with a name was decided
          entry      INTEGER NOT NULL REFERENCES entries (key),
          decided_at TEXT NOT NULL,
          action     TEXT NOT NULL,
          reason     TEXT NOT NULL,
          watches    TEXT NOT NULL,                   -- JSON list of watch ids surely meant
          rules      TEXT NOT NULL                    -- JSON list of rule ids met
        ) STRICT;
        CREATE INDEX decisions_entry ON decisions (entry);
        CREATE INDEX decisions_decided_at ON decisions (decided_at);

        CREATE TABLE outbox (                         -- every message that goes or went to Telegram
          id              INTEGER PRIMARY KEY,
          kind            TEXT NOT NULL,              -- alert, digest, note
          key             TEXT NOT NULL UNIQUE,       -- the same thing is never told twice
          entry           INTEGER REFERENCES entries (key),
          chat            TEXT NOT NULL,
          html            TEXT NOT NULL,
          plain           TEXT NOT NULL,
          link_key        TEXT NOT NULL DEFAULT '',   -- of the article as it was told: it may change later
          title_key       TEXT NOT NULL DEFAULT '',
          created_at      TEXT NOT NULL,
          status          TEXT NOT NULL,              -- waiting, sent, refused
          attempts        INTEGER NOT NULL DEFAULT 0,
          next_attempt_at TEXT NOT NULL,
          sent_at         TEXT,                       -- null: not yet
          message_id      INTEGER,                    -- null: not yet
          error           TEXT NOT NULL DEFAULT ''
        ) STRICT;
        CREATE INDEX outbox_waiting ON outbox (next_attempt_at) WHERE status = 'waiting';
        CREATE INDEX outbox_entry ON outbox (entry);
        CREATE INDEX outbox_link_key ON outbox (link_key);
        CREATE INDEX outbox_title_key ON outbox (title_key, created_at);

        CREATE TABLE chats (                          -- chats that asked to wait or do not take messages
          chat       TEXT PRIMARY KEY,
          held_until TEXT NOT NULL,
          blocked    INTEGER NOT NULL,                -- 1: the chat takes no messages; 0: it asked to wait
          error      TEXT NOT NULL
        ) STRICT;

        CREATE TABLE digests (
          chat       TEXT NOT NULL,
          date       TEXT NOT NULL,                   -- local day in the configured zone
          since      TEXT NOT NULL,
          until      TEXT NOT NULL,
          created_at TEXT NOT NULL,
          past       INTEGER NOT NULL DEFAULT 0,      -- 1: of a past day, sent by hand; the next goes on before it
          PRIMARY KEY (chat, date)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE default_chats (                  -- what telegram.chat has ever been
          chat TEXT PRIMARY KEY
        ) STRICT, WITHOUT ROWID;
        """
    )


@schema()
def m002_facts_planned_and_ended(db: Database) -> None:
    """Facts that are only planned or have ended, and counterparties that nobody watches."""
    db.executescript(
        """
        ALTER TABLE facts ADD COLUMN buyer TEXT;      -- as the text names it
        ALTER TABLE facts ADD COLUMN status TEXT NOT NULL DEFAULT 'done';  -- done, planned, ended
        """
    )


@schema()
def m003_stories(db: Database) -> None:
    """Which story an entry belongs to, and what has been told of it."""
    db.executescript(
        """
        CREATE TABLE placements (
          sequence  INTEGER PRIMARY KEY,              -- the order of placing
          entry     INTEGER NOT NULL UNIQUE REFERENCES entries (key),
          story     INTEGER NOT NULL REFERENCES entries (key),  -- the entry that it began with
          placed_at TEXT NOT NULL,                    -- the first time
          score     REAL NOT NULL,                    -- 0 to 1; of an entry that begins a story: to the nearest one
          nearest   INTEGER REFERENCES entries (key), -- null: it joined a story, or was like none
          copy_of   INTEGER REFERENCES entries (key), -- an earlier one with nearly the same text; null: it is none
          reasons   TEXT NOT NULL                     -- JSON list of words
        ) STRICT;
        CREATE INDEX placements_story ON placements (story);
        CREATE INDEX placements_placed_at ON placements (placed_at);

        ALTER TABLE outbox ADD COLUMN story INTEGER REFERENCES entries (key);
          -- null: digest, note, or an alert from before there were stories
        ALTER TABLE outbox ADD COLUMN telling TEXT NOT NULL DEFAULT 'first';  -- first, gain, again
        ALTER TABLE outbox ADD COLUMN gains TEXT NOT NULL DEFAULT '[]';       -- JSON list of codes
        ALTER TABLE outbox ADD COLUMN also TEXT NOT NULL DEFAULT '';          -- later outlets, HTML: as it should stand
        ALTER TABLE outbox ADD COLUMN also_sent TEXT NOT NULL DEFAULT '';     -- the same: as Telegram shows it
        ALTER TABLE outbox ADD COLUMN edited_at TEXT;                         -- null: never
        CREATE INDEX outbox_story ON outbox (story, chat);
        CREATE INDEX outbox_edits ON outbox (sent_at) WHERE also != also_sent;
        """
    )


@schema()
def m004_telegram(db: Database) -> None:
    """What delivering at Telegram's pace and being commanded in chat need, and full-text search."""
    db.executescript(
        """
        ALTER TABLE outbox ADD COLUMN line TEXT NOT NULL DEFAULT '';      -- HTML: stands for it in a roll-up
        ALTER TABLE outbox ADD COLUMN weight INTEGER NOT NULL DEFAULT 0;  -- the more, the higher up in a roll-up
        ALTER TABLE outbox ADD COLUMN silent INTEGER NOT NULL DEFAULT 0;  -- 1: comes without a sound
        ALTER TABLE outbox ADD COLUMN rolled_up INTEGER NOT NULL DEFAULT 0;  -- 1: shares its message with others
        ALTER TABLE outbox ADD COLUMN posted INTEGER NOT NULL DEFAULT 0;  -- times it was posted anew, see bot.deliver
        ALTER TABLE outbox ADD COLUMN marks INTEGER NOT NULL DEFAULT 0;   -- 1: its buttons are to be shown anew
        CREATE INDEX outbox_chat ON outbox (chat, message_id);
        CREATE INDEX outbox_sent ON outbox (sent_at);
        CREATE INDEX outbox_marks ON outbox (chat) WHERE marks;

        CREATE TABLE moved_chats (                    -- groups that have become supergroups, with another id
          chat     TEXT PRIMARY KEY,                  -- as configured, without a topic
          moved_to TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE reviews (                        -- what people said of a name in an entry
          entry       INTEGER NOT NULL REFERENCES entries (key),
          watch       TEXT NOT NULL,
          verdict     TEXT NOT NULL,                  -- right, wrong
          by_user     INTEGER NOT NULL,               -- Telegram's user id
          by_name     TEXT NOT NULL,
          reviewed_at TEXT NOT NULL,
          PRIMARY KEY (entry, watch)
        ) STRICT, WITHOUT ROWID;
        CREATE INDEX reviews_watch ON reviews (watch, reviewed_at);

        CREATE TABLE muted_watches (
          watch    TEXT PRIMARY KEY,
          until    TEXT NOT NULL,
          by_user  INTEGER NOT NULL,
          by_name  TEXT NOT NULL,
          muted_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE muted_stories (
          story    INTEGER NOT NULL REFERENCES entries (key),
          chat     TEXT NOT NULL,
          by_user  INTEGER NOT NULL,
          by_name  TEXT NOT NULL,
          muted_at TEXT NOT NULL,
          PRIMARY KEY (story, chat)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE follows (                        -- who wants the alerts of one watch in private
          chat  TEXT NOT NULL,                        -- a private chat: the user's id
          watch TEXT NOT NULL,
          since TEXT NOT NULL,
          PRIMARY KEY (chat, watch)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE proposals (                      -- edits of watchlists and feeds that wait for a yes
          id         INTEGER PRIMARY KEY,
          chat       TEXT NOT NULL,
          message_id INTEGER,                         -- of the question; null: not asked yet
          by_user    INTEGER NOT NULL,
          by_name    TEXT NOT NULL,
          created_at TEXT NOT NULL,
          edit       TEXT NOT NULL,                   -- JSON
          status     TEXT NOT NULL                    -- asked, saved, left, failed
        ) STRICT;
        CREATE INDEX proposals_message ON proposals (chat, message_id);

        CREATE TABLE heard (                          -- updates from Telegram that were dealt with
          bot       TEXT NOT NULL,                    -- its user name: another bot counts anew
          update_id INTEGER NOT NULL,
          heard_at  TEXT NOT NULL,
          PRIMARY KEY (bot, update_id)
        ) STRICT, WITHOUT ROWID;

        CREATE VIRTUAL TABLE entries_fts USING fts5 (
          title, summary, content, source,
          content = 'entries', content_rowid = 'key', tokenize = "unicode61 remove_diacritics 2"
        );
        CREATE TRIGGER entries_fts_insert AFTER INSERT ON entries BEGIN
          INSERT INTO entries_fts (rowid, title, summary, content, source)
          VALUES (new.key, new.title, new.summary, new.content, new.source);
        END;
        CREATE TRIGGER entries_fts_delete AFTER DELETE ON entries BEGIN
          INSERT INTO entries_fts (entries_fts, rowid, title, summary, content, source)
          VALUES ('delete', old.key, old.title, old.summary, old.content, old.source);
        END;
        CREATE TRIGGER entries_fts_update AFTER UPDATE OF title, summary, content, source ON entries BEGIN
          INSERT INTO entries_fts (entries_fts, rowid, title, summary, content, source)
          VALUES ('delete', old.key, old.title, old.summary, old.content, old.source);
          INSERT INTO entries_fts (rowid, title, summary, content, source)
          VALUES (new.key, new.title, new.summary, new.content, new.source);
        END;
        INSERT INTO entries_fts (entries_fts) VALUES ('rebuild');
        """
    )


@schema()
def m005_pages(db: Database) -> None:
    """Pictures, weekly digests, and who is logged in to the pages."""
    db.executescript(
        """
        ALTER TABLE outbox ADD COLUMN picture BLOB;   -- PNG; null: it has none, or Telegram has it

        CREATE TABLE digests_with_editions (
          chat       TEXT NOT NULL,
          edition    TEXT NOT NULL,                   -- daily, weekly
          date       TEXT NOT NULL,                   -- local day in the configured zone
          since      TEXT NOT NULL,
          until      TEXT NOT NULL,
          created_at TEXT NOT NULL,
          past       INTEGER NOT NULL DEFAULT 0,      -- 1: of a past day, sent by hand; the next goes on before it
          empty      INTEGER NOT NULL DEFAULT 0,      -- 1: no watched name was in the news
          PRIMARY KEY (chat, edition, date)
        ) STRICT, WITHOUT ROWID;
        INSERT INTO digests_with_editions (chat, edition, date, since, until, created_at, past)
          SELECT chat, 'daily', date, since, until, created_at, past FROM digests;
        DROP TABLE digests;
        ALTER TABLE digests_with_editions RENAME TO digests;

        CREATE TABLE sessions (                       -- browsers in which somebody gave the password
          token_hash TEXT PRIMARY KEY,                -- SHA-256 of what the cookie holds
          name       TEXT NOT NULL,                   -- how they want to be called; "" if they did not say
          created_at TEXT NOT NULL,
          expires_at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;

        CREATE INDEX entries_feed ON entries (feed, first_seen);
        CREATE INDEX facts_company ON facts (company, entry);
        CREATE INDEX facts_agency ON facts (agency, entry);
        """
    )
