"""What happens when something on the page is used, in Gradio's terms; a file for each part."""

from dataclasses import dataclass

from qa.page.doing.account import Accounts
from qa.page.doing.adding import Adds
from qa.page.doing.asking import Asks
from qa.page.doing.filtering import Filters
from qa.page.doing.keeping import Keeps
from qa.page.doing.shelf import Finds
from qa.serving.service import Service


@dataclass(frozen=True, slots=True)
class Handlers:
    """The functions of all events, over one service."""

    accounts: Accounts
    asks: Asks
    filters: Filters
    adds: Adds
    keeps: Keeps
    finds: Finds

    @classmethod
    def over(cls, service: Service) -> "Handlers":
        """Those of a page."""
        asks = Asks(service)
        return cls(
            Accounts(service),
            asks,
            Filters(service),
            Adds(service),
            Keeps(service, asks),
            Finds(service),
        )


__all__ = ["Accounts", "Adds", "Asks", "Filters", "Finds", "Handlers", "Keeps"]
