"""The chat page: a conversation, its evidence beside it, filters, files to add, what is kept.

page = build_page(service)
mount(app, page, service.settings)

talking, shown, drawing   a question asked, as it is answered, as HTML
shelf, seeking, naming, bearing, found   articles listed, looked for, named, how well, as HTML
options, adding, history, exports, examples (of titles)   the rest of it
uploads, genuine   which files it may be given, and which events
parts, doing, wiring      where things stand, what they do, which calls which: in Gradio's terms
telling, asking, reading, removing, keeping, shelf, stream (.js)   what it does by itself
look                      how it looks
"""

from qa.page.look import mount
from qa.page.page import build_page

__all__ = ["build_page", "mount"]
