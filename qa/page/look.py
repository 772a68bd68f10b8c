"""How the page looks, and the page mounted so: nothing of it comes from elsewhere."""

import json

import gradio as gr
from fastapi import FastAPI
from gradio.themes import Base
from gradio.themes.utils import colors, sizes

from qa.page.words import say
from qa.showing import CSS
from qa.templating import text

_SANS = ["system-ui", "-apple-system", "Segoe UI", "Roboto", "Noto Sans", "sans-serif"]
_MONO = ["ui-monospace", "Menlo", "Consolas", "monospace"]
# Each may use what those before it put into `abstractqa`.
_SCRIPTS = ("stream", "telling", "asking", "reading", "removing", "keeping", "shelf")
# What they say.
_SAID = ("copied", "not_copied", "not_saved", "deleted", "lost")


def mount(app: FastAPI, page: gr.Blocks, max_file: int) -> None:
    """The page at `/` of an application, after all its routes; files of up to `max_file` bytes.

    Without Gradio's footer, its recording of runs and its calls home.
    """
    gr.mount_gradio_app(
        app,
        page,
        path="/",
        footer_links=[],
        run_history=False,
        show_error=False,
        max_file_size=max_file,
        ssr_mode=False,
        pwa=False,
        mcp_server=False,
        enable_monitoring=False,
        theme=theme(),
        css=CSS + text("qa.page", "style.css") + _any(),
        head=_head(),
    )


def theme() -> Base:
    """System fonts, one blue, contrast of WCAG AA in light and dark."""
    made = Base(
        primary_hue=colors.blue,
        neutral_hue=colors.slate,
        radius_size=sizes.radius_sm,
        font=_SANS,
        font_mono=_MONO,
    )
    return made.set(
        button_primary_background_fill="#0b56a3",
        button_primary_background_fill_dark="#0b56a3",
        button_primary_background_fill_hover="#08437f",
        button_primary_background_fill_hover_dark="#1467bd",
        button_primary_text_color="white",
        button_primary_text_color_dark="white",
        button_secondary_background_fill="*neutral_100",
        button_secondary_background_fill_dark="*neutral_800",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="*neutral_200",
        block_title_text_color="*neutral_700",
        block_title_text_color_dark="*neutral_200",
        block_info_text_color="*neutral_600",
        block_info_text_color_dark="*neutral_300",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_300",
        input_background_fill="white",
        input_background_fill_dark="*neutral_900",
        input_border_width="1px",
        input_border_color="*neutral_300",
        input_border_color_dark="*neutral_600",
        input_shadow_focus="0 0 0 2px #0b56a3",
        input_shadow_focus_dark="0 0 0 2px #8cc2ff",
        input_border_color_focus="#0b56a3",
        input_border_color_focus_dark="#8cc2ff",
        button_medium_text_weight="600",
        button_medium_text_size="*text_md",
        block_border_width="0px",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_label_background_fill="transparent",
        block_label_background_fill_dark="transparent",
        block_padding="0",
        input_placeholder_color="*neutral_500",
        input_placeholder_color_dark="*neutral_400",
    )


def _any() -> str:
    """What stands in a list of several where nothing is chosen: Gradio gives it no placeholder."""
    return f":root {{ --aqa-any: {json.dumps(say('any'))}; }}"


def _head() -> str:
    words = {name: say(name) for name in _SAID}
    scripts = "".join(text("qa.page", f"{name}.js") for name in _SCRIPTS)
    return f"<script>(() => {{\nconst SAID = {json.dumps(words)};\n{scripts}}})();</script>"
