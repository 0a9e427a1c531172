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
import copy

from btclib import b32, b58, bip322
from btclib.ecc import bms
from btclib.exceptions import InconclusiveError
from btclib.hashes import sha256
from btclib.psbt import Psbt
from btclib.script.engine import verify_input
from btclib.script.script_pub_key import ScriptPubKey
from btclib.script.witness import Witness
from btclib.tx import OutPoint, Tx, TxIn, TxOut

from vector_tools import *

TEXTS = [
    "", "test message", "recovered coins, as of block 1", "line one\nline two\n",
    "\u6771\u4eac \u2014 199,999.99 \u20bf", "x" * 252, "y" * 253, "z" * 1000,
]


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



# BIP-0322

LOCK = b"\xb1\x75"  # OP_CHECKLOCKTIMEVERIFY OP_DROP
AGE = b"\xb2\x75"  # OP_CHECKSEQUENCEVERIFY OP_DROP


def judge(text, address, signature):
    """What btclib says: valid, inconclusive or invalid."""
    try:
        bip322.assert_as_valid(text.encode(), address, signature)
        return "valid"
    except InconclusiveError:
        return "inconclusive"
    except Exception:
        return "invalid"


def address_of(script):
    return ScriptPubKey(script).address


def text_of(form, tx):
    if form == "smp":
        return "smp" + base64.b64encode(tx.vin[0].script_witness.serialize()).decode()
    return "ful" + base64.b64encode(encoded(tx)).decode()


def message_case(name, kind, state, form="ful", text="own vector", change=None, terms=(0, 0, 0), **more):
    """One signature over `text`, with the state that btclib must agree to."""
    script, fill = kind
    version, time, age = terms
    spend = bip322.to_spend(text.encode(), script)
    tx = bip322.to_sign(spend, version=version, lock_time=time, sequence=age)
    if change:
        change(tx)
    satisfy(tx, [kind], list(spend.vout))
    if more.get("after"):
        more["after"](tx)
    address, signature = address_of(script), text_of(form, tx)
    found = judge(more.get("asked", text), address, signature)
    assert found == state, (name, found, state)
    return {
        "name": name, "text": more.get("asked", text), "address": address, "signature": signature,
        "state": state, "time": time, "age": age, "secret": more.get("secret"), "shown": [],
    }


def signed_by_btclib():
    """The four kinds that one key signs; btclib makes the whole text."""
    cases = []
    for index, text in enumerate(TEXTS):
        name = f"bip322 {index}"
        pub = key(name).pub
        tweaked = taproot_key(name)[0]
        for kind, address in [
            ("p2pkh", b58.p2pkh(pub)), ("p2wpkh", b32.p2wpkh(pub)),
            ("p2sh-p2wpkh", b58.p2wpkh_p2sh(pub)), ("p2tr", address_of(tweaked)),
        ]:
            signature = bip322.sign(text.encode(), key(name), address).b64encode()
            assert judge(text, address, signature) == "valid"
            if kind == "p2tr":
                # btclib draws fresh randomness; the same signature with none.
                made = message_case("", taproot_key(name), "valid", "smp", text)
                signature = made["signature"]
            cases.append({
                "name": f"{kind} {index}", "text": text, "address": address, "signature": signature,
                "state": "valid", "time": 0, "age": 0, "secret": secret(name), "shown": [],
            })
    return cases


