"""The overview page in a real browser: what a reader clicks, types, sees, and must never be harmed by."""

from __future__ import annotations

import json
import re
import shutil
from base64 import b64decode
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from report_database import Said, days, store

from reports import overview
from reports.claims import read_claims

START = date(2024, 3, 4)
ATTACK = "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\"> & <b>bold</b>"
SAID = [
    *(Said(1000 * (n + 1), day, country="SDN") for n, day in enumerate(days(START, 60))),
    Said(51, date(2026, 1, 5), "Turkey", "killed", measure="flow", qualifier="at_least", place="Idlib"),
    Said(52, date(2026, 1, 4), ATTACK, "killed", place=ATTACK, publisher=ATTACK, title=ATTACK, group=ATTACK,
         sentence="{who} \u2028 counted {number} " + ATTACK, url="javascript:document.title='taken'"),
    Said(53, date(2026, 1, 3), "WFP", "reached", "YEM", sentence="🚚🚚 After the flood 🌊 WFP fed {number} people."),
    Said(54, date(2026, 1, 2), "WFP", "reached", "YEM", modality="projected"),
    Said(0, date(2026, 1, 1), "", "missing", "YEM"),
]  # fmt: skip
FAILURES = [(f"texts/{ATTACK}.pdf", "truncated")]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("page")
    store(folder / "figures.db", SAID, FAILURES)
    return overview.build(folder / "figures.db", folder)[0]


@pytest.fixture(scope="module")
def driver() -> Iterator[Any]:
    browser = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    helper = shutil.which("chromedriver")
    if not browser or not helper:
        pytest.skip("no chromium with chromedriver is installed, so the page cannot be opened in a browser")
    from selenium import webdriver

    options = webdriver.ChromeOptions()
    options.binary_location = browser
    for flag in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--disable-gpu"):
        options.add_argument(flag)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
    opened = webdriver.Chrome(options=options, service=webdriver.ChromeService(helper))
    yield opened
    opened.quit()


@pytest.fixture
def page(driver: Any, built: Path) -> Any:
    """The page as it opens on a desk."""
    resize(driver, 1280)
    driver.get("about:blank")
    driver.get(built.as_uri())
    return driver


def resize(driver: Any, width: int) -> None:
    metrics = {"width": width, "height": 900, "deviceScaleFactor": 1, "mobile": width < 600}
    driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", metrics)


def all_of(page: Any, selector: str) -> list[Any]:
    found: list[Any] = page.find_elements("css selector", selector)
    return found


def one(page: Any, selector: str) -> Any:
    return page.find_element("css selector", selector)


def filter_by(page: Any, name: str, value: str) -> None:
    page.execute_script(
        "const field = document.querySelector(`[name=${arguments[0]}]`); field.value = arguments[1];"
        "field.dispatchEvent(new Event('input', {bubbles: true}))", name, value,
    )  # fmt: skip


def marked(page: Any, number: str) -> None:
    """The open sentence marks `number`, once the browser has followed the link."""
    from selenium.webdriver.support.ui import WebDriverWait

    found = "return document.querySelector('tr.sentence mark')?.textContent"
    WebDriverWait(page, 10).until(lambda page: page.execute_script(found) == number)


def test_a_click_on_a_figure_shows_its_sentence_with_the_number_marked(page: Any) -> None:
    first = one(page, "#figures .open-figure")
    assert (first.text, first.get_attribute("aria-expanded")) == ("at least 51 people", "false")
    first.click()
    quote = one(page, "tr.sentence blockquote")
    assert quote.text == "Turkey counted 51 people on the road."
    assert one(page, "tr.sentence mark").text == "51"
    told = one(page, "tr.sentence dl").text
    for words in ("5 Jan 2026", "Turkey", "The Courier", "Idlib", "per event or period", "texts/60.txt"):
        assert words in told
    assert one(page, "tr.sentence a").get_attribute("href") == "https://news.example/1"
    one(page, "#figures .open-figure").click()
    assert not all_of(page, "tr.sentence")


def test_markup_in_a_document_never_comes_to_life(page: Any, built: Path) -> None:
    filter_by(page, "words", "onerror")
    one(page, "#figures .open-figure").click()
    assert one(page, "tr.sentence mark").text == "52"
    assert one(page, "tr.sentence blockquote").text.endswith(ATTACK.replace("  ", " "))
    assert "taken" not in page.title
    assert not all_of(page, "img[src=x], b, a[href^=javascript]")
    assert len(all_of(page, "script")) == 2
    page.execute_script("document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=\"document.title=1\">')")
    page.execute_script(
        "const s = document.createElement('script'); s.text = 'document.title=2'; document.body.append(s)"
    )
    assert page.title.startswith("Humanitarian figures"), "the page's own policy must stop scripts that are not its own"


