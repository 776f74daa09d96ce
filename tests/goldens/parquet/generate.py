"""Writes the files of this folder with pyarrow (these: 25.0). Run it here: python3 generate.py

`python3 generate.py all FOLDER` writes every table in every codec, page version and encoding instead.
"""
import datetime
import decimal
import json
import os
import sys

import pyarrow as pa
import pyarrow.parquet as pq

ROWS = 60
WORDS = ["alpha", "beta", "", "gamma δ", "日本語", "a longer piece of text, alpha beta gamma"]
UTC = datetime.timezone.utc


def cycle(values):
    return [values[i % len(values)] for i in range(ROWS)]


def sparse(values, every):
    return [None if i % every == every - 1 else value for i, value in enumerate(values)]


def flat():
    """One column per plain type, with and without nulls."""
    numbers = [(i * 7919) % 1000 - 500 for i in range(ROWS)]
    return pa.table({
        "required": pa.array(numbers, pa.int64()),
        "flag": pa.array(sparse([i % 3 == 0 for i in range(ROWS)], 7), pa.bool_()),
        "i8": pa.array([n % 100 - 50 for n in numbers], pa.int8()),
        "u32": pa.array([4_000_000_000 + i for i in range(ROWS)], pa.uint32()),
        "u64": pa.array([18_000_000_000_000_000_000 + i for i in range(ROWS)], pa.uint64()),
        "i32": pa.array(sparse(numbers, 5), pa.int32()),
        "f32": pa.array(sparse([n / 8 for n in numbers], 11), pa.float32()),
        "f64": pa.array([n / 3 for n in numbers], pa.float64()),
        "text": pa.array(sparse([f"{w} {i}" for i, w in enumerate(cycle(WORDS))], 6), pa.string()),
        "word": pa.array(cycle(WORDS), pa.string()),
        "bytes": pa.array([bytes([i, 255 - i]) for i in range(ROWS)], pa.binary()),
        "fixed": pa.array([bytes([i, 1, 2]) for i in range(ROWS)], pa.binary(3)),
        "nothing": pa.array([None] * ROWS, pa.string()),
    })


def logical():
    """The annotated types."""
    day = datetime.date(1969, 12, 25)
    moment = datetime.datetime(1969, 12, 31, 23, 59, 58, 123000)
    days = [day + datetime.timedelta(days=101 * i) for i in range(ROWS)]
    moments = [moment + datetime.timedelta(seconds=86399 * i, milliseconds=i) for i in range(ROWS)]
    cents = [decimal.Decimal(i * 1234 - 50000).scaleb(-2) for i in range(ROWS)]
    return pa.table({
        "day": pa.array(sparse(days, 4), pa.date32()),
        "milli": pa.array(moments, pa.timestamp("ms")),
        "micro_utc": pa.array(moments, pa.timestamp("us", tz="UTC")),
        "nano": pa.array([i * 10 ** 9 + i for i in range(ROWS)], pa.timestamp("ns")),
        "clock": pa.array([datetime.time(i % 24, 5, 6, i * 1000) for i in range(ROWS)], pa.time64("us")),
        "money": pa.array(cents, pa.decimal128(9, 2)),
        "large_money": pa.array(cents, pa.decimal128(25, 2)),
        "half": pa.array([i / 4 for i in range(ROWS)], pa.float16()),
        "kind": pa.array(cycle(WORDS), pa.dictionary(pa.int8(), pa.string())),
        "null": pa.nulls(ROWS),
    })


def nested():
    """Lists, structs, maps, and each in the other, with nulls and empties at every level."""
    message = pa.struct([("role", pa.string()), ("content", pa.string())])
    tool = pa.struct([("name", pa.string()), ("arguments", pa.list_(pa.struct([("key", pa.string()), ("n", pa.int32())])))])

    def talk(i):
        if i % 9 == 8:
            return None
        turns = [{"role": ["user", "assistant"][k % 2], "content": None if (i + k) % 13 == 0 else f"{i}.{k}"} for k in range(i % 5)]
        return [None if (i + k) % 17 == 0 else turn for k, turn in enumerate(turns)]

    def grid(i):
        if i % 7 == 6:
            return None
        return [None if (i + k) % 5 == 4 else [None if (i + k + m) % 6 == 5 else i + k + m for m in range((i + k) % 3)] for k in range(i % 4)]

    def calls(i):
        return [{"name": f"t{k}", "arguments": None if (i + k) % 4 == 3 else [{"key": f"a{m}", "n": None if m == 1 else i} for m in range((i + k) % 3)]} for k in range(i % 3)]

    return pa.table({
        "id": pa.array(range(ROWS), pa.int32()),
        "messages": pa.array([talk(i) for i in range(ROWS)], pa.list_(message)),
        "answer": pa.array([None if i % 6 == 5 else {"role": "assistant", "content": f"c{i}"} for i in range(ROWS)], message),
        "grid": pa.array([grid(i) for i in range(ROWS)], pa.list_(pa.list_(pa.int64()))),
        "calls": pa.array([calls(i) for i in range(ROWS)], pa.list_(tool)),
        "counts": pa.array([None if i % 8 == 7 else [(f"k{k}", k * i) for k in range(i % 4)] for i in range(ROWS)], pa.map_(pa.string(), pa.int32())),
        "pair": pa.array([[i, i + 1] for i in range(ROWS)], pa.list_(pa.int16(), 2)),
    })