def scripts():
    pubs = [public(f"m{n}") for n in range(3)]
    two = multisig(2, pubs)
    sig = push(public("one")) + b"\xac"
    xsig = push(x_only("one")) + b"\xac"
    case = message_case
    locked = number(2016) + LOCK + sig
    aged = number(2016) + AGE + sig
    cases = [
        case("p2wsh multisig", witness_script(two, ["m0", "m2"], before=[b""]), "valid", "smp"),
        case("p2wsh multisig, full", witness_script(two, ["m0", "m2"], before=[b""]), "valid"),
        case("p2sh-p2wsh multisig", witness_script(two, ["m0", "m1"], before=[b""], nested=True), "valid"),
        case("p2sh multisig", legacy_script(two, ["m1", "m2"], before=b"\0"), "valid"),
        case("p2wsh multisig, wrong order", witness_script(two, ["m2", "m0"], before=[b""]), "invalid"),
        case("p2wsh multisig, dummy not empty", witness_script(two, ["m0", "m2"], before=[b"\1"]), "invalid"),
        case("p2tr leaf", tapscript("in", xsig, ["one"], siblings=[bytes(32)]), "valid", "smp"),
        case("p2tr leaf with annex", tapscript("in", xsig, ["one"], annex=b"\x50ab"), "valid", "smp"),
        case("p2wsh lock time", witness_script(locked, ["one"]), "valid", terms=(0, 2016, 0)),
        case("p2wsh lock time too low", witness_script(locked, ["one"]), "invalid", terms=(0, 2015, 0)),
        case("p2wsh age", witness_script(aged, ["one"]), "valid", terms=(2, 0, 2016)),
        case("p2wsh age, version 0", witness_script(aged, ["one"]), "invalid", terms=(0, 0, 2016)),
        case("p2wsh age, simple", witness_script(aged, ["one"]), "invalid", "smp", terms=(2, 0, 2016)),
        case("terms without locks", witness_key_hash("one"), "valid", terms=(2, 7, 9)),
        case("p2tr lock time", tapscript("in", number(99) + LOCK + xsig, ["one"]), "valid", terms=(0, 99, 1)),
        # The required rules.
        case("no output signed", witness_key_hash("one", NONE), "invalid"),
        case("one output signed", witness_key_hash("one", SINGLE), "invalid"),
        case("one input signed", key_hash("one", ALL | ANYONE), "invalid"),
        case("p2tr all, said", taproot_key("one", ALL), "valid", "smp"),
        case("p2tr no output signed", taproot_key("one", NONE), "invalid", "smp"),
        case("high S", witness_key_hash("one", high_s=True), "invalid", "smp"),
        case("high S, p2pkh", key_hash("one", high_s=True), "invalid"),
        case("unknown sighash type", key_hash("one", 4), "invalid"),
        case("hybrid key", legacy_script(
            push(b"\6" + public("even", False)[1:]) + b"\xac" if public("even", False)[-1] % 2 == 0
            else push(b"\7" + public("even", False)[1:]) + b"\xac", ["even"]), "invalid"),
        case("uncompressed p2pkh", key_hash("one", compressed=False), "valid"),
        case("wrong signature passed over", legacy_script(
            push(public("two")) + b"\xac\x91", ["one"]), "invalid"),
        case("no signature, passed over", legacy_script(
            push(public("two")) + b"\xac\x91", [], before=b"\0"), "valid"),
        case("push too long", legacy_script(sig, ["one"], before=b"\x4c\x01\x07", after=b""), "invalid"),
        case("stack not clean", legacy_script(sig, ["one"], before=b"\x51"), "invalid"),
        case("if takes 2", witness_script(b"\x63" + sig + b"\x67\x6a\x68", ["one"], after=[b"\2"]), "invalid"),
        case("if takes 1", witness_script(b"\x63" + sig + b"\x67\x6a\x68", ["one"], after=[b"\1"]), "valid"),
        case("number with a zero too many", legacy_script(
            b"\x02\x01\x00\x8b\x75" + sig, ["one"]), "invalid"),
        case("separator before segwit", legacy_script(sig[:-1] + b"\xab\xac", ["one"]), "invalid"),
        # The upgradeable rules.
        case("version 1", witness_key_hash("one"), "inconclusive", terms=(1, 0, 0)),
        case("version 3", witness_key_hash("one"), "inconclusive", terms=(3, 0, 0)),
        case("nop 4", witness_script(b"\xb3" + sig, ["one"]), "inconclusive", "smp"),
        case("nop 10 before segwit", legacy_script(b"\xb9" + sig, ["one"]), "inconclusive"),
        case("witness version 2", (b"\x52\x20" + sha256(b"v2"), lambda *_: (b"", [b"x"])), "inconclusive", "smp"),
        case("opcode of success", tapscript("in", b"\x50" + xsig, []), "inconclusive", "smp"),
        case("unknown key type", tapscript(
            "in", push(b"\9" * 33) + b"\xac", [], before=[b"s" * 64]), "inconclusive", "smp"),
        case("unknown leaf version", tapscript("in", b"\x51", [], version=0xC2), "inconclusive", "smp"),
        case("success and a bad signature type", tapscript(
            "in", b"\x50", [], before=[b"\3" * 65]), "inconclusive", "smp"),
        # The form.
        case("another text", witness_key_hash("one"), "invalid", "smp", asked="own vectors"),
        case("no output", witness_key_hash("one"), "invalid", change=lambda tx: tx.vout.clear()),
        case("two outputs", witness_key_hash("one"), "invalid",
             change=lambda tx: tx.vout.append(TxOut(0, b"\x6a"))),
        case("output with value", witness_key_hash("one"), "invalid",
             change=lambda tx: tx.vout.__setitem__(0, TxOut(1, b"\x6a"))),
        case("output with data", witness_key_hash("one"), "invalid",
             change=lambda tx: tx.vout.__setitem__(0, TxOut(0, b"\x6a\x01\x01"))),
        case("other vout", witness_key_hash("one"), "invalid",
             change=lambda tx: tx.vin.__setitem__(0, TxIn(OutPoint(tx.vin[0].prev_out.tx_id, 1), b"", 0))),
        case("second input without its output", witness_key_hash("one"), "invalid",
             after=lambda tx: tx.vin.append(TxIn(OutPoint(sha256(b"x"), 1), b"", 0))),
        case("p2pkh as witness alone", key_hash("one"), "invalid", "smp"),
        case("p2sh-p2wpkh as witness alone", witness_key_hash("one", nested=True), "invalid", "smp"),
        case("empty witness", witness_key_hash("one"), "invalid", "smp",
             after=lambda tx: setattr(tx.vin[0], "script_witness", Witness())),
    ]
    return cases


