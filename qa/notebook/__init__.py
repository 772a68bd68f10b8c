"""For work in a notebook: objects that show themselves, frames, many questions at once.

`register()` teaches IPython to show what the index gives back; `import qa` does so by itself where
IPython runs.
"""

from qa.notebook.display import register

__all__ = ["register"]
