#!/usr/bin/env python3
"""Makes sighashes.json: digests from before segwit and of taproot, for where sighash.json and
bip341_wallet_vectors.json are absent.

btclib hashes; python-bitcoinlib has to agree about the digests from before segwit.

    python3 -m venv venv
    venv/bin/pip install btclib==2026.9.24 python-bitcoinlib==0.12.2
    venv/bin/python make_sighash_vectors.py

The output depends on nothing but this folder's scripts and those versions.
"""

import random

import bitcoin.core as core
import bitcoin.core.script as core_script

from vector_tools import *


def transaction(rng, inputs, outputs):
    vin = [TxIn(OutPoint(rng.randbytes(32), rng.randrange(2**32)), b"", rng.randrange(2**32)) for _ in range(inputs)]
    vout = [TxOut(rng.randrange(2**48), rng.randbytes(rng.randrange(40))) for _ in range(outputs)]
    # python-bitcoinlib packs version and lock time as signed numbers.
    return Tx(rng.choice([1, 2, 2**31 - 1]), rng.randrange(2**31), vin, vout)


def script_code(rng):
    parts = [b"\xab", b"\x51", b"\xac", push(b"\xab" * 3), push(rng.randbytes(20)), b"\x76", push(rng.randbytes(90))]
    return b"".join(rng.choice(parts) for _ in range(rng.randrange(8)))


def sighash_cases():
    rng = random.Random(143)
    cases = []
    for index in range(120):
        tx = transaction(rng, rng.randrange(1, 5), rng.randrange(1, 5))
        script, place = script_code(rng), rng.randrange(len(tx.vin))
        kind = rng.choice([1, 2, 3, 0x81, 0x82, 0x83, 0, 4, 0x1F, 0xFF, rng.randrange(2**31)])
        digest = sig_hash.legacy(script, tx, place, kind)
        other = core.CTransaction.deserialize(encoded(tx))
        judged, _ = core_script.RawSignatureHash(core_script.CScript(script), other, place, kind)
        assert digest == judged, (digest.hex(), judged.hex())
        cases.append({
            "version": "legacy", "transaction": encoded(tx).hex(), "input": place, "type": kind,
            "script": script.hex(), "spent": [], "annex": "", "leaf": "", "separator": 0, "digest": digest.hex(),
        })
    for index in range(80):
        tx = transaction(rng, rng.randrange(1, 5), rng.randrange(1, 5))
        place = rng.randrange(len(tx.vin))
        kinds = [0, 1, 2, 0x81, 0x82] + ([3, 0x83] if place < len(tx.vout) else [])
        kind = kinds[index % len(kinds)]
        spent = [TxOut(rng.randrange(2**48), rng.randbytes(rng.randrange(40))) for _ in tx.vin]
        annex = b"\x50" + rng.randbytes(rng.randrange(300)) if index % 3 == 0 else b""
        leaf = rng.randbytes(32) if index % 2 else b""
        separator = rng.choice([0xFFFFFFFF, 0, 7]) if leaf else 0xFFFFFFFF
        extension = leaf + b"\x00" + separator.to_bytes(4, "little") if leaf else b""
        digest = sig_hash.taproot(tx, place, spent, kind, 1 if leaf else 0, annex, extension)
        cases.append({
            "version": "taproot", "transaction": encoded(tx).hex(), "input": place, "type": kind, "script": "",
            "spent": [{"value": o.value, "script": o.script_pub_key.script.hex()} for o in spent],
            "annex": annex.hex(), "leaf": leaf.hex(), "separator": separator, "digest": digest.hex(),
        })
    return cases


if __name__ == "__main__":
    write("sighashes.json", sighash_cases())
