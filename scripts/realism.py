#!/usr/bin/env python3
"""Makes the table of figures in docs/realism.md anew: what generated chains look like beside real ones.

usage: realism.py TRACE-CLI

Each scenario is simulated in a temporary folder and counted by `ledger shape`; three blocks of the real
chain are counted here, by the same rules, from the raw files mainnet_300025.raw, mainnet_413567.raw and
mainnet_702861.raw in $REALDATA (../shared/realdata unless set). Exit 0 done, 1 where a command fails, 2 where a file is not
there.
"""

import json
import os
import pathlib
import struct
import subprocess
import sys
import tempfile

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "realism.md"
BEGIN, END = "<!-- figures: make realism -->", "<!-- end of figures -->"

CHAINS = [
    ("`scale`", ["Scenarios/scale.yaml"]),
    ("`scale`, 100,000", ["Scenarios/scale.yaml", "--set", "size=100000"]),
    ("`mtgox`", ["Scenarios/mtgox.yaml"]),
    ("`modern`", ["Scenarios/modern.yaml"]),
]
BLOCKS = [
    ("block 300,025 (May 2014)", "mainnet_300025.raw"),
    ("block 413,567 (May 2016)", "mainnet_413567.raw"),
    ("block 702,861 (September 2021)", "mainnet_702861.raw"),
]
# Figures of the whole real chain, by row, with the number of their source on the page.
PUBLISHED = {
    "addresses a transaction": "0.82 (1)",
    "outputs to addresses paid before": "over 75 % in 2013, then about 50 % (2)",
    "replaceable": "27 % in 2022 (4)",
    "outputs of P2PKH": "84 % of inputs, 2015 to 2017 (5)",
}


def share(part, whole):
    return f"{100 * part / whole:.1f} %" if whole else ""


def bitcoins(satoshis):
    return f"{satoshis // 10**8}.{satoshis % 10**8:08d}"


def rows_of_chain(shape):
    """The rows of `ledger shape --json`."""
    count, kinds, clusters = shape["transactions"], shape["outputsByKind"], shape["clusters"]
    rows = rows_of_both(shape, kinds)
    rows.update({
        "addresses a transaction": f"{shape['scripts'] / count:.2f}",
        "outputs to addresses paid before": share(shape["outputsToKnownScripts"], shape["outputs"]),
        "addresses paid once": share(shape["scriptsPaidOnce"], shape["scripts"]),
        "fees: half are below (BTC)": bitcoins(shape["fees"]["p50"]),
        "without a fee": share(shape["withoutFee"], count),
        "addresses alone in their cluster": share(clusters["single"], clusters["scripts"]),
        "largest cluster (addresses)": f"{clusters['largest']:,}",
        "clusters of 2-10, 11-100, more": ", ".join(
            f"{number:,}" for number in (
                clusters["sizes"]["2-10"], clusters["sizes"]["11-100"],
                clusters["sizes"]["101-1000"] + clusters["sizes"]["more"])),
    })
    return rows


def rows_of_both(shape, kinds):
    count, outputs = shape["transactions"], shape["outputs"]
    rows = {
        "transactions": f"{count:,}",
        "inputs a transaction": f"{shape['inputs'] / count:.2f}",
        "outputs a transaction": f"{outputs / count:.2f}",
    }
    for name, key in [
        ("1 input, 1 output", "oneToOne"), ("1 input, 2 outputs", "oneToTwo"),
        ("1 input, more", "oneToMany"), ("several inputs, 1 output", "manyToOne"),
        ("several inputs, 2 outputs", "manyToTwo"), ("several inputs, more", "manyToMany"),
    ]:
        rows[name] = share(shape[key], count)
    witness = sum(kinds.get(kind, 0) for kind in ("witness_v0_keyhash", "witness_v0_scripthash"))
    rows.update({
        "amounts: half are below (BTC)": bitcoins(shape["values"]["p50"]),
        "amounts: nine in ten are below (BTC)": bitcoins(shape["values"]["p90"]),
        "round amounts (0.001 BTC)": share(shape["roundOutputs"], outputs),
        "version 2": share(shape["version2"], count),
        "with a lock time": share(shape["withLockTime"], count),
        "replaceable": share(shape["replaceable"], count),
        "outputs of P2PKH": share(kinds.get("pubkeyhash", 0), outputs),
        "outputs of P2SH": share(kinds.get("scripthash", 0), outputs),
        "outputs of witness version 0": share(witness, outputs),
        "outputs of taproot": share(kinds.get("witness_v1_taproot", 0), outputs),
        "outputs rising by amount": share(shape["risingOutputs"], shape["severalOutputs"]),
    })
    return rows


# --- A block of the real chain


class Reader:
    def __init__(self, data):
        self.data, self.place = data, 0

    def take(self, count):
        self.place += count
        return self.data[self.place - count:self.place]

    def number(self, form):
        return struct.unpack(form, self.take(struct.calcsize(form)))[0]

    def size(self):
        first = self.number("<B")
        return first if first < 0xFD else self.number({0xFD: "<H", 0xFE: "<I", 0xFF: "<Q"}[first])


