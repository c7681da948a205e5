"""The scene of a document: the places, dates and claimants met so far, and what they say of a figure."""

from __future__ import annotations

import re
import sys
from bisect import bisect_left
from dataclasses import replace
from operator import itemgetter
from typing import NamedTuple

from figures import cited, claimants, crisis, gazetteer, group, kind, measure, period, placing, when, who
from figures import facets as whom
from figures.cited import Attribution
from figures.described import seat
from figures.making import quickly
from figures.mentions import Mention, mentions, within
from figures.model import Document, Facet, Figure, Passage
from figures.placing import Placement
from figures.readings import Reading
from figures.remembered import cached_property
from figures.rows import Rows
from figures.spots import together
from figures.tables import is_total
from figures.timewords import Time
from figures.told import Told, recalls_event, tells_event
from figures.where import Atlas

_ENDLESS = sys.maxsize
# A sentence points to the whole country right after a number: `9 stations failed across the country`.
_IN_COUNTRY = re.compile(
    r"(?: (?!\d)[^\s,.;:]+){0,6}? (?:in|across|throughout|around) the (?:entire |whole )?(?:country|nation)\b(?!['’]s)"
)
_RECALLED = 2  # sentences back in which an event may have been told that a sentence recalls
_PRONOUNS = frozenset({"he", "she", "they", "it", "we"})


_figure = quickly(Figure)


class Said(NamedTuple):
    """Who says a number, in the text's words and by name, and who relays it."""

    source: str
    claimant: claimants.Claimant
    via: str = ""


_UNSAID = Said("", claimants.Claimant("", ""))


def _narrower(office: Placement, told: Placement | None) -> bool:
    """Whether the place of who speaks says more of where a number is than the place that the text has told of."""
    if told is None or told.country != office.country:
        return True
    if told.is_country or not told.place or not office.place:
        return told.is_country and not office.is_country
    # `Kogi's police said`, where the text last told of Benue. Who speaks in the capital may speak for the country.
    if office.name in gazetteer.countries().capitals:
        return False
    regions = told.place.region, office.place.region
    return min(regions) >= 0 and regions[0] != regions[1]


