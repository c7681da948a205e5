"""Which of the places met so far a figure belongs to."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass, replace
from functools import lru_cache

from figures import gazetteer, ways
from figures.gazetteer import Place
from figures.lexicon import load
from figures.mentions import Mention
from figures.model import Figure, PlaceRole
from figures.placewords import words
from figures.spots import Spot
from figures.where import Atlas

# Categories whose people are in a country that is not their own: their nationality says where they come from.
ABROAD = frozenset({"refugees", "asylum_seekers", "migrants"})

# Each alternative begins with a mark or space of its own, which the search skips to.
_BREAK = re.compile(
    r";|:|, and (?:most|many|some|half|others)\b| and (?:most|many|some|half|others)\b"
    r"|, (?:while|whereas|but|although|though|meanwhile)\b| (?:while|whereas|but|although|though|meanwhile)\b"
    r"|\. |! |\? |\n\s*[-•*]|  [-•*]\s"
)
_NUMERAL = "(?:" + "|".join(sorted(load("lang/en.toml")["cardinal"], key=len, reverse=True)) + ")"
_NUMBER = re.compile(r"\d(?<!\w\d)[\d,.]*\b")


@dataclass(frozen=True, slots=True)
class Placement:
    """The place of a figure: the text's words, and what the gazetteer knows of it."""

    text: str
    country: str
    place: Place | None = None
    role: PlaceRole = "location"
    name: str = ""  # what the place goes by: Hudaydah for `Hudaydah Governorate`
    lasts: bool = True  # whether it governs the sentences that follow

    @property
    def is_country(self) -> bool:
        """Whether it is known to be a whole country."""
        return self.place is not None and self.place.kind == "country"


NOWHERE = Placement("", "", role="")


def best_spot(figure: Figure, text: str, found: list[Spot], avoid: str = "") -> tuple[Spot, float] | None:
    """The place in the figure's own sentence that ties best to its number, and how well it does."""
    at, end = figure.start - figure.passage_start, figure.end - figure.passage_start
    best: tuple[Spot, float] | None = None
    if len(found) > 2 * _MOST:
        here = bisect_left(found, at, key=lambda spot: spot.start)
        found = found[max(0, here - _MOST) : here + _MOST]
    if text.startswith(_OF_ITS, end) or text.endswith(_OF_ITS[:2], 0, at):
        found = [spot for spot in found if spot.end <= at]
    nearest = next((spot for spot in found if spot.start >= end), None)
    for spot in found:
        score = _score(figure, text, at, end, spot)
        if score and spot is nearest and figure.category in LEAVING and _left_from(text, end, spot):
            score += _WHENCE
        if avoid and spot.first.country == avoid:
            score -= 6.0
        if score > 0 and (best is None or score > best[1]):
            best = spot, score
    return best


# `Sake fell, and 900 of its people walked to Goma`: what is counted belongs to a place before.
_OF_ITS = (" of its ", " of their ", " of the town's ", " of the city's ")


_LEFT = re.compile(
    r"\b(?:fled|flee\w*|left|leav\w+|forced|driven|drove|displaced from|uprooted|evacuated|moved|escap\w+|expelled"
    r"|out of|come|came|arriv\w+|cross\w+|have|has|had|were|was|are|is|been)\b"
)


def _left_from(text: str, end: int, spot: Spot) -> bool:
    """Whether what is counted left a place: `900 fled from Sake to Goma`, not `900 families from Sake are in Goma`."""
    return spot.first.preposition in words().origin and _LEFT.search(text, end, spot.start) is not None


# What a place loses that belongs to another number, of which the text says that only some were there, or that a share
# of the number belongs to.
_OTHERS, _SOME, _SHARE = 5.0, 9.0, 9.0
_MOST = 10  # places on either side of a number that are weighed: more stand in lists that are no sentence
_TOO_FAR = 1500  # characters in one passage: distance alone then costs more than all else can bring


