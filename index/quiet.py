"""Turn off the telemetry of the libraries below us, before any of them is imported.

A user who has set one of these variables has said what they want; it stays as it is.
"""

import os

for _name, _value in (
    ("ANONYMIZED_TELEMETRY", "False"),  # Chroma
    ("HF_HUB_DISABLE_TELEMETRY", "1"),
    ("GRADIO_ANALYTICS_ENABLED", "False"),
    ("TOKENIZERS_PARALLELISM", "true"),  # Not telemetry: silences a warning about threads.
):
    os.environ.setdefault(_name, _value)
