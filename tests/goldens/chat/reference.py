"""What both generators share: the reference renderer with a fixed clock."""

import datetime
import json
import pathlib

import jinja2
import transformers
from transformers.utils import chat_template_utils

HERE = pathlib.Path(__file__).parent


class FixedClock(datetime.datetime):
    """2024-07-26 09:05:03, whatever the day."""

    @classmethod
    def now(cls, tz=None):
        return cls(2024, 7, 26, 9, 5, 3)


chat_template_utils.datetime = FixedClock


def versions():
    return {"transformers": transformers.__version__, "jinja2": jinja2.__version__}


def render_snippet(template, context):
    """The text a template gives, or the error it raises."""
    try:
        return {"text": chat_template_utils._compile_jinja_template(template).render(**context)}
    except Exception as error:  # noqa: BLE001 - whatever Python raises is the expectation
        return {"error": type(error).__name__, "message": str(error)}


def render_chat(template, conversation, tokens):
    """What apply_chat_template gives for one conversation of conversations.json, and its generation spans."""
    arguments = {
        "conversations": [conversation["messages"]],
        "tools": conversation.get("tools"),
        "documents": conversation.get("documents"),
        "chat_template": template,
        "continue_final_message": conversation.get("continue_final_message", False),
        "add_generation_prompt": conversation.get("add_generation_prompt", False),
        **tokens,
        **conversation.get("variables", {}),
    }
    try:
        text = chat_template_utils.render_jinja_template(**arguments)[0][0]
        spans = []
        if "generation" in template and not arguments["continue_final_message"]:
            _, spans = chat_template_utils.render_jinja_template(**arguments, return_assistant_tokens_mask=True)
        return {"text": text, "spans": spans[0] if spans else []}
    except Exception as error:  # noqa: BLE001
        return {"error": type(error).__name__, "message": str(error)}


def conversations():
    return json.loads((HERE / "conversations.json").read_text(encoding="utf-8"))


def write_lines(path, head, rows):
    with open(path, "w", encoding="utf-8") as file:
        for row in [head, *rows]:
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(f"{path}: {len(rows)} cases")
