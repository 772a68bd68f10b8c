"""Names of languages: PubMed's codes (ISO 639-2/B), two-letter codes (639-1) and English names.

Sources give any of the three. Those that PubMed's journals are mostly written in; another is known
by the name its source gives.
"""

_KNOWN = """
afr af Afrikaans        alb sq Albanian         ara ar Arabic           arm hy Armenian
aze az Azerbaijani      bos bs Bosnian          bul bg Bulgarian        cat ca Catalan
chi zh Chinese          cze cs Czech            dan da Danish           dut nl Dutch
eng en English          est et Estonian         fin fi Finnish          fre fr French
geo ka Georgian         ger de German           gle ga Irish            glg gl Galician
gre el Greek            heb he Hebrew           hin hi Hindi            hrv hr Croatian
hun hu Hungarian        ice is Icelandic        ind id Indonesian       ita it Italian
jpn ja Japanese         kor ko Korean           lat la Latin            lav lv Latvian
lit lt Lithuanian       mac mk Macedonian       may ms Malay            nor no Norwegian
per fa Persian          pol pl Polish           por pt Portuguese       rum ro Romanian
rus ru Russian          slo sk Slovak           slv sl Slovenian        spa es Spanish
srp sr Serbian          swe sv Swedish          tha th Thai             tur tr Turkish
ukr uk Ukrainian        vie vi Vietnamese       wel cy Welsh
"""
# ISO 639-2/T, which has other codes for some.
_OTHER = {
    "sqi": "alb", "hye": "arm", "zho": "chi", "ces": "cze", "nld": "dut", "fra": "fre",
    "kat": "geo", "deu": "ger", "ell": "gre", "isl": "ice", "mkd": "mac", "msa": "may",
    "fas": "per", "ron": "rum", "slk": "slo", "cym": "wel",
}  # fmt: skip
_words = _KNOWN.split()
_NAMES = dict(zip(_words[0::3], _words[2::3], strict=True))
_CODES = {
    **{two: code for code, two in zip(_words[0::3], _words[1::3], strict=True)},
    **{name.lower(): code for code, name in _NAMES.items()},
    **_OTHER,
}


def code_of(folded: str) -> str:
    """The code of a language that is given by code or name, in lower case; itself if unknown."""
    return _CODES.get(folded, folded)


def name_of(code: str, given: str) -> str:
    """The English name of a code as `code_of` gives it; `given` if it is unknown."""
    return _NAMES.get(code, given)
