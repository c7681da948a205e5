"""The charts: what they must show, must not mix, and must never do to a reader."""

from __future__ import annotations

import hashlib
import random
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from report_database import Said, days, store

import reports
from db.errors import DatabaseError
from reports import claims
from reports.chart import OTHERS, Sheet, claimant_styles, source_line, text_width, wrapped
from reports.marks import open_side
from reports.trend import MOST_PANELS, Trend, draw_into, trends

START = date(2024, 3, 4)
LONG = "the Joint Coordination Office for the Emergency Response in the Northern and Eastern Provinces"


def charted(tmp_path: Path, said: list[Said]) -> list[Trend]:
    return trends(claims.read_claims(store(tmp_path / "figures.db", said)))


def drawn(trend: Trend, width: float = 7.2) -> Sheet:
    return draw_into(trend, BytesIO(), width)


def many_claims(seed: int, number: int = 200) -> list[Said]:
    chance = random.Random(seed)
    who = ["UNHCR", "the ministry", "", "police", LONG, "WFP", "an army spokesman", "Red Crescent", "MSF", "IOM"]
    return [
        Said(
            round(10 ** chance.uniform(0, 6)), START + timedelta(days=chance.randrange(3650)), chance.choice(who),
            measure="flow", qualifier=chance.choice(["exact", "about", "at_least", "at_most", "vague"]),
            modality=chance.choice(["reported", "reported", "projected"]), place=chance.choice(["", "Idlib", "Homs"]),
        )
        for _ in range(number)
    ]  # fmt: skip


SHAPES = {
    "one point": [Said(51, START)],
    "two points far apart in size": [Said(12, START), Said(300_000, START + timedelta(days=1))],
    "a series": [Said(1000 * (n + 1), day) for n, day in enumerate(days(START, 12))],
    "one day, many voices": [Said(3000 + 40 * n, START, f"claimant {n}") for n in range(9)],
    "ten years, five orders of size": many_claims(1),
    "twelve orders of size in a low panel": [Said(95, START), Said(1.9e12, START + timedelta(days=9))],
    "money": [Said(4e9 - 1e8 * n, day, "OCHA", "funding_required", unit="USD") for n, day in enumerate(days(START, 5))],
    "long names": [Said(90 + n, START + timedelta(days=n), f"{LONG} {n}", place=LONG) for n in range(9)],
    "no country": [Said(7, START, country=""), Said(9, START + timedelta(days=400), country="")],
    "one word without a space": [Said(8, START, "x" * 200)],
    "mathematics in a name": [Said(8, START, "fund $5 to $6_x^2")],
    "a range": [Said(1500, START, qualifier="range", low=1000, high=2000), Said(1200, START)],
    "zero": [Said(0, START), Said(0, START + timedelta(days=9))],
    "three units": [Said(5, START, unit=unit, category="destroyed") for unit in ("house", "school", "bridge", "km")],
}  # fmt: skip


@pytest.fixture(scope="module", params=SHAPES, ids=str)
def sheet(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> tuple[Trend, Sheet]:
    (trend,) = charted(tmp_path_factory.mktemp("chart"), SHAPES[request.param])
    return trend, drawn(trend)


def test_no_text_leaves_the_sheet_or_touches_other_text(sheet: tuple[Trend, Sheet]) -> None:
    figure = sheet[1].figure
    renderer = figure.canvas.get_renderer()
    texts = [*figure.texts]
    for one in figure.axes:
        texts += [*one.texts, *one.get_xticklabels(), *one.get_yticklabels()]
    shown = [text for text in texts if text.get_text().strip()]
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in shown]
    width, height = figure.canvas.get_width_height()
    for words, box in boxes:
        assert min(box.x0, box.y0, width - box.x1, height - box.y1) >= 0, words
    for number, (words, box) in enumerate(boxes):
        for others, other in boxes[number + 1 :]:
            # Lines of type may share the air between them, never the letters.
            across = min(box.x1, other.x1) - max(box.x0, other.x0)
            up = min(box.y1, other.y1) - max(box.y0, other.y0)
            assert across <= 1 or up <= 5, (words, others)