def _score(figure: Figure, text: str, at: int, end: int, spot: Spot) -> float:
    if (spot.start < end and at < spot.end) or max(spot.start - end, at - spot.end) > _TOO_FAR:
        return 0.0
    if _heads(text, spot) and spot.end <= at:
        return _HEAD - _against(figure, text, spot)
    score = spot.tie + _size(spot) - _against(figure, text, spot)
    score -= _part(text, at, end, spot)
    after = spot.start >= end
    between = text[end : spot.start] if after else text[spot.end : at]
    numbers = len(_NUMBER.findall(between))
    score -= 3.0 * len(_BREAK.findall(between)) + len(between) / 60
    if after:
        score -= 3.0 * len(_BACKGROUND.findall(between))
        if ": " in between and (_COUNTS.search(between, between.index(": ")) or _NEXT.match(text, spot.end)):
            score -= _SHARE  # `69 were killed: 36 in Italy`, `23 are dead: in Lai Chau 16`
        if _OF_A_PART.search(between):
            score -= _SHARE
        if _TAKES_ON.search(between) and (undergoes(text, spot) or _NEXT.match(text, spot.end)):
            score -= _OTHERS
        return score + 1.0 - 0.7 * numbers + _directly_in(figure, between)
    score -= 0.2 * numbers
    if not numbers and between.strip(" ,") == "and" and _NUMBER.search(text, 0, spot.start):
        return score - _BESIDE  # `1,393 people in Parwan and 770 in Logar`
    if not numbers and _adjoins(between, spot.first):
        score += _ADJOINING + (_NEXT_IN_LIST if spot.first.preposition == "and" else 0.0)
    elif undergoes(text, spot) or (spot.first.possessive and ways.takes_in(spot.first, text)):
        score += 5.0 + (_ITS_OWN if _UNDERGOES.fullmatch(between.rstrip()) else 0.0)
    elif spot.start < _OPENING and len(text[: spot.start].split()) <= 2:
        score += 1.0 if spot.first.type in _WIDE or spot.first.kind == "country" else 2.0
    return score


_COUNTS = re.compile(rf"\b(?:\d|(?i:{_NUMERAL})\b)")
_OF_A_PART = re.compile(
    r"\bincluding (?:(?!were\b|was\b|have\b|had\b|are\b)[^\s,;]+ )*$"
)  # `nine, including a man killed in Odesa`
_STRAIGHT = frozenset({"", "and", "by"})
# What comes after tells what came before: `90,000 were hurt, after the attack on`.
_BACKGROUND = re.compile(r", (?:after|since|before|following|when|as)\b| since (?:the|its|their)\b")
# What comes after begins a clause of its own: `and Song has one`, `and in Guerrero at least seven`.
_TAKES_ON = re.compile(r"(?:,|;|\band|\bwhile|\bbut) (?:(?:in|at|from|near) )?(?:the )?$")
_NEXT = re.compile(
    rf"(?:,? |-(?=\d))(?:at least |about |some |around |another |a further |nearly |more than |over )?"
    rf"(?:\d|{_NUMERAL}\b)"
)
_OPENING = 80  # characters: more than two words hold
# Those who came back, or to another country, are no longer where they came from.
_GONE = ABROAD | {"returnees"}
# What a place gains that stands right at the number.
_ADJOINING = 7.0
_NEXT_IN_LIST = 4.0  # and more, where `and` leads to it: `Riau 5 and Jambi 3`
_ITS_OWN = 3.0  # and more of one whose verb leads right to its number: `Guerrero counted 48`
_COUNTED = 2.0
_BESIDE = 4.0  # what a place loses for the number after it that has one before it
_COUNTED_IN = re.compile(r"(?: (?:of )?[a-z-]+){1,3} (?:in|at|near|across) (?:the )?")
_DIRECTLY_IN = re.compile(r" (from|in|at|to) (?:the )?")
_WHERE = re.compile(r",? where\b[^.;]*")


# What a place scores that a line begins with, for all numbers of the line: `Sudan: 10.7M IDPs; 2.1M refugees in Chad`.
_HEAD = 8.0
_HEADS = re.compile(r"\s?(?::| [–—-]) ")


def _heads(text: str, spot: Spot) -> bool:
    """Whether a line begins with a place and a colon or dash. A town in capitals is that of the report."""
    if spot.start or _HEADS.match(text, spot.end) is None:
        return False
    return spot.first.kind == "country" or not text[: spot.end].isupper()


def _directly_in(figure: Figure, between: str) -> float:
    """What a place gains that follows its number with one word: `366 in Croatia, 319 in Romania`."""
    if _COUNTED_IN.fullmatch(between):
        return _COUNTED
    directly = _DIRECTLY_IN.fullmatch(between)
    left = directly is not None and directly[1] == "from" and figure.category in _GONE
    return _ADJOINING if directly and not left else 0.0


# Verbs whose subject is where it happened: `Brazil reported the third highest`, `Guizhou has also seen`.
_UNDERGOES = re.compile(
    r"(?:,[^,]{1,60},)? (?:also |alone )?(?:(?:has|have|had) (?:also |already |so far )?)?"
    r"(?:(?:continue[sd]? to|is|are) (?:see|report|record|register)(?:ing)?|seen|saw|reported|recorded|registered"
    r"|witnessed|counted|confirmed|suffered|experienced|hosts?|hosted|(?:has|had|have)(?= \d))\b"
    r"(?! (?:that|to)\b)"
)


_NO_LINK = frozenset({"", "and", "but", "while"})


def undergoes(text: str, spot: Spot) -> bool:
    """Whether a place is the subject of what it suffers or counts: `Brazil reported the third highest`."""
    return spot.first.preposition in _NO_LINK and _UNDERGOES.match(text, spot.end) is not None


