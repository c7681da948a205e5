"""Packed bodies come out as they were, and never larger than they may be."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from figures.web.unpacking import Garbled, unpacked


def parts(body: bytes, size: int) -> Iterable[bytes]:
    return (body[start : start + size] for start in range(0, len(body), size))


def bare(body: bytes) -> bytes:
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


PACKED = {"gzip": gzip.compress, "x-gzip": gzip.compress, "deflate": zlib.compress, "": bytes, "identity": bytes}


@given(st.binary(max_size=2000), st.sampled_from(sorted(PACKED)), st.integers(1, 600))
def test_what_is_packed_comes_out_again_however_it_is_cut(body: bytes, packing: str, size: int) -> None:
    assert unpacked(parts(PACKED[packing](body), size), packing.upper(), 5000) == body


@given(st.binary(max_size=2000), st.integers(1, 600))
def test_several_pieces_are_one_body_and_padding_is_none(body: bytes, size: int) -> None:
    packed = gzip.compress(body) + gzip.compress(b"end") + bytes(700)
    assert unpacked(parts(packed, size), "gzip", 5000) == body + b"end"


@given(st.binary(min_size=1, max_size=2000))
def test_deflate_without_its_frame_is_read(body: bytes) -> None:
    packed = bare(body)
    assert unpacked([packed], "deflate", 5000) == body


@given(st.binary(max_size=300))
def test_any_bytes_are_a_body_or_garbled(body: bytes) -> None:
    for packing in ("gzip", "deflate"):
        with suppress(Garbled):
            assert len(unpacked([body], packing, 1000)) <= 1001


@pytest.mark.parametrize("packing", ["gzip", "deflate"])
def test_what_is_cut_off_is_said_to_be(packing: str) -> None:
    whole = PACKED[packing](bytes(range(256)) * 9)
    for cut in (1, 5, len(whole) // 2, len(whole) - 1):
        with pytest.raises(Garbled, match="cut off"):
            unpacked([whole[:cut]], packing, 10_000)


def test_a_bomb_is_stopped_in_little_memory() -> None:
    bomb = gzip.compress(bytes(60_000_000))
    tracemalloc.start()
    try:
        assert len(unpacked([bomb], "gzip", 1_000_000)) == 1_000_001
        assert tracemalloc.get_traced_memory()[1] < 4_000_000
    finally:
        tracemalloc.stop()