def test_every_chart_names_its_sources(sheet: tuple[Trend, Sheet]) -> None:
    trend, drawing = sheet
    line = source_line(trend.rows)
    told = " ".join(text.get_text() for text in drawing.figure.texts)
    assert line.replace(" ", "") in told.replace(" ", "")
    sources = line.partition(", told in ")[0]
    missing = [name for name in {row.who for row in trend.rows} if name not in sources]
    assert not missing or f"and {len(missing)} more" in sources
    assert f"{len({row.document_id for row in trend.rows}):,} document" in line


def test_every_claim_is_a_mark_inside_the_axes(sheet: tuple[Trend, Sheet]) -> None:
    trend, drawing = sheet
    assert {key for key, _, _ in drawing.spots} == {row.figure_id for row in trend.rows}
    for _, x, y in drawing.spots:
        assert 0 < min(x, y) <= max(x, y) < 1


def test_counts_start_at_zero(sheet: tuple[Trend, Sheet]) -> None:
    for one in sheet[1].figure.axes:
        assert one.get_ylim()[0] == 0
        assert one.get_yticklabels()[0].get_text() == "0"


@pytest.mark.parametrize("width", [5.0, 7.2])
def test_the_same_database_gives_the_same_bytes(tmp_path: Path, width: float) -> None:
    (trend,) = charted(tmp_path, many_claims(2, 30))
    prints = set()
    for _ in range(2):
        out = BytesIO()
        draw_into(trend, out, width)
        prints.add(hashlib.sha256(out.getvalue()).hexdigest())
    assert len(prints) == 1


def test_a_users_own_style_changes_nothing(tmp_path: Path) -> None:
    import matplotlib

    (trend,) = charted(tmp_path, [Said(51, START)])
    plain, styled = BytesIO(), BytesIO()
    draw_into(trend, plain)
    with matplotlib.rc_context({"font.size": 30, "axes.facecolor": "red", "text.parse_math": True}):
        draw_into(trend, styled)
    assert plain.getvalue() == styled.getvalue()


def test_units_and_measures_never_share_an_axis(tmp_path: Path) -> None:
    kinds = [("person", "stock"), ("person", "flow"), ("household", "stock")]
    said = [Said(100 + n, day, unit=unit, measure=kind) for unit, kind in kinds for n, day in enumerate(days(START, 4))]
    (trend,) = charted(tmp_path, said)
    assert sorted((panel.unit, panel.rows[0].measure) for panel in trend.panels) == sorted(kinds)
    for panel in trend.panels:
        assert len({(row.unit, row.measure) for row in panel.rows}) == 1
    assert len(drawn(trend).axes) == len(kinds)


def test_sectors_never_share_an_axis(tmp_path: Path) -> None:
    money = {"category": "funding_gap", "unit": "USD"}
    said = [Said(100 + n, START + timedelta(days=n), **money, more={"sector": sector})
            for n, sector in enumerate(["health", "WASH", "health", "none"])]  # fmt: skip
    (trend,) = charted(tmp_path, said)
    assert [(panel.heading, len(panel.rows)) for panel in trend.panels] == [
        ("US dollars, number at the time, health", 2),
        ("US dollars, number at the time, WASH", 1),
        ("US dollars, number at the time", 1),
    ]


def test_parts_stand_beside_no_whole_of_theirs_but_alone_in_another_series(tmp_path: Path) -> None:
    (trend,) = charted(tmp_path, [Said(500, START), Said(30, START, part_of=0)])
    assert [row.value for row in trend.rows] == [500]
    assert trend.left_out == ["Not drawn: 1 part of a larger figure."]


def test_panels_that_do_not_fit_are_told(tmp_path: Path) -> None:
    (trend,) = charted(tmp_path, SHAPES["three units"])
    assert len(trend.panels) == MOST_PANELS < 4
    assert trend.left_out == ["Not drawn: 1 figure in other units or of another kind (schools)."]


def test_what_is_not_drawn_is_said(tmp_path: Path) -> None:
    said = [
        Said(500, START), Said(600, START, modality="denied"), Said(700, None), Said(30, START, part_of=0),
        *(Said(900 + n, day) for n, day in enumerate(days(START, 5))), Said(800_000, date(1994, 7, 1)),
    ]  # fmt: skip
    (trend,) = charted(tmp_path, said)
    assert {row.value for row in trend.rows} == {500, 900, 901, 902, 903, 904}
    (told,) = trend.left_out
    for words in (
        "1 part of a larger figure",
        "1 figure said to be false",
        "1994, far from the rest",
        "without a date",
    ):
        assert words in told


