#!/usr/bin/env python3
"""Makes schnorr.json, taproot.json and derived_descriptors.json.

Everything is computed by btclib in pure Python, which shares no code with the package.

    python3 -m venv venv
    venv/bin/pip install btclib==2026.9.24
    venv/bin/python make_key_vectors.py

The output depends on nothing but this file and that version. With `--core BITCOIN-CLI ...` the
descriptors are first held against a mainnet node of Bitcoin Core: its `getdescriptorinfo` must write
the same public text, its `deriveaddresses` must give the same addresses.
"""

import json
import pathlib
import random
import re
import subprocess
import sys

from btclib.b58 import wif_from_prv_key
from btclib.bip32 import bip32
from btclib.descriptors import descriptors
from btclib.ecc import ssa
from btclib.hashes import tagged_hash
from btclib.key import PrvKeyData

HERE = pathlib.Path(__file__).parent
ORDER = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
FIELD = 2**256 - 2**32 - 977
RANDOM = random.Random("coldtrace keys")


def write(name, cases):
    (HERE / name).write_text(json.dumps(cases, indent=1) + "\n")
    print(f"{name}: {len(cases)}")


def scalar():
    return RANDOM.randrange(1, ORDER)


def public(number, compressed=True):
    return PrvKeyData(number, "mainnet", compressed).pub.sec


# Schnorr signatures


def schnorr_case(name, key, message, signature, is_valid, secret=None, auxiliary=None):
    return {
        "name": name, "publicKey": key.hex(), "message": message.hex(), "signature": signature.hex(),
        "isValid": is_valid, "secret": secret, "auxiliary": auxiliary}


def schnorr():
    cases = []
    for size in [0, 1, 17, 31, 32, 32, 32, 32, 33, 64, 100, 300]:
        number = scalar()
        message = RANDOM.randbytes(size)
        auxiliary = RANDOM.choice([bytes(32), RANDOM.randbytes(32)])
        key = public(number)[1:]
        signature = ssa.sign_(message, number, auxiliary).serialize()
        cases.append(schnorr_case(
            f"{size} bytes", key, message, signature, True, number.to_bytes(32, "big").hex(), auxiliary.hex()))
        r, s = int.from_bytes(signature[:32], "big"), int.from_bytes(signature[32:], "big")

        def both(r, s):
            return r.to_bytes(32, "big") + s.to_bytes(32, "big")

        other = public(scalar())[1:]
        for name, bad_key, bad_message, bad in [
            ("another key", other, message, signature),
            ("another message", key, message + b"\0", signature),
            ("s negated", key, message, both(r, ORDER - s)),
            ("s beyond the order", key, message, both(r, (s + ORDER) % 2**256 if s + ORDER < 2**256 else ORDER)),
            ("r beyond the field", key, message, both(FIELD, s)),
            ("s zero", key, message, both(r, 0)),
            ("no such key", (FIELD + 1).to_bytes(32, "big"), message, signature),
        ]:
            assert not verifies(bad_message, bad_key, bad), name
            cases.append(schnorr_case(f"{size} bytes, {name}", bad_key, bad_message, bad, False))
    write("schnorr.json", cases)


def verifies(message, key, signature):
    try:
        ssa.assert_as_valid_(message, key, signature)
        return True
    except Exception:
        return False


# Taproot outputs: the tree walked by this file's own few lines, the tweak added by btclib


def leaf_hash(version, script):
    size = bytes([len(script)]) if len(script) < 253 else b"\xfd" + len(script).to_bytes(2, "little")
    return tagged_hash(b"TapLeaf", bytes([version]) + size + script)


def random_tree(leaves):
    if leaves == 1:
        version = RANDOM.choice([0xC0, 0xC0, 0xC0, 0xC2, 0xFA])
        return {"version": version, "script": RANDOM.randbytes(RANDOM.choice([0, 1, 34, 252, 253, 600])).hex()}
    left = RANDOM.randrange(1, leaves)
    return [random_tree(left), random_tree(leaves - left)]


def walk(tree, depth=0):
    """The root, and for each leaf its depth, its parts and the hashes beside its way up."""
    if isinstance(tree, dict):
        return leaf_hash(tree["version"], bytes.fromhex(tree["script"])), [(depth, tree, b"")]
    (left, lefts), (right, rights) = (walk(side, depth + 1) for side in tree)
    leaves = [(d, t, p + right) for d, t, p in lefts] + [(d, t, p + left) for d, t, p in rights]
    return tagged_hash(b"TapBranch", b"".join(sorted([left, right]))), leaves


def taproot():
    cases = []
    for count in [0, 0, 1, 1, 2, 3, 4, 5, 7, 8, 13, 40]:
        number = scalar()
        key = public(number)[1:]
        root, leaves = walk(random_tree(count)) if count else (b"", [])
        tweak = int.from_bytes(tagged_hash(b"TapTweak", key + root), "big")
        even = number if public(number)[0] == 2 else ORDER - number
        output = public((even + tweak) % ORDER)
        cases.append({
            "secret": number.to_bytes(32, "big").hex(), "internalKey": key.hex(), "merkleRoot": root.hex() or None,
            "leaves": [{"depth": d, "version": t["version"], "script": t["script"],
                        "controlBlock": (bytes([t["version"] | output[0] & 1]) + key + path).hex()}
                       for d, t, path in leaves],
            "outputKey": output[1:].hex(), "outputSecret": ((even + tweak) % ORDER).to_bytes(32, "big").hex(),
            "scriptPubKey": "5120" + output[1:].hex()})
    write("taproot.json", cases)


