#!/usr/bin/env python3
"""Reads exported tables with pyarrow and DuckDB and holds them against each other.

    scripts/python-readers.sh scripts/check-export.py FOLDER [LEDGER-INFO.json]

FOLDER has NAME.parquet, NAME.csv and NAME.jsonl for any names. Every cell of the Parquet file, read by
pyarrow and by DuckDB, must be the cell of the other two files; the footer's statistics must be those of
the rows. Where the five tables of a ledger are there, so must be what joins them; where the JSON of
`trace-cli ledger info --json` is given, its counts and sums. Prints what was compared; exit 1 with a line
for each thing that is wrong.
"""

import datetime
import json
import pathlib
import re
import sys

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

UTC = datetime.timezone.utc
problems = []


def check(is_right, text):
    if not is_right:
        problems.append(text)


def canonical(value):
    """A value from Parquet as JSON Lines has it."""
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, datetime.datetime):
        return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return value


def from_csv(text, kind):
    """A CSV field as JSON Lines has it."""
    if text is None or not (pa.types.is_boolean(kind) or pa.types.is_integer(kind)):
        return text
    return {"true": True, "false": False}[text] if pa.types.is_boolean(kind) else int(text)


FIELD = re.compile(r'(?:"((?:[^"]|"")*)"|([^,"\r\n]*))(,|\r\n)')


def csv_records(path):
    """The records of an RFC 4180 file. Python's own reader does not tell a field that is nothing (None
    here) from an empty text in quotes."""
    data = path.read_bytes().decode()
    record, position = [], 0
    while position < len(data):
        match = FIELD.match(data, position)
        if not match:
            check(False, f"{path}: not RFC 4180 at character {position}")
            return
        quoted, plain, end = match.groups()
        record.append(plain or None if quoted is None else quoted.replace('""', '"'))
        position = match.end()
        if end == "\r\n":
            yield record
            record = []


def ordered(value):
    """What the format's order compares: the bytes of texts, all else as it is."""
    return value.encode() if isinstance(value, str) else value


def check_statistics(path, file, table):
    """Each column chunk's least and greatest value and count of nulls, against its rows."""
    compared = 0
    start = 0
    for number in range(file.metadata.num_row_groups):
        group = file.metadata.row_group(number)
        rows = table.slice(start, group.num_rows)
        start += group.num_rows
        for place in range(group.num_columns):
            chunk = group.column(place)
            name = chunk.path_in_schema
            values = rows.column(name).to_pylist()
            there = [value for value in values if value is not None]
            where = f"{path}: row group {number}, {name}"
            check(chunk.compression == "ZSTD", f"{where}: compressed with {chunk.compression}")
            check(chunk.num_values == len(values), f"{where}: {chunk.num_values} values")
            statistics = chunk.statistics
            check(statistics is not None, f"{where}: no statistics")
            if statistics is None:
                continue
            check(statistics.null_count == len(values) - len(there),
                  f"{where}: null count {statistics.null_count}")
            if not there:
                check(not statistics.has_min_max, f"{where}: a range without values")
                continue
            least, greatest = min(there, key=ordered), max(there, key=ordered)
            if any(isinstance(v, str) and len(v.encode()) > 256 for v in (least, greatest)):
                check(not statistics.has_min_max, f"{where}: a range of long texts")
                continue
            check(statistics.has_min_max, f"{where}: no range")
            check((statistics.min, statistics.max) == (least, greatest),
                  f"{where}: {statistics.min}..{statistics.max}, not {least}..{greatest}")
            compared += 1
    return compared