def test_the_mark_is_right_after_signs_beyond_the_first_plane(page: Any) -> None:
    filter_by(page, "words", "flood")
    one(page, "#figures .open-figure").click()
    assert one(page, "tr.sentence mark").text == "53"


def test_the_page_asks_the_network_for_nothing_and_has_no_errors(page: Any) -> None:
    page.get_log("browser")
    page.refresh()
    assert (
        page.execute_script("return performance.getEntriesByType('resource').filter(e => !e.name.startsWith('data:'))")
        == []
    )
    assert [entry for entry in page.get_log("browser") if entry["level"] == "SEVERE"] == []
    assert page.execute_script("return [...document.images].every(image => image.complete && image.naturalWidth > 300)")


def test_filters_narrow_the_table_and_are_counted(page: Any) -> None:
    assert one(page, "#count").text.startswith("65 of 65 figures")
    assert len(all_of(page, "tr.figure")) == 50
    filter_by(page, "country", "Yemen")
    assert one(page, "#count").text.startswith("3 of 65 figures")
    filter_by(page, "modality", "reported")
    assert [row.text for row in all_of(page, ".open-figure")] == ["53 people", "0 people"]
    filter_by(page, "until", "2026-01-01")
    assert [row.text for row in all_of(page, ".open-figure")] == ["0 people"]
    filter_by(page, "words", "nowhere to be found")
    assert one(page, "#count").text == "No figure fits these choices."
    one(page, "#clear").click()
    assert one(page, "#count").text.startswith("65 of 65 figures")


def test_pages_and_sorting(page: Any) -> None:
    assert not one(page, "#earlier").is_enabled()
    one(page, "#later").click()
    assert one(page, "#page").text == "Page 2 of 2"
    assert len(all_of(page, "tr.figure")) == 15
    assert not one(page, "#later").is_enabled()
    head = one(page, "th[data-sort=value]")
    head.find_element("css selector", "button").click()
    assert head.get_attribute("aria-sort") == "descending"
    assert one(page, ".open-figure").text == "60,000 people"
    head.find_element("css selector", "button").click()
    assert one(page, ".open-figure").text == "0 people"
    assert one(page, "th[data-sort=day]").get_attribute("aria-sort") is None


def test_everything_works_by_keyboard(page: Any) -> None:
    from selenium.webdriver.common.keys import Keys

    active = lambda: page.switch_to.active_element  # noqa: E731
    page.execute_script("document.querySelector('.open-figure').focus()")
    active().send_keys(Keys.ENTER)
    assert one(page, "tr.sentence mark").text == "51"
    assert active().text == "at least 51 people", "the reader must not be thrown out of the table"
    active().send_keys(Keys.ARROW_DOWN)
    active().send_keys(Keys.SPACE)
    assert one(page, "tr.sentence mark").text == "52"
    active().send_keys(Keys.ESCAPE)
    assert not all_of(page, "tr.sentence")
    assert active().text == "52 people"


def test_key_figures_and_points_lead_to_their_sentence(page: Any) -> None:
    filter_by(page, "country", "Yemen")
    card = next(card for card in all_of(page, ".cards li") if "Sudan" in card.text)
    card.find_element("css selector", "summary").click()
    assert card.find_element("css selector", "mark").text == "60,000"
    card.find_element("css selector", "a").click()
    marked(page, "60,000")
    spots = [spot for spot in all_of(page, "a.spot") if "11,000" in str(spot.get_attribute("title"))]
    page.execute_script("arguments[0].click()", spots[0])
    marked(page, "11,000")
    assert one(page, "#page").text == "Page 2 of 2"


def test_each_point_can_be_clicked_where_it_is_drawn(page: Any) -> None:
    dark = page.execute_script(
        """const plot = [...document.querySelectorAll('.plot')].find(p => p.querySelector('img').alt.includes('Sudan'));
        const image = plot.querySelector('img'), canvas = document.createElement('canvas');
        canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
        const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0);
        const at = (share, size) => parseFloat(share) / 100 * size;
        return [...plot.querySelectorAll('.spot')].map(spot => [...pen.getImageData(
          at(spot.style.left, canvas.width), at(spot.style.top, canvas.height), 1, 1).data])"""
    )
    assert len(dark) == 60
    assert all(colour != [255, 255, 255, 255] for colour in dark)


@pytest.mark.parametrize("width", [390, 1280])
def test_nothing_runs_out_of_the_screen(page: Any, width: int) -> None:
    resize(page, width)
    filter_by(page, "words", "onerror")
    one(page, "#figures .open-figure").click()
    assert page.execute_script("return document.documentElement.scrollWidth") <= width


