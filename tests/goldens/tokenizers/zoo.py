"""Small tokenizers with every component and unusual settings, put together with the reference library."""
import json

from tokenizers import AddedToken, Regex, Tokenizer
from tokenizers import decoders as D
from tokenizers import models as M
from tokenizers import normalizers as N
from tokenizers import pre_tokenizers as P
from tokenizers import processors as Q
from tokenizers import trainers as T

SPECIAL = ["<unk>", "<s>", "</s>", "<pad>", "<mask>"]
LLAMA_3 = (r"(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+"
           r"|\s+(?!\S)|\s+")
BEHAVIORS = ["removed", "isolated", "merged_with_previous", "merged_with_next", "contiguous"]
PATTERNS = [
    r"\s+", r"\w+", r"[^\S\n]+|\n", r"(?<=\p{L})(?=\p{N})|(?<=\p{N})(?=\p{L})", r"(?i)the|\bis\b|ß|ſ", r"(\w)\1",
    r"[^\r\n\p{L}\p{N}]?+\p{L}++|\p{N}{1,3}+| ?[^\s\p{L}\p{N}]++[\r\n]*+|\s++$|\s*[\r\n]|\s+(?!\S)|\s",
    r"[\p{Han}\p{Hiragana}&&[^の]]+|[[:punct:]]|[[:alpha:]]+?", r"^.|.$|\A\w|\d\Z",
    r"[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]*[\p{Ll}\p{Lm}\p{Lo}\p{M}]+(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|[^\r\n\p{L}\p{N}]?[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]+[\p{Ll}\p{Lm}\p{Lo}\p{M}]*(?i:'s|'t|'re|'ve|'m|'ll|'d)?"
    r"|\p{N}{1,3}| ?[^\s\p{L}\p{N}]+[\r\n/]*|\s*[\r\n]+|\s+(?!\S)|\s+",
    r" ?[^(\s|[.,!?…。，、।۔،])]+", r"(?m:.{2,4}?)\S|\h{2}|\R", "(?x) a+ # comment\n | (?>b+)c | e{,2}f{2}? | (?<q>[xyz])\\k<q>",
    "", r"x*", r"\p{^L}\P{N}|[^\W_]\x{e9}?|\u0435|[\x41-\x43]", r"\p{N}{1,3}(?=(?:\p{N}{3})*(?:\P{N}|$))", r"[^\n]+|\n+",
    r"(?s:.)(?-i:A|b)|\S\K\s", r"\X", r"(?<!\w)\w{3}(?!\w)", r"\p{Script=Cyrillic}+|\p{Greek}+|\p{Thai}|\p{Hangul}+",
    r"[a-zA-Z&&[^aeiou]]+|[[^a-z]&&\S]",
]


def trained(model, trainer, texts, **parts):
    tokenizer = Tokenizer(model)
    for name, part in parts.items():
        setattr(tokenizer, name, part)
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def bpe(texts, unk="<unk>", size=700, alphabet=250, **settings):
    affixes = {k: settings[k] for k in ("continuing_subword_prefix", "end_of_word_suffix") if k in settings}
    parts = {k: v for k, v in settings.items() if k in ("normalizer", "pre_tokenizer")}
    trainer = T.BpeTrainer(vocab_size=size, special_tokens=SPECIAL, show_progress=False, limit_alphabet=alphabet, **affixes)
    return trained(M.BPE(unk_token=unk, **affixes), trainer, texts, **parts)


def edited(tokenizer, edit):
    content = json.loads(tokenizer if isinstance(tokenizer, str) else tokenizer.to_str())
    edit(content)
    return json.dumps(content, ensure_ascii=False)


def of_model(**settings):
    return lambda content: content["model"].update(settings)


def characters(**parts):
    """Splits only: every piece is the unknown token, and its offsets show where it was cut."""
    tokenizer = Tokenizer(M.WordLevel({"<unk>": 0, "a": 1}, unk_token="<unk>"))
    for name, part in parts.items():
        setattr(tokenizer, name, part)
    return tokenizer


