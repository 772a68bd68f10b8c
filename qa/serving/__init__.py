"""A store served over HTTP: the API, and the chat page on the same port.

service = Service.over(library, ServerSettings())
app = build_app(service)

settings   what is set                       service    what answers, shared by API and page
lanes      a few at a time, few waiting      guard      who may ask, and how often
asking, articles, jobs_routes, health        the routes
"""

from qa.serving.app import build_app
from qa.serving.service import Service
from qa.serving.settings import ServerSettings

__all__ = ["ServerSettings", "Service", "build_app"]
