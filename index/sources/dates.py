"""The year in a date as sources write it."""

import re

_YEAR = re.compile(r"(?<!\d)(1[5-9]\d\d|20\d\d)(?!\d)")
_COMPACT = re.compile(r"(?<!\d)((?:1[5-9]|20)\d\d)(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?!\d)")


def year_of(date: str) -> int | None:
    """The first year from 1500 to 2099 that a date names, or None.

    `2003 Nov-Dec`, `1998 Dec-1999 Jan` (1998), `Winter 1979`, `15/03/2004`, `2019/10//`,
    `20190501`.
    """
    found = _YEAR.search(date) or _COMPACT.search(date)
    return int(found.group(1)) if found else None