def test_print_shows_all_rows_and_no_controls(page: Any) -> None:
    import pdfplumber

    with pdfplumber.open(BytesIO(b64decode(page.print_page()))) as paper:
        text = "\n".join(sheet.extract_text() for sheet in paper.pages)
    assert "shown are 1 to 65" in text
    for words in ("Key figures", "People displaced in Sudan", "at least 51 people", "How figures were read"):
        assert words in text
    for control in ("Show all", "Previous", "Page 1 of", "Show in the table"):
        assert control not in text
    assert len(all_of(page, "tr.figure")) == 50, "the screen is as it was"


def test_what_is_in_it_is_said_plainly(page: Any) -> None:
    text = one(page, "body").text
    assert "65 figures read from 65 documents published 4 Mar 2024 to 5 Jan 2026" in text
    assert "1 source could not be read." in text
    assert "texts/" + ATTACK in text
    assert "For 1 of 65 figures the text names no claimant" in text
    assert "1 projected" in text


# What needs no browser


def test_the_same_database_gives_the_same_page(built: Path) -> None:
    assert overview.page(built.parent / "figures.db") == built.read_text(encoding="utf-8")


def test_projected_figures_are_no_key_figures(built: Path) -> None:
    cards = re.findall(r'<span class="said"[^>]*>([^<]*)', built.read_text(encoding="utf-8"))
    assert sorted(cards) == ["0 people", "53 people", "60,000 people", "at least 51 people"]


def test_a_table_that_is_too_long_keeps_the_newest_and_says_so(built: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(overview, "MOST_ROWS", 3)
    monkeypatch.setattr(overview, "MOST_CHARTS", 1)
    text = overview.page(built.parent / "figures.db")
    content = json.loads(re.search(r'id="content">(.*?)</script>', text, re.S)[1])  # type: ignore[index]
    assert [figure["value"] for figure in content["figures"]] == [51, 52, 53]
    assert "The newest 3 of 65 figures" in text
    assert "The 1 fullest of 4 charts" in text


RECKONED = [
    Said(2000, START, "UNHCR", unit="household", country="PAK", more={
        "people_estimate": 13600.0, "household_size": 6.8, "household_size_source": "UN DESA 2019",
        "facets": ("children", "refugees"), "nationality": ("AFG",), "place_role": "origin", "hazard": "flood",
        "cause": "disaster"}),
    Said(300, START, "WFP", "funding_gap", unit="EUR", measure="stock", country="PAK", more={
        "usd_estimate": 321.0, "usd_rate": 1.07, "usd_rate_day": START, "sector": "health"}),
    Said(50, START, "WFP", "displaced", unit="household", country="SOM",
         more={"no_estimate": "no household size for SOM"}),
]  # fmt: skip


@pytest.fixture(scope="module")
def reckoned(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("reckoned")
    store(folder / "figures.db", RECKONED)
    return overview.build(folder / "figures.db", folder)[0]


def test_an_estimate_stands_beside_what_was_said_with_its_factor(reckoned: Path) -> None:
    text = reckoned.read_text(encoding="utf-8")
    rows = {row["value"]: row for row in json.loads(re.findall(r'id="content">(.*?)</script>', text)[0])["figures"]}
    assert (rows[2000]["said"], rows[2000]["estimate"]) == ("2,000 households", "about 13,600 people")
    assert rows[2000]["factor"] == "6.8 people a household: UN DESA 2019"
    assert (rows[300]["said"], rows[300]["estimate"]) == ("€300", "about $321")
    assert rows[300]["factor"] == "1 EUR = 1.07 USD: European Central Bank, 4 Mar 2024"
    assert ("estimate" in rows[50], rows[50]["factor"]) == (False, "none: no household size for SOM")
    assert re.search(r'<span class="estimate" title="6.8 people[^"]*">about 13,600 people</span>', text)


def test_the_context_of_a_figure_is_shown_and_filtered_by(driver: Any, reckoned: Path) -> None:
    resize(driver, 1280)
    driver.get(reckoned.as_uri())
    filter_by(driver, "facet", "refugees")
    (button,) = all_of(driver, "#figures .open-figure")
    button.click()
    told = one(driver, "tr.sentence dl").text
    for words in ("children, refugees, AFG", "about 13,600 people (6.8 people a household: UN DESA 2019)", "flood"):
        assert words in told
    filter_by(driver, "facet", "")
    filter_by(driver, "sector", "health")
    assert one(driver, "#figures .open-figure").text == "€300"
    filter_by(driver, "sector", "")
    filter_by(driver, "cause", "flood")
    assert one(driver, "#figures .open-figure").text == "2,000 households"


def test_an_assumed_day_is_told_from_a_stated_one(built: Path) -> None:
    assert all(claim.is_assumed for claim in read_claims(built.parent / "figures.db"))
