"""How figures and their units are written, in digits and in words."""

import re

UNITS = {
    "points": r"(?:per ?cent(?:age)? |%[- ]?)?points?\b",
    "%": r"%|per ?cent\b|percent(?:age)?\b",
    "minute": r"min(?:ute)?s?\b",
    "hour": r"h(?:ou)?rs?\b|h\b",
    "day": r"days?\b|d\b",
    "week": r"w(?:ee)?ks?\b",
    "month": r"months?\b|mo\b",
    "year": r"years?\b|yrs?\b",
    "mg/kg": r"mg/kg\b|mg (?:per|/) ?kg\b",
    "mg/dl": r"mg/d[lL]\b",
    "mg": r"mg\b|milligrams?\b",
    "ug": r"(?:μ|µ|mc|u)g\b|micrograms?\b",
    "mmhg": r"mm ?Hg\b",
    "mmol/l": r"mmol/[lL]\b",
    "ml": r"m[lL]\b|millilit(?:er|re)s?\b",
    "kg": r"kg\b|kilograms?\b|kilos?\b",
    "cm": r"cm\b",
    "fold": r"[- ]?fold\b|times\b",
}
UNIT = re.compile(
    r"[\s-]*(?:" + "|".join(f"(?P<u{i}>{form})" for i, form in enumerate(UNITS.values())) + ")"
)
_SMALL = (
    "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen "
    "fifteen sixteen seventeen eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
VALUES = {word: float(n) for n, word in enumerate(_SMALL)} | {
    word: 10.0 * n for n, word in enumerate(_TENS, 2)
}
_ONE_WORD = "|".join([*_SMALL, *_TENS])
_COUNT = rf"(?:(?:{'|'.join(_TENS)})[- ](?:{'|'.join(_SMALL[1:10])})|{_ONE_WORD})"
PARTS = {
    "half": 1 / 2, "third": 1 / 3, "quarter": 1 / 4, "fourth": 1 / 4, "fifth": 1 / 5,
    "sixth": 1 / 6, "seventh": 1 / 7, "eighth": 1 / 8, "tenth": 1 / 10,
}  # fmt: skip
FOLD = {
    "twice": 2.0, "double": 2.0, "doubled": 2.0, "doubling": 2.0, "doubles": 2.0, "thrice": 3.0,
    "triple": 3.0, "tripled": 3.0, "treble": 3.0, "trebled": 3.0, "tripling": 3.0,
    "quadrupled": 4.0, "halved": 0.5, "halving": 0.5, "halve": 0.5, "halves": 0.5,
}  # fmt: skip
BIG = {"dozen": 12.0, "hundred": 1e2, "thousand": 1e3, "million": 1e6}
_DIGITS = r"\d{1,3}(?:[, \u2009\u202f]\d{3})+(?!\d)(?:[.·]\d+)?|0\. \d+|\d*[.·]\d+|\d+"
FIGURE = re.compile(
    rf"(?P<ratio>\b(?P<top>{_COUNT}|\d+) (?:in|out of|of) every (?P<under0>{_COUNT}|\d+)\b|"
    rf"\b(?P<top1>{_COUNT}|\d+) (?:in|out of) (?P<under1>{_COUNT}|\d+)\b(?!\.\d|%)|"
    rf"\b(?P<top2>one|two|three|four) (?!of\b|in\b)[a-z]+ in (?P<under2>{_COUNT})\b)|"
    rf"(?P<part>\b(?:(?P<times>a|an|one|two|three|four|five|six|seven|nine)[ -])?"
    rf"(?P<name>half|(?:third|quarter|fourth|fifth|sixth|seventh|eighth|tenth)s?)\b)|"
    rf"(?P<fold>\b(?:{'|'.join(FOLD)})\b|\b(?P<folds>{_COUNT})[ -]?fold\b)|"
    rf"(?P<word>\b{_COUNT}\b(?: (?P<big>dozen|hundred|thousand|million))?)|"
    rf"(?<![^\W\d_])(?:(?<=to-)|"
    rf"(?<![a-z]-))(?<!\d)(?P<sign>(?<![\d\w)])[-−–+±])?(?P<digits>{_DIGITS})(?![^\W\d_]*[A-Z]\w*\d)"
    rf"(?!\d)(?!\([A-Z]{{1,3}}\)[A-Z])",
    re.IGNORECASE,
)
