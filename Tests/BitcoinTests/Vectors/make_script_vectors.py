#!/usr/bin/env python3
"""Makes script_rules.json: for every rule of scripts spends that break it, and twins that do not.

Two judges have to agree with each line before it is written: btclib's script engine under the line's
flags, and Bitcoin Core's own validation library (py-bitcoinkernel) under those of them that are
consensus. What rule a refused spend breaks, neither says; the line says it, and the twins show it: they
differ from it in one thing, which is the flag or what the rule speaks of.

    python3 -m venv venv
    venv/bin/pip install btclib==2026.9.24 py-bitcoinkernel==0.1.0a5
    venv/bin/python make_script_vectors.py

The output depends on nothing but this folder's scripts and those versions.
"""

import pbk
from pbk.script import PrecomputedTransactionData

from btclib.script.engine import verify_input
from btclib.tx import Tx, TxOut

from vector_tools import *

CONSENSUS = "P2SH,DERSIG,NULLDUMMY,CHECKLOCKTIMEVERIFY,CHECKSEQUENCEVERIFY,WITNESS,TAPROOT"
KERNEL = set(CONSENSUS.split(","))
# What btclib 2026.9.24 takes, and Bitcoin Core's library refuses.
LAXER = {
    "p2sh-p2wpkh with a push before", "p2sh-p2wpkh by a longer push", "66 bytes",
}
CASES = []
WRONG = []

SIG = push(public("one")) + b"\xac"
XSIG = push(x_only("one")) + b"\xac"
PUBS = [public(f"m{n}") for n in range(3)]
TWO = multisig(2, PUBS)


def raw(script, script_sig=b"", witness=()):
    """A script that is satisfied by fixed bytes."""
    return script, lambda *_: (script_sig, list(witness))


def changed(kind, change):
    """The kind with its satisfaction changed."""
    return kind[0], lambda *args: change(*kind[1](*args))


def run_kernel(tx, spent, flags):
    names = [name for name in flags.split(",") if name in KERNEL]
    bits = 0
    for name in names:
        bits |= pbk.ScriptVerificationFlags[name]
    transaction = pbk.Transaction(encoded(tx))
    outputs = [pbk.TransactionOutput(pbk.ScriptPubkey(o.script_pub_key.script), o.value) for o in spent]
    data = PrecomputedTransactionData(transaction, outputs)
    script = pbk.ScriptPubkey(spent[0].script_pub_key.script)
    return script.verify(spent[0].value, transaction, data, 0, bits)


def case(rule, name, kind, flags=CONSENSUS, rest=(), **terms):
    """One spend in input 0 of a transaction that also spends `rest`; `rule` is OK or what it breaks."""
    kinds = [kind, *rest]
    terms.setdefault("sequences", [0xFFFFFFFE] * len(kinds))
    tx, spent = spending(kinds, [50_000 + n for n in range(len(kinds))], **terms)
    try:
        verify_input(spent, tx, 0, flags)
        found = [("btclib", True, "")]
    except Exception as error:
        found = [("btclib", False, str(error))]
    # What the kernel does not know are flags that only forbid: it is asked where there are none, and
    # where the line is valid all the same.
    if set(flags.split(",")) <= KERNEL or rule == "OK":
        found.append(("kernel", run_kernel(tx, spent, flags), ""))
    if name in LAXER:
        assert found == [("btclib", True, ""), ("kernel", False, "")], (name, found)
        found = found[1:]
    WRONG.extend((rule, name, flags, f) for f in found if f[1] != (rule == "OK"))
    CASES.append({
        "rule": rule, "name": name, "flags": flags, "transaction": encoded(tx).hex(),
        "spent": [{"value": o.value, "script": o.script_pub_key.script.hex()} for o in spent],
    })


def ok(name, kind, flags=CONSENSUS, **terms):
    case("OK", name, kind, flags, **terms)


def flagged(rule, name, kind, flag, **terms):
    """Refused with the flag, taken without it."""
    case(rule, name, kind, f"{CONSENSUS},{flag}", **terms)
    ok(f"{name}, without {flag}", kind, **terms)


def everywhere(rule, name, bad, good, legacy=True, tap=True, **terms):
    """A script that breaks a rule and one that does not: bare, redeem, witness script, tapscript."""
    forms = [("redeem script", lambda s: legacy_script(s, []))] if legacy else []
    forms += [("scriptPubKey", raw)] if legacy else []
    forms += [("witness script", lambda s: witness_script(s, []))]
    forms += [("tapscript", lambda s: tapscript("in", s, []))] if tap else []
    for form, make in forms:
        case(rule, f"{name}, {form}", make(bad), **terms)
        ok(f"{name} not, {form}", make(good), **terms)


