"""Mails: the message, its attachments, and mails in mails."""

from __future__ import annotations

from datetime import date
from email.message import EmailMessage

import pytest
from reading import read_bytes, reason
from samples import PAGE, TEXT, docx, lines, mail, packed

from figures.model import Document
from figures.sources import Failure, Notice

TOLL = lines([["Town", "Dead"], ["Guma", "16"]])


def documents(raw: bytes) -> list[Document]:
    return [one for one in read_bytes(raw, "a.eml") if isinstance(one, Document)]


def test_a_message_with_its_fields() -> None:
    (document,) = documents(mail())
    assert document.text.strip() == TEXT.strip()
    assert (document.title, document.published) == ("Floods in Benue", date(2025, 9, 5))
    assert (document.publisher, document.date_source) == ("State Emergency Agency", "metadata")


def test_the_page_goes_before_the_plain_copy_for_it_has_the_tables() -> None:
    (document,) = documents(mail("See the page.", PAGE))
    assert "Makurdi | 21 | 40" in document.text
    assert "See the page" not in document.text


def test_an_empty_page_gives_way_to_the_plain_copy() -> None:
    (document,) = documents(mail("Ten people died.", "<html><img src=x></html>"))
    assert document.text.strip() == "Ten people died."


def test_attachments_are_read_by_their_own_readers() -> None:
    files = {
        "a.docx": docx(["Six died."]),
        "toll.csv": TOLL,
        "x.zip": packed({"b.txt": b"Two died."}),
        "map.png": b"\x89PNG",
    }
    found = read_bytes(mail(files=files), "a.eml")
    origins = [one.origin for one in found if isinstance(one, Document)]
    assert origins == ["a.eml", "a.eml#a.docx", "a.eml#toll.csv", "a.eml#x.zip#b.txt"]
    assert [one.reason for one in found if isinstance(one, Notice)] == ["passed over: 1 .png"]


def test_a_mail_in_a_mail_is_a_document_of_its_own() -> None:
    outer = EmailMessage()
    outer["Subject"] = "Fwd: Floods"
    outer["From"] = "desk@example.org"
    outer["Date"] = "Sat, 06 Sep 2025 10:00:00 +0100"
    outer.set_content("For your attention: two more died.")
    inner = EmailMessage()
    inner["Subject"] = "Floods"
    inner["From"] = "press@example.org"
    inner["Date"] = "Fri, 05 Sep 2025 10:00:00 +0100"
    inner.set_content("Ten people died.")
    outer.add_attachment(inner)
    assert [(one.text.strip(), one.title) for one in documents(outer.as_bytes())] == [
        ("For your attention: two more died.", "Fwd: Floods"),
        ("Ten people died.", "Floods"),
    ]


def test_letters_in_old_encodings_and_coded_fields() -> None:
    raw = (
        b"From: =?iso-8859-1?q?Agence_d=E9p=EAche?= <a@example.org>\r\nSubject: =?utf-8?b?w4lib3VsZW1lbnQ=?=\r\n"
        b"Date: 5 Sep 2025 10:00:00 GMT\r\nContent-Type: text/plain; charset=iso-8859-1\r\n\r\n"
        b"Dix morts \xe0 Gu\xe9ma.\r\n"
    )
    (document,) = documents(raw)
    assert (document.text.strip(), document.title) == ("Dix morts à Guéma.", "Éboulement")
    assert document.publisher == "Agence dépêche"


@pytest.mark.parametrize(
    ("raw", "told"),
    [
        (mail(""), "no words in this mail"),
        (b"From: a\r\nTo: b\r\nSubject: c\r\n\r\n", "no words in this mail"),
        (b"From: a\r\nTo: b\r\nSubject: c\r\nContent-Type: text/plain; charset=nonsense\r\n\r\n\x00\xff", "binary"),
    ],
)
def test_what_cannot_be_read_is_told_in_one_line(raw: bytes, told: str) -> None:
    assert told in reason(raw, "a.eml")


def test_nesting_without_end_is_bounded() -> None:
    head = b"From: a@example.org\r\nTo: b\r\nSubject: c\r\n"
    body = head + b"\r\nTen people died.\r\n"
    for _ in range(30):
        body = head + b"Content-Type: message/rfc822\r\n\r\n" + body
    assert any("levels deep" in one.reason for one in read_bytes(body, "a.eml") if isinstance(one, Failure))
    parts = b"".join(
        b"Content-Type: multipart/mixed; boundary=%d\r\n\r\n--%d\r\n" % (level, level) for level in range(3000)
    )
    found = read_bytes(head + parts + b"\r\nTen people died.", "a.eml")
    assert found
    assert not any("the reader broke" in one.reason for one in found if isinstance(one, Failure))


def test_a_name_that_leads_elsewhere_is_but_a_name() -> None:
    found = read_bytes(mail(files={"../../tmp/evil.txt": b"Two died."}), "a.eml")
    assert found[1].origin == "a.eml#../../tmp/evil.txt"
