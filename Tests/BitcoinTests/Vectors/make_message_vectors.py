#!/usr/bin/env python3
"""Makes the message vectors of BitcoinTests that are our own: bip137.json, bip322.json, bip127.json.

Everything is signed and judged by btclib (its own curve, transactions, script engine and PSBTs), which
shares no code with the package. What must be refused is refused by btclib before it is written.

    python3 -m venv venv
    venv/bin/pip install btclib==2026.9.24
    venv/bin/python make_message_vectors.py

The output depends on nothing but this file and that version.
"""

import base64
import hashlib
import json
import pathlib
import random

from btclib import b32, b58
from btclib.ecc import bms
from btclib.key import PrvKeyData

HERE = pathlib.Path(__file__).parent
TEXTS = [
    "", "test message", "recovered coins, as of block 1", "line one\nline two\n",
    "\u6771\u4eac \u2014 199,999.99 \u20bf", "x" * 252, "y" * 253, "z" * 1000,
]


def scalar(name):
    """A secret key that depends on its name alone."""
    return int.from_bytes(hashlib.sha256(name.encode()).digest(), "big")


def key(name, compressed=True):
    return PrvKeyData(scalar(name), "mainnet", compressed)


def secret(name):
    return scalar(name).to_bytes(32, "big").hex()


def addresses(compressed, full):
    """The four addresses of a key whose header differs (BIP-0137)."""
    return {
        "uncompressedKeyHash": b58.p2pkh(full.pub),
        "keyHash": b58.p2pkh(compressed.pub),
        "nestedWitnessKeyHash": b58.p2wpkh_p2sh(compressed.pub),
        "witnessKeyHash": b32.p2wpkh(compressed.pub),
    }


def bip137():
    cases = []
    for index, text in enumerate(TEXTS * 2):
        name = f"bip137 {index}"
        compressed, full = key(name), key(name, False)
        owned = addresses(compressed, full)
        for kind, address in owned.items():
            signer = full if kind == "uncompressedKeyHash" else compressed
            signature = bms.sign(text.encode(), signer, address).b64encode()
            cases.append({
                "secret": secret(name), "text": text, "kind": kind, "address": address,
                "signature": signature,
                # What btclib takes it for: BIP-0137 as it stands, and Electrum's reading of it.
                "accepted": [
                    other for other in owned.values() if bms.verify(text.encode(), other, signature)],
                "addresses": list(owned.values()),
            })
    return cases


def write(name, cases):
    (HERE / name).write_text(json.dumps(cases, indent=1) + "\n")
    print(f"{name}: {len(cases)}")


if __name__ == "__main__":
    write("bip137.json", bip137())
