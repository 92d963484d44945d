"""The command line: `wirewatch` and `python -m bot`.

Heavy imports stand inside the commands, so that `--help` and errors come at once.
"""

from __future__ import annotations

import argparse
import importlib
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from bot import __version__

EPILOG = """\
exit status: 0 done, 1 something failed or was found wrong, 2 the command line, configuration or a watchlist
is unusable. Results go to standard output, everything else to standard error.
"""

BACKTEST = """\
Match and decide the stored entries again, with the watchlists in force and with the proposed ones: what would newly
alert, what no longer would, alerts a day by watch, and a warning for each watch with more than 20 a day. The same
article alerts once. Neither alerts.max_age nor alerts.first_poll counts, and of an edited entry only the last version.
"""
SUGGEST = """\
Organisations not yet watched that turn up beside watched agencies in sentences on contracts and supplies, the most
frequent first. It reads the stored entries that surely name an agency, and needs pip install 'wirewatch[ner]'.
"""


def _days(text: str) -> int:
    """A number of days for argparse: at least one, at most ten years."""
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text) <= 3660:
        raise argparse.ArgumentTypeError(f"{text!r} is no number of days from 1 to 3660")
    return int(text)


def _common(*, outermost: bool = False) -> argparse.ArgumentParser:
    """The options of every command, which may stand before the command, behind it, and behind its action.

    Only the outermost parser has defaults: those of the inner ones would win over what stands further left.
    """
    common = argparse.ArgumentParser(add_help=False)
    path, no = (Path("config.toml"), False) if outermost else (argparse.SUPPRESS, argparse.SUPPRESS)
    common.add_argument(
        "--config", type=Path, metavar="FILE", default=path, help="configuration (default: config.toml)"
    )
    common.add_argument("-v", "--verbose", action="store_true", default=no, help="say more on standard error")
    return common