def test_projected_claims_are_hollow_and_explained(tmp_path: Path) -> None:
    (trend,) = charted(tmp_path, [Said(5, START), Said(9, START + timedelta(days=3), modality="projected")])
    drawing = drawn(trend)
    (axis,) = drawing.axes
    faces = {float(line.get_ydata()[0]): line.get_markerfacecolor() for line in axes_marks(axis)}
    assert faces[9] == "white" != faces[5]
    assert any("Hollow: projected or planned" in text.get_text() for text in drawing.figure.texts)


def axes_marks(axis):
    return [line for line in axis.lines if len(line.get_ydata()) == 1 and isinstance(line.get_marker(), str)]


def test_bounds_are_arrows_on_the_open_side(tmp_path: Path) -> None:
    sides = {"at_least": 1, "at_most": -1, "vague": 1, "exact": 0, "about": 0}
    said = [Said(100 + n, START, qualifier=name) for n, name in enumerate(sides)]
    (trend,) = charted(tmp_path, said)
    assert {row.qualifier: open_side(row) for row in trend.rows} == sides
    (axis,) = drawn(trend).axes
    arrows = [line for line in axis.lines if not isinstance(line.get_marker(), str)]
    assert {float(line.get_ydata()[0]): round(line.get_marker().vertices[1][1]) for line in arrows} == {
        100: 1, 101: -1, 102: 1,
    }  # fmt: skip


def test_a_range_is_a_bar_from_end_to_end(tmp_path: Path) -> None:
    (trend,) = charted(tmp_path, [Said(1500, START, qualifier="range", low=1000, high=2000)])
    (axis,) = drawn(trend).axes
    bars = {tuple(float(y) for _, y in segment) for lines in axis.collections for segment in lines.get_segments()}
    assert (1000.0, 2000.0) in bars


def test_a_claim_told_by_two_documents_is_one_point_from_two_documents(tmp_path: Path) -> None:
    (trend,) = charted(tmp_path, [Said(51, START, "Turkey"), Said(51, START, "Turkey", title="Copy")])
    assert len(trend.rows) == 1


def test_claimants_are_told_apart_and_the_rest_are_others(tmp_path: Path) -> None:
    said = [Said(10 + n, START + timedelta(days=n), f"claimant {n % 9}") for n in range(30)]
    (trend,) = charted(tmp_path, said)
    styles = claimant_styles(trend.rows)
    assert len(styles) == len(set(styles.values())) == 5
    assert OTHERS not in styles.values()
    assert any(text.get_text() == "4 other claimants" for text in drawn(trend).figure.texts)


@pytest.mark.filterwarnings("ignore:Glyph")
@settings(max_examples=40)
@given(st.text(min_size=1, max_size=120), st.floats(0.5, 6))
def test_wrapped_text_keeps_every_letter_and_fits(text: str, room: float) -> None:
    lines = wrapped(text, 8, room)
    assert "".join(lines).replace(" ", "") == "".join(text.split())
    assert all(len(line) == 1 or text_width(line, 8) <= room * 1.02 + 0.02 for line in lines)


# The folder of reports


def test_reports_are_found_by_listing_the_folder() -> None:
    assert {"trend", "overview"} <= set(reports.available())
    assert all(report.title for report in reports.available().values())


def test_an_unknown_report_or_database_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(reports.UnknownReportError, match="no report is called 'trends'; there are: overview, trend"):
        reports.build(["trends"], store(tmp_path / "figures.db", []), tmp_path)
    with pytest.raises(DatabaseError, match=r"missing\.db: no such database"):
        reports.build([], tmp_path / "missing.db", tmp_path)


def test_file_names_are_safe_and_every_chart_is_written(tmp_path: Path) -> None:
    db = store(tmp_path / "figures.db", [Said(51, START, category="killed"), Said(52, START, country="")])
    written = reports.build(["trend"], db, tmp_path / "out")
    assert sorted(path.name for path in written) == ["trend-displaced-no-country.png", "trend-killed-SYR.png"]
    assert all(path.read_bytes().startswith(b"\x89PNG") for path in written)


def test_an_empty_database_gives_no_chart_and_a_page(tmp_path: Path) -> None:
    written = reports.build([], store(tmp_path / "figures.db", []), tmp_path / "out")
    assert [path.name for path in written] == ["overview.html"]
    assert "No reported figure" in written[0].read_text()