def _adjoins(between: str, mention: Mention) -> bool:
    """Whether a place goes straight on to its number: `Girei (132)`, `Girei has 132 cases`, `in Camilla, where 11`."""
    link = between.strip()
    if link == "(" or _WHERE.fullmatch(link):
        return True
    if mention.preposition not in _STRAIGHT or "\n" in between:
        return False
    # Two spaces or a line part items of a list. `Followed by India 145,477` goes straight on.
    return not link or (link in (":", "-", "–", "=", "has", "had", "with") and not between.startswith("  "))


_PART_BEFORE = re.compile(
    rf"(?:(?<![\w-])(?:(?!(?:19|20)\d\d )\d[\d,.]*|{_NUMERAL}|(?P<word>\w+))"
    r"(?:\s(?:people|deaths|others|of (?:them|whom)|of whom were))?)"
    r"(?:\s(?:now|still|already|alone))?[\s(]+(?:\w+\s(?:the\s)?)$"
)


def _part(text: str, at: int, end: int, spot: Spot) -> float:
    """What a place loses that is that of another number or of a part: `69: 36 in Italy`, `mostly in Sindh`."""
    before = _part_before(text, spot.start) if spot.first.preposition else None
    if not before:
        return 0.0
    word = before["word"]
    if word is not None:
        pronoun = word in ("them", "whom") and not text.endswith("of ", 0, before.start())
        return _SOME if word.lower() in words().partly and not pronoun else 0.0
    if at <= before.start() < end:
        return 0.0
    if before.start() > end and _SHARED_OUT.search(text, end, before.start()):
        return _SHARE
    # `626 mt to 24,333 people in Tonj North`: what is given is where those are who get it.
    return 0.0 if _given(text, end, before.start()) else _OTHERS


# What comes after shares out a number: `69 were killed: 36 in Italy`, `51 dead, including six in Goma`.
_SHARED_OUT = re.compile(r":|\bincluding\b|\bincludes?\b|\b(?:of|among) (?:whom|them|which|these|those)\b")


def _given(text: str, end: int, to: int) -> bool:
    """Whether what is counted until `end` goes to those counted at `to`."""
    return 0 < to - end < _GIFT and _TO.search(text, end, to) is not None


_GIFT = 60  # characters between what is given and how many get it
_TO = re.compile(r"\b(?:to|for|benefiting|reaching) (?:about |some |over |more than |nearly |around |a total of )?$")


@lru_cache(maxsize=64)
def _part_before(text: str, start: int) -> re.Match[str] | None:
    """What part of a number the place at `start` belongs to: each figure of a passage asks it of each place."""
    return _PART_BEFORE.search(text, max(0, start - 45), start)


def _size(spot: Spot) -> float:
    """The smaller the place, the better: a camp before its district before its country."""
    mention = spot.first
    if mention.kind == "country":
        return -1.5
    if mention.kind == "world":
        return -2.0
    if mention.type in _WIDE:
        return -0.5
    if mention.type in _WAYS:
        return -1.0
    return 0.5 if mention.type else 0.0


_WAYS = frozenset({"bridge", "crossing", "road", "highway", "border"})  # where people pass
_WIDE = frozenset(
    ("province", "provinces", "region", "regions", "state", "states", "governorate", "governorates", "oblast", "river")
)


def _against(figure: Figure, text: str, spot: Spot) -> float:
    """What speaks against a place for this category: where refugees come from, who gives the money."""
    preposition = spot.first.preposition
    if figure.category in COME_FROM and preposition in words().origin:
        return 6.0
    if figure.category in ABROAD and _FLEEING.search(text, max(0, spot.start - 60), spot.start):
        return _SHARE
    if figure.category in GOING:
        way = ways.role(spot.first, text, figure.category)
        return _FROM if way == "origin" else -_WHITHER if way == "destination" else 0.0
    if figure.category in MONEY and (preposition in _GIVERS or not preposition or spot.first.possessive):
        return 4.0
    return 0.0


# `fleeing violence in Ituri`: those who are abroad left what is there.
_FLEEING = re.compile(
    r"\b(?:flee(?:ing)?|fled|escap(?:e|ed|ing)) (?:(?!to\b|into\b|across\b|towards\b)[a-z’'-]+ ){1,5}"
    r"(?:[A-Z]\w*[’']s )?$"
)

