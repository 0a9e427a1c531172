#!/usr/bin/env python3
"""Holds our verdicts on spends against those of Bitcoin Core's libbitcoinkernel.

    FUZZ_TARGET=script fuzz --spends FOLDER… | judge.py

Each line is a spend with our verdict. Exit 0 when all agree, 1 with a line for each that does not.
Needs py-bitcoinkernel from PyPI: python3 -m pip install py-bitcoinkernel
"""

import collections
import json
import sys

try:
    import pbk
except ImportError as missing:
    print(f"{missing}: python3 -m pip install py-bitcoinkernel", file=sys.stderr)
    sys.exit(2)


class NotJudged(Exception):
    pass


def judge(case):
    transaction = pbk.Transaction(bytes.fromhex(case["transaction"]))
    spent = [pbk.TransactionOutput(pbk.ScriptPubkey(bytes.fromhex(script)), value) for value, script in case["spent"]]
    script = pbk.ScriptPubkey(bytes.fromhex(case["spent"][case["input"]][1]))
    flags = pbk.ScriptVerificationFlags(0)
    for name in case["flags"].split(","):
        if name != "NONE":
            flags |= getattr(pbk.ScriptVerificationFlags, name)
    value = case["spent"][case["input"]][0]
    data = pbk.script.PrecomputedTransactionData(transaction, spent)
    try:
        return script.verify(value, transaction, data, case["input"], flags)
    except pbk.ScriptVerifyException as refusal:
        # What the interface does not judge is told apart from a verdict.
        raise NotJudged(str(refusal)) from refusal


def main():
    counts = collections.Counter()
    differences = 0
    for line in sys.stdin:
        case = json.loads(line)
        ours = case["verdict"] == "valid"
        try:
            theirs = judge(case)
        except NotJudged as refusal:
            counts[f"not judged: {refusal}"] += 1
            continue
        if ours == theirs:
            counts["valid" if ours else "invalid"] += 1
        else:
            differences += 1
            print(f"differs: {case['verdict']} here, {'valid' if theirs else 'invalid'} there: {line.strip()}")
    print("judge: " + ", ".join(f"{name}: {count}" for name, count in sorted(counts.items())) + f", differing: {differences}")
    sys.exit(1 if differences else 0)


main()
