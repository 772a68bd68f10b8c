"""Templates beside the modules that fill them; everything put into one is escaped. The only file
that knows Jinja."""

from functools import cache
from importlib import resources

from jinja2 import Environment, FunctionLoader, StrictUndefined, Template


@cache
def template(package: str, name: str) -> Template:
    """The template of this name in a package; it may import others that stand beside it."""

    def source(wanted: str) -> str:
        return text(package, wanted)

    environment = Environment(
        loader=FunctionLoader(source),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    return environment.get_template(name)


def text(package: str, name: str) -> str:
    """A text file of a package."""
    return resources.files(package).joinpath(name).read_text(encoding="utf-8")