def plain_rules():
    everywhere("EVAL_FALSE", "false at the end", b"\x00", b"\x51")
    case("EVAL_FALSE", "negative zero", raw(b"\x01\x80"))
    case("EVAL_FALSE", "nothing at all", raw(b""))
    case("CLEANSTACK", "two items after a witness script", witness_script(b"\x51\x00", []))
    everywhere("OP_RETURN", "return", b"\x51\x6a", b"\x51\x00\x63\x6a\x68")
    everywhere("VERIFY", "verify", b"\x51\x00\x69", b"\x51\x51\x69")
    everywhere("EQUALVERIFY", "equal", b"\x51\x51\x52\x88", b"\x51\x52\x52\x88")
    everywhere("NUMEQUALVERIFY", "numbers equal", b"\x51\x51\x52\x9d", b"\x51\x51\x51\x9d")
    everywhere("BAD_OPCODE", "reserved", b"\x51\x50\x75", b"\x51\x00\x63\x50\x68", tap=False)
    everywhere("BAD_OPCODE", "version", b"\x51\x62", b"\x51\x00\x63\x62\x68", tap=False)
    everywhere("BAD_OPCODE", "verif not run", b"\x51\x00\x63\x65\x68", b"\x51\x00\x63\x6a\x68")
    everywhere("BAD_OPCODE", "push cut off", b"\x51\x02\x01", b"\x51\x02\x01\x01\x75")
    everywhere("BAD_OPCODE", "push data 2 cut off", b"\x51\x4d\x01", b"\x51\x4d\x01\x00\x01\x75")
    everywhere("BAD_OPCODE", "checksigadd", b"\x51\x00\x51\x51\xba", b"\x51", tap=False)
    everywhere("DISABLED_OPCODE", "cat not run", b"\x51\x00\x63\x7e\x68", b"\x51\x00\x63\x7d\x68", tap=False)
    for opcode, name in [
        (0x7F, "substr"), (0x80, "left"), (0x81, "right"), (0x83, "invert"), (0x84, "and"), (0x85, "or"),
        (0x86, "xor"), (0x8D, "2mul"), (0x8E, "2div"), (0x95, "mul"), (0x96, "div"), (0x97, "mod"),
        (0x98, "lshift"), (0x99, "rshift"),
    ]:
        case("DISABLED_OPCODE", f"{name} not run", legacy_script(b"\x51\x00\x63" + bytes([opcode]) + b"\x68", []))
    everywhere("INVALID_STACK_OPERATION", "drop of nothing", b"\x75\x51", b"\x51\x75\x51")
    needs = {
        0x6B: 1, 0x6D: 2, 0x6E: 2, 0x6F: 3, 0x70: 4, 0x71: 6, 0x72: 4, 0x73: 1, 0x76: 1, 0x77: 2, 0x78: 2,
        0x7B: 3, 0x7C: 2, 0x7D: 2, 0x82: 1, 0x87: 2, 0x8B: 1, 0x8C: 1, 0x8F: 1, 0x90: 1, 0x91: 1, 0x92: 1,
        0x93: 2, 0x94: 2, 0x9A: 2, 0x9B: 2, 0x9C: 2, 0x9E: 2, 0x9F: 2, 0xA0: 2, 0xA1: 2, 0xA2: 2, 0xA3: 2,
        0xA4: 2, 0xA5: 3, 0xA6: 1, 0xA7: 1, 0xA8: 1, 0xA9: 1, 0xAA: 1, 0xB1: 1, 0xB2: 1,
    }
    for opcode, count in needs.items():
        # One item too few; the items are 0, which every opcode takes.
        script = b"\x00" * (count - 1) + bytes([opcode]) + b"\x51"
        case("INVALID_STACK_OPERATION", f"opcode {opcode:#x} with {count - 1} items", raw(script))
        ok(f"opcode {opcode:#x} with {count} items", raw(b"\x00" + script), sequences=[0])
    case("INVALID_STACK_OPERATION", "pick beyond the stack", raw(b"\x51\x51\x52\x79"))
    case("INVALID_STACK_OPERATION", "roll of -1", raw(b"\x51\x51\x4f\x7a"))
    ok("pick of the lowest", raw(b"\x51\x00\x51\x79"))
    everywhere("INVALID_ALTSTACK_OPERATION", "alt stack empty", b"\x6c", b"\x51\x6b\x6c")
    for script, name in [
        (b"\x51\x63\x51", "if without end"), (b"\x51\x67\x68", "else alone"), (b"\x51\x68", "endif alone"),
        (b"\x63\x51\x68", "if of nothing"), (b"\x64\x51\x68", "notif of nothing"),
    ]:
        everywhere("UNBALANCED_CONDITIONAL", name, script, b"\x51\x63\x51\x67\x00\x68")
    ok("else twice", raw(b"\x51\x63\x51\x67\x6a\x67\x51\x68"))
    five = push(b"\x00\x00\x00\x00\x01")
    everywhere("UNKNOWN_ERROR", "number of five bytes", five + b"\x8b", push(b"\x00\x00\x00\x01") + b"\x8b")
    case("UNKNOWN_ERROR", "lock time of six bytes", raw(push(bytes(5) + b"\x01") + b"\xb1"), lock_time=9)


