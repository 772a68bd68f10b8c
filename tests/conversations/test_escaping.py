"""Text as Markdown comes back as text, read by an independent parser."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from qa.conversations.escaping import escaped
from qa.showing.text import line

PARSER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
SIGNS = st.text(alphabet="\\`*_{}[]()<>#+-.!|~&$^:@='\"%\n 1aÄ/;\x00\u202e\ud800", max_size=30)
ODD = [
    "<script>alert(1)</script>",
    "<b>bold</b> &amp; &#60;",
    "[link](javascript:alert(1)) ![image](x) [1]: http://a.b",
    "https://evil.example/?a=b www.evil.example evil@example.com :smile: <http://a.b>",
    "# heading", "- item", "1. one", "2) two", "+ plus", "> quote", "```code", "    code", "---",
    "===", "~~gone~~", "| a | b |\n|---|---|", "$x^2$", "a\\", "Setext\n===", "*a* _b_ __c__",
]  # fmt: skip


def text_in(markdown: str) -> str:
    """The text of Markdown that holds nothing but text; fails where it holds anything else."""

    def of(tokens: list[Token]) -> str:
        assert {token.type for token in tokens} <= {"text", "text_special"}, markdown
        return "".join(token.content for token in tokens)

    inline = [token for token in PARSER.parse(markdown) if token.type == "inline"]
    assert len(inline) <= 1
    return "".join(of(token.children or []) for token in inline)


@pytest.mark.parametrize("before", ["", "# ", "> ", "- ", "1. ", "*x* "])
@given(text=st.text() | SIGNS | st.sampled_from(ODD))
@example(text="1. one")
def test_text_comes_back_wherever_it_stands(before: str, text: str) -> None:
    plain = " ".join(line(text).split())
    if before == "*x* ":
        markdown = "x " + escaped(text)
        assert text_in(markdown) == f"x {plain}".strip()
        return
    kinds = {token.type for token in PARSER.parse(before + escaped(text))}
    assert text_in(before + escaped(text)) == plain
    allowed = {"# ": {"heading"}, "> ": {"blockquote"}, "- ": {"bullet_list", "list_item"},
               "1. ": {"ordered_list", "list_item"}}.get(before, set())  # fmt: skip
    opened = {kind.removesuffix("_open").removesuffix("_close") for kind in kinds}
    assert opened <= {"paragraph", "inline"} | allowed


def test_a_bare_address_is_no_link() -> None:
    """Where a program makes links of addresses, as GitHub does, ours are broken up."""
    assert (
        escaped("https://a.example and www.b.example") == r"https\://a\.example and www\.b\.example"
    )
    assert escaped("mail@a.example") == r"mail\@a\.example"
    assert escaped("P = 0.05: n.s. (95% CI 1.1-2.0)") == r"P = 0.05: n\.s. (95% CI 1.1-2.0)"
