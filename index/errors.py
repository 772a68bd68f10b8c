"""The one error tree; every message names the value at fault and the remedy.

AbstractQAError
├── SourceError             a file, folder or pattern that cannot be read
│   └── UnknownFormatError  a readable file whose content no reader recognises
├── StoreError              a store that cannot be opened or written
│   ├── StoreMissingError   no store at that path
│   ├── StoreLockedError    another process or thread is writing to it
│   ├── StoreReadOnlyError  it can only be read, and something would be written
│   ├── DiskFullError       no room for what is to be written
│   ├── StoreDamagedError   its parts disagree
│   └── EmbedderMismatchError  built with another embedder
├── EmbedderError           a model that cannot be loaded or answers nonsense
├── RerankerError           a reranking model that cannot be loaded or used
├── ModelError              a chat model that cannot be loaded, reached or understood
├── OfflineError            a call to another machine, where none are allowed
├── ArticleNotFoundError    no article under that key
├── ConversationNotFoundError  no conversation under that name, or another's
├── RemoteError             an abstractqa server that cannot be reached or understood
│   ├── BusyError           it has too much to do now; `retry_after` seconds
│   ├── AnswerTimeoutError  an answer took longer than the server allows
│   └── AccessError         it wants a key, or another one
├── PromptError             a text with a missing or unknown variable
└── SettingsError           an unusable argument or setting
"""


class AbstractQAError(Exception):
    """Base of everything raised on purpose: what went wrong, then what to do about it."""

    def __init__(self, problem: str, remedy: str = "") -> None:
        self.problem = problem
        self.remedy = remedy
        super().__init__(f"{problem}. {remedy}" if remedy else problem)


class SourceError(AbstractQAError):
    """A file, folder or pattern that cannot be read."""


class UnknownFormatError(SourceError):
    """A readable file whose content no reader recognises."""


class StoreError(AbstractQAError):
    """A store that cannot be opened or written."""


class StoreMissingError(StoreError):
    """There is no store at the path given."""


class StoreLockedError(StoreError):
    """Another process or thread holds the store's write lock."""


class StoreReadOnlyError(StoreError):
    """A store that can only be read, to which something would be written."""


class DiskFullError(StoreError):
    """There is no room on the disk for what is to be written."""


class StoreDamagedError(StoreError):
    """Catalogue, vectors and lexical index disagree, or one of them cannot be read."""


class EmbedderMismatchError(StoreError):
    """The store was built with another embedder, dimension or text recipe."""


class EmbedderError(AbstractQAError):
    """An embedding model that cannot be loaded or used."""


class RerankerError(AbstractQAError):
    """A reranking model that cannot be loaded or used."""


class ModelError(AbstractQAError):
    """A chat model that cannot be loaded or reached, or that declined or broke off."""


class OfflineError(AbstractQAError):
    """Something called another machine while `ABSTRACTQA_OFFLINE` forbids it."""


class ArticleNotFoundError(AbstractQAError):
    """No article is stored under the key, PMID, PMCID or DOI given."""


class ConversationNotFoundError(AbstractQAError):
    """No conversation of this owner is kept under the id given."""


class RemoteError(AbstractQAError):
    """A server of ours that cannot be reached or understood, or that takes no such request."""


class BusyError(RemoteError):
    """Too much to do just now, or too many requests; `retry_after` is in seconds."""

    def __init__(self, problem: str, remedy: str = "", retry_after: float = 1.0) -> None:
        self.retry_after = retry_after
        super().__init__(problem, remedy)


class AnswerTimeoutError(RemoteError):
    """An answer took longer than the server allows."""


class AccessError(RemoteError):
    """A server wants a key, or another one than it was given."""


class PromptError(AbstractQAError):
    """A text in `prompts/` that does not exist, or a variable it names that was not given."""


class SettingsError(AbstractQAError):
    """An argument or setting that cannot be used."""


def first_line(error: BaseException) -> str:
    """What an error of a library says, in a line; its name where it says nothing."""
    return (str(error).strip() or type(error).__name__).splitlines()[0]