def size_rules():
    block = push(bytes(519)) + b"\x75"  # 523 bytes
    body = block * 19  # 9937
    script = lambda size: body + push(bytes(size - len(body) - 3)) + b"\x75\x51"  # noqa: E731
    assert len(script(10_000)) == 10_000
    for name, make in [("scriptPubKey", raw), ("witness script", lambda s: witness_script(s, []))]:
        case("SCRIPT_SIZE", f"10001 bytes, {name}", make(script(10_001)))
        ok(f"10000 bytes, {name}", make(script(10_000)))
    ok("10001 bytes, tapscript", tapscript("in", script(10_001), []))
    everywhere("PUSH_SIZE", "push of 521 bytes", push(bytes(521)) + b"\x75\x51",
               push(bytes(520)) + b"\x75\x51", legacy=False)
    case("PUSH_SIZE", "push of 521 bytes, scriptPubKey", raw(push(bytes(521)) + b"\x75\x51"))
    case("PUSH_SIZE", "push of 521 bytes not run", raw(b"\x51\x00\x63" + push(bytes(521)) + b"\x68"))
    ok("push of 520 bytes, scriptPubKey", raw(push(bytes(520)) + b"\x75\x51"))
    case("PUSH_SIZE", "witness item of 521 bytes", witness_script(b"\x75\x51", [], after=[bytes(521)]))
    ok("witness item of 520 bytes", witness_script(b"\x75\x51", [], after=[bytes(520)]))
    case("PUSH_SIZE", "tapscript's item of 521 bytes", tapscript("in", b"\x75\x51", [], before=[bytes(521)]))
    case("PUSH_SIZE", "redeem script of 521 bytes", legacy_script(push(bytes(516)) + b"\x75\x51", []))
    ok("redeem script of 520 bytes", legacy_script(push(bytes(515)) + b"\x75\x51", []))
    everywhere("OP_COUNT", "202 opcodes", b"\x51" + b"\x61" * 202, b"\x51" + b"\x61" * 201, tap=False)
    everywhere("OP_COUNT", "202 opcodes, none run", b"\x51\x00\x63" + b"\x61" * 200 + b"\x68",
               b"\x51\x00\x63" + b"\x61" * 199 + b"\x68", tap=False)
    ok("202 opcodes, tapscript", tapscript("in", b"\x51" + b"\x61" * 202, []))
    keys = multisig(0, PUBS)
    case("OP_COUNT", "keys count as opcodes", raw(b"\x00" + keys + b"\x61" * 198))
    ok("keys and opcodes are 201", raw(b"\x00" + keys + b"\x61" * 197))
    case("STACK_SIZE", "1001 items", raw(b"\x51" * 1001))
    ok("1000 items", raw(b"\x51" * 1000))
    case("STACK_SIZE", "1001 items on two stacks", raw(b"\x51\x6b" + b"\x51" * 1000))
    ok("1000 items on two stacks", raw(b"\x51\x6b" + b"\x51" * 999))
    drops = b"\x6d" * 499
    case("STACK_SIZE", "1001 items for a tapscript", tapscript("in", drops + b"\x6d\x51", [], before=[b""] * 1001))
    ok("1000 items for a tapscript", tapscript("in", drops + b"\x6d\x51", [], before=[b""] * 1000))
    case("STACK_SIZE", "1001 items, witness script", witness_script(b"\x51" * 1001, []))


