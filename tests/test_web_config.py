"""`[web]` in config.toml, `schedule.weekly`, and the password of the pages."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest

from bot.config import PASSWORD, Settings, host_and_port, parse_settings, read_password, read_settings
from bot.log import masked, setup
from bot.web.guard import require_password
from pipelines.errors import ConfigError

CONFIG = Path("config.toml")


def settings(text: str) -> Settings:
    """Return the settings in a text."""
    return parse_settings(text, CONFIG)


@pytest.mark.parametrize(
    ("listen", "parts"),
    [
        ("127.0.0.1:8080", ("127.0.0.1", 8080)), ("localhost:0", ("localhost", 0)), ("[::1]:80", ("::1", 80)),
        ("192.0.2.1:65535", ("192.0.2.1", 65535)), ("Wire.Example:8080", ("wire.example", 8080)),
        ("8080", None), (":8080", None), ("127.0.0.1", None), ("127.0.0.1:", None), ("127.0.0.1:65536", None),
        ("http://127.0.0.1:80", None), ("127.0.0.1:80/x", None), ("a@127.0.0.1:80", None), ("::1:80", None),
        ("127.0.0.1:-1", None), ("127.0.0.1:eighty", None), ("[::1:80", None),
    ],
)  # fmt: skip
def test_where_to_listen(listen: str, parts: tuple[str, int] | None) -> None:
    """web.listen is an address or a name with a port; anything else is an error with its line and key."""
    assert host_and_port(listen) == parts
    text = f'[web]\nlisten = "{listen}"'
    if parts:
        assert settings(text).listen == listen
    else:
        with pytest.raises(ConfigError, match=r"config\.toml:2: web\.listen .* is no address with a port"):
            settings(text)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://wire.example", "https://wire.example"), ("https://Wire.Example:8443/", "https://wire.example:8443"),
        ("http://nas:8080", "http://nas:8080"), ("", ""), ("wire.example", None), ("ftp://wire.example", None),
        ("https://wire.example/news", None), ("https://wire.example?a", None), ("https://me:pw@wire.example", None),
        ("https://", None),
    ],
)  # fmt: skip
def test_where_browsers_reach_the_pages(address: str, expected: str | None) -> None:
    """web.address is a host with http or https and no path; a password in it is not repeated in the error."""
    text = f'[web]\naddress = "{address}"'
    if expected is not None:
        assert settings(text).address == expected
        return
    with pytest.raises(ConfigError, match=r"config\.toml:2: web\.address ") as error:
        settings(text)
    assert ":pw@" not in str(error.value)


def test_unknown_keys_and_days_are_refused() -> None:
    """A misspelt key of [web] and a weekday that is none are errors that name what is known."""
    with pytest.raises(ConfigError, match=r"config\.toml:2: .*lisen.*listen"):
        settings('[web]\nlisen = "127.0.0.1:80"')
    with pytest.raises(ConfigError, match=r'config\.toml:2: schedule\.weekly .*"monday" nor "off"'):
        settings('[schedule]\nweekly = "moonday"')
    assert [settings(f'[schedule]\nweekly = "{day}"').weekly for day in ("Monday", "sunday", "off")] == [0, 6, None]


def test_the_pages_are_off_by_default() -> None:
    """Without [web], the service serves no pages, and `web` serves them to this machine alone."""
    assert (settings("").listen, settings("").address) == ("", "")


@pytest.mark.parametrize("host", ["127.0.0.1", "127.8.8.8", "localhost", "[::1]"])
def test_on_this_machine_no_password_is_needed(host: str) -> None:
    """Loopback addresses need none, unless web.address says that others come too."""
    require_password(settings(""), f"{host}:80", "")
    public = settings('[web]\naddress = "https://wire.example"')
    require_password(public, f"{host}:80", "secret")
    with pytest.raises(ConfigError, match=f"web.address is .*set {PASSWORD}"):
        require_password(public, f"{host}:80", "")


def test_the_password_comes_from_environment_or_file(tmp_path: Path) -> None:
    """The environment wins over `.env` beside the configuration; blanks around it are none of it."""
    (tmp_path / "config.toml").write_text("")
    read = read_settings(tmp_path / "config.toml")
    assert read_password(read, {}) == ""
    (tmp_path / ".env").write_text(f"export {PASSWORD}='ferry # lamp'  # the pages\n")
    assert read_password(read, {}) == "ferry # lamp"
    assert read_password(read, {PASSWORD: " other "}) == "other"


def test_a_password_in_the_configuration_is_refused() -> None:
    """config.toml gets shared, so a password there is an unknown key."""
    with pytest.raises(ConfigError, match=r"config\.toml:2: .*password"):
        settings('[web]\npassword = "secret"')


def test_every_secret_is_masked() -> None:
    """The password never stands in a log line, plain or as a form or URL has it; no password masks nothing."""
    secrets = ("1000000001:" + "x" * 35, "ferry lamp & orchard", "")
    for form in ("ferry lamp & orchard", "ferry%20lamp%20%26%20orchard", "ferry+lamp+%26+orchard", secrets[0]):
        assert masked(f"sent {form} on", *secrets) == "sent *** on"


def test_the_log_masks_the_password(capsys: pytest.CaptureFixture[str]) -> None:
    """What is set up with both secrets shows neither."""
    handlers, level = logging.getLogger().handlers[:], logging.getLogger().level
    try:
        setup("INFO", "", "ferry lamp")
        logging.getLogger("bot").info("form=%s", "ferry lamp")
    finally:
        logging.getLogger().handlers[:] = handlers
        logging.getLogger().setLevel(level)
    assert re.search(r"form=\*\*\*\n", capsys.readouterr().err)