def normalizers():
    yield from {
        "nfc": N.NFC(), "nfd": N.NFD(), "nfkc": N.NFKC(), "nfkd": N.NFKD(), "lowercase": N.Lowercase(), "nmt": N.Nmt(),
        "strip": N.Strip(), "strip-left": N.Strip(left=True, right=False), "bert": N.BertNormalizer(),
        "bert-accents": N.BertNormalizer(strip_accents=True, lowercase=False),
        "bert-lower": N.BertNormalizer(clean_text=False, handle_chinese_chars=False, strip_accents=False),
        "bert-clean": N.BertNormalizer(handle_chinese_chars=False, lowercase=False),
        "accents": N.Sequence([N.NFKD(), N.StripAccents()]), "accents-alone": N.StripAccents(),
        "replace": N.Replace(Regex(r"(?i)[aeiou]+|\p{Han}"), "<X>"), "replace-empty": N.Replace(Regex(r"\d+|é"), ""),
        "replace-string": N.Replace("  ", " "), "prepend": N.Prepend("xyz"),
        "order": N.Sequence([N.Prepend("É "), N.Strip(), N.Replace(" ", "▁"), N.NFKC(), N.Lowercase(), N.NFD()]),
        "byte-level": N.Sequence([N.NFC(), N.ByteLevel()]),
    }.items()


def pre_tokenizers():
    for behavior in BEHAVIORS:
        yield f"punctuation-{behavior}", P.Punctuation(behavior)
        for invert in (False, True):
            yield f"split-{behavior}-{invert}".lower(), P.Split(Regex(r"[\s,.]|an?"), behavior, invert)
    for i, pattern in enumerate(PATTERNS):
        try:
            yield f"regex-{i}", P.Split(Regex(pattern), "isolated", i % 5 == 1)
        except Exception as error:  # the reference does not take it, so there is nothing to agree on
            print("left out:", pattern, error)
    yield from {
        "digits": P.Digits(False), "single-digits": P.Digits(True), "whitespace": P.Whitespace(),
        "whitespace-split": P.WhitespaceSplit(), "scripts": P.UnicodeScripts(), "bert": P.BertPreTokenizer(),
        "delimiter": P.CharDelimiterSplit("e"), "split-string": P.Split("th", "merged_with_next"),
        "byte-level": P.ByteLevel(add_prefix_space=True), "byte-level-bare": P.ByteLevel(add_prefix_space=False, use_regex=False),
        "byte-level-then": P.Sequence([P.ByteLevel(add_prefix_space=True, use_regex=False), P.Digits(True), P.Metaspace()]),
        "many": P.Sequence([P.WhitespaceSplit(), P.Punctuation(), P.Digits(True), P.UnicodeScripts()]),
        "fixed": P.FixedLength(3),
    }.items()
    for scheme in ("always", "never", "first"):
        for split in (True, False):
            yield f"metaspace-{scheme}-{split}".lower(), P.Metaspace(replacement="_", prepend_scheme=scheme, split=split)


def unigrams(texts):
    trainer = T.UnigramTrainer(vocab_size=900, special_tokens=SPECIAL, unk_token="<unk>", show_progress=False)
    base = trained(M.Unigram(), trainer, texts,
                   normalizer=N.Sequence([N.Nmt(), N.NFKC(), N.Replace(Regex(" {2,}"), " ")]), pre_tokenizer=P.Metaspace())
    base.post_processor = Q.TemplateProcessing(single="$A </s>", pair="$A </s> $B:1 </s>:1", special_tokens=[("</s>", 2)])
    for scheme in ("always", "never", "first"):
        for split in (True, False):
            base.pre_tokenizer = P.Metaspace(prepend_scheme=scheme, split=split)
            base.decoder = D.Metaspace(prepend_scheme=scheme, split=split)
            yield f"unigram-{scheme}-{split}".lower(), base.to_str()

    def with_bytes(content):
        content["model"]["byte_fallback"] = True
        content["model"]["vocab"] += [[f"<0x{value:02X}>", -20.0] for value in range(256)]
        content["decoder"] = {"type": "Sequence", "decoders": [{"type": "ByteFallback"}, content["decoder"]]}

    yield "unigram-bytes", edited(base, with_bytes)