def time_rules():
    for opcode, terms in [(b"\xb1", {"lock_time": 500}), (b"\xb2", {"sequences": [500]})]:
        name = "lock time" if opcode == b"\xb1" else "age"
        everywhere("NEGATIVE_LOCKTIME", f"negative {name}", number(-1) + opcode, number(1) + opcode, **terms)
        everywhere("UNSATISFIED_LOCKTIME", f"{name} not reached", number(501) + opcode, number(500) + opcode, **terms)
    cltv = lambda n: raw(number(n) + b"\xb1")  # noqa: E731
    csv = lambda n: raw(number(n) + b"\xb2")  # noqa: E731
    case("UNSATISFIED_LOCKTIME", "height asked, time given", cltv(499_999_999), lock_time=500_000_000)
    case("UNSATISFIED_LOCKTIME", "time asked, height given", cltv(500_000_000), lock_time=499_999_999)
    ok("time asked, time given", cltv(500_000_000), lock_time=500_000_000)
    case("UNSATISFIED_LOCKTIME", "final input", cltv(1), lock_time=1, sequences=[0xFFFFFFFF])
    case("UNSATISFIED_LOCKTIME", "age in version 1", csv(1), version=1, sequences=[1])
    case("UNSATISFIED_LOCKTIME", "age switched off", csv(1), sequences=[1 << 31 | 1])
    case("UNSATISFIED_LOCKTIME", "blocks asked, time given", csv(1), sequences=[1 << 22 | 1])
    case("UNSATISFIED_LOCKTIME", "time asked, blocks given", csv(1 << 22 | 1), sequences=[1])
    ok("time asked, time given as age", csv(1 << 22 | 1), sequences=[1 << 22 | 1])
    ok("age asked that means nothing", csv(1 << 31), sequences=[0xFFFFFFFF], version=1)
    ok("lock time of five bytes", raw(push(b"\xff\xff\xff\xff\x00") + b"\xb1"), lock_time=0xFFFFFFFF)
    some = "P2SH,DERSIG,WITNESS"
    ok("lock time without its rule", cltv(501), some, lock_time=500)
    ok("age without its rule", csv(501), some, sequences=[500])


