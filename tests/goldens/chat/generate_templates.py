"""Renders every conversation with the project's own templates and with templates of real models.

Writes builtin.jsonl (the text our built-in templates have to give) and thirdparty.jsonl (digests of the texts and error
messages other people's templates have to give, so that none of theirs is kept here). With a second argument also writes the texts
behind the digests to that file, for looking at a difference.

    python3 tests/goldens/chat/generate_templates.py ../shared/tokenizers/chat_templates [texts.jsonl]
"""

import hashlib
import json
import pathlib
import sys

from reference import HERE, conversations, render_chat, versions, write_lines

TOKENS = {"bos_token": "<s>", "eos_token": "</s>", "pad_token": "<pad>", "unk_token": "<unk>"}
BUILTIN = HERE.parents[2] / "src" / "FineTune.Tokenizers" / "Chat" / "Templates"


def digest(text):
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def render_all(files, tokens):
    for file in files:
        for name, conversation in conversations().items():
            result = render_chat(file.read_text(encoding="utf-8"), conversation, tokens)
            yield {"template": file.stem, "conversation": name, **result}


def main():
    shared = pathlib.Path(sys.argv[1])
    builtin = list(render_all(sorted(BUILTIN.glob("*.jinja")), TOKENS))
    write_lines(HERE / "builtin.jsonl", {**versions(), "tokens": TOKENS}, builtin)
    others = list(render_all(sorted(shared.glob("*.jinja")), TOKENS))
    if len(sys.argv) > 2:
        write_lines(sys.argv[2], versions(), others)
    digests = [{key: digest(value) if key in ("text", "message") else value for key, value in row.items()} for row in others]
    write_lines(HERE / "thirdparty.jsonl", {**versions(), "tokens": TOKENS}, digests)


if __name__ == "__main__":
    main()