def iso(value, column_type):
    """Dates and times in all digits of their unit, or without a fraction."""
    if pa.types.is_date(column_type):
        return value.isoformat()
    digits = {"s": 0, "ms": 3, "us": 6, "ns": 9}[column_type.unit]
    if pa.types.is_time(column_type):
        return value.isoformat() if value.microsecond else value.replace(microsecond=0).isoformat()
    whole, fraction = divmod(value, 10 ** digits)
    text = (datetime.datetime(1970, 1, 1) + datetime.timedelta(seconds=whole)).isoformat()
    return text + (f".{fraction:0{digits}d}" if fraction else "") + ("Z" if column_type.tz else "")


def plain(value, column_type):
    """A value as the tests write it in JSON."""
    if value is None:
        return None
    if pa.types.is_map(column_type):
        return {key: item for key, item in value}
    if isinstance(value, list):
        return [plain(item, column_type.value_type) for item in value]
    if isinstance(value, dict):
        return {field.name: plain(value[field.name], field.type) for field in column_type}
    if isinstance(value, bytes):
        return "0x" + value.hex()
    if isinstance(value, decimal.Decimal):
        return str(value)
    if pa.types.is_temporal(column_type):
        return iso(value, column_type)
    return value


def expected(table):
    columns = {}
    for field in table.schema:
        column = table[field.name]
        values = column.cast(pa.int64()) if pa.types.is_timestamp(field.type) else column
        columns[field.name] = [plain(value, field.type) for value in values.to_pylist()]
    return [dict(zip(columns, row)) for row in zip(*columns.values())]


DELTA = {"required": "DELTA_BINARY_PACKED", "i8": "DELTA_BINARY_PACKED", "u32": "DELTA_BINARY_PACKED",
         "u64": "DELTA_BINARY_PACKED", "i32": "DELTA_BINARY_PACKED", "text": "DELTA_BYTE_ARRAY",
         "word": "DELTA_LENGTH_BYTE_ARRAY", "bytes": "DELTA_LENGTH_BYTE_ARRAY", "nothing": "DELTA_BYTE_ARRAY",
         "fixed": "DELTA_BYTE_ARRAY", "flag": "RLE", "f32": "BYTE_STREAM_SPLIT", "f64": "BYTE_STREAM_SPLIT"}
SPLIT = {"required": "BYTE_STREAM_SPLIT", "i8": "BYTE_STREAM_SPLIT", "u32": "BYTE_STREAM_SPLIT",
         "u64": "BYTE_STREAM_SPLIT", "i32": "BYTE_STREAM_SPLIT", "fixed": "BYTE_STREAM_SPLIT",
         "f32": "BYTE_STREAM_SPLIT", "f64": "BYTE_STREAM_SPLIT"}
NESTED_DELTA = {"id": "DELTA_BINARY_PACKED", "grid.list.element.list.element": "DELTA_BINARY_PACKED",
                "messages.list.element.content": "DELTA_BYTE_ARRAY", "messages.list.element.role": "DELTA_LENGTH_BYTE_ARRAY"}
ENCODINGS = {"plain": dict(use_dictionary=False), "dictionary": dict(use_dictionary=True)}


def write(table, path, codec, version, **options):
    pq.write_table(
        table, path, compression=codec, data_page_version=version, write_statistics=False, store_schema=False,
        data_page_size=options.pop("data_page_size", 400), write_batch_size=16,
        row_group_size=options.pop("row_group_size", 50), **options)


def encodings(name):
    yield from ENCODINGS.items()
    if name == "flat":
        yield "delta", dict(use_dictionary=False, column_encoding=DELTA)
        yield "split", dict(use_dictionary=False, column_encoding=SPLIT)
    if name == "nested":
        yield "delta", dict(use_dictionary=False, column_encoding=NESTED_DELTA)


TABLES = {"flat": flat(), "logical": logical(), "nested": nested()}
if sys.argv[1:2] == ["all"]:
    os.makedirs(sys.argv[2], exist_ok=True)
    os.chdir(sys.argv[2])
    for name, table in TABLES.items():
        for encoding, options in encodings(name):
            for codec in ["none", "snappy", "gzip", "brotli", "lz4", "zstd"]:
                for version in ["1.0", "2.0"]:
                    for size in [100, 100_000]:
                        write(table, f"{name}-{encoding}-{codec}-v{version[0]}-{size}.parquet", codec, version,
                              data_page_size=size, **options)
else:
    for name, encoding, codec, version, extra in [
        ("flat", "plain", "none", "1.0", dict(write_page_checksum=True)),
        ("flat", "dictionary", "snappy", "1.0", {}),
        ("flat", "delta", "lz4", "2.0", {}),
        ("flat", "split", "zstd", "2.0", {}),
        ("logical", "plain", "gzip", "2.0", {}),
        ("logical", "dictionary", "snappy", "2.0", {}),
        ("nested", "plain", "brotli", "1.0", {}),
        ("nested", "dictionary", "snappy", "2.0", {}),
        ("nested", "delta", "none", "2.0", dict(write_page_checksum=True)),
        ("nested", "dictionary", "zstd", "1.0", dict(row_group_size=25, use_compliant_nested_type=False)),
    ]:
        write(TABLES[name], f"{name}-{encoding}-{codec}-v{version[0]}.parquet", codec, version,
              **dict(encodings(name))[encoding], **extra)
    write(TABLES["logical"].select(["nano"]), "int96.parquet", "none", "1.0", use_deprecated_int96_timestamps=True)
for name, table in TABLES.items():
    with open(name + ".json", "w") as out:
        out.write("[\n" + ",\n".join(json.dumps(row, ensure_ascii=False) for row in expected(table)) + "\n]\n")
