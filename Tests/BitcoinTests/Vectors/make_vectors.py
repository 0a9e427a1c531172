#!/usr/bin/env python3
"""Makes the vectors of BitcoinTests that are our own: keys, signatures, messages, segwit_sighash (.json).

Everything is computed by implementations that share no code with the package:
the curve by python-ecdsa (no libsecp256k1), transactions and sighashes by python-bitcoinlib,
text forms by base58 and bech32, hashes by Python's hashlib.

    python3 -m venv venv
    venv/bin/pip install ecdsa==0.19.1 python-bitcoinlib==0.12.2 base58==2.1.1 bech32==1.2.0
    venv/bin/python make_vectors.py

The output depends on nothing but this file and those versions.
"""

import base64
import hashlib
import json
import pathlib
import random

import base58
import bech32
from bitcoin.core import CMutableTransaction, CMutableTxIn, CMutableTxOut, COutPoint, CTxInWitness, CTxWitness
from bitcoin.core.script import CScript, CScriptWitness, SignatureHash, SIGVERSION_WITNESS_V0
from ecdsa import SECP256k1, SigningKey, VerifyingKey, util

HERE = pathlib.Path(__file__).parent
ORDER = SECP256k1.order
NETWORKS = {
    "mainnet": (0, 5, 128, "bc"),
    "testnet3": (111, 196, 239, "tb"),
    "regtest": (111, 196, 239, "bcrt"),
}


def sha256(data):
    return hashlib.sha256(data).digest()


def double_sha256(data):
    return sha256(sha256(data))


def hash160(data):
    return hashlib.new("ripemd160", sha256(data)).digest()


def compact_size(count):
    if count < 0xFD:
        return bytes([count])
    return b"\xfd" + count.to_bytes(2, "little")


def low_s(r, s):
    return r, min(s, ORDER - s)


def sign(secret, digest, grind):
    key = SigningKey.from_string(secret, curve=SECP256k1)
    counter = 0
    while True:
        extra = b"" if counter == 0 else counter.to_bytes(32, "little")
        r, s = key.sign_digest_deterministic(
            digest, hashfunc=hashlib.sha256, sigencode=lambda r, s, order: (r, s), extra_entropy=extra)
        if not grind or r < 2**255:
            return low_s(r, s)
        counter += 1


def der(r, s):
    return util.sigencode_der(r, s, ORDER)


def public_key(secret, compressed):
    key = SigningKey.from_string(secret, curve=SECP256k1).get_verifying_key()
    return key.to_string("compressed" if compressed else "uncompressed")


def sign_message(secret, text, compressed):
    body = text.encode()
    words = b"Bitcoin Signed Message:\n"
    digest = double_sha256(compact_size(len(words)) + words + compact_size(len(body)) + body)
    r, s = sign(secret, digest, False)
    want = SigningKey.from_string(secret, curve=SECP256k1).get_verifying_key().to_string()
    for recovery_id in range(4):
        x = r + ORDER * (recovery_id >> 1)
        try:
            # R's point, by its x and the parity of its y.
            point = VerifyingKey.from_string(
                bytes([2 + (recovery_id & 1)]) + x.to_bytes(32, "big"), curve=SECP256k1).pubkey.point
        except Exception:
            continue
        e = int.from_bytes(digest, "big")
        inverse = pow(r, -1, ORDER)
        found = (point * s + SECP256k1.generator * (-e % ORDER)) * inverse
        if VerifyingKey.from_public_point(found, curve=SECP256k1).to_string() == want:
            header = 27 + recovery_id + (4 if compressed else 0)
            return base64.b64encode(
                bytes([header]) + r.to_bytes(32, "big") + s.to_bytes(32, "big")).decode()
    raise AssertionError("no recovery id fits")