def kind_of(script):
    """Bitcoin Core's name of an output's kind (script/solver.cpp, GetTxnOutputType)."""
    if len(script) == 25 and script[:3] == b"\x76\xa9\x14" and script[23:] == b"\x88\xac":
        return "pubkeyhash"
    if len(script) == 23 and script[:2] == b"\xa9\x14" and script[22:] == b"\x87":
        return "scripthash"
    if script[:2] == b"\x00\x14" and len(script) == 22:
        return "witness_v0_keyhash"
    if script[:2] == b"\x00\x20" and len(script) == 34:
        return "witness_v0_scripthash"
    if script[:2] == b"\x51\x20" and len(script) == 34:
        return "witness_v1_taproot"
    return "other"


def transaction(reader):
    """Version, sequences, outputs (value, script), lock time."""
    version = reader.number("<I")
    count = reader.size()
    has_witness = count == 0
    if has_witness:
        reader.take(1)
        count = reader.size()
    sequences = []
    for _ in range(count):
        reader.take(36)
        reader.take(reader.size())
        sequences.append(reader.number("<I"))
    outputs = []
    for _ in range(reader.size()):
        value = reader.number("<Q")
        outputs.append((value, reader.take(reader.size())))
    if has_witness:
        for _ in range(count):
            for _ in range(reader.size()):
                reader.take(reader.size())
    return version, sequences, outputs, reader.number("<I")


def rows_of_block(path):
    """The rows of a raw block that need no other block: neither fees nor what was paid before."""
    reader = Reader(path.read_bytes())
    reader.take(80)
    transactions = [transaction(reader) for _ in range(reader.size())][1:]
    if reader.place != len(reader.data):
        sys.exit(f"realism: {path}: bytes are left behind the last transaction")
    values = sorted(value for _, _, outputs, _ in transactions for value, _ in outputs)
    shape = dict.fromkeys(
        ["inputs", "outputs", "oneToOne", "oneToTwo", "oneToMany", "manyToOne", "manyToTwo",
         "manyToMany", "version2", "withLockTime", "replaceable", "severalOutputs",
         "risingOutputs"], 0)
    kinds = {}
    for version, sequences, outputs, lock_time in transactions:
        shape["inputs"] += len(sequences)
        shape["outputs"] += len(outputs)
        many = {1: "One", 2: "Two"}.get(len(outputs), "Many")
        shape[("one" if len(sequences) == 1 else "many") + "To" + many] += 1
        shape["version2"] += version >= 2
        shape["withLockTime"] += lock_time != 0
        shape["replaceable"] += any(sequence < 0xFFFFFFFE for sequence in sequences)
        amounts = [value for value, _ in outputs]
        if len(amounts) > 1:
            shape["severalOutputs"] += 1
            shape["risingOutputs"] += amounts == sorted(amounts)
        for _, script in outputs:
            kinds[kind_of(script)] = kinds.get(kind_of(script), 0) + 1
    shape["transactions"] = len(transactions)
    shape["values"] = {
        f"p{percent}": values[(len(values) - 1) * percent // 100] for percent in (50, 90)}
    shape["roundOutputs"] = sum(value > 0 and value % 100_000 == 0 for value in values)
    return rows_of_both(shape, kinds)


# --- The table


def rows_of_scenario(program, arguments, folder):
    case = str(folder / "case")

    def run(*words):
        done = subprocess.run([program, *words], cwd=ROOT, capture_output=True, text=True)
        if done.returncode != 0:
            sys.exit(f"realism: {' '.join(words)}: {done.stderr.strip()}")
        return done.stdout

    run("simulate", *arguments, "--out", case, "--quiet")
    run("index", case, "--quiet")
    return rows_of_chain(json.loads(run("ledger", "shape", case, "--json")))


def make_table(columns):
    names = list(columns[0][1])
    lines = ["| | " + " | ".join(title for title, _ in columns) + " |",
             "| " + " | ".join(["---"] * (len(columns) + 1)) + " |"]
    for name in names:
        cells = [rows.get(name, "") for _, rows in columns]
        lines.append("| " + " | ".join([name, *cells]) + " |")
    return lines


def main():
    if len(sys.argv) != 2:
        print(__doc__.strip(), file=sys.stderr)
        return 2
    program = str(pathlib.Path(sys.argv[1]).resolve())
    real = pathlib.Path(os.environ.get("REALDATA", ROOT.parent / "shared" / "realdata"))
    for _, name in BLOCKS:
        if not (real / name).is_file():
            print(f"realism: {real / name} is not there; set REALDATA to its folder",
                  file=sys.stderr)
            return 2
    page = PAGE.read_text()
    before, rest = page.split(BEGIN)
    after = rest.split(END)[1]
    columns = []
    for title, arguments in CHAINS:
        print(f"realism: {' '.join(arguments)}", file=sys.stderr)
        with tempfile.TemporaryDirectory(prefix="coldtrace-realism.") as folder:
            columns.append(
                (title, rows_of_scenario(program, arguments, pathlib.Path(folder))))
    columns += [(title, rows_of_block(real / name)) for title, name in BLOCKS]
    columns.append(("the real chain", PUBLISHED))
    PAGE.write_text(
        before + BEGIN + "\n\n" + "\n".join(make_table(columns)) + "\n\n" + END + after)
    return 0


if __name__ == "__main__":
    sys.exit(main())
