"""A fragment as a browser's tree, and what the tests look for in it."""

from typing import cast

from lxml import html
from lxml.html import HtmlElement


def parsed(fragment: str) -> HtmlElement:
    return html.fromstring(fragment)


def of_class(tree: HtmlElement, name: str) -> list[HtmlElement]:
    """Elements of a class, in the document's order."""
    return list(tree.find_class(name))


def texts(tree: HtmlElement, name: str) -> list[str]:
    """What elements of a class say."""
    return [" ".join(one.text_content().split()) for one in tree.find_class(name)]


def found(tree: HtmlElement, xpath: str) -> list[HtmlElement]:
    return cast("list[HtmlElement]", tree.xpath(xpath))


def ids(tree: HtmlElement) -> list[str]:
    return [str(one) for one in cast("list[str]", tree.xpath("//@id"))]
