"""`ABSTRACTQA_OFFLINE=1`: nothing in this process may call another machine.

An audit hook of the interpreter sees every socket that Python code opens, whichever library does
it. It cannot be taken out again; `_forbidden` says whether it holds. A name given to `connect`
itself is looked up before the hook is asked (libraries ask for its address first), and what native
code opens by itself is not seen.
"""

import ipaddress
import sys
from typing import Any

from index.errors import OfflineError

_LOCAL = ("localhost", "localhost.localdomain", "ip6-localhost", "")
# Those that name a host, and those that name an address.
_NAMING = ("socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyaddr")
_CALLING = ("socket.connect", "socket.sendto", "socket.sendmsg")
_forbidden = False
_hooked = False


def enforce(forbidden: bool = True) -> None:
    """From now on any call that leaves this machine raises OfflineError."""
    global _forbidden, _hooked  # noqa: PLW0603  (one interpreter, one hook)
    _forbidden = forbidden
    if forbidden and not _hooked:
        sys.addaudithook(_watch)
        _hooked = True


def _watch(event: str, args: tuple[Any, ...]) -> None:
    if not _forbidden:
        return
    if event in _NAMING:
        host = args[0]
    elif event in _CALLING and isinstance(args[1], tuple):
        host = args[1][0]
    else:
        return  # A path or nothing is a socket of this machine's own, or one connected already.
    name = host.decode("ascii", "replace") if isinstance(host, bytes) else str(host or "")
    if not is_local(name):
        raise OfflineError(
            f"a call to {name} is not allowed, since ABSTRACTQA_OFFLINE is set",
            "Name a model on this machine, or unset ABSTRACTQA_OFFLINE",
        )


def is_local(host: str) -> bool:
    """Whether a host's name or address is this machine's own."""
    if host.lower() in _LOCAL:
        return True
    try:
        return ipaddress.ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return False
