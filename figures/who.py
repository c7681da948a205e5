"""Who says so: the speakers that a passage names, how far their words reach, and the claimant they are."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from figures import claimants, lexicon
from figures.cited import Attribution, Reach, in_brackets, of_the_line
from figures.wholewords import WholeWords


@dataclass(frozen=True, slots=True)
class _Words:
    said: WholeWords
    before: WholeWords
    inverted: frozenset[str]
    weak: frozenset[str]
    between: frozenset[str]
    opener: frozenset[str]
    not_speaker: frozenset[str]
    pronoun: frozenset[str]
    adjective: frozenset[str]


@cache
def _words() -> _Words:
    table = lexicon.load("context/saying.toml")
    sets = {key: frozenset(table[key]) for key in _Words.__slots__ if key not in ("said", "before")}
    return _Words(said=WholeWords(table["verb"]), before=WholeWords(table["before"]), **sets)


def attributions(text: str) -> list[Attribution]:
    """The speakers of a passage, in order."""
    found = [one for match in _words().before.find(text) if (one := _after_phrase(text, match))]
    taken = [(one.at, one.end) for one in found]
    for match in _words().said.find(text):
        if any(at <= match.start() < end for at, end in taken):
            continue
        if one := _round_verb(text, match):
            found.append(one)
    found += in_brackets(text) + of_the_line(text, _is_office)
    return sorted(found, key=lambda one: one.start)


# The noun phrase right of `according to`: up to a comma, a bracket that is no abbreviation, or a word that starts a
# clause.
_STOP = re.compile(
    r"[,;:.\n\"”“—–|](?![A-Za-z]\.)|\s\((?![A-Z]{2,8}\))"
    r"|\s(?:which|who|that|as of|in|on|there|from|while|after|before|when|where|but|since|said|says|as|at least|at|has"
    r"|have|had|are|is|was|were|this|last|over the|shared|contacted|during|currently|show|shows|released|published)\b"
)
# `2017 HNO`: plans are called by their year.
_PLAN = re.compile(r"\d{4} [A-Z]")
# Phrases that lead to a speaker only where a name or office follows: `based on the Iraqi census`, not `based on need`.
_LOOSE = frozenset({"based on", "quoted", "reported by", "data from", "figures from", "confirmed by"})
_SOMEBODY = re.compile(r"(?:[a-z’'-]+\s){0,4}[A-Z]|.*\b(?:officials|authorities|sources|ministry)\b")
_INNER = re.compile(r"(?:\b[A-Z]|No|St|Dr|Mr|Mrs|Gen|Maj|U\.N)$")


_LONGEST_AFTER = 120


def _after_phrase(text: str, match: re.Match[str]) -> Attribution | None:
    start = match.end()
    while start < len(text) and text[start] in " :*":
        start += 1
    stop = limit = min(len(text), start + _LONGEST_AFTER + 1)
    for boundary in _STOP.finditer(text, start, limit):
        if boundary[0] == "." and _INNER.search(text[start : boundary.start()]):
            continue
        stop = boundary.start()
        break
    name = text[start:stop].strip(" *")
    if ")" in name and "(" not in name:
        name = name[: name.index(")")]  # `(Source: IOM)`
    if not name or len(name) > _LONGEST_AFTER or (name[0].isdigit() and not _PLAN.match(name)):
        return None
    saying = text.startswith(" as saying", stop)
    if match[0].lower() in _LOOSE and not saying and not _SOMEBODY.match(name):
        return None
    cited = match[0].lower() in ("citing", "quoting", "quoted")
    return Attribution(start, start + len(name), name, "both", match.start(), cited=cited)


# `cases were reported`, `of reported cases`: no speaker stands before these.
_NO_SPEAKER = re.compile(r"\b(?:was|were|is|are|been|be|being|as|not|newly|to|of)\s+$", re.IGNORECASE)
# What a weak verb of saying must have after it: a clause or a number.
_CLAUSE_AFTER = re.compile(
    r"\s+(?:that|about|around|at least|more than|some|an?\b|the\b|nearly|over|up to|\d|[A-Z]"
    r"|(?:one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|dozens|scores|hundreds|thousands|millions)\b"
    r"|[a-z]+ (?:people|have|were|had|of))"
)
_HEARD = re.compile(r"\s+((?:the\s+)?[A-Z][\w’'-]*(?:\s+[A-Z][\w’'-]*){0,3}(?:\s+news agency)?)")
_ALL = re.compile(
    r"\s+(?:the\s+|a\s+)?(?:local\s+|state\s+|news\s+|press\s+)?(?:reporters|journalists|media|conference|briefing|parliament)"
)
# Numbers and months say nothing, and `the storm claimed nine lives` is no claim.
_NOBODY = re.compile(
    r"[\d,.]+$|(?:January|February|March|April|May|June|July|August|September|October|November|December)$"
)
_TOLL = re.compile(r"claim(?:s|ed)?\s[\w\s,]{0,30}?\b(?:lives|casualt|victims)")
# A speaker this far into the sentence may speak of what stands before.
_ROOM = 12


def _round_verb(text: str, match: re.Match[str]) -> Attribution | None:
    """The speaker left of a verb of saying, or right of it where the two are turned round."""
    verb = match[0].lower()
    if _inverts(text, match) and (one := _right_speaker(text, match)):
        return one
    if _NO_SPEAKER.search(text, max(0, match.start() - 12), match.start()):
        return None
    if text[match.start()] == "S" and verb == "states":
        return None  # of the United States
    if verb == "said" and text.startswith((" to have ", " to be "), match.end()):
        return None  # of what is told itself: `a blast, said to have been caused by`
    start, end, about = _left_speaker(text, match.start())
    if start < 0:
        return None
    name = text[start:end]
    if _EMPTY.issuperset(name.lower().split()):
        return None  # `an estimated 300`
    last = _ends(text, match.end())
    said = _CLAUSE_AFTER.match(text, match.end()) or (last and text[:start].rstrip().endswith((",", "”", '"')))
    if verb in _words().weak and not said:
        return None
    if _low(name.split()[-1]) in _words().not_speaker - _words().pronoun or _NOBODY.match(name):
        return None
    if _TOLL.match(text, match.start()):
        return None
    reach: Reach = "left" if last and start > _ROOM else "right"
    via = ""
    if verb in ("told", "tells", "tell") and (heard := _HEARD.match(text, match.end())):
        via = heard[1]
        if _ends(text, heard.end()) and start > _ROOM:
            reach = "left"
    elif verb in ("told", "tells", "tell") and (all_ := _ALL.match(text, match.end())) and start > _ROOM:
        reach = "left" if _ends(text, all_.end()) else reach
    return Attribution(start, end, name, reach, match.start(), via, about=about)


_RIGHT_OF_END = re.compile(
    r"\s*(?:(?:on|in|late|early|this|at|to|yesterday|today|separately|via|by|last|,)\b[^,;.\d]{0,45}"
    r"|(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day[^,;.\d]{0,25}|that day|later|earlier)?\s*(?:[.,!?”\"]|$)"
)


def _ends(text: str, at: int) -> bool:
    """Whether nothing that could be said follows from `at` on: `, officials said on Monday.`"""
    return bool(_RIGHT_OF_END.match(text, at))


_EMPTY = frozenset({"a", "an", "the", "only", "total", "final", "latest", "first", "another", "all", "united", "one"})
_NAME_AFTER = re.compile(
    r"\s+(?:the\s+|a\s+|an\s+)?(?:[A-Z][\w.’'-]*|[a-z]+(?:\s[a-z]+){0,3}\s(?:of\s|for\s)?(?:the\s)?[A-Z]"
    r"|[a-z]+ (?:official|spokesman|spokeswoman|source)"
    r"|[a-z]+(?:\s[a-z]+){0,3}\s*[.”\"])"
)
_QUOTE_BEFORE = re.compile(r"(?:[,”\"’]|^)\s*$")


def _inverts(text: str, match: re.Match[str]) -> bool:
    """Whether the verb stands before its speaker: `," said Nikola Nikolov`."""
    if match[0].lower() not in _words().inverted or not _NAME_AFTER.match(text, match.end()):
        return False
    return match.start() < 2 or bool(_QUOTE_BEFORE.search(text, match.start() - 2, match.start()))


_RIGHT_NAME = re.compile(
    r"\s+((?:the |a |an )?(?:(?:[a-z-]+\s(?:of\s|for\s)?(?:the\s)?){1,4}[A-ZÀ-Þ][\w.’'À-ž-]*|[A-Za-zÀ-ž][\w.’'À-ž-]*)"
    r"(?:\s+(?:of|for|the|de|del|do|da|dos|das|du|des|al|el|bin|at|in)?\s*[A-ZÀ-Þ][\w.’'À-ž-]*"
    r"|\s+(?:official|spokesman|spokeswoman|minister|director))*)"
)


def _right_speaker(text: str, match: re.Match[str]) -> Attribution | None:
    found = _RIGHT_NAME.match(text, match.end())
    if not found:
        return None
    name = _SENTENCE.split(found[1])[0].rstrip(".")
    if name.lower() in _words().not_speaker or name.lower().split()[0] in _NOT_FIRST:
        return None
    reach: Reach = "left" if match.start() > 3 else "right"
    end = found.start(1) + len(name)
    by_the_way = _BY_THE_WAY.match(text, end)
    about = by_the_way[1] if by_the_way else ""
    return Attribution(found.start(1), end, name, reach, match.start(), about=about)


_SENTENCE = re.compile(r"(?<=[a-z]{3})\.\s")
_BY_THE_WAY = re.compile(r",\s+([^,.;\"”]{3,80})")
_NOT_FIRST = frozenset(
    {"that", "in", "on", "it", "he", "she", "at", "to", "from", "by", "during", "after", "about", "some"}
)


Token = tuple[int, str]
_TOKEN = re.compile(r"\S+")
_DETERMINER = frozenset({"the", "a", "an", "another", "one", "its", "two", "three", "several", "some", "other"})
_LINK = frozenset(
    {
        "of", "for", "in", "at", "from", "to", "and", "with", "on",
        "de", "del", "la", "al", "do", "da", "dos", "das", "du", "des", "y",
    }
)  # fmt: skip


_DAY = re.compile(r"(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|[Yy]esterday|[Tt]oday")
# `LILONGWE - Malawi has recorded`: the town of the dateline is no part of the name.
_DATELINE = re.compile(r"[A-Z][A-Z .,'’]{2,30}(?:, [A-Z][a-z]+)?(?: ?\([^()]{2,20}\))? ?[-–—]{1,2} ?(?=[A-Z])")

# No speaker's name is longer than this many characters.
_LONGEST = 260


def _left_speaker(text: str, verb: int) -> tuple[int, int, str]:
    """Where the noun phrase before the verb at `verb` starts and ends, and what is said of it by the way; (-1, -1, "")
    for none.
    """
    tokens = [(m.start(), m[0]) for m in _TOKEN.finditer(text, max(0, verb - _LONGEST), verb)][-24:]
    while tokens and _low(tokens[-1][1]) in _words().between:
        tokens.pop()
    if len(tokens) > 1 and tokens[-1][1] in _PARTS_OF_DAY and _DAY.fullmatch(tokens[-2][1]):
        tokens.pop()
    while tokens and _DAY.fullmatch(tokens[-1][1]):
        tokens.pop()
        if tokens and tokens[-1][1].lower() in ("on", "late", "early"):
            tokens.pop()
    if not tokens:
        return -1, -1, ""
    about = ""
    if tokens[-1][1].endswith(",") and (named := _before_apposition(tokens)):
        first, last_at = named[0][0], named[-1][0] + len(named[-1][1])
        about = (
            text[last_at:verb] if named[0] == tokens[0] or first == tokens[0][0] else text[max(0, first - 60) : first]
        )
        tokens, about = named, about.rstrip(" ,").rsplit(". ", 1)[-1].strip(" ,")
    end_at, last = tokens[-1]
    end = end_at + len(last.rstrip(",;:"))
    at = _phrase_start(tokens, _known_start(text, tokens, end))
    if at is None:
        return -1, -1, ""
    start = tokens[at][0]
    start += len(text[start:end]) - len(text[start:end].lstrip("“\"'‘(*-"))
    if dateline := _DATELINE.match(text, start, end):
        start = dateline.end()
    return (start, end, about) if end > start else (-1, -1, "")


_PARTS_OF_DAY = frozenset({"morning", "afternoon", "evening", "night"})


_SHORT = re.compile(r"\s\([A-Z][\w-]{1,9}\)$")


def _known_start(text: str, tokens: list[Token], end: int) -> int | None:
    """Index of the token that opens a name of the lexicon which ends at `end`: `Save the Children`."""
    if short := _SHORT.search(text, max(0, end - 14), end):
        end = short.start()
    start = claimants.known_before(text, tokens[0][0], end)
    return next((at for at, (begins, word) in enumerate(tokens) if begins <= start < begins + len(word)), None)


def _before_apposition(tokens: list[Token]) -> list[Token] | None:
    """`Sir Alan Duncan, Minister for Europe, said`: the words before the first of the commas.

    Where the name is what stands between them (`One relative, Rosa Lima, said`), the words of the name.
    """
    commas = []
    for at in range(len(tokens) - 2, -1, -1):
        word = tokens[at][1]
        if word.endswith((".", ";", "”", '"')) and not _ABBREVIATED.fullmatch(word):
            break
        if word.endswith(",") and not (at == 0 and _low(word) in _words().opener):
            commas.append(at)
    while tokens and tokens[0][1].endswith(",") and _low(tokens[0][1]) in _words().opener:
        del tokens[0]
        commas = [at - 1 for at in commas]
    if not commas:
        return None
    between = [word for _, word in tokens[commas[0] + 1 :]]
    named = len(between) in (2, 3, 4) and all(word[0].isupper() for word in between)
    if named and not tokens[commas[0]][1][0].isupper():
        return tokens[commas[0] + 1 :]
    # A person with a long title: the first comma, if a short name stands before it.
    first = commas[-1]
    if first < 5 and all(word[0].isupper() for _, word in tokens[: first + 1]):
        return tokens[: first + 1]
    return tokens[: commas[0] + 1]


_ABBREVIATED = re.compile(r"(?:[A-Z]\.)+|(?:Mr|Mrs|Ms|Dr|Gen|Maj|Col|Lt|St|Gov|Sen|Rep|Prof|Sgt|Capt|Brig|Rev|Fr)\.")


def _phrase_start(tokens: list[Token], known: int | None) -> int | None:
    """Index of the token that opens the noun phrase ending with the last token; `known` opens a name that ends it."""
    head = _bare(tokens[-1][1])
    if _low(head) in _words().pronoun:
        return len(tokens) - 1
    if _low(head) in _words().not_speaker or not head:
        return None
    at = len(tokens) - 1 if known is None else known
    while at > 0:
        step = _step(tokens, at)
        if step == 0:
            break
        at -= step
        if step == 1 and _bare(tokens[at][1]).lower() in _DETERMINER and not _linked(tokens, at):
            break
    while at < len(tokens) - 1 and _bare(tokens[at][1]).lower() in _LINK | _words().opener:
        at += 1
    if known is None and at == len(tokens) - 1 and head.islower() and head.lower() not in _heads():
        return None
    return at


def _linked(tokens: list[Token], at: int) -> bool:
    """Whether the determiner at `at` goes on with what is left of it: `a spokesman for` + `the Red Cross`."""
    return at > 1 and tokens[at - 1][1].lower() in _LINK and not tokens[at - 2][1].endswith(",")


def _step(tokens: list[Token], at: int) -> int:
    """How many tokens left of `at` belong to the same noun phrase: 0 where it starts."""
    word, before = tokens[at][1], tokens[at - 1][1]
    low = _bare(before).lower()
    if before[-1] in ',;:.!?”"—–' and not _ABBREVIATED.fullmatch(before):
        return 0
    if low == "and" and at > 1 and tokens[at - 2][1][0].isupper() and (word[0].isupper() or word.lower() == "the"):
        return 2
    if low in _words().opener:
        return 0
    if low in _DETERMINER or before[0].isupper() or low in _words().adjective or before.endswith(("’s", "'s")):
        return 1
    if low in _LINK:
        office = at > 1 and _bare(tokens[at - 2][1]).lower() in _heads()
        return 1 if at > 1 and len(tokens) - at <= 8 and (word[0].isupper() or office or low == "of") else 0
    if "-" in before or low in _heads():
        return 1
    # `the governor of Russia's southern` Belgorod region: an office and a link a few words to the left.
    for back in range(2, 5):
        if at - back < 1:
            break
        if tokens[at - back][1].lower() in ("of", "for", "at") and tokens[at - back - 1][1].lower() in _heads():
            return back + 1
    return 0


def _is_office(name: str) -> bool:
    """`police`, `local officials`: who can speak without a name."""
    plain = name.lower().split()
    return plain[-1] in _heads() and _words().adjective.issuperset(plain[:-1])


@cache
def _heads() -> frozenset[str]:
    """Lower-case words that can speak on their own: `officials`, `police`."""
    rows = lexicon.load("claimants.toml")["type"]
    return frozenset(word for row in rows for word in row["words"]) | frozenset(
        lexicon.load("context/saying.toml")["head"]
    )


def _low(word: str) -> str:
    """The bare word in small letters; `WHO` keeps its capitals."""
    bare = _bare(word)
    return bare if len(bare) > 2 and bare.isupper() else bare.lower()


def _bare(word: str) -> str:
    return word.strip("“”\"'‘’(),;:.*")