def signature_rules():
    wrong = changed(bare_key("one"), lambda sig, wit: (sig[:-2] + bytes([sig[-2] ^ 1]) + sig[-1:], wit))
    ok("p2pk", bare_key("one"))
    ok("p2pk uncompressed", bare_key("one", compressed=False))
    ok("p2pkh", key_hash("one"))
    case("EVAL_FALSE", "wrong signature", wrong)
    for kind in [NONE, SINGLE, ALL | ANYONE, NONE | ANYONE, SINGLE | ANYONE]:
        for name, make in [("p2pkh", key_hash), ("p2wpkh", witness_key_hash), ("p2tr", taproot_key)]:
            ok(f"{name} with sighash type {kind:#x}", make("one", kind), rest=[key_hash("two")])
    case("CHECKSIGVERIFY", "no signature", legacy_script(push(public("one")) + b"\xad\x51", [], before=b"\0"))
    ok("signature to be verified", legacy_script(push(public("one")) + b"\xad\x51", ["one"]))
    case("CHECKSIGVERIFY", "no signature, witness script",
         witness_script(push(public("one")) + b"\xad\x51", [], before=[b""]))
    case("CHECKSIGVERIFY", "no signature, tapscript",
         tapscript("in", push(x_only("one")) + b"\xad\x51", [], before=[b""]))
    ok("signature to be verified, tapscript", tapscript("in", push(x_only("one")) + b"\xad\x51", ["one"]))
    verify = TWO[:-1] + b"\xaf\x51"
    case("CHECKMULTISIGVERIFY", "no signatures", legacy_script(verify, [], before=b"\0\0\0"))
    ok("signatures to be verified", legacy_script(verify, ["m0", "m2"], before=b"\0"))
    ok("multisig, bare", legacy_script(TWO, ["m0", "m1"], before=b"\0", nested=False))
    case("EVAL_FALSE", "multisig in the wrong order", legacy_script(TWO, ["m2", "m0"], before=b"\0"))
    case("EVAL_FALSE", "multisig, one twice", legacy_script(TWO, ["m1", "m1"], before=b"\0"))
    pubs = [public(f"k{n}") for n in range(21)]
    case("PUBKEY_COUNT", "21 keys", raw(b"\0\0" + b"".join(map(push, pubs)) + number(21) + b"\xae"))
    ok("20 keys", raw(b"\0\0" + b"".join(map(push, pubs[:20])) + number(20) + b"\xae"))
    case("PUBKEY_COUNT", "-1 keys", raw(b"\0\0\x4f\xae"))
    case("SIG_COUNT", "3 of 2", raw(b"\0" * 4 + b"\x53" + b"".join(map(push, pubs[:2])) + b"\x52\xae"))
    case("SIG_COUNT", "-1 of 2", raw(b"\0\x4f" + b"".join(map(push, pubs[:2])) + b"\x52\xae"))
    ok("0 of 2", raw(b"\0\0" + b"".join(map(push, pubs[:2])) + b"\x52\xae"))
    case("SIG_NULLDUMMY", "dummy of 1", legacy_script(TWO, ["m0", "m1"], before=b"\x51"))
    ok("dummy of 1 without its rule", legacy_script(TWO, ["m0", "m1"], before=b"\x51"), "P2SH,DERSIG")
    case("SIG_NULLDUMMY", "dummy of 1, witness script", witness_script(TWO, ["m0", "m1"], before=[b"\1"]))
    ok("no dummy", witness_script(TWO, ["m0", "m1"], before=[b""]))

    # The forms of signatures and keys.
    long_r = lambda sig, wit: (push(b"\x30" + bytes([sig[2] + 1, 2, sig[4] + 1, 0]) + sig[5:]), wit)  # noqa: E731
    case("SIG_DER", "R with a zero too many", changed(bare_key("one"), long_r))
    ok("R with a zero too many, without its rule", changed(bare_key("one"), long_r), "P2SH")
    case("SIG_DER", "one byte", raw(SIG, b"\x01\x01"))
    case("SIG_DER", "not a signature, then not", raw(SIG + b"\x91", push(b"\x30\x01\x02")))
    ok("no signature, then not", raw(SIG + b"\x91", b"\0"))
    flagged("SIG_HIGH_S", "high S", key_hash("one", high_s=True), "LOW_S")
    flagged("SIG_HIGH_S", "high S, witness", witness_key_hash("one", high_s=True), "LOW_S")
    ok("low S", key_hash("one"), CONSENSUS + ",LOW_S")
    flagged("SIG_HASHTYPE", "sighash type 4", key_hash("one", 4), "STRICTENC")
    flagged("SIG_HASHTYPE", "sighash type 0x84", witness_key_hash("one", 0x84), "STRICTENC")
    pub = public("one", False)
    hybrid = bytes([6 + pub[-1] % 2]) + pub[1:]
    flagged("PUBKEYTYPE", "hybrid key", legacy_script(push(hybrid) + b"\xac", ["one"]), "STRICTENC")
    case("PUBKEYTYPE", "no key, tapscript", tapscript("in", b"\0\xac", [], before=[b""]))
    flagged("WITNESS_PUBKEYTYPE", "uncompressed key", witness_script(push(pub) + b"\xac", ["one"]), "WITNESS_PUBKEYTYPE")
    ok("compressed key", witness_script(SIG, ["one"]), CONSENSUS + ",WITNESS_PUBKEYTYPE")
    flagged("NULLFAIL", "wrong signature, then not", legacy_script(push(public("two")) + b"\xac\x91", ["one"]), "NULLFAIL")
    flagged("NULLFAIL", "wrong signatures, then not",
            legacy_script(TWO + b"\x91", ["one", "two"], before=b"\0"), "NULLFAIL")
    ok("no signature, then not, NULLFAIL", raw(SIG + b"\x91", b"\0"), CONSENSUS + ",NULLFAIL")
    separator = push(public("one")) + b"\xab\xac"
    after = push(public("one")) + b"\xac"

    def signed_after(script):
        """Signed from after the separator on."""
        def fill(tx, index, spent):
            return push(ecdsa("one", sig_hash.legacy(b"\xac", tx, index, ALL))), []
        return script, fill

    flagged("OP_CODESEPARATOR", "separator", signed_after(separator), "CONST_SCRIPTCODE")
    flagged("OP_CODESEPARATOR", "separator not run", raw(b"\x51\x00\x63\xab\x68"), "CONST_SCRIPTCODE")
    ok("separator, witness script", witness_script(separator, ["one"], code=b"\xac"), CONSENSUS + ",CONST_SCRIPTCODE")
    ok("separator, tapscript", tapscript("in", push(x_only("one")) + b"\xab\xac", ["one"], separator=1))
    case("SCHNORR_SIG", "separator not told, tapscript", tapscript("in", push(x_only("one")) + b"\xab\xac", ["one"]))

    def own_signature():
        """The script holds its signature, which is cut out of what is signed."""
        code = b"\x75" + after

        def fill(tx, index, spent):
            return b"", []
        tx, spent = spending([(b"\x51", fill)], [50_000], sequences=[0xFFFFFFFE])
        signature = ecdsa("one", sig_hash.legacy(code, tx, 0, ALL))
        return raw(push(signature) + code, push(signature))

    flagged("SIG_FINDANDDELETE", "signature in its script", own_signature(), "CONST_SCRIPTCODE")