# Where these people are `from` is not where it happened: `40 fighters from the Caucasus`.
COME_FROM = ABROAD | {
    "returnees", "killed", "injured", "abducted", "detained", "missing", "assaulted", "casualties", "reached",
    "targeted", "sheltered",
}  # fmt: skip
# Of a way that is told with both ends, these are counted where it began, those where it leads.
GOING = ABROAD | {"returnees"}
LEAVING = frozenset({"displaced", "evacuated"})
_FROM, _WHENCE, _WHITHER = 4.0, 4.0, 3.0
MONEY = frozenset({"funding_received", "funding_pledged", "funding_required", "funding_gap"})
_GIVERS = frozenset({"from", "by"})


def placement(spot: Spot, text: str, atlas: Atlas, category: str = "") -> Placement:
    """The words, country, gazetteer entry and role of a spot. A list over borders has no country."""
    role = ways.role(spot.first, text, category)
    near = frozenset(mention.country for mention in spot.members if mention.country)
    if not spot.listed:
        beside = {place.country for mention in spot.members[1:] if (place := atlas.resolve(mention))}
        own = atlas.resolve(spot.first)
        # A place of the country that the text speaks of is not drawn abroad by a namesake of its neighbour.
        near |= {iso3 for iso3 in beside if atlas.counts[iso3]} if own and atlas.counts[own.country] else beside
    country = atlas.shared_country(spot.members) if spot.listed else atlas.country(spot.first, near)
    place = None if spot.listed else _resolved(spot.first, near, atlas, country)
    lasts = (spot.first.kind not in ("generic", "world") or _is_part(spot.first.text)) and role != "origin"
    return Placement(text[spot.start : spot.end], country, place, role, called(spot, text), lasts)


def _is_part(written: str) -> bool:
    """Whether a place without a name is one part of a country: `the northern provinces`, not `33 countries`."""
    return not words().direction.isdisjoint(written.lower().split())


def called(spot: Spot, text: str) -> str:
    """The name that a place goes by: Hudaydah for `Hudaydah Governorate`.

    But `Sabha Medical Centre` is no Sabha, and `Yola North` is not Yola.
    """
    written, first = text[spot.start : spot.end], spot.first
    last = written.rsplit(" ", 1)[-1].lower()
    own = last in words().facility or last in words().direction
    return written if spot.listed or first.country or not first.name or own else first.name


def turned(told: Placement, figure: Figure, text: str, pointed: bool) -> Placement:
    """A placement told before the sentence `text`, in the role that it has for a figure there."""
    role = ways.told(told.role, text, figure.category, pointed)
    return told if not told.role or role == told.role else replace(told, role=role)


def _resolved(mention: Mention, near: frozenset[str], atlas: Atlas, country: str) -> Place | None:
    place = atlas.resolve(mention, near)
    return place if place is not None and place.country == country else None


def whole_country(iso3: str, atlas: Atlas) -> Placement:
    """A figure tied to no place but to its document's country."""
    written = atlas.written.get(iso3) or gazetteer.countries().names[iso3]
    return Placement(written, iso3, gazetteer.country(iso3), name=written)


# How well a place in the figure's own sentence must tie to go before the place that the text has been telling of.
SURE = 2.0
TIED = 7.0  # the tie of a place that a preposition binds to what its sentence tells


def in_sentence(
    figure: Figure, text: str, found: list[Spot], atlas: Atlas, avoid: str = ""
) -> tuple[Placement, float] | None:
    """The place that the figure's own sentence ties it to, with how well. `avoid` is the home of the people counted."""
    best = best_spot(figure, text, found, avoid)
    return (placement(best[0], text, atlas, figure.category), best[1]) if best else None


# `6,925 households (41,550 individuals)`, `145,477 (341)`: what stands in brackets is where the number before them is.
_RESTATED = re.compile(r"(?: (?!in |at |from |to )[a-z-]+){0,4} ?\((?:(?:or|about|some|approximately|est\.) )?")


def restates(figure: Figure, before: Figure, text: str) -> bool:
    """Whether a figure stands in brackets right after the figure `before` of the same sentence."""
    if before.passage_start != figure.passage_start or figure.start <= before.end:
        return False
    gap = text[before.end - before.passage_start : figure.start - figure.passage_start]
    return _RESTATED.fullmatch(gap) is not None


_ABROAD_WORDS = re.compile(
    r"\W*(?:of\s+)?(?:[\w-]+\s+){0,4}?(?:refugees?|migrants?|asylum|nationals|returnees|arrivals|workers)\b",
    re.IGNORECASE,
)


def home(figure: Figure, text: str, found: list[Mention]) -> str:
    """The country that the counted people come from and are not in: SYR for `3,000 Syrian refugees`. "" for none."""
    end = figure.end - figure.passage_start
    if figure.category not in ABROAD and not _ABROAD_WORDS.match(text, end):
        return ""
    for mention in found:
        if mention.start < end or mention.start - end > 60:
            continue
        left = mention.kind == "country" and mention.preposition == "from" and figure.category not in LEAVING
        if mention.kind == "people" or left:
            return mention.country
    return ""