def bpes(texts):
    clip = bpe(texts, end_of_word_suffix="</w>", normalizer=N.Sequence([N.NFC(), N.Replace(Regex(r"\s+"), " "), N.Lowercase()]),
               pre_tokenizer=P.Sequence([P.Split(Regex(r"'s|'t|[\p{L}]+|[\p{N}]|[^\s\p{L}\p{N}]+"), "removed", invert=True)]))
    clip.decoder = D.BPEDecoder("</w>")
    clip.post_processor = Q.RobertaProcessing(("</s>", 2), ("<s>", 1), True, False)
    yield "bpe-suffix", clip.to_str()
    prefixed = bpe(texts, continuing_subword_prefix="##", normalizer=N.Sequence([N.NFD(), N.StripAccents(), N.Strip()]),
                   pre_tokenizer=P.Whitespace())
    prefixed.decoder = D.WordPiece(prefix="##", cleanup=False)
    prefixed.post_processor = Q.BertProcessing(("</s>", 2), ("<s>", 1))
    yield "bpe-prefix", prefixed.to_str()
    yield "bpe-prefix-suffix", bpe(texts, continuing_subword_prefix="@", end_of_word_suffix="$", pre_tokenizer=P.Whitespace()).to_str()

    llama = bpe(texts, pre_tokenizer=P.Metaspace())
    llama.pre_tokenizer = None
    llama.normalizer = N.Sequence([N.Prepend("▁"), N.Replace(" ", "▁")])
    llama.decoder = D.Sequence([D.Replace("▁", " "), D.ByteFallback(), D.Fuse(), D.Strip(" ", 1, 0)])
    yield "bpe-unfused", llama.to_str()
    yield "bpe-fused", edited(llama, of_model(fuse_unk=True))
    yield "bpe-without-unknown", edited(llama, of_model(unk_token=None))
    yield "bpe-older-merges", edited(llama, lambda c: c["model"].update(merges=[" ".join(m) for m in c["model"]["merges"]]))
    yield "bpe-whole-words", edited(llama, of_model(ignore_merges=True))
    yield "bpe-no-dropout", edited(llama, of_model(dropout=0.0))

    def with_bytes(values):
        def edit(content):
            vocabulary = content["model"]["vocab"]
            content["model"].update(byte_fallback=True, fuse_unk=True)
            vocabulary.update({f"<0x{value:02X}>": len(vocabulary) + i for i, value in enumerate(values)})
        return edit

    yield "bpe-bytes", edited(llama, with_bytes(range(256)))
    yield "bpe-some-bytes", edited(llama, with_bytes(range(0x80, 0xF0)))

    trainer = T.BpeTrainer(vocab_size=700, special_tokens=["<|endoftext|>"], show_progress=False,
                           initial_alphabet=P.ByteLevel.alphabet())
    gpt = trained(M.BPE(), trainer, texts, pre_tokenizer=P.ByteLevel(add_prefix_space=False), decoder=D.ByteLevel())
    gpt.post_processor = Q.ByteLevel(trim_offsets=True)
    yield "byte-level", gpt.to_str()
    gpt.post_processor = Q.Sequence([
        Q.ByteLevel(trim_offsets=True, add_prefix_space=True),
        Q.TemplateProcessing(single="<|endoftext|> $A", pair="$A <|endoftext|>:3 $B:2", special_tokens=[("<|endoftext|>", 0)])])
    gpt.pre_tokenizer = P.ByteLevel(add_prefix_space=True)
    yield "byte-level-prefix", gpt.to_str()
    gpt.pre_tokenizer = P.Sequence([P.Split(Regex(LLAMA_3), "isolated"), P.ByteLevel(add_prefix_space=False, use_regex=False)])
    yield "byte-level-split", edited(gpt, of_model(ignore_merges=True))
    yield "byte-level-incomplete", edited(gpt, lambda c: c["model"]["vocab"].pop("ÿ"))
    for trim in (True, False):
        for space in (True, False):
            gpt.pre_tokenizer = P.ByteLevel(add_prefix_space=space)
            gpt.post_processor = Q.RobertaProcessing(("</s>", 2), ("<s>", 0), trim, space)
            yield f"roberta-{trim}-{space}".lower(), gpt.to_str()


