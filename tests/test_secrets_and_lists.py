"""The bot's token from the environment or .env, and the folder of watchlists."""

from __future__ import annotations

from pathlib import Path

import pytest

from bot.config import TOKEN, Settings, parse_settings, read_token, read_watchlists, watchlist_signature
from pipelines.errors import ConfigError, WatchlistError

WATCH = '[[watch]]\nid = "{0}"\nname = "{0} Freight"\nkind = "company"\n'


def settings(folder: Path) -> Settings:
    """Return settings whose file stands in `folder`."""
    return parse_settings("", folder / "config.toml")


# --- the token ----------------------------------------------------------------------------------------

ENV = [
    pytest.param(f"{TOKEN}=1:a", "1:a", id="plain"),
    pytest.param(f'{TOKEN}="1:a"', "1:a", id="double quotes"),
    pytest.param(f"{TOKEN}='1:a'", "1:a", id="single quotes"),
    pytest.param(f"export {TOKEN}=1:a", "1:a", id="export"),
    pytest.param(f"  {TOKEN} = 1:a  ", "1:a", id="spaces"),
    pytest.param(f"{TOKEN}=1:a # of the bot", "1:a", id="a comment behind it"),
    pytest.param(f'{TOKEN}="1:a" # of the bot', "1:a", id="a comment behind quotes"),
    pytest.param(f'{TOKEN}="1:a # b"', "1:a # b", id="no comment within quotes"),
    pytest.param(f"{TOKEN}=1:a=b#c", "1:a=b#c", id="signs within the value"),
    pytest.param(f"# {TOKEN}=1:old\nOTHER=x\nno line\n\n{TOKEN}=1:a", "1:a", id="among other lines"),
    pytest.param(f"{TOKEN}=1:old\n{TOKEN}=1:a", "1:a", id="the last one counts"),
    pytest.param(f"{TOKEN}=", "", id="empty"),
    pytest.param(f"{TOKEN}= # not yet", "", id="nothing but a comment"),
    pytest.param(f"#{TOKEN}=1:a", "", id="commented out"),
    pytest.param(f"X{TOKEN}=1:a", "", id="another name"),
    pytest.param("", "", id="empty file"),
]


@pytest.mark.parametrize(("text", "token"), ENV)
def test_the_token_stands_in_env_beside_the_file(tmp_path: Path, text: str, token: str) -> None:
    """NAME=value lines as shells and systemd read them."""
    (tmp_path / ".env").write_text(text, encoding="utf-8")
    assert read_token(settings(tmp_path), {}) == token


def test_the_environment_wins(tmp_path: Path) -> None:
    """A token in the environment counts before that in .env; an empty one does not."""
    (tmp_path / ".env").write_text(f"{TOKEN}=1:file", encoding="utf-8")
    assert read_token(settings(tmp_path), {TOKEN: " 1:environment "}) == "1:environment"
    assert read_token(settings(tmp_path), {TOKEN: " "}) == "1:file"


def test_without_any_token_there_is_none(tmp_path: Path) -> None:
    """No .env and nothing in the environment is no error here: not every command needs a token."""
    assert read_token(settings(tmp_path), {}) == ""


def test_an_env_that_cannot_be_read_is_an_error(tmp_path: Path) -> None:
    """What stands there and can't be read is said, not passed over."""
    (tmp_path / ".env").mkdir()
    with pytest.raises(ConfigError, match=r"\.env: can't be read: Is a directory"):
        read_token(settings(tmp_path), {})


# --- the folder of watchlists -------------------------------------------------------------------------


def test_all_lists_of_the_folder_count_together(tmp_path: Path) -> None:
    """Every *.toml is read, in order of names; other files, and hidden ones that editors leave, are not."""
    for name, text in (
        ("b.toml", WATCH.format("bryn")),
        ("a.toml", WATCH.format("alder")),
        ("README.md", "no list"),
        (".a.toml", "not = valid = toml"),
        ("a.toml~", "nor this"),
    ):
        (tmp_path / name).write_text(text, encoding="utf-8")
    (tmp_path / ".#b.toml").symlink_to("somebody@host.1234")
    assert list(read_watchlists(tmp_path).watches) == ["alder", "bryn"]
    assert [name for name, _, _ in watchlist_signature(tmp_path)] == ["a.toml", "b.toml"]


def test_a_folder_that_cannot_be_used_is_named(tmp_path: Path) -> None:
    """No folder, an empty one, a file that is none: each is a WatchlistError with the name."""
    (tmp_path / "empty").mkdir()
    for name, words in (("nowhere", "there is no such folder"), ("empty", "holds no watchlist")):
        with pytest.raises(WatchlistError, match=rf"{name}: {words}"):
            read_watchlists(tmp_path / name)
    (tmp_path / "folder.toml").mkdir()
    with pytest.raises(WatchlistError, match=r"folder\.toml: can't be read: Is a directory"):
        read_watchlists(tmp_path)


def test_a_link_that_leads_nowhere_is_named(tmp_path: Path) -> None:
    """A list that is not there any more is said to be missing, and does not stop us from looking for changes."""
    (tmp_path / "gone.toml").symlink_to(tmp_path / "nowhere")
    assert watchlist_signature(tmp_path) == (("gone.toml", 0, 0),)
    with pytest.raises(WatchlistError, match=r"gone\.toml: is a link that leads nowhere"):
        read_watchlists(tmp_path)


def test_an_error_in_a_list_has_file_and_line(tmp_path: Path) -> None:
    """The message leads to the place."""
    (tmp_path / "a.toml").write_text(WATCH.format("alder") + 'alais = ["x"]\n', encoding="utf-8")
    with pytest.raises(WatchlistError, match=r"a\.toml:5: unknown key 'alais' in watch; did you mean 'aliases'\?"):
        read_watchlists(tmp_path)


def test_every_change_of_a_list_is_seen(tmp_path: Path) -> None:
    """A list that is added, edited, renamed or removed changes the signature; nothing else does."""
    seen = [watchlist_signature(tmp_path / "nowhere")]
    file = tmp_path / "a.toml"
    steps = (
        lambda: file.write_text("1", encoding="utf-8"),
        lambda: file.write_text("12", encoding="utf-8"),
        lambda: file.rename(tmp_path / "b.toml"),
        lambda: (tmp_path / "b.toml").unlink(),
    )
    for step in steps:
        step()
        assert watchlist_signature(tmp_path) == watchlist_signature(tmp_path) != seen[-1]
        seen.append(watchlist_signature(tmp_path))
    assert seen[0] == seen[-1] == ()