def form_rules():
    flagged("MINIMALDATA", "push by a longer opcode", raw(b"\x4c\x01\x07"), "MINIMALDATA")
    flagged("MINIMALDATA", "1 as bytes", raw(b"\x01\x01"), "MINIMALDATA")
    flagged("MINIMALDATA", "-1 as bytes", raw(b"\x01\x81"), "MINIMALDATA")
    flagged("MINIMALDATA", "nothing by a longer opcode", raw(b"\x51\x4c\x00\x75"), "MINIMALDATA")
    flagged("UNKNOWN_ERROR", "number with a zero too many", raw(b"\x02\x01\x00\x8b"), "MINIMALDATA")
    ok("short pushes", raw(b"\x01\x11\x4f\x51\x60"), CONSENSUS + ",MINIMALDATA")
    case("SIG_PUSHONLY", "p2sh after a nop", changed(legacy_script(b"\x51", []), lambda s, w: (b"\x61" + s, w)))
    ok("p2sh after a nop, without its rule",
       changed(legacy_script(b"\x51", []), lambda s, w: (b"\x61" + s, w)), "DERSIG")
    flagged("SIG_PUSHONLY", "nop", raw(b"\x51", b"\x61"), "SIGPUSHONLY")
    flagged("CLEANSTACK", "two items", raw(b"\x51\x51"), "CLEANSTACK")
    flagged("CLEANSTACK", "two items, redeem script", legacy_script(b"\x51", [], before=b"\x51"), "CLEANSTACK")
    ok("one item", raw(b"\x51"), CONSENSUS + ",CLEANSTACK")
    for value, name in [(b"\2", "2"), (b"\0", "a zero byte"), (b"\1\0", "1 in two bytes")]:
        chosen = b"\x51\x7c\x63\x67\x68"
        flagged("MINIMALIF", f"if takes {name}", witness_script(chosen, [], after=[value]), "MINIMALIF")
        flagged("MINIMALIF", f"notif takes {name}",
                witness_script(b"\x51\x7c\x64\x67\x68", [], after=[value]), "MINIMALIF")
        case("TAPSCRIPT_MINIMALIF", f"if takes {name}, tapscript", tapscript("in", chosen, [], before=[value]))
        ok(f"if takes {name}, redeem script", legacy_script(chosen, [], before=push(value)), CONSENSUS + ",MINIMALIF")
    for value in [b"", b"\1"]:
        ok(f"if takes {len(value)}", witness_script(b"\x51\x7c\x63\x67\x68", [], after=[value]), CONSENSUS + ",MINIMALIF")
        ok(f"if takes {len(value)}, tapscript", tapscript("in", b"\x51\x7c\x63\x67\x68", [], before=[value]))
    for opcode in [0xB0, 0xB3, 0xB4, 0xB5, 0xB6, 0xB7, 0xB8, 0xB9]:
        script = b"\x51" + bytes([opcode])
        flagged("DISCOURAGE_UPGRADABLE_NOPS", f"nop {opcode - 0xAF}", raw(script), "DISCOURAGE_UPGRADABLE_NOPS")
    ok("nop not run", raw(b"\x51\x00\x63\xb9\x68"), CONSENSUS + ",DISCOURAGE_UPGRADABLE_NOPS")


