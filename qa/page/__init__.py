"""The chat page: a conversation, its evidence beside it, filters, files to add, what is kept.

page = build_page(service)
mount(app, page, service.settings)

talking, shown, drawing   a question asked, as it is answered, as HTML
options, adding, history, exports, shelf, examples   the rest of it
uploads   which files it may be given
parts, doing, wiring      where things stand, what they do, which calls which: in Gradio's terms
telling, asking, reading, keeping, stream (.js), look   what it does by itself, how it looks
"""

from qa.page.look import mount
from qa.page.page import build_page

__all__ = ["build_page", "mount"]
