"""Which addresses may be asked: those of the public net, not this machine's and not those of private networks."""

from __future__ import annotations

from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

# Beyond what `is_global` knows: IETF assignments, where some clouds keep their metadata server (192.0.0.192), RFC 6890.
_RESERVED = ip_network("192.0.0.0/24")
# IPv4 addresses written as IPv6 by a translator of the network, RFC 6052.
_TRANSLATED = ip_network("64:ff9b::/96")


def refusal(address: str) -> str | None:
    """Why `address`, an IPv4 or IPv6 address as the resolver gives it, may not be asked; None where it may.

    What counts is where a connection would end: an IPv4 address inside an IPv6 one is looked at itself.
    """
    whole = ip_address(address.partition("%")[0])  # fe80::1%eth0
    at = _inner(whole) or whole
    if at.is_loopback or at.is_unspecified:
        return f"{address} is an address of this machine"
    if at.is_link_local:
        return f"{address} is an address of the local network"
    if at.is_private or not at.is_global or (isinstance(at, IPv6Address) and at.is_site_local):
        return f"{address} is an address of a private network"
    if at.is_multicast or at.is_reserved or at in _RESERVED:
        return f"{address} is a reserved address"
    return None


def _inner(address: IPv4Address | IPv6Address) -> IPv4Address | None:
    """The IPv4 address that an IPv6 one stands for: mapped, 6to4 (RFC 3056), translated."""
    if isinstance(address, IPv4Address):
        return None
    if address in _TRANSLATED:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
