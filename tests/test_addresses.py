"""Which addresses may be connected to, and that no way of writing one gets round that."""

from __future__ import annotations

import pytest

from bot.addresses import refusal
from bot.errors import FetchError
from bot.fetch import Fetcher
from tests.loopback import Loopback


@pytest.mark.parametrize(
    ("address", "problem"),
    [
        ("127.0.0.1", "loopback"),
        ("10.0.0.1", "private"),
        ("172.16.0.1", "private"),
        ("192.168.1.1", "private"),
        ("169.254.169.254", "link-local"),
        ("100.64.0.1", "private"),
        ("100.100.100.200", "private"),
        ("192.0.0.192", "private"),
        ("168.63.129.16", "private"),
        ("198.18.0.1", "private"),
        ("203.0.113.1", "private"),
        ("0.0.0.0", "private"),  # noqa: S104 - refused here
        ("224.0.0.1", "multicast"),
        ("255.255.255.255", "reserved"),
        ("::", "reserved"),
        ("::1", "loopback"),
        ("::7f00:1", "reserved"),
        ("fe80::1%eth0", "link-local"),
        ("fec0::1", "private"),
        ("fd00:ec2::254", "private"),
        ("ff02::1", "multicast"),
        ("2001:db8::1", "private"),
        ("::ffff:10.0.0.1", "private"),
        ("2002:7f00:1::1", "loopback"),
        ("2001:0:4136:e378:8000:63bf:80ff:fffe", "loopback"),
        ("64:ff9b::a9fe:a9fe", "link-local"),
        ("64:ff9b:1::1", "reserved"),
        ("127.1", "malformed"),
        ("2130706433", "malformed"),
        ("93.184.215.14", None),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", None),
        ("::ffff:93.184.215.14", None),
        ("2002:5db8:d70e::1", None),
        ("64:ff9b::5db8:d70e", None),
    ],
)
def test_refusal(address: str, problem: str | None) -> None:
    """An address is good if the whole internet can reach it, whatever it is wrapped in."""
    assert refusal(address) == (problem and f"address {address} is {problem}")


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "127.1",
        "0",
        "2130706433",
        "0x7f.1",
        "0177.0.0.1",
        "127。0。0。1",
    ],
)
async def test_private_address(host: str) -> None:
    """No way to write this machine's address gets a request through."""
    fetcher = Fetcher(timeout=20, max_bytes=1, allow_private_addresses=False, user_agent="wirewatch/0 (+test)")
    async with Loopback() as web, fetcher:
        with pytest.raises(FetchError) as caught:
            await fetcher.get(web.url("/feed.xml").replace("127.0.0.1", host))
        assert web.requests == []
    refused = caught.value.problem.endswith(" is loopback; see fetch.allow_private_addresses")
    assert refused or caught.value.problem == "not a usable web address"
