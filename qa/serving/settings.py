"""How a store is served: plain values, from arguments or `ABSTRACTQA_SERVE_*` variables."""

from ipaddress import ip_address
from pathlib import Path
from typing import Annotated, Any

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from qa.given import made, parted

MIB = 1 << 20


Names = Annotated[tuple[str, ...], NoDecode, parted(",")]


class ServerSettings(BaseSettings):
    """Where to listen, who may ask, and how much.

    `data` is the folder for uploads and conversations (None: beside the store, its name with
    `-server`). `keys` are lines `NAME:HASH`, parted by commas or line ends; `key_file` has one a
    line. `hosts` are names that this server may be called by, beside loopback's; `origins` are
    sites whose pages may call it from a browser.

    `lanes` answers are computed at a time, `model_lanes` by a language model; `queue` more may
    wait for each. A client has `head_timeout` to begin a request, `body_timeout` to send its body
    and `send_timeout` to take its answer; `connections` are heard at a time. `rate` is what one
    key, or one address without a key, may ask: `600/minute` (the default where keys are set),
    `none` (where they are not). Times are in seconds, sizes in bytes. `log_questions` writes
    questions into the log.
    """

    model_config = SettingsConfigDict(
        env_prefix="ABSTRACTQA_SERVE_", frozen=True, extra="forbid", hide_input_in_errors=True
    )

    host: str = Field(default="127.0.0.1", min_length=1)
    port: int = Field(default=7860, ge=0, le=65535)
    data: Path | None = None
    keys: SecretStr = SecretStr("")
    key_file: Path | None = None
    hosts: Names = ()
    origins: Names = ()
    lanes: int = Field(default=2, ge=1, le=64)
    model_lanes: int = Field(default=8, ge=1, le=256)
    queue: int = Field(default=64, ge=0, le=10_000)
    connections: int = Field(default=400, ge=1, le=100_000)
    answer_timeout: float = Field(default=120.0, gt=0, le=3600)
    head_timeout: float = Field(default=10.0, gt=0, le=3600)
    body_timeout: float = Field(default=30.0, gt=0, le=3600)
    send_timeout: float = Field(default=30.0, gt=0, le=3600)
    stop_timeout: int = Field(default=10, ge=1, le=600)
    rate: str | None = Field(
        default=None, pattern=r"^(?:none|[1-9][0-9]* ?/ ?(?:second|minute|hour|day))$"
    )
    max_question: int = Field(default=4000, ge=1)
    max_history: int = Field(default=50, ge=0)
    max_articles: int = Field(default=100, ge=1, le=1000)
    max_body: int = Field(default=1 * MIB, ge=1024)
    max_file: int = Field(default=256 * MIB, ge=1024)
    max_upload: int = Field(default=512 * MIB, ge=1024)
    max_files: int = Field(default=100, ge=1, le=1000)
    keep_jobs: int = Field(default=100, ge=1)
    log_questions: bool = False

    @property
    def on_loopback(self) -> bool:
        """Whether only this machine can reach it."""
        return is_loopback(self.host)

    def folder(self, store: Path) -> Path:
        """Where uploads and conversations of this store are kept."""
        return self.data or store.with_name(f"{store.name}-server")


def is_loopback(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    if host.lower() == "localhost":
        return True
    try:
        return ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def server_settings(**values: Any) -> ServerSettings:
    """Settings from arguments (None: not given), else `ABSTRACTQA_SERVE_*`, else defaults.

    Raises SettingsError naming what cannot be used.
    """
    given = {name: value for name, value in values.items() if value is not None}
    return made(ServerSettings, given)