def words(texts):
    pre_tokenizer = P.Sequence([P.UnicodeScripts(), P.WhitespaceSplit(), P.Digits(individual_digits=True)])
    trainer = T.WordLevelTrainer(vocab_size=600, special_tokens=SPECIAL, show_progress=False)
    base = trained(M.WordLevel(unk_token="<unk>"), trainer, texts, pre_tokenizer=pre_tokenizer)
    for name, decoder in {
        "ctc": D.CTC(pad_token="<pad>", word_delimiter_token="e", cleanup=True),
        "ctc-plain": D.CTC(pad_token="<mask>", word_delimiter_token="|", cleanup=False),
        "wordpiece": D.WordPiece(prefix="a", cleanup=True), "strip": D.Strip("a", 1, 0), "fuse": D.Fuse(),
        "replace": D.Sequence([D.Replace(Regex("[aeiou]+"), "_"), D.Fuse()]), "bpe": D.BPEDecoder("e"), "bpe-empty": D.BPEDecoder(""),
        "metaspace": D.Metaspace(replacement="e", prepend_scheme="never"), "byte-level": D.ByteLevel(),
    }.items():
        base.decoder = decoder
        yield f"words-{name}", base.to_str()

    trainer = T.WordPieceTrainer(vocab_size=900, special_tokens=SPECIAL, show_progress=False, limit_alphabet=250)
    pieces = trained(M.WordPiece(unk_token="<unk>"), trainer, texts, normalizer=N.BertNormalizer(), pre_tokenizer=P.BertPreTokenizer())
    pieces.decoder = D.WordPiece()
    pieces.post_processor = Q.TemplateProcessing(
        single="<s> $0 </s> <s>:5", pair="$B:2 </s>:7 $A:1 $A:3",
        special_tokens=[{"id": "<s>", "ids": [1, 4], "tokens": ["<s>", "<mask>"]}, ("</s>", 2)])
    yield "wordpiece-template", pieces.to_str()
    yield "wordpiece-short", edited(pieces, of_model(max_input_chars_per_word=5))
    yield "wordpiece-bare", edited(pieces, of_model(continuing_subword_prefix=""))


def added(texts):
    base = bpe(texts, normalizer=N.Sequence([N.NFC(), N.Lowercase()]), pre_tokenizer=P.Metaspace())
    base.decoder = D.Metaspace()
    base.add_special_tokens([AddedToken("<MASK>", lstrip=True, special=True), AddedToken("[NEW]", rstrip=True, lstrip=True),
                             AddedToken("<|im_end|>", normalized=True), AddedToken(" | ")])
    base.add_tokens([AddedToken("good", single_word=True), AddedToken("the", rstrip=True, normalized=False),
                     AddedToken("Ünï", normalized=True), AddedToken("THE", normalized=True), "lo", "low", "中", "\n\n",
                     AddedToken("été", normalized=False, single_word=True), AddedToken("한", lstrip=True, rstrip=True)])
    yield "added-tokens", base.to_str()
    base.normalizer = N.BertNormalizer(strip_accents=True)
    yield "added-tokens-bert", base.to_str()


def zoo(texts):
    """Name and tokenizer.json of each."""
    for name, normalizer in normalizers():
        yield f"normalizer-{name}", characters(normalizer=normalizer, pre_tokenizer=P.FixedLength(1)).to_str()
    for name, pre_tokenizer in pre_tokenizers():
        post_processor = Q.Sequence([Q.ByteLevel(trim_offsets=True, add_prefix_space=True)])
        yield f"split-{name}", characters(pre_tokenizer=pre_tokenizer, post_processor=post_processor).to_str()
    for family in (bpes(texts), unigrams(texts), words(texts), added(texts)):
        yield from family
