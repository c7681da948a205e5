"""Markdown read as prose."""

from __future__ import annotations

from datetime import date

from reading import one_document, reason

REPORT = """# Arden floods: update 3

The river **Arden** rose again, and 1,200 people
fled to [higher ground](https://example.org/map) on *Friday*.

## Damage by district

| District | Dead | Houses destroyed |
|:---------|-----:|-----------------:|
| North    | 7    | 1,400            |
| South    |      | 60               |

- 3 bridges damaged
- 2 schools flooded
  - one of them in `Port Arden`

1. first
2. second

> The governor: 40 boats are on their way.

![a photo of 12 boats](boats.png)

```
Killed: 12 | Injured: 30
```
"""


def test_prose_comes_without_marks_and_with_its_order() -> None:
    document = one_document(REPORT, "update.md")
    assert document.text.split("\n\n") == [
        "Arden floods: update 3",
        "The river Arden rose again, and 1,200 people fled to higher ground on Friday.",
        "Damage by district",
        "District | Dead | Houses destroyed\nNorth | 7 | 1,400\nSouth | | 60",
        "- 3 bridges damaged\n- 2 schools flooded\n- one of them in Port Arden",
        "1. first\n2. second",
        "The governor: 40 boats are on their way.",
        "Killed: 12 | Injured: 30",
    ]
    assert (document.title, document.format) == ("Arden floods: update 3", "markdown")


def test_front_matter_is_metadata() -> None:
    text = '---\ntitle: "Floods: day 3"\ndate: 2024-05-03\npublisher: Arden Relief\nlang: fr\n---\n\n12 people died.\n'
    document = one_document(text, "a.markdown")
    assert document.text == "12 people died."
    assert (document.title, document.publisher, document.language) == ("Floods: day 3", "Arden Relief", "fr")
    assert (document.published, document.date_source) == (date(2024, 5, 3), "metadata")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    assert one_document("---\n\n12 people died.\n", "a.md").text == "12 people died."


def test_tags_and_signs_stay_as_words() -> None:
    document = one_document("About <5,000 people & 3 * 4 tents <b>here</b> cost $20_000.\n", "a.md")
    assert document.text == "About <5,000 people & 3 * 4 tents <b>here</b> cost $20_000."


def test_deep_nesting_and_emptiness_do_not_break_it() -> None:
    assert "12 people" in one_document("> " * 40 + "12 people died.\n", "a.md").text
    assert "12 people" in one_document("> " * 2000 + "12 people died.\n" + "- " * 2000 + "x\n", "a.md").text
    assert "12 people" in one_document("**" * 3000 + "12 people died." + "[" * 3000, "a.md").text
    assert reason(b"# \n\n---\n\n***\n", "a.md") == "no words in it"
    assert reason(b"![](a.png)\n", "a.md") == "no words in it"


def test_other_content_goes_before_the_suffix() -> None:
    assert (
        one_document("<!doctype html><html><body><p>12 people died there.</p></body></html>", "a.md").format == "html"
    )