class Scene:
    """The places, dates and claimants of one document. Nothing is looked for before a figure asks."""

    def __init__(self, document: Document) -> None:
        self.document = document
        self._passages: list[Passage] = []
        self._readings: dict[int, Reading] = {}
        self._before: Figure | None = None
        self._placed_last: Placement | None = None
        self._told_to = 0
        self._rows = Rows()

    def enter(self, passage: Passage) -> None:
        """Take note of `passage`, the next in reading order."""
        self._passages.append(passage)

    def complete(self, figure: Figure) -> Figure:
        """`figure` with its claimant, group, place, date, modality and measure."""
        at = self._index(figure)
        reading = self._reading(at)
        text = reading.passage.text
        start, end = figure.start - figure.passage_start, figure.end - figure.passage_start
        placed = self._placed(figure, at)
        place = placed.place
        time = when.governing(text, start, end, reading.times)
        category, modality = kind.settled(figure, text)
        if category != figure.category:
            figure = replace(figure, category=category)
        said = self._said(at, start, end, placed.country or self.atlas.main)
        owed = crisis.owed(figure, self._hazards(reading.passage), self.main_cause, self._leads)
        before = self._before if self._before and self._before.passage_start == figure.passage_start else None
        kind_of = measure.measure(figure, text, time.sense if time else "", before)
        days = self._days(at, time, modality, kind_of, figure.category)
        counted = group.counted(figure, text, before)
        facets, nationality = self._whom(figure, reading, counted, before)
        self._before = _figure(
            figure.start, figure.end, figure.text, figure.value, figure.low, figure.high, figure.qualifier,
            figure.category, figure.unit,
            modality=modality,
            measure=kind_of,
            group=counted.words,
            facets=facets,
            nationality=nationality,
            place=placed.text,
            country=placed.country,
            source=said.source,
            passage=figure.passage,
            passage_start=figure.passage_start,
            modifier=figure.modifier,
            when=time.text if time else "",
            date_start=days.start,
            date_end=days.end,
            date_precision=days.precision,
            as_of=days.as_of,
            claimant=said.claimant.name,
            place_id=place.place_id if place else None,
            latitude=place.latitude if place else None,
            longitude=place.longitude if place else None,
            place_role=placed.role,
            source_type=said.claimant.type,
            via=said.via,
            cause=owed.cause,
            hazard=owed.hazard,
            sector=crisis.sector(figure, text),
            part_of=figure.part_of,
            confidence=figure.confidence,
            rule=figure.rule,
        )  # fmt: skip
        return self._before

    @staticmethod
    def _whom(
        figure: Figure, reading: Reading, counted: group.Group, before: Figure | None
    ) -> tuple[tuple[Facet, ...], tuple[str, ...]]:
        """The facets of the counted group, and the nations that its people are of."""
        if figure.unit not in whom.OF_PEOPLE:
            return (), ()
        if counted.is_same and before:
            return before.facets, before.nationality
        text = reading.passage.text
        start, end = counted.start, whom.all_of_them(text, counted.end or figure.end - figure.passage_start)
        start = start or figure.end - figure.passage_start
        return whom.facets(text[start:end]), whom.nationality(text, start, end, reading.mentions, figure.category)

    def _index(self, figure: Figure) -> int:
        for index in range(len(self._passages) - 1, -1, -1):
            if self._passages[index].start == figure.passage_start:
                return index
        self.enter(Passage(figure.passage_start, figure.passage_start + len(figure.passage), figure.passage))
        return len(self._passages) - 1

    def _reading(self, index: int) -> Reading:
        if index not in self._readings:
            passage = self._passages[index]
            self._readings[index] = Reading(passage, self._mentions(passage))
        return self._readings[index]

    @cached_property
    def _told(self) -> Told:
        """The places told of so far. A title that is no part of the text is told first."""
        told, title = Told(), self.document.title or ""
        if title and not self.document.text.lstrip().startswith(title):
            told.advance(title, together(title, mentions(title)), heading=True)
        return told

    def _days(self, at: int, time: Time | None, modality: str, measure: str, category: str) -> period.Period:
        """The days of a figure dated by `time`; of an event without a time of its own, those told of just before."""
        published = self.document.published
        if time is None and measure == "flow" and modality == "reported" and self._is_of_what_was_told(at, category):
            told = self._period_told(at - 1, _ENDLESS)
            if told and told.precision == "day":
                return told
        told = self._period_told(at, time.start) if time and period.is_reckoned(time) else None
        return period.resolve(time, published, ahead=modality in ("planned", "projected"), told=told)

    def _is_of_what_was_told(self, at: int, category: str) -> bool:
        """Whether a figure of passage `at` is of the event told of before: the passage has no time of its own."""
        reading = self._reading(at)
        text = reading.passage.text
        return when.is_event(category) and not when.is_of_now(text) and not reading.times

    def _period_told(self, at: int, before: int, left: int = 3) -> period.Period | None:
        """The last period told of before offset `before` of passage `at`, looking `left` passages back."""
        if at < 0 or not left:
            return None
        reading = self._reading(at)
        time = when.told(reading.times, before)
        if time is None:
            return self._period_told(at - 1, _ENDLESS, left - 1)
        told = self._period_told(at, time.start, left - 1) if period.is_reckoned(time) else None
        found = period.resolve(time, self.document.published, told=told)
        return found if time.sense == "within" and found.start else None

    @cached_property
    def hazards(self) -> list[crisis.Named]:
        """The causes that the document names, with where."""
        return crisis.hazards(self.document.text)

    @cached_property
    def main_cause(self) -> crisis.Owed:
        """The cause that the document names most."""
        return crisis.main_cause(crisis.hazards(self.document.title or "") + self.hazards)

    @cached_property
    def _leads(self) -> bool:
        return crisis.leads(crisis.hazards(self.document.title or "") + self.hazards, self.main_cause)

    def _hazards(self, passage: Passage) -> list[crisis.Named]:
        first = bisect_left(self.hazards, passage.start, key=itemgetter(0))
        last = bisect_left(self.hazards, passage.end, key=itemgetter(0))
        return self.hazards[first:last]

    @cached_property
    def mentions(self) -> list[Mention]:
        """The places that the document names. Found in one go: what its names mean hangs on all of them."""
        return mentions(self.document.text)

    @cached_property
    def _starts(self) -> list[int]:
        return [one.start for one in self.mentions]

    def _names_any(self, passage: Passage) -> bool:
        first = bisect_left(self._starts, passage.start)
        return first < len(self._starts) and self._starts[first] < passage.end

    def _mentions(self, passage: Passage) -> list[Mention]:
        first = bisect_left(self._starts, passage.start)
        last = bisect_left(self._starts, passage.end, first)
        return [within(one, passage.start) for one in self.mentions[first:last]]

    @cached_property
    def atlas(self) -> Atlas:
        return Atlas(mentions(self.document.title or "") + self.mentions)

    def _placed(self, figure: Figure, at: int) -> Placement:
        self._carried = False
        placement = self._placed_last = self._placement(figure, at)
        if placement is None:
            return placing.NOWHERE
        self._told.place(placement, at, self._carried)
        return placement

    def _placement(self, figure: Figure, at: int) -> Placement | None:
        """The place in the figure's own sentence, else the one that the text has been telling of, else its country."""
        reading = self._reading(at)
        if reading.passage.kind == "row":
            if (first := self._rows.enter(self._passages, at)) is not None:
                self._tell(first)
                self._rows.above = self._told.governing(self.atlas)
            if is_total(reading.passage.text) and not self._names_any(reading.passage):
                return self._rows.total(at, self._placed_last, self.atlas)
        if self._before and self._placed_last and placing.restates(figure, self._before, reading.passage.text):
            return self._placed_last
        home = placing.home(figure, reading.passage.text, reading.mentions)
        own = placing.in_sentence(figure, reading.passage.text, reading.places_told, self.atlas, home)
        if own and (whole := self._whole_country(figure, own[0], reading.passage.text)):
            return whole
        if own and own[1] > placing.SURE:
            return own[0] if own[0].place else self._in_country_told(own[0], reading)
        if own is None and figure.category not in placing.MONEY:
            local = [spot for spot in reading.spots if spot.first.preposition == "in" and not spot.first.country]
            theirs = placing.in_sentence(figure, reading.passage.text, local, self.atlas, home)
            if theirs and theirs[1] > placing.SURE:
                return theirs[0]
        self._tell(at)
        pointed = self._told.pointed_at(reading.passage.text, self.atlas)
        if pointed is None and (recalled := self._recalled(figure, at)):
            return recalled
        self._carried = True
        told = pointed or self._told.governing(self.atlas, home, figure.category)
        office = self._office(figure, at)
        if office is not None and _narrower(office, told):
            return office
        if told is None:
            return own[0] if own else None
        return placing.turned(told, figure, reading.passage.text, pointed is not None)

    def _tell(self, at: int) -> None:
        """Take in the places told of before passage `at`."""
        for index in range(self._told_to, at):
            passage = self._passages[index]
            spots = self._reading(index).spots if self._names_any(passage) else []
            heading = passage.kind == "heading"
            if (heading or index == 0) and (region := seat(passage.text)):
                spots, heading = together(passage.text, [region]), True
            self._told.advance(passage.text, spots, heading)
        self._told_to = max(self._told_to, at)

    def _whole_country(self, figure: Figure, own: Placement, text: str) -> Placement | None:
        """The country of the place found, where the sentence points to all of it right after the figure."""
        if not own.country or not _IN_COUNTRY.match(text, figure.end - figure.passage_start):
            return None
        return placing.whole_country(own.country, self.atlas)

    def _in_country_told(self, placed: Placement, reading: Reading) -> Placement:
        """A place that no gazetteer has: in the country where the last figure was, if its sentence names none."""
        last = self._placed_last
        if last is None or not last.country or placed.country != self.atlas.main or last.role == "origin":
            return placed
        if any(one.country and one.kind == "country" for one in reading.mentions):
            return placed
        return replace(placed, country=last.country)

    def _recalled(self, figure: Figure, at: int) -> Placement | None:
        """Where the event was that the sentence of a figure recalls, if one of the two before it tells of it."""
        if not recalls_event(self._passages[at].text):
            return None
        for back in range(at - 1, max(-1, at - 1 - _RECALLED), -1):
            passage = self._passages[back]
            if passage.kind == "heading":
                return None
            spots = self._reading(back).places_told if self._names_any(passage) else []
            spot = next((one for one in spots if one.tie >= placing.TIED and one.first.kind != "world"), None)
            if spot is not None:
                told = tells_event(passage.text)
                return placing.placement(spot, passage.text, self.atlas, figure.category) if told else None
        return None

    def _office(self, figure: Figure, at: int) -> Placement | None:
        """The place of the local authority or people that state a figure: `Kyiv's mayor said`, `residents of Gao said`.
        None where it has none."""
        reading = self._reading(at)
        start, end = figure.start - figure.passage_start, figure.end - figure.passage_start
        covering = [one for one in reading.attributions if one.covers(start, end)]
        if not covering:
            return None
        one = min(covering, key=lambda speaker: abs(speaker.at - start))
        first = bisect_left(reading.spots, one.start, key=lambda spot: spot.start)
        spot = reading.spots[first] if first < len(reading.spots) else None
        # `Israel said` names no office there.
        if spot is None or spot.start >= one.end or spot.end - spot.start >= len(one.text):
            return None
        if claimants.claimant(one.text, "", one.about).type not in ("government", "witness"):
            return None
        return placing.placement(spot, reading.passage.text, self.atlas)

    def _said(self, at: int, start: int, end: int, country: str) -> Said:
        """Who says the number at [start:end] of a passage: the nearest speaker whose words reach it."""
        found = self._reading(at).attributions
        covering = [one for one in found if one.covers(start, end) and one.text.lower() != "we"]
        if not covering:
            return self._quoted(at, start, country)
        one = min(covering, key=lambda a: (not a.cited, abs(a.at - start)))
        via = one.via
        if one.cited:
            via = next((other.text for other in covering if not other.cited), "")
        elif len(covering) > 1 and not via:
            one, via = self._relayed(one, covering, country)
        return self._spoken(at, one, via, country)

    def _relayed(self, one: Attribution, covering: list[Attribution], country: str) -> tuple[Attribution, str]:
        """Who says it, and the medium that relays it: `Officials said that 14 died, Xinhua reported.`"""
        media = [other for other in covering if claimants.claimant(other.text, country).type == "media"]
        others = [other for other in covering if other not in media and other.text.lower() not in _PRONOUNS]
        if not media or not others:
            return one, ""
        return (others[0] if one in media else one), media[0].text

    def _spoken(self, at: int, one: Attribution, via: str, country: str) -> Said:
        """What a speaker of passage `at` is called, pronouns resolved, and the claimant that is."""
        if one.text.lower() in _PRONOUNS:
            last = self._last_speaker(at, one.start)
            if last is None:
                return _UNSAID
            one = last
        place = self.document.text[: self._passages[at].start + one.start]
        known = claimants.referred(one.text, place[-1_500:], country)
        who_says = known or claimants.claimant(one.text, country, one.about)
        return Said(one.text, who_says, claimants.claimant(via, country).name)

    def _quoted(self, at: int, start: int, country: str) -> Said:
        """Who is quoted where a quotation runs over several sentences: named right after it, else last before it."""
        passage = self._passages[at]
        text, offset = self.document.text, passage.start + start
        if named := cited.citation(text, offset, passage.end):
            return self._spoken(at, named, "", country)
        quotation = cited.quotation(text, offset)
        if quotation is None:
            return _UNSAID
        after = text[quotation[1] : quotation[1] + 160].split("\n")[0]
        named = next((one for one in who.attributions(after) if one.start < 60), None)
        if named is None or named.text.lower() in _PRONOUNS:
            named = self._last_speaker(at, start)
        return self._spoken(at, named, "", country) if named else _UNSAID

    def _last_speaker(self, at: int, before: int) -> Attribution | None:
        """The last speaker with a name, for `he said`."""
        for index in range(at, max(-1, at - 8), -1):
            for one in reversed(self._reading(index).attributions):
                if (index < at or one.start < before) and one.text.lower() not in _PRONOUNS:
                    return one
        return None
