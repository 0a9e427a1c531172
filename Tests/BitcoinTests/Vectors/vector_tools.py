"""What the scripts of this folder that work with btclib share: keys, kinds of script, and how to satisfy them.

A kind is a pair: the scriptPubKey, and a function that satisfies an input of a transaction and gives
its scriptSig and its witness.
"""

import hashlib
import json
import pathlib

from btclib.ecc import dsa, ssa
from btclib.hashes import hash160, sha256, tagged_hash
from btclib.key import PrvKeyData
from btclib.script import sig_hash
from btclib.script.taproot import output_prvkey_from_merkle_root
from btclib.script.witness import Witness
from btclib.tx import OutPoint, Tx, TxIn, TxOut

HERE = pathlib.Path(__file__).parent
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
ALL, NONE, SINGLE, ANYONE = 1, 2, 3, 0x80
DEFAULT = 0


def write(name, cases):
    (HERE / name).write_text(json.dumps(cases, indent=1) + "\n")
    print(f"{name}: {len(cases)}")


# Keys, which depend on nothing but their names


def scalar(name):
    return int.from_bytes(hashlib.sha256(name.encode()).digest(), "big") % ORDER


def secret(name):
    return scalar(name).to_bytes(32, "big").hex()


def key(name, compressed=True):
    return PrvKeyData(scalar(name), "mainnet", compressed)


def public(name, compressed=True):
    return key(name, compressed).pub.sec


def x_only(name):
    return public(name)[1:]


# Scripts


def push(data):
    if len(data) < 0x4C:
        return bytes([len(data)]) + data
    if len(data) < 0x100:
        return b"\x4c" + bytes([len(data)]) + data
    return b"\x4d" + len(data).to_bytes(2, "little") + data