def witness_rules():
    program = sha256(b"program")
    ok("p2wpkh", witness_key_hash("one"))
    ok("p2sh-p2wpkh", witness_key_hash("one", nested=True))
    ok("p2wsh", witness_script(SIG, ["one"]))
    ok("p2sh-p2wsh", witness_script(SIG, ["one"], nested=True))
    for size in [2, 19, 21, 31, 33, 40]:
        case("WITNESS_PROGRAM_WRONG_LENGTH", f"version 0 with {size} bytes",
             raw(b"\x00" + push((program * 2)[:size]), b"", [b"x"]))
    case("WITNESS_PROGRAM_WITNESS_EMPTY", "p2wsh without witness", raw(p2wsh(b"\x51")))
    case("WITNESS_PROGRAM_WITNESS_EMPTY", "p2tr without witness", raw(b"\x51\x20" + x_only("one")))
    case("WITNESS_PROGRAM_MISMATCH", "p2wsh with another script", raw(p2wsh(b"\x51"), b"", [b"\x52"]))
    case("WITNESS_PROGRAM_MISMATCH", "p2wpkh without witness", raw(p2wpkh(public("one"))))
    case("WITNESS_PROGRAM_MISMATCH", "p2wpkh with one item", raw(p2wpkh(public("one")), b"", [public("one")]))
    case("WITNESS_PROGRAM_MISMATCH", "p2wpkh with three items",
         changed(witness_key_hash("one"), lambda s, w: (s, [b"", *w])))
    case("EQUALVERIFY", "p2wpkh with another key",
         changed(witness_key_hash("one"), lambda s, w: (s, [w[0], public("two")])))
    case("WITNESS_MALLEATED", "p2wpkh with a push", changed(witness_key_hash("one"), lambda s, w: (b"\x51", w)))
    case("WITNESS_MALLEATED_P2SH", "p2sh-p2wpkh with a push before",
         changed(witness_key_hash("one", nested=True), lambda s, w: (b"\x51" + s, w)))
    case("WITNESS_MALLEATED_P2SH", "p2sh-p2wpkh by a longer push",
         changed(witness_key_hash("one", nested=True), lambda s, w: (b"\x4c" + s, w)))
    case("WITNESS_UNEXPECTED", "p2pkh with witness", changed(key_hash("one"), lambda s, w: (s, [b""])))
    case("WITNESS_UNEXPECTED", "p2sh with witness", changed(legacy_script(b"\x51", []), lambda s, w: (s, [b""])))
    ok("p2pkh with witness, without its rule", changed(key_hash("one"), lambda s, w: (s, [b""])), "P2SH,DERSIG")
    ok("p2wsh without its rule", raw(p2wsh(b"\x00")), "P2SH,DERSIG")
    for script, name in [
        (b"\x52" + push(program), "version 2"), (b"\x60" + push(program[:2]), "version 16"),
        (b"\x51" + push(program[:31]), "version 1 with 31 bytes"),
    ]:
        flagged("DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM", name, raw(script, b"", [b"x"]),
                "DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM")
    ok("version 1 in p2sh", raw(p2sh(b"\x51\x20" + program), push(b"\x51\x20" + program), [b"x"]))
    ok("anchor", raw(b"\x51\x02\x4e\x73"), CONSENSUS + ",DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM")


