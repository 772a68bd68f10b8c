"""A store served over HTTP: the API, and the chat page on the same port.

service = Service.over(library, ServerSettings())
app = build_app(service)

settings   what is set                       service    what answers, shared by API and page
lanes      a few at a time, few waiting      present    work that stops when its client goes
guard      what every request passes: recording, headers, doors, access (keys, rates)
asked, asking, articles, jobs_routes, completions, health, login, docs   the routes
described, document, shapes                  what /openapi.json says of them
strict     JSON taken as meant, or refused
reading, reception, job, kept_jobs, jobs, indexing   an upload from the wire into the store
connection who is too slow to ask or to read  streaming  events as they come
places     what errors do not tell           folder     where uploads and conversations lie
errors     one shape                         metrics, logs    what its keeper sees
paging     the page below it all             tidying    what its events bring
windows    whose its events are
run        until a signal
"""

from qa.serving.app import build_app
from qa.serving.service import Service
from qa.serving.settings import ServerSettings

__all__ = ["ServerSettings", "Service", "build_app"]
