"""Mails: the text of the message, and each attachment as a source of its own."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from email.message import EmailMessage
from typing import TYPE_CHECKING, Any

from figures.decode import clean, has_words, what_binary
from figures.model import Document
from figures.published import parse_stamp
from figures.readers._members import Taken, plain_name
from figures.readers.html import fragment
from figures.sources import Failure, Notice, Source, Unreadable, one_line

if TYPE_CHECKING:
    from email.message import Message

FORMAT = "eml"
SUFFIXES = (".eml",)
ORDER = 22

# Photographs are most of the bytes of a mail, and they are written in letters.
_TIMES_LARGER = 5
_FIELD = re.compile(
    rb"^(?:received|from|to|date|subject|mime-version|message-id|delivered-to|return-path|content-type)[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_FIRST = re.compile(rb"[\w-]{1,60}[ \t]*:|From ")
_MOST_PARTS = 1000
_MULTIPART = re.compile(rb"multipart/", re.IGNORECASE)
_DEEPEST = 100
_SUFFIX_OF_TYPE = {"message/rfc822": ".eml", "text/html": ".html", "text/csv": ".csv", "application/pdf": ".pdf"}


def recognises(head: bytes, suffix: str) -> bool:
    """Whether it starts with the fields of a mail: three of the usual ones before the first blank line."""
    top = head.lstrip()
    if _FIRST.match(top) is None or what_binary(head) is not None:
        return False
    top = re.split(rb"\r?\n\r?\n", top, maxsplit=1)[0]
    return len(_FIELD.findall(top)) >= (1 if suffix in SUFFIXES else 3)


def read(source: Source) -> Iterator[Document | Source | Failure | Notice]:
    """The message as one document, and its attachments. Raises Unreadable where it has neither."""
    raw = source.raw(times=_TIMES_LARGER)
    message = _parsed(raw, source.origin)
    parts = list(_parts(message))
    if len(parts) > _MOST_PARTS:
        raise Unreadable(source.origin, f"more than {_MOST_PARTS} parts in one mail")
    text, body = _body(parts)
    published: date | None = parse_stamp(_field(message, "date"))
    if text:
        yield Document(
            text,
            title=_field(message, "subject"),
            published=published,
            date_source="unknown" if published is None else "metadata",
            language=(_field(message, "content-language") or "en")[:2].lower(),
            publisher=_sender(message),
            origin=source.origin,
            format=FORMAT,
        )
    taken = Taken(source)
    for number, part in enumerate(parts, start=1):
        if part not in body and taken.takes(name := _name(part, number)):
            yield source.part(name, lambda part=part: io.BytesIO(_bytes(part)), modified=published)  # type: ignore[misc]
    if not text and not taken.count:
        raise Unreadable(source.origin, "no words in this mail")
    yield from taken.told() if taken.passed else ()


def _parsed(raw: bytes, origin: str) -> EmailMessage:
    from email import message_from_bytes, policy

    # The parser compares each line with the ends of all the parts around it, so deep nesting takes for ever.
    if len(_MULTIPART.findall(raw)) > _DEEPEST:
        raise Unreadable(origin, "nested too deeply")
    try:
        return message_from_bytes(raw, policy=policy.default)
    except RecursionError:
        raise Unreadable(origin, "nested too deeply") from None
    except Exception:  # of broken fields the parser raises nearly anything
        raise Unreadable(origin, "damaged mail") from None


def _parts(message: Message) -> Iterator[Any]:
    """The parts that hold something themselves. A mail in the mail is one, and is opened by itself."""
    waiting: list[Any] = [message]
    while waiting:
        part = waiting.pop()
        if part.get_content_maintype() == "multipart" and isinstance(part.get_payload(), list):
            waiting += reversed(part.get_payload())
        else:
            yield part


def _body(parts: list[Any]) -> tuple[str, list[Any]]:
    """The text, and the parts that are copies of it: of a page and plain words the page, which keeps its tables."""
    shown = [part for part in parts if part.get_content_maintype() == "text" and not _is_attached(part)]
    pages = [part for part in shown if part.get_content_subtype() == "html"]
    plain = [part for part in shown if part.get_content_subtype() == "plain"]
    texts = (map(fragment, map(_words, pages)), map(_words, plain))
    joined = ("\n\n".join(words for words in some if has_words(words)) for some in texts)
    return next((text for text in joined if text), ""), [*pages, *plain]


def _is_attached(part: Any) -> bool:
    return part.get_content_disposition() == "attachment" or part.get_filename() is not None


def _words(part: Any) -> str:
    try:
        return clean(str(part.get_content()))
    except Exception:  # an unknown character set, or a transfer encoding that is broken
        return clean(_bytes(part).decode("utf-8", "replace"))


def _bytes(part: Any) -> bytes:
    try:
        if part.get_content_type() == "message/rfc822":
            return bytes(part.get_payload(0))
        return bytes(part.get_payload(decode=True) or b"")
    except Exception:  # a part that cannot be put together again is empty, and that is told of it
        return b""


def _name(part: Any, number: int) -> str:
    try:
        name = part.get_filename()
    except Exception:  # a field that is broken
        name = None
    if name:
        return plain_name(str(name))
    return f"part-{number}{_SUFFIX_OF_TYPE.get(part.get_content_type(), '')}"


def _field(message: EmailMessage, name: str) -> str | None:
    try:
        value = message[name]
        return one_line(clean(str(value))) or None if value is not None else None
    except Exception:  # the parser of fields falls over many that are broken
        return None


def _sender(message: EmailMessage) -> str | None:
    sender = _field(message, "from") or ""
    name = re.sub(r"<[^<>]{0,300}>", "", sender).strip(" \"'")
    return name or sender or None