# Descriptors


def key_expression(form):
    """A key as text, as public text, and whether it is ranged."""
    kind = RANDOM.choice(["hex", "wif", "xpub", "xprv", "xpub", "xprv"])
    number = scalar()
    mark = RANDOM.choice("h'")
    origin = ""
    if RANDOM.random() < 0.5:
        steps = "".join(f"/{RANDOM.randrange(2**31)}{RANDOM.choice(['', mark])}" for _ in range(RANDOM.randrange(4)))
        origin = f"[{RANDOM.randbytes(4).hex()}{steps}]"
    if kind in ("hex", "wif"):
        compressed = form != "any" or RANDOM.random() < 0.7
        shown = public(number, compressed).hex()
        if form == "x":
            shown = shown[2:]
        text = shown if kind == "hex" else wif_from_prv_key(number, "mainnet", compressed)
        return origin + text, origin + shown, False
    secret = bip32.rootxprv_from_seed(RANDOM.randbytes(32))
    for _ in range(RANDOM.randrange(3)):
        secret = bip32.derive(secret, f"m/{RANDOM.randrange(2**31)}")
    shown = bip32.xpub_from_xprv(secret)
    hardened = ["", mark] if kind == "xprv" else [""]
    steps = "".join(f"/{RANDOM.randrange(2**31)}{RANDOM.choice(hardened)}" for _ in range(RANDOM.randrange(3)))
    is_ranged = RANDOM.random() < 0.5
    if is_ranged:
        steps += "/*" + RANDOM.choice(hardened)
    return origin + (secret if kind == "xprv" else shown) + steps, origin + shown + steps, is_ranged


def function(name, *arguments):
    return (f"{name}({','.join(a[0] for a in arguments)})", f"{name}({','.join(a[1] for a in arguments)})",
            any(a[2] for a in arguments))


def multi(name, form, most):
    keys = [key_expression(form) for _ in range(RANDOM.randrange(1, most + 1))]
    required = str(RANDOM.randrange(1, len(keys) + 1))
    return function(name, (required, required, False), *keys)


def inner(form, most):
    name = RANDOM.choice(["pk", "pkh", "multi", "sortedmulti"])
    return multi(name, form, most) if "multi" in name else function(name, key_expression(form))


def tree(leaves):
    if leaves == 1:
        name = RANDOM.choice(["pk", "pk", "multi_a", "sortedmulti_a"])
        return multi(name, "x", 18) if "multi" in name else function(name, key_expression("x"))
    left = RANDOM.randrange(1, leaves)
    one, other = tree(left), tree(leaves - left)
    return (f"{{{one[0]},{other[0]}}}", f"{{{one[1]},{other[1]}}}", one[2] or other[2])


SHAPES = {
    "pk": lambda: function("pk", key_expression("any")),
    "pkh": lambda: function("pkh", key_expression("any")),
    "wpkh": lambda: function("wpkh", key_expression("compressed")),
    "combo": lambda: function("combo", key_expression("any")),
    "multi": lambda: multi(RANDOM.choice(["multi", "sortedmulti"]), "any", 3),
    "sh": lambda: function("sh", inner("any", 7)),
    "sh-wpkh": lambda: function("sh", function("wpkh", key_expression("compressed"))),
    "wsh": lambda: function("wsh", inner("compressed", 16)),
    "sh-wsh": lambda: function("sh", function("wsh", inner("compressed", 16))),
    "rawtr": lambda: function("rawtr", key_expression("x")),
    "tr": lambda: function("tr", key_expression("x")),
    "tr-tree": lambda: function("tr", key_expression("x"), tree(RANDOM.randrange(1, 7))),
}


def held_against_core(cli, case):
    def ask(*arguments):
        return json.loads(subprocess.check_output([*cli, *arguments], text=True))

    assert ask("getdescriptorinfo", case["text"])["descriptor"] == case["publicText"], case
    if case["text"].startswith(("pk(", "multi(", "sortedmulti(", "combo(")):
        return  # none of these has one address
    for index, scripts in enumerate(case["scripts"]):
        bounds = [json.dumps([index, index])] if case["isRanged"] else []
        [address] = ask("deriveaddresses", case["text"], *bounds)
        assert ask("validateaddress", address)["scriptPubKey"] == scripts[0], (case, index)


def normalized(text, made, secrets):
    # btclib forgets an origin that has no steps; Core and BIP-380 keep its fingerprint.
    if re.search(r"\[[0-9a-f]{8}\]xprv", text):
        return None
    return descriptors.add_checksum(str(descriptors.normalized(made, secrets)))


def derived_descriptors(cli):
    cases = []
    for shape, make in SHAPES.items():
        for _ in range(8):
            text, shown, is_ranged = make()
            secrets = {}
            made = descriptors.parse(descriptors.add_checksum(text), prv_keys=secrets)
            case = {
                "shape": shape, "text": descriptors.add_checksum(text), "publicText": descriptors.add_checksum(shown),
                "normalizedText": normalized(text, made, secrets),
                "isRanged": is_ranged,
                "scripts": [[s.script.hex() for s in made.script_pub_keys(index, secrets)] for index in
                            (range(2) if is_ranged else range(1))]}
            if cli:
                held_against_core(cli, case)
            cases.append(case)
    write("derived_descriptors.json", cases)


if __name__ == "__main__":
    schnorr()
    taproot()
    derived_descriptors(sys.argv[2:] if sys.argv[1:2] == ["--core"] else None)
