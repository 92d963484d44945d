"""Which IP addresses a feed may be fetched from.

Without this, a feed's URL, or a redirect or DNS answer behind it, could make us ask the user's router, other
services on the machine or a cloud's metadata server (server-side request forgery).
"""

from __future__ import annotations

import ipaddress

_IPAddress = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.ip_network("64:ff9b::/96")
_CARRIERS = (_NAT64, ipaddress.ip_network("::ffff:0:0/96"), ipaddress.ip_network("2001::/32"))
_UNICAST = ipaddress.ip_network("2000::/3")  # all that IANA has given out for global use
# Python 3.11 takes these for public; cloud machines reach their own metadata and management there.
_HIDDEN = (ipaddress.ip_network("192.0.0.0/24"), ipaddress.ip_network("168.63.129.16/32"))


def refusal(address: str) -> str | None:
    """Return why we do not connect to an IP address, as in "address 10.0.0.1 is private"; None if we do.

    Only what the IANA special-purpose registries (RFC 6890) call globally reachable is good, and an IPv6
    address that carries an IPv4 address is as good as what it carries.
    """
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:  # "127.1" and the like: forms that the system would take and we cannot judge
        return f"address {address} is malformed"
    return next((f"address {address} is {why}" for each in (ip, *_carried(ip)) if (why := _locality(each))), None)


def _carried(ip: _IPAddress) -> tuple[ipaddress.IPv4Address, ...]:
    """Return the IPv4 addresses inside a mapped, 6to4, Teredo or NAT64 (RFC 6052) address."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ()
    nat64 = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF) if ip in _NAT64 else None
    return tuple(inner for inner in (ip.ipv4_mapped, ip.sixtofour, *(ip.teredo or ()), nat64) if inner)


def _locality(ip: _IPAddress) -> str:
    """Return what keeps an address from being a public one, "" if nothing does."""
    if any(ip in carrier for carrier in _CARRIERS):
        return ""  # judged by what it carries
    kinds = {
        "loopback": ip.is_loopback,
        "link-local": ip.is_link_local,
        "multicast": ip.is_multicast,
        "reserved": ip.is_reserved,
        "private": not ip.is_global
        or (ip.version == 6 and ip not in _UNICAST)
        or any(ip in network for network in _HIDDEN),
    }
    return next((kind for kind, is_so in kinds.items() if is_so), "")