def parser() -> argparse.ArgumentParser:
    """Return the parser of all commands; each sets `run` to "module:function"."""
    common = _common()
    root = argparse.ArgumentParser(
        parents=[_common(outermost=True)],
        prog="wirewatch",
        description="Watch news feeds for companies and agencies, and tell a Telegram channel.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    root.add_argument("--version", action="version", version=f"wirewatch {__version__}")
    commands = root.add_subparsers(metavar="COMMAND", required=True)

    def command(name: str, run: str, summary: str, description: str = "") -> argparse.ArgumentParser:
        text = description or summary[0].upper() + summary[1:] + "."
        sub = commands.add_parser(name, help=summary, description=text, parents=[common])
        sub.set_defaults(run=run)
        return sub

    sub = command("run", "service:run", "the service: polls, matches, alerts, answers in chat, sends the digest")
    sub.add_argument("--once", action="store_true", help="poll every feed once, deliver all that is pending, exit")
    sub.add_argument("--dry-run", action="store_true", help="print alerts instead of sending; they stay unsent")

    sub = command("demo", "demo:run", "play a bundled day of invented news, without network or token")
    sub.add_argument("--web", action="store_true", help="then show its evening on the pages instead, until Ctrl-C")
    sub.add_argument("--listen", metavar="HOST:PORT", help="where, on this machine (default: 127.0.0.1, a free port)")
    command("init", "init:run", "ask a few questions, check the answers, write config.toml and .env")

    sub = command(
        "check", "check:run", "check configuration, watchlists, database, feeds and Telegram; one line a finding"
    )
    sub.add_argument("--offline", action="store_true", help="leave out what needs the network")

    sub = command("parse", "filters:parse", "feed documents → entries as JSON Lines")
    sub.add_argument("sources", nargs="+", metavar="FILE|URL", help="feed documents; - for standard input")

    sub = command("match", "filters:match", "entries as JSON Lines → their mentions, rules and facts")
    sub.add_argument("file", nargs="?", default="-", metavar="FILE", help="entries (default: standard input)")
    sub.add_argument("--watchlists", type=Path, metavar="DIR", help="folder of watchlists (default: the configured)")
    sub.add_argument("--all", action="store_true", help="give rejected names too")

    sub = command("group", "filters:group", "entries as JSON Lines, in time order → the story of each")
    sub.add_argument("file", nargs="?", default="-", metavar="FILE", help="entries (default: standard input)")
    sub.add_argument("--why", action="store_true", help="give the score and the reasons too")

    sub = command("digest", "read:digest", "print the digest of a day or week, or send it")
    sub.add_argument("--date", metavar="YYYY-MM-DD", help="local day (default: today so far)")
    sub.add_argument("--week", action="store_true", help="the seven local days that end with that day")
    sub.add_argument("--format", choices=["text", "html", "json"], default="text", help="(default: %(default)s)")
    sub.add_argument("--send", action="store_true", help="deliver it, once for each chat and day or week")

    sub = command(
        "backtest", "backtest:run", "what would alert with other watchlists, and how loud each watch is", BACKTEST
    )
    sub.add_argument(
        "watchlists", nargs="?", type=Path, metavar="DIR|FILE",
        help="proposed watchlists: a folder replaces all in force, a file the one of its name",
    )  # fmt: skip
    sub.add_argument("--days", type=_days, default=30, metavar="N", help="stored entries of so many days (default: 30)")
    sub.add_argument("--format", choices=["text", "json"], default="text", help="(default: %(default)s)")

    sub = command(
        "suggest", "suggest:run", "organisations not yet watched that turn up beside watched agencies", SUGGEST
    )
    sub.add_argument("--days", type=_days, default=30, metavar="N", help="stored entries of so many days (default: 30)")
    sub.add_argument("--format", choices=["text", "json"], default="text", help="(default: %(default)s)")

    sub = command("explain", "explain:run", "why an entry did or did not alert")
    sub.add_argument("entry", metavar="ID|URL", help="an entry's id, number or link")

    sub = command("feeds", "feeds:run", "list, add, remove, import and export feeds; their health")
    actions = sub.add_subparsers(metavar="ACTION", required=True, dest="action")
    actions.add_parser("list", help="the configured feeds", parents=[common])
    add = actions.add_parser("add", help="add a feed, or the feed of a page", parents=[common])
    add.add_argument("url", metavar="URL")
    add.add_argument("--name", default="", help="how to call it")
    add.add_argument("--publisher", default="", help="whose news it carries")
    add.add_argument("--language", default="", help="en, fr, es …")
    remove = actions.add_parser("remove", help="remove a feed", parents=[common])
    remove.add_argument("url", metavar="URL|NAME")
    bring = actions.add_parser("import", help="add the feeds of an OPML file", parents=[common])
    bring.add_argument("file", metavar="FILE")
    export = actions.add_parser("export", help="print the feeds as OPML", parents=[common])
    export.add_argument("file", nargs="?", metavar="FILE", help="(default: standard output)")
    actions.add_parser("health", help="how each feed fares, in words", parents=[common])

    sub = command("resend", "resend:run", "post again what a chat missed: a new channel, a deleted bot")
    sub.add_argument("--since", required=True, metavar="WHEN", help="2026-11-20, 2026-11-20T14:00 (local), 7d or 12h")
    sub.add_argument("--chat", default="", metavar="CHAT", help="(default: telegram.chat)")
    sub.add_argument("--all", action="store_true", help="also what the chat has had: its messages are gone")
    sub.add_argument("--dry-run", action="store_true", help="print the headlines, post nothing")

    sub = command("web", "pages:run", "the pages to review the digest and edit watchlists, on this machine")
    sub.add_argument("--listen", metavar="HOST:PORT", help="(default: web.listen, else 127.0.0.1:8080)")

    sub = command("backup", "read:backup", "write a consistent copy of the database, also while the service runs")
    sub.add_argument("file", type=Path, metavar="FILE")

    sub = command("export", "read:export", "alerts or facts as CSV or JSON Lines")
    sub.add_argument("what", nargs="?", choices=["alerts", "facts"], default="alerts", help="(default: %(default)s)")
    sub.add_argument("--format", choices=["csv", "jsonl"], default="jsonl", help="(default: %(default)s)")
    return root


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command and return its exit status."""
    arguments = parser().parse_args(argv)
    if isinstance(sys.stdout, io.TextIOWrapper):
        # JSON Lines are UTF-8 whatever the locale. Half a surrogate pair, which JSON can hold and UTF-8 can't,
        # is written as its escape: inside a JSON string that is the same.
        sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace")
    from bot.log import setup

    setup("INFO" if arguments.verbose or arguments.run.startswith("service") else "WARNING")
    from pipelines.errors import ConfigError, WirewatchError

    module, _, function = arguments.run.partition(":")
    try:
        status: int = getattr(importlib.import_module(f"bot.cli.{module}"), function)(arguments)
        sys.stdout.flush()
    except ConfigError as error:
        print(f"wirewatch: {error}", file=sys.stderr)
        return 2
    except WirewatchError as error:
        print(f"wirewatch: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130
    except OSError as error:
        if not isinstance(error, BrokenPipeError):
            print(f"wirewatch: {error.filename or 'standard output'}: {error.strerror}", file=sys.stderr)
        # Nothing may be written at exit: the reader of our output has gone (`| head`, no error), or has no room.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0 if isinstance(error, BrokenPipeError) else 1
    return status


if __name__ == "__main__":
    sys.exit(main())
