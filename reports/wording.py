"""How numbers, units, dates and places are put into words. Every report says them the same way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

SCALES = ((10**12, "trillion"), (10**9, "billion"), (10**6, "million"))
MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip

# One and many of each unit that the labelling guide knows.
UNITS = {
    "person": ("person", "people"),
    "household": ("household", "households"),
    "house": ("house", "houses"),
    "building": ("building", "buildings"),
    "school": ("school", "schools"),
    "health_facility": ("health facility", "health facilities"),
    "bridge": ("bridge", "bridges"),
    "km": ("km", "km"),
    "mile": ("mile", "miles"),
    "hectare": ("hectare", "hectares"),
    "acre": ("acre", "acres"),
    "km2": ("square km", "square km"),
    "mi2": ("square mile", "square miles"),
    "dunam": ("dunam", "dunams"),
    "animal": ("animal", "animals"),
    "vehicle": ("vehicle", "vehicles"),
    "weapon": ("weapon", "weapons"),
    "tonne": ("tonne", "tonnes"),
    "litre": ("litre", "litres"),
    "m3": ("cubic metre", "cubic metres"),
    "truck": ("truck", "trucks"),
    "item": ("item", "items"),
    "village": ("village", "villages"),
    "case": ("case", "cases"),
}
SPELLED = {"km": "kilometres", "km2": "square kilometres"}
# Signs that stand before an amount without doubt about the country; every other currency goes by its code.
SIGNS = {"USD": "$", "EUR": "€", "GBP": "£", "JPY": "¥", "INR": "₹"}
CURRENCIES = {"USD": "US dollars", "EUR": "euros", "GBP": "pounds sterling", "JPY": "Japanese yen"} | {
    "INR": "Indian rupees", "PKR": "Pakistani rupees", "SYP": "Syrian pounds", "TRY": "Turkish lira",
    "CAD": "Canadian dollars", "AUD": "Australian dollars", "CHF": "Swiss francs", "SEK": "Swedish kronor",
    "NOK": "Norwegian kroner", "DKK": "Danish kroner", "CNY": "Chinese yuan", "PHP": "Philippine pesos",
    "XXX": "money, currency not known",
}  # fmt: skip
NO_CURRENCY = "XXX"  # ISO 4217's code for money of no known currency: a bare `dollars` or `francs`
HEDGES = {"about": "about ", "at_least": "at least ", "at_most": "up to "}
# What a count of each kind counts, as the second half of `People, …`.
MEASURES = {
    "stock": "number at the time",
    "flow": "per event or period",
    "cumulative": "running total",
    "change": "change from an earlier number",
    "unknown": "kind of count not stated",
}
MODALITIES = {"reported": "reported", "projected": "projected", "planned": "planned", "denied": "denied"}
# Categories whose label already names what is counted; the others are said of the unit: `People killed`.
NOUNS = ("refugees", "asylum_seekers", "returnees", "migrants", "casualties", "cases", "aid_delivered", "economic_loss")
ARTICLES = ("Republic", "Kingdom", "States", "Emirates", "Islands", "Territories", "Territory", "Federation", "State")
ARTICLE_NAMES = ("Bahamas", "Comoros", "Gambia", "Maldives", "Netherlands", "Philippines", "Seychelles", "Congo")


def number_words(value: float) -> str:
    """The number as a newspaper prints it, and never rounded: `51`, `40,000`, `1.2 million`, `1,234,567`."""
    for scale, word in SCALES:
        if abs(value) >= scale and value * 100 % scale == 0:
            return f"{value / scale:,.2f}".rstrip("0").rstrip(".") + f" {word}"
    if float(value).is_integer():
        return f"{int(value):,}"
    return f"{value:,.6f}".rstrip("0").rstrip(".")


def amount_words(value: float, unit: str) -> str:
    """The number with its unit: `1 person`, `1.2 million people`, `$40 million`, `SYP 2 billion`."""
    number = number_words(value)
    if unit == NO_CURRENCY:
        return f"{number} (currency not known)"
    if is_currency(unit):
        return f"{SIGNS[unit]}{number}" if unit in SIGNS else f"{unit} {number}"
    one, many = UNITS.get(unit, (unit, unit))
    return f"{number} {one if value == 1 else many}".strip()


def claim_words(
    value: float, low: float | None, high: float | None, qualifier: str, unit: str = "", text: str = ""
) -> str:
    """What a claim says, with its hedge: `at least 51 people`, `10,000 to 15,000`, `hundreds of thousands of people`.

    A vague number keeps its words, `text`, because its bounds are a convention and nobody said them.
    """
    if qualifier == "vague" and text:
        of = " of " if text.lower().endswith(("s", "couple", "dozen")) else " "
        return f"{text.lower()}{of}{unit_words(unit)}" if unit else text.lower()
    if qualifier == "range" and low is not None and high is not None and low != high:
        first = unit if is_currency(unit) and unit != NO_CURRENCY else ""
        return f"{amount_words(low, first)} to {amount_words(high, unit)}"
    return HEDGES.get(qualifier, "") + amount_words(value, unit)


def estimate_words(row: Mapping[str, Any]) -> str:
    """The estimate beside a claim, to three digits: `about 9,700 people`, `about $5.42 million`; "" where none is.

    `row` has the keys of a row of figures_full.
    """
    if row["people_estimate"] is not None:
        return f"about {amount_words(_rounded(row['people_estimate']), 'person')}"
    if row["usd_estimate"] is not None:
        return f"about {amount_words(_rounded(row['usd_estimate']), 'USD')}"
    return ""


def factor_words(row: Mapping[str, Any]) -> str:
    """Where the estimate comes from: `4.85 people a household: UN DESA 2019`; or why there is none."""
    if row["people_estimate"] is not None:
        return f"{number_words(row['household_size'])} people a household: {row['household_size_source']}"
    if row["usd_estimate"] is not None:
        day = row["usd_rate_day"]
        told = short_day(day if isinstance(day, date) else date.fromisoformat(day))
        return f"1 {row['unit']} = {number_words(row['usd_rate'])} USD: European Central Bank, {told}"
    return f"none: {row['no_estimate']}" if row["no_estimate"] else ""


def _rounded(value: float) -> float:
    return float(f"{value:.3g}")


def is_currency(unit: str) -> bool:
    """Whether `unit` is an ISO 4217 code: the guide writes no other unit in capitals."""
    return len(unit) == 3 and unit.isalpha() and unit.isupper()


def unit_words(unit: str) -> str:
    """Many of the unit: `people`, `health facilities`, `US dollars`; `number` where the unit is not known."""
    if is_currency(unit):
        return CURRENCIES.get(unit, unit)
    return SPELLED.get(unit) or UNITS.get(unit, (unit, unit or "number"))[1]


def names_unit(words: str, unit: str) -> bool:
    """Whether the words only say the unit again: `people`, `families`."""
    return words.lower() in {
        *UNITS.get(unit, (unit,)),
        unit_words(unit),
        *(("family", "families") if unit == "household" else ()),
    }


def measure_words(unit: str, measure: str, sector: str = "none") -> str:
    """What one axis holds: `People, running total`, `US dollars, at one time, health`."""
    return ", ".join(
        [capital(unit_words(unit)), MEASURES.get(measure, measure), *([sector] if sector not in ("", "none") else [])]
    )


def heading_words(category: str, label: str, family: str, units: Sequence[str], country: str) -> str:
    """What is counted and where: `People killed in Syria`, `Funding pledged for Yemen`."""
    where = f"{'for' if family == 'money' and category != 'economic_loss' else 'in'} {country_words(country)}"
    if not country:
        where = "(country not stated)"
    if category in NOUNS or family == "money":
        return f"{label} {where}"
    if "person" in units or "household" in units:
        return f"People {label.lower()} {where}"
    if len(units) == 1 and units[0]:
        return f"{capital(unit_words(units[0]))} {label.lower()} {where}"
    return f"{'What was ' + label.lower() if family == 'damage' else label} {where}"


def country_words(name: str) -> str:
    """The country as it stands after `in`: `the Philippines`, `Sudan`."""
    words = name.replace(",", " ").split()
    if words and (any(word in ARTICLES for word in words) or words[-1] in ARTICLE_NAMES):
        return name if name.lower().startswith("the ") else f"the {name}"
    return name


def day_words(day: date) -> str:
    """A day without leading zeros: `5 March 2024`."""
    return f"{day.day} {MONTHS[day.month - 1]} {day.year}"


def short_day(day: date) -> str:
    """A day for tables and source lines: `5 Mar 2024`."""
    return f"{day.day} {MONTHS[day.month - 1][:3]} {day.year}"


def period_words(days: Sequence[date]) -> str:
    """First to last day, saying the year once where it is one: `3 Jan to 5 Mar 2024`; "" for no days."""
    if not days:
        return ""
    first, last = min(days), max(days)
    if first == last:
        return short_day(first)
    start = short_day(first).removesuffix(f" {last.year}")
    return f"{start} to {short_day(last)}"


def listed(names: Sequence[str], most: int) -> str:
    """The names in one phrase, at most `most` of them: `UNHCR, OCHA and 3 more`."""
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most:,} more"
    return " and ".join(part for part in (", ".join(names[:-1]), names[-1] if names else "") if part)


def counted(number: int, one: str, many: str = "") -> str:
    """A count with its noun: `1 figure`, `1,200 figures`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def capital(text: str) -> str:
    """The text with its first letter raised and the rest left alone."""
    return text[:1].upper() + text[1:]