def number(value):
    """The shortest push of a number."""
    if value == 0:
        return b"\x00"
    if value == -1:
        return b"\x4f"
    if 1 <= value <= 16:
        return bytes([0x50 + value])
    digits = abs(value).to_bytes((abs(value).bit_length() + 8) // 8, "little")
    digits = digits[:-1] + bytes([digits[-1] | (0x80 if value < 0 else 0)])
    return push(digits)


def p2pkh(pub):
    return b"\x76\xa9\x14" + hash160(pub) + b"\x88\xac"


def p2sh(script):
    return b"\xa9\x14" + hash160(script) + b"\x87"


def p2wpkh(pub):
    return b"\x00\x14" + hash160(pub)


def p2wsh(script):
    return b"\x00\x20" + sha256(script)


def multisig(required, pubs):
    return number(required) + b"".join(push(p) for p in pubs) + number(len(pubs)) + b"\xae"


def leaf_hash(script, version=0xC0):
    return tagged_hash(b"TapLeaf", bytes([version]) + compact(len(script)) + script)


def compact(count):
    return bytes([count]) if count < 0xFD else b"\xfd" + count.to_bytes(2, "little")


# Signatures


def ecdsa(name, digest, kind=ALL, high_s=False):
    found = dsa.sign_(digest, scalar(name), grind=False)
    s = ORDER - found.s if high_s else found.s
    return dsa.Sig(found.r, s).serialize() + bytes([kind]) if not high_s else der(found.r, s) + bytes([kind])


def der(r, s):
    def integer(value):
        data = value.to_bytes((value.bit_length() + 8) // 8, "big")
        return b"\x02" + bytes([len(data)]) + data

    body = integer(r) + integer(s)
    return b"\x30" + bytes([len(body)]) + body


def schnorr(number_, digest, kind=DEFAULT):
    data = ssa.sign_(digest, number_, aux=bytes(32)).serialize()
    return data if kind == DEFAULT else data + bytes([kind])


# Kinds: script, and (transaction, input, spent outputs) -> (scriptSig, witness)


def key_hash(name, kind=ALL, compressed=True, high_s=False):
    script = p2pkh(public(name, compressed))

    def satisfy(tx, index, spent):
        digest = sig_hash.legacy(script, tx, index, kind)
        return push(ecdsa(name, digest, kind, high_s)) + push(public(name, compressed)), []

    return script, satisfy


def bare_key(name, kind=ALL, compressed=True):
    script = push(public(name, compressed)) + b"\xac"

    def satisfy(tx, index, spent):
        return push(ecdsa(name, sig_hash.legacy(script, tx, index, kind), kind)), []

    return script, satisfy


def witness_key_hash(name, kind=ALL, nested=False, high_s=False):
    pub = public(name)
    program = p2wpkh(pub)

    def satisfy(tx, index, spent):
        digest = sig_hash.segwit_v0(p2pkh(pub), tx, index, kind, spent[index].value)
        return push(program) if nested else b"", [ecdsa(name, digest, kind, high_s), pub]

    return p2sh(program) if nested else program, satisfy


def taproot_key(name, kind=DEFAULT, root=b""):
    tweaked = output_prvkey_from_merkle_root(scalar(name), root)
    script = b"\x51\x20" + PrvKeyData(tweaked, "mainnet", True).pub.sec[1:]

    def satisfy(tx, index, spent):
        digest = sig_hash.taproot(tx, index, spent, kind, 0, b"", b"")
        return b"", [schnorr(tweaked, digest, kind)]

    return script, satisfy


def legacy_script(script, signers, kind=ALL, before=b"", after=b"", nested=True):
    """A bare script or a redeem script: `before`, signatures of `signers`, `after`, each pushed."""

    def satisfy(tx, index, spent):
        digest = sig_hash.legacy(script, tx, index, kind)
        pushes = before + b"".join(push(ecdsa(s, digest, kind)) for s in signers) + after
        return pushes + (push(script) if nested else b""), []

    return p2sh(script) if nested else script, satisfy


def witness_script(script, signers, kind=ALL, before=(), after=(), nested=False, code=None):
    program = p2wsh(script)

    def satisfy(tx, index, spent):
        digest = sig_hash.segwit_v0(code or script, tx, index, kind, spent[index].value)
        items = [*before, *(ecdsa(s, digest, kind) for s in signers), *after, script]
        return push(program) if nested else b"", items

    return p2sh(program) if nested else program, satisfy


def tapscript(
    internal, script, signers, kind=DEFAULT, before=(), after=(), siblings=(), version=0xC0, annex=b"",
    separator=0xFFFFFFFF, control=None,
):
    """One leaf, with `siblings` as merkle path; the signatures are those of `signers`."""
    leaf = leaf_hash(script, version)
    root = leaf
    for sibling in siblings:
        root = tagged_hash(b"TapBranch", b"".join(sorted([root, sibling])))
    tweaked = output_prvkey_from_merkle_root(scalar(internal), root)
    output = PrvKeyData(tweaked, "mainnet", True).pub.sec
    block = bytes([version | (output[0] & 1)]) + x_only(internal) + b"".join(siblings)

    def even(name):
        return scalar(name) if public(name)[0] == 2 else ORDER - scalar(name)

    def satisfy(tx, index, spent):
        signatures = []
        if signers:
            extension = leaf + b"\x00" + separator.to_bytes(4, "little")
            digest = sig_hash.taproot(tx, index, spent, kind, 1, annex, extension)
            signatures = [schnorr(even(s), digest, kind) for s in signers]
        items = [*before, *signatures, *after, script, control(block) if control else block]
        return b"", items + ([annex] if annex else [])

    return b"\x51\x20" + output[1:], satisfy


# Transactions


def spending(kinds, values, outputs=None, version=2, lock_time=0, sequences=None, txid=None):
    """A transaction that spends an output of each kind, satisfied, and the outputs."""
    spent = [TxOut(value, script) for (script, _), value in zip(kinds, values)]
    vin = [
        TxIn(
            OutPoint(txid or sha256(b"coin %d" % index), index), b"",
            0xFFFFFFFF if sequences is None else sequences[index], Witness())
        for index in range(len(kinds))
    ]
    outputs = [TxOut(sum(values), p2wpkh(public("anyone")))] if outputs is None else outputs
    tx = Tx(version, lock_time, vin, outputs)
    satisfy(tx, kinds, spent)
    return tx, spent


def satisfy(tx, kinds, spent, skip=()):
    done = []
    for index, (_, fill) in enumerate(kinds):
        done.append((b"", []) if index in skip else fill(tx, index, spent))
    for index, (script_sig, stack) in enumerate(done):
        tx.vin[index].script_sig = script_sig
        tx.vin[index].script_witness = Witness(list(stack))


def encoded(tx):
    return tx.serialize(include_witness=True, check_validity=False)