def check_table(folder, name, database):
    """One table in all its formats; the rows as JSON has them."""
    path = folder / f"{name}.parquet"
    file = pq.ParquetFile(path)
    table = file.read()
    names = table.column_names
    rows = [[canonical(v) for v in row] for row in
            zip(*(table.column(n).to_pylist() for n in names))] if table.num_rows else []
    check(file.metadata.num_rows == len(rows), f"{path}: {len(rows)} rows read")

    database.execute(f"CREATE VIEW {name} AS SELECT * FROM read_parquet('{path}')")
    found = database.execute(f"SELECT * FROM {name}")
    check([d[0] for d in found.description] == names, f"{path}: DuckDB's columns")
    other = [[canonical(v) for v in row] for row in found.fetchall()]
    check(other == rows, f"{path}: DuckDB and pyarrow read different cells")

    lines = [json.loads(line) for line in (folder / f"{name}.jsonl").read_text().split("\n")[:-1]]
    check([list(line) for line in lines] == [names] * len(lines), f"{name}.jsonl: keys")
    check([list(line.values()) for line in lines] == rows, f"{name}.jsonl: other cells")

    records = csv_records(folder / f"{name}.csv")
    check(next(records) == names, f"{name}.csv: names")
    kinds = [table.schema.field(n).type for n in names]
    texts = [[from_csv(text, kind) for text, kind in zip(record, kinds)] for record in records]
    check(texts == rows, f"{name}.csv: other cells")

    # Looked for by value, so that readers use the statistics to leave row groups out.
    for row in rows[:: max(1, len(rows) // 7)]:
        for place, value in enumerate(row):
            if value is None or pa.types.is_boolean(kinds[place]):
                continue
            raw = table.column(names[place])[rows.index(row)].as_py()
            count = database.execute(
                f'SELECT count(*) FROM {name} WHERE "{names[place]}" = ?', [raw]).fetchone()[0]
            check(count == sum(1 for r in rows if r[place] == value),
                  f"{path}: DuckDB finds {count} rows with {names[place]} = {value}")
    ranges = check_statistics(path, file, table)
    print(f"{name}: {len(rows)} rows, {len(names)} columns, {file.metadata.num_row_groups} row groups, "
          f"{ranges} ranges; pyarrow {pa.__version__}, DuckDB {duckdb.__version__}")


def one(database, query):
    return database.execute(query).fetchone()


def check_joins(database, facts):
    """What the tables of a ledger say of each other."""
    def none(query, text):
        (count,) = one(database, f"SELECT count(*) FROM ({query})")
        check(count == 0, f"{text}: {count} rows")

    none("""SELECT * FROM transactions t LEFT JOIN blocks b ON t.block_number = b.number
            WHERE b.hash IS NULL OR b.timestamp <> t.block_timestamp""", "transactions without block")
    none("""SELECT number FROM blocks b JOIN transactions t ON t.block_number = b.number
            GROUP BY number, transaction_count HAVING count(*) <> transaction_count""", "block counts")
    none("""SELECT a.number FROM blocks a JOIN blocks b ON b.number = a.number + 1
            WHERE b.previous_block_hash <> a.hash""", "blocks that do not follow")
    # A txid may come twice (BIP-0030), so the height joins too.
    none("""SELECT t.hash FROM transactions t JOIN outputs o
            ON o.transaction_hash = t.hash AND o.block_number = t.block_number
            GROUP BY t.hash, t.block_number, output_count, output_value
            HAVING count(*) <> output_count OR sum(value) <> output_value""", "sums of outputs")
    none("""SELECT t.hash FROM transactions t JOIN inputs i ON i.transaction_hash = t.hash
            GROUP BY t.hash, input_count, input_value, output_value, fee
            HAVING count(*) <> input_count OR sum(value) <> input_value
                OR fee <> input_value - output_value""", "sums of inputs")
    none("""SELECT * FROM inputs i LEFT JOIN outputs o
            ON o.transaction_hash = i.spent_transaction_hash AND o.index = i.spent_output_index
            AND o.spent_block_number = i.block_number
            WHERE o.value IS NULL OR o.value <> i.value OR o.type <> i.type
                OR o.address IS DISTINCT FROM i.address""", "inputs without their output")
    none("""SELECT a.script_hex FROM addresses a JOIN outputs o USING (script_hex)
            GROUP BY a.script_hex, a.address, a.type, output_count, total_received, balance,
                first_block_number, last_block_number
            HAVING count(*) <> output_count OR sum(value) <> total_received
                OR coalesce(sum(value) FILTER (in_utxo_set), 0) <> balance
                OR min(block_number) <> first_block_number
                OR max(block_number) <> last_block_number
                OR count(DISTINCT coalesce(o.address, '') || o.type) <> 1
                OR any_value(o.address) IS DISTINCT FROM a.address""", "addresses' sums")
    (spent,) = one(database, "SELECT count(*) FROM outputs WHERE spent_block_number IS NOT NULL")
    (inputs,) = one(database, "SELECT count(*) FROM inputs")
    check(spent == inputs, f"{spent} outputs are spent by {inputs} inputs")
    if facts:
        for table in ("blocks", "transactions", "inputs", "outputs"):
            (count,) = one(database, f"SELECT count(*) FROM {table}")
            check(count == facts[table], f"{count} {table}, the ledger has {facts[table]}")
        (scripts,) = one(database, "SELECT count(*) FROM addresses")
        check(scripts == facts["scripts"], f"{scripts} addresses")
        coins = one(database, "SELECT count(*), sum(value)::BIGINT FROM outputs WHERE in_utxo_set")
        check(list(coins) == [facts["utxo"]["count"], facts["utxo"]["amount"]], f"coins: {coins}")
        (balance,) = one(database, "SELECT sum(balance)::BIGINT FROM addresses")
        check(balance == facts["utxo"]["amount"], f"balances: {balance}")
        (tip,) = one(database, "SELECT lower(hex(hash)) FROM blocks ORDER BY number DESC LIMIT 1")
        check(tip == facts["tip"], f"tip: {tip}")
    print("joins: blocks, transactions, inputs, outputs and addresses agree"
          + (", and with the ledger's counts and sums" if facts else ""))


def main():
    folder = pathlib.Path(sys.argv[1])
    facts = json.loads(pathlib.Path(sys.argv[2]).read_text()) if len(sys.argv) > 2 else None
    names = sorted(path.stem for path in folder.glob("*.parquet"))
    check(names, f"{folder}: no Parquet file")
    database = duckdb.connect()
    database.execute("SET TimeZone = 'UTC'")
    for name in names:
        check_table(folder, name, database)
    if set(names) >= {"blocks", "transactions", "inputs", "outputs", "addresses"}:
        check_joins(database, facts)
    for problem in problems[:50]:
        print(f"wrong: {problem[:2000]}")
    sys.exit(1 if problems else 0)


main()
