"""What somebody may have meant who wrote a date as people do: a guess, only ever a suggestion to that person."""

from __future__ import annotations

import re
from collections.abc import Iterator

from archive.text import fold

_ABOUT = re.compile(r"\b(?:vers|environ|circa|ca|c|about|around)\b|~|%")
_MONTH = re.compile(
    r"\b(?:(jan)|(fe[vb])|(mar(?!di))|(avr|apr(?!es))|(ma[iy]\b)|(juin|jun)|(juil|jul)|(aou|aug)|(sep)|(oct)|(nov)|(dec))"
)
_SEASON = re.compile(r"\b(?:(printemps|spring)|(ete|summer)|(automne|autumn|fall)|(hiver|winter))\b")


def edtf_candidates(text: str) -> Iterator[tuple[str, ...]]:
    """What *text* may mean in EDTF, most likely first; two in a tuple when one is as likely as the other.

    They are made by form alone: whether one is a date, `archive.dates` tells.
    """
    tight = re.sub(r"\s*([-/,.?~%\[\]{}])\s*", r"\1", text.strip()).casefold()
    modern = tight.replace("?~", "%").replace("~?", "%").replace("unknown", "").replace("open", "..")
    modern = modern.replace("u", "x").upper()
    yield (modern,)
    if ".." in modern:
        yield (f"[{modern.strip('[]')}]",)

    folded = fold(text)
    about, unsure = bool(_ABOUT.search(folded)), "?" in folded or "%" in folded
    mark = "%" if about and unsure else "~" if about else "?" if unsure else ""
    folded = re.sub(r"[t ][0-9]{1,2}[:h][0-9].*|(?<=[0-9])(?:er|st|nd|rd|th)\b", "", folded)
    numbers = " ".join(re.sub(r"[ ./,?]+", " ", _ABOUT.sub(" ", folded)).split())
    if match := re.fullmatch(r"([0-9]{4}) ?([0-9]{1,2})(?: ?([0-9]{1,2}))?", numbers):
        yield (_written(match[1], match[2], match[3]) + mark,)
    if match := re.fullmatch(r"(?:([0-9]{1,2}) )?([0-9]{1,2}) ([0-9]{4}|[0-9]{2})", numbers):
        pairs = [(match[1], match[2]), (match[2], match[1])] if match[1] else [(None, match[2])]
        yield tuple(_written(match[3], month, day) + mark for day, month in pairs)
    if match := re.fullmatch(r"([0-9]{4}) ([0-9]{4})", numbers):
        yield (f"{match[1]}/{match[2]}",)

    years, days = re.findall(r"\b[0-9]{4}\b", folded), re.findall(r"\b[0-9]{1,2}\b", folded)
    months = [match.lastindex for match in _MONTH.finditer(folded)]
    if match := re.fullmatch(r"(?:les )?(?:annees |the )?([0-9]{3})0 ?s?", numbers):
        yield (f"{match[1]}X{mark}",) if numbers != match[1] + "0" else (f"{match[1]}0{mark}",)
    elif len(years) == 1 and len(months) == 1:
        written = [_written(years[0], str(months[0]), day) for day in days or [None]]
        yield (written[0] + mark,) if len(written) == 1 else (f"[{written[0]}..{written[-1]}]",)
    elif len(years) == 1 and not days and not months:
        season = _SEASON.search(folded)
        yield (f"{years[0]}-2{season.lastindex}{mark}",) if season else (f"{years[0]}{mark}",)


def _written(year: str, month: str, day: str | None) -> str:
    # Of two digits, up to 29 is our century, as in most software.
    year = year if len(year) == 4 else f"{'20' if year < '30' else '19'}{year}"
    return f"{year}-{int(month):02}" + (f"-{int(day):02}" if day else "")