def taproot_rules():
    ok("key path", taproot_key("one"))
    ok("key path, all said", taproot_key("one", ALL))
    ok("leaf", tapscript("in", XSIG, ["one"]))
    ok("leaf with annex", tapscript("in", XSIG, ["one"], annex=b"\x50\1\2"))
    ok("leaf under two branches", tapscript("in", XSIG, ["one"], siblings=[bytes(32), b"\xff" * 32]))
    ok("leaf 128 deep", tapscript("in", XSIG, ["one"], siblings=[sha256(bytes([n])) for n in range(128)]))
    with_sig = lambda change: changed(taproot_key("one"), lambda s, w: (s, [change(w[0])]))  # noqa: E731
    case("SCHNORR_SIG", "wrong signature", with_sig(lambda s: s[:-1] + bytes([s[-1] ^ 1])))
    case("SCHNORR_SIG", "other sighash type", with_sig(lambda s: s + b"\1"))
    case("SCHNORR_SIG_SIZE", "63 bytes", with_sig(lambda s: s[:-1]))
    case("SCHNORR_SIG_SIZE", "66 bytes", with_sig(lambda s: s + b"\1\1"))
    case("SCHNORR_SIG_SIZE", "nothing", with_sig(lambda s: b""))
    case("SCHNORR_SIG_SIZE", "63 bytes, tapscript",
         changed(tapscript("in", XSIG, ["one"]), lambda s, w: (s, [w[0][:-1], *w[1:]])))
    case("SCHNORR_SIG_HASHTYPE", "sighash type 0 said", with_sig(lambda s: s + b"\0"))
    case("SCHNORR_SIG_HASHTYPE", "sighash type 4", with_sig(lambda s: s + b"\4"))
    for change, name in [
        (lambda b: b[:-1], "32 bytes"), (lambda b: b + b"\0", "34 bytes"), (lambda b: b + bytes(31), "64 bytes"),
        (lambda b: b + bytes(129 * 32), "129 branches"), (lambda b: b"", "nothing"),
    ]:
        case("TAPROOT_WRONG_CONTROL_SIZE", f"control block: {name}", tapscript("in", b"\x51", [], control=change))
    for change, name in [
        (lambda b: bytes([b[0] ^ 1]) + b[1:], "other parity"), (lambda b: b + bytes(32), "a branch too many"),
        (lambda b: b[:1] + x_only("two"), "other key"), (lambda b: bytes([b[0] ^ 2]) + b[1:], "other version"),
    ]:
        case("WITNESS_PROGRAM_MISMATCH", f"control block: {name}", tapscript("in", b"\x51", [], control=change))
    flagged("DISCOURAGE_UPGRADABLE_TAPROOT_VERSION", "leaf version c2", tapscript("in", b"\x00", [], version=0xC2),
            "DISCOURAGE_UPGRADABLE_TAPROOT_VERSION")
    for opcode in [0x50, 0x62, 0x7E, 0x80, 0x89, 0x8D, 0x95, 0xBB, 0xFE]:
        flagged("DISCOURAGE_OP_SUCCESS", f"opcode {opcode:#x}", tapscript("in", b"\x00" + bytes([opcode]) + b"\x4d", []),
                "DISCOURAGE_OP_SUCCESS")
    case("BAD_OPCODE", "opcode 0xff, tapscript", tapscript("in", b"\x51\xff", []))
    case("BAD_OPCODE", "push cut off before success", tapscript("in", b"\x51\x05\x50", []))
    unknown = tapscript("in", push(b"\x09" * 33) + b"\xac", [], before=[b"s" * 10])
    flagged("DISCOURAGE_UPGRADABLE_PUBKEYTYPE", "key of 33 bytes", unknown, "DISCOURAGE_UPGRADABLE_PUBKEYTYPE")
    for opcode in [0xAE, 0xAF]:
        case("TAPSCRIPT_CHECKMULTISIG", f"opcode {opcode:#x}", tapscript("in", b"\0\0\0" + bytes([opcode]) + b"\x51", []))
    ok("multisig not run", tapscript("in", b"\x51\0\x63\xae\x68", []))
    both = push(x_only("one")) + b"\xac" + push(x_only("two")) + b"\xba\x52\x9c"
    ok("two by checksigadd", tapscript("in", both, ["two", "one"]))
    case("SCHNORR_SIG", "two by checksigadd, exchanged", tapscript("in", both, ["one", "two"]))
    # Each check costs 50; the witness has 50 besides its own bytes.
    again = lambda n: b"\x6e\xad" * n + b"\xac"  # 2dup checksigverify, then the last  # noqa: E731
    for count, rule in [(2, None), (3, None), (4, None), (5, None), (6, None)]:
        script = push(x_only("one")) + again(count)
        kind = tapscript("in", script, ["one"])
        size = witness_size(kind)
        rule = "OK" if (count + 1) * 50 <= size + 50 else "TAPSCRIPT_VALIDATION_WEIGHT"
        case(rule, f"{count + 1} checks for {size} bytes", kind)
    script = push(x_only("one")) + again(6)
    ok("7 checks with an annex to pay for them", tapscript("in", script, ["one"], annex=b"\x50" + bytes(250)))


def witness_size(kind):
    tx, _ = spending([kind], [50_000], sequences=[0xFFFFFFFE])
    return len(tx.vin[0].script_witness.serialize())


if __name__ == "__main__":
    for make in (
        plain_rules, size_rules, time_rules, signature_rules, form_rules, witness_rules, taproot_rules):
        make()
    for line in WRONG:
        print(*line)
    assert not WRONG, "the judges do not agree"
    write("script_rules.json", CASES)
    found = {c["rule"] for c in CASES}
    print(f"{len(found) - 1} rules, {sum(c['rule'] == 'OK' for c in CASES)} valid")
