"""Renders snippets.txt, one template a line, with the reference and writes expressions.jsonl.

In the file `\\n` inside a line stands for a line break and lines that start with `#` are headings.

    python3 tests/goldens/chat/generate_expressions.py
"""

import json

from reference import HERE, render_snippet, versions, write_lines

CONTEXT = {
    "name": "World",
    "empty": "",
    "text": "  Hello, wörld! 안녕 😀👋🏽  ",
    "lines": "one\ntwo\r\nthree\n\nfive\n",
    "html": "<a href=\"x\">Tom & 'Jerry'</a>",
    "one": 1,
    "big": 123456789012345678901234567890,
    "pi": 3.14159,
    "yes": True,
    "no": False,
    "nothing": None,
    "numbers": [3, 1, 2, 10, -1],
    "words": ["banana", "Apple", "cherry", "apple"],
    "nested": [[1, 2], [3, [4, None]], {"a": {"b": [True, False]}}],
    "point": {"x": 1, "y": 2.5, "items": "shadowed", "none": None, "key with space": "ok", "é": "ü"},
    "users": [
        {"name": "Ann", "age": 31, "role": {"title": "admin"}, "active": True},
        {"name": "bob", "age": 25, "role": {"title": "user"}, "active": False},
        {"name": "Cid", "age": 31, "role": {"title": "user"}, "active": True},
        {"name": "dee", "age": 25, "role": {}},
    ],
    "messages": [
        {"role": "system", "content": "Be brief."},
        {"role": "user", "content": "Hi"},
        {"role": "assistant", "content": "Hello", "tool_calls": [{"function": {"name": "f", "arguments": {"a": 1}}}]},
    ],
}


def main():
    snippets = (HERE / "snippets.txt").read_text(encoding="utf-8").splitlines()
    templates = [line.replace("\\n", "\n") for line in snippets if line and not line.startswith("#")]
    rows = [{"template": template, **render_snippet(template, CONTEXT)} for template in templates]
    write_lines(HERE / "expressions.jsonl", {**versions(), "context": CONTEXT}, rows)


if __name__ == "__main__":
    main()