def previous(kind, index, count=1):
    """A transaction that pays the kind, `count` times."""
    vin = [TxIn(OutPoint(sha256(b"previous %d" % index), 0), b"\x51", 0xFFFFFFFF)]
    return Tx(2, 0, vin, [TxOut(100_000 + index * 1000 + place, kind[0]) for place in range(count)])


def funds_case(name, kinds, state, share=False, omit=(), tamper=None, sequences=None, text="own funds"):
    """A proof of funds: the first kind signs, the others are shown."""
    script, _ = kinds[0]
    spend = bip322.to_spend(text.encode(), script)
    made = [previous(kind, 0 if share else index, len(kinds)) for index, kind in enumerate(kinds[1:], 1)]
    points = [OutPoint(tx.id, place if share else 0) for place, tx in enumerate(made)]
    if share:
        made = [Tx(2, 0, made[0].vin, [TxOut(50_000 + n, k[0]) for n, k in enumerate(kinds[1:])])] * len(made)
        points = [OutPoint(made[0].id, place) for place in range(len(made))]
    spent = [spend.vout[0]] + [tx.vout[point.vout] for tx, point in zip(made, points)]
    sequences = sequences or [0] * len(made)
    tx = bip322.to_sign(spend, extra_inputs=[
        TxIn(point, b"", sequence) for point, sequence in zip(points, sequences)])
    unsigned = copy.deepcopy(tx)
    satisfy(tx, kinds, spent)
    if tamper:
        tamper(tx)
    psbt = Psbt.from_tx(unsigned)
    for index, (given, source) in enumerate(zip(psbt.inputs, [spend, *made])):
        given.final_script_sig = tx.vin[index].script_sig
        given.final_script_witness = tx.vin[index].script_witness
        is_legacy = not tx.vin[index].script_witness.stack
        if index in omit or (share and index > 1 and is_legacy):
            continue
        if is_legacy:
            given.non_witness_utxo = source
        else:
            given.witness_utxo = spent[index]
    signature = "pof" + base64.b64encode(psbt.serialize(check_validity=False)).decode()
    address = address_of(script)
    found = judge(text, address, signature)
    assert found == state, (name, found, state)
    return {
        "name": name, "text": text, "address": address, "signature": signature, "state": state,
        "time": 0, "age": 0, "secret": None,
        "shown": [
            {"prevout": f"{p.tx_id.hex()}:{p.vout}", "value": out.value, "script": out.script_pub_key.script.hex()}
            for p, out in zip(points, spent[1:])],
    }


def funds():
    first = witness_key_hash("one")
    pubs = [public(f"m{n}") for n in range(3)]
    shown = [
        key_hash("f1"), witness_key_hash("f2"), witness_key_hash("f3", nested=True), taproot_key("f4"),
        legacy_script(multisig(2, pubs), ["m0", "m1"], before=b"\0"),
        witness_script(multisig(2, pubs), ["m1", "m2"], before=[b""]),
        tapscript("f5", push(x_only("f6")) + b"\xac", ["f6"]),
    ]

    def spoil(tx):
        stack = tx.vin[2].script_witness.stack
        tx.vin[2].script_witness = Witness([stack[0][:20] + bytes([stack[0][20] ^ 1]) + stack[0][21:], *stack[1:]])

    return [
        funds_case("no coin", [first], "valid"),
        funds_case("one of each kind", [first, *shown], "valid"),
        funds_case("p2pkh signs", [key_hash("one"), *shown[:3]], "valid"),
        funds_case("p2tr signs, ages asked for", [taproot_key("one"), *shown[1:3]], "valid", sequences=[5, 6]),
        funds_case("one previous transaction for three", [first, key_hash("f1"), key_hash("f2"), key_hash("f3")],
                   "valid", share=True),
        funds_case("previous transaction left out", [first, *shown[:2]], "invalid", omit=[1]),
        funds_case("output left out", [first, *shown[:2]], "invalid", omit=[2]),
        funds_case("wrong signature of a coin", [first, *shown[:2]], "invalid", tamper=spoil),
        funds_case("coin's signature takes more inputs", [first, key_hash("f1", ALL | ANYONE)], "invalid"),
        funds_case("coin of a later witness version", [first, (b"\x53\x02ab", lambda *_: (b"", [b"x"]))],
                   "inconclusive"),
    ]