def secrets(rng):
    fixed = [1, 2, 3, ORDER - 1, ORDER - 2, ORDER // 2, 2**255, 2**128]
    drawn = [rng.randrange(1, ORDER) for _ in range(16)]
    return [number.to_bytes(32, "big") for number in fixed + drawn]


def key_case(secret):
    compressed, full = public_key(secret, True), public_key(secret, False)
    nested = hash160(b"\x00\x14" + hash160(compressed))
    texts = {}
    for name, (key_prefix, script_prefix, secret_prefix, hrp) in NETWORKS.items():
        def check(prefix, body):
            return base58.b58encode_check(bytes([prefix]) + body).decode()
        texts[name] = {
            "compressed": check(key_prefix, hash160(compressed)),
            "uncompressed": check(key_prefix, hash160(full)),
            "nested": check(script_prefix, nested),
            "segwit": bech32.encode(hrp, 0, list(hash160(compressed))),
            "wif": check(secret_prefix, secret + b"\x01"),
            "wifUncompressed": check(secret_prefix, secret),
        }
    return {
        "secret": secret.hex(), "compressed": compressed.hex(), "uncompressed": full.hex(),
        "texts": texts,
    }


def curve_vectors():
    rng = random.Random(2014)
    keys = secrets(rng)
    signatures = []
    for index, secret in enumerate(keys):
        for digest in (sha256(b"%d" % index), bytes(32), b"\xff" * 32):
            signatures.append({
                "secret": secret.hex(), "digest": digest.hex(),
                "der": der(*sign(secret, digest, False)).hex(),
                "lowR": der(*sign(secret, digest, True)).hex(),
            })
    texts = [
        "", "test message", "recovered coins, as of block 1", "line one\nline two\n",
        "\u6771\u4eac \u2014 199,999.99 \u20bf", "x" * 252, "y" * 253, "z" * 1000,
    ]
    messages = []
    for index, secret in enumerate(keys):
        text = texts[index % len(texts)]
        for compressed in (True, False):
            address = base58.b58encode_check(
                b"\x00" + hash160(public_key(secret, compressed))).decode()
            messages.append({
                "secret": secret.hex(), "text": text, "compressed": compressed,
                "address": address, "signature": sign_message(secret, text, compressed),
            })
    return [key_case(s) for s in keys], signatures, messages


def segwit_vectors():
    rng = random.Random(143)
    cases = []
    for _ in range(120):
        inputs = [
            CMutableTxIn(
                COutPoint(rng.randbytes(32), rng.randrange(2**32)),
                CScript(rng.randbytes(rng.randrange(4))), rng.randrange(2**32))
            for _ in range(rng.randrange(1, 5))
        ]
        outputs = [
            CMutableTxOut(rng.randrange(2**50), CScript(rng.randbytes(rng.randrange(40))))
            for _ in range(rng.randrange(1, 5))
        ]
        # python-bitcoinlib packs the lock time as a signed number.
        transaction = CMutableTransaction(inputs, outputs, rng.randrange(2**31), rng.choice([1, 2]))
        transaction.wit = CTxWitness([
            CTxInWitness(CScriptWitness([rng.randbytes(rng.randrange(6)) for _ in range(rng.randrange(1, 3))]))
            for _ in inputs
        ])
        index = rng.randrange(len(inputs))
        script = rng.randbytes(rng.randrange(300))
        amount = rng.randrange(2**50)
        kind = rng.choice([0, 1, 2, 3, 0x81, 0x82, 0x83, 0x41])
        digest = SignatureHash(
            CScript(script), transaction, index, kind, amount=amount,
            sigversion=SIGVERSION_WITNESS_V0)
        cases.append({
            "transaction": transaction.serialize().hex(), "txid": transaction.GetTxid()[::-1].hex(),
            "input": index, "script": script.hex(), "amount": amount, "type": kind,
            "digest": digest.hex(),
        })
    return cases


def write(name, value):
    (HERE / name).write_text(json.dumps(value, indent=1) + "\n")


if __name__ == "__main__":
    for name, cases in zip(("keys.json", "signatures.json", "messages.json"), curve_vectors()):
        write(name, cases)
    write("segwit_sighash.json", segwit_vectors())