# BIP-0127


def reserve_case(name, kinds, fault=None, hashes=1, text="owner of the coins", asked=None, change=None, off=0,
                 after=None, told=None):
    """A proof of reserves. btclib runs the scripts; `fault` is what the BIP's other rules find."""
    digest = ("Proof-of-Reserves: " + text).encode()
    for _ in range(hashes):
        digest = sha256(digest)
    values = [1_000_000 + 1000 * n for n in range(len(kinds))]
    first = (b"\x51", lambda *_: (b"", []))
    spent = [TxOut(0, first[0])] + [TxOut(v, k[0]) for v, k in zip(values, kinds)]
    vin = [TxIn(OutPoint(digest[::-1], 0), b"", 0xFFFFFFFF)]
    vin += [TxIn(OutPoint(sha256(b"reserve %d" % n), n), b"", 0xFFFFFFFF) for n in range(len(kinds))]
    tx = Tx(2, 0, vin, [TxOut(sum(values) + off, p2wpkh(public("reserve")))])
    if change:
        change(tx, spent)
    satisfy(tx, [first, *kinds], spent)
    if after:
        after(tx)
    runs = True
    for index in range(1, len(tx.vin)):
        try:
            verify_input(spent, tx, index)
        except Exception:
            runs = False
    assert runs == (fault != "unsatisfied"), (name, runs)
    return {
        "name": name, "message": asked or text, "transaction": encoded(tx).hex(),
        "spent": [{"value": o.value, "script": o.script_pub_key.script.hex()} for o in spent[1:]][:told],
        "fault": fault, "hashes": hashes, "total": sum(values),
    }


def reserves():
    pubs = [public(f"m{n}") for n in range(3)]
    coins = [
        key_hash("r0"), key_hash("r1", compressed=False), bare_key("r2"), witness_key_hash("r3"),
        witness_key_hash("r4", nested=True), taproot_key("r5"),
        legacy_script(multisig(2, pubs), ["m0", "m2"], before=b"\0"),
        witness_script(multisig(2, pubs), ["m0", "m1"], before=[b""]),
        tapscript("r6", push(x_only("r7")) + b"\xac", ["r7"]),
    ]
    case = reserve_case
    pair = [coins[0], coins[3]]

    def twice(tx, spent):
        tx.vin[2] = TxIn(tx.vin[1].prev_out, b"", 0xFFFFFFFF)

    def add_output(tx, spent):
        tx.vout.append(TxOut(0, b"\x6a"))

    def other_index(tx, spent):
        tx.vin[0] = TxIn(OutPoint(tx.vin[0].prev_out.tx_id, 1), b"", 0xFFFFFFFF)

    def spoil(tx):
        tx.vin[1].script_sig = tx.vin[1].script_sig[:30] + bytes([tx.vin[1].script_sig[30] ^ 1]) + tx.vin[1].script_sig[31:]

    return [
        case("one coin", coins[:1]),
        case("one coin of each kind", coins),
        case("hashed twice", coins, hashes=2),
        case("message in Japanese", pair, text=TEXTS[4]),
        case("no message", pair, text=""),
        case("no outputs signed", [key_hash("r0", NONE), taproot_key("r5", NONE)]),
        case("another message", pair, "wrongCommitment", asked="another owner"),
        case("hashed three times", pair, "wrongCommitment", hashes=3),
        case("another index", pair, "wrongCommitment", change=other_index),
        case("no coin", [], "noCoins"),
        case("takes more inputs", [coins[0], key_hash("r1", ALL | ANYONE)], "uncommitted"),
        case("taproot takes more inputs", [taproot_key("r5", ALL | ANYONE)], "uncommitted"),
        case("one satoshi too much", pair, "wrongTotal", off=1),
        case("one satoshi of fee", pair, "wrongTotal", off=-1),
        case("two outputs", pair, "wrongOutputCount", change=add_output),
        case("no output", pair, "wrongOutputCount", change=lambda tx, spent: tx.vout.clear()),
        case("the same coin twice", [coins[0], coins[0]], "duplicateInput",
             change=lambda tx, spent: (twice(tx, spent), spent.__setitem__(2, spent[1]))[0]),
        case("wrong signature", pair, "unsatisfied", after=spoil),
        case("anyone's coin", [(b"\x51", lambda *_: (b"", []))], "unsigned"),
        case("an output not told", pair, "missingSpentOutput", told=1),
    ]


def main():
    write("bip137.json", bip137())
    write("bip322.json", signed_by_btclib() + scripts() + funds())
    write("bip127.json", reserves())


if __name__ == "__main__":
    main()
