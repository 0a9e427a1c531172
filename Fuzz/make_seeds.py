#!/usr/bin/env python3
"""Writes inputs to start from, a folder a target: make_seeds.py FOLDER

They come from the vectors in Tests/BitcoinTests/Vectors and, where they are, from ../shared/vectors (or
$VECTORS): every text in those files that looks like one of the formats. `scripts/fuzz.sh --corpus` keeps
the few that reach new code. Standard library only.
"""

import base64
import csv
import hashlib
import json
import os
import pathlib
import re
import struct
import sys

HOME = pathlib.Path(__file__).resolve().parent
ROOT = HOME.parent
SHARED = pathlib.Path(os.environ.get("VECTORS", ROOT / "../shared/vectors"))
OUT = pathlib.Path(sys.argv[1])

FLAGS = """P2SH STRICTENC DERSIG LOW_S NULLDUMMY SIGPUSHONLY MINIMALDATA DISCOURAGE_UPGRADABLE_NOPS CLEANSTACK
CHECKLOCKTIMEVERIFY CHECKSEQUENCEVERIFY WITNESS DISCOURAGE_UPGRADABLE_WITNESS_PROGRAM MINIMALIF NULLFAIL
WITNESS_PUBKEYTYPE CONST_SCRIPTCODE TAPROOT""".split()
NAMES = """NOP VER IF NOTIF VERIF VERNOTIF ELSE ENDIF VERIFY RETURN TOALTSTACK FROMALTSTACK 2DROP 2DUP 3DUP 2OVER
2ROT 2SWAP IFDUP DEPTH DROP DUP NIP OVER PICK ROLL ROT SWAP TUCK CAT SUBSTR LEFT RIGHT SIZE INVERT AND OR XOR
EQUAL EQUALVERIFY RESERVED1 RESERVED2 1ADD 1SUB 2MUL 2DIV NEGATE ABS NOT 0NOTEQUAL ADD SUB MUL DIV MOD LSHIFT
RSHIFT BOOLAND BOOLOR NUMEQUAL NUMEQUALVERIFY NUMNOTEQUAL LESSTHAN GREATERTHAN LESSTHANOREQUAL
GREATERTHANOREQUAL MIN MAX WITHIN RIPEMD160 SHA1 SHA256 HASH160 HASH256 CODESEPARATOR CHECKSIG CHECKSIGVERIFY
CHECKMULTISIG CHECKMULTISIGVERIFY NOP1 CHECKLOCKTIMEVERIFY CHECKSEQUENCEVERIFY NOP4 NOP5 NOP6 NOP7 NOP8 NOP9
NOP10 CHECKSIGADD""".split()
CODES = {name: 0x61 + place for place, name in enumerate(NAMES)} | {"RESERVED": 0x50}
BARE, P2SH, P2WSH, NESTED, TAPSCRIPT, KEYPATH, PROGRAM, PAIR = range(8)
ALL = (1 << 21) - 1
CONSENSUS = sum(1 << FLAGS.index(name) for name in
                ("P2SH", "DERSIG", "NULLDUMMY", "CHECKLOCKTIMEVERIFY", "CHECKSEQUENCEVERIFY", "WITNESS", "TAPROOT"))
# The keys of the numbers 1 to 4, as FuzzKeys has them.
KEYS = [bytes.fromhex(key) for key in (
    "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798",
    "02c6047f9441ed7d6d3045406e95c07cd85c778e4b8cef3ca7abac09b95c709ee5",
    "02f9308a019258c31049344f85f89d5229b531c845836f99b08601f113bce036f9",
    "02e493dbf1c10d80f3581e4904930b1404cc6c13900ee0758474fa94abe8c4cd13")]

count = 0


def seed(target, data):
    global count
    if isinstance(data, str):
        data = data.encode()
    folder = OUT / target
    folder.mkdir(parents=True, exist_ok=True)
    (folder / hashlib.sha1(data).hexdigest()).write_bytes(data)
    count += 1


def push(data):
    if len(data) < 0x4c:
        return bytes([len(data)]) + data
    if len(data) < 0x100:
        return bytes([0x4c, len(data)]) + data
    return bytes([0x4d]) + struct.pack("<H", len(data)) + data


def number(value):
    if value == 0:
        return b"\0"
    if -1 <= value <= 16:
        return bytes([0x50 + value])
    digits = abs(value).to_bytes((abs(value).bit_length() + 7) // 8, "little")
    if digits[-1] & 0x80:
        digits += b"\0"
    if value < 0:
        digits = digits[:-1] + bytes([digits[-1] | 0x80])
    return push(digits)


def assemble(text):
    script = b""
    for word in text.split():
        name = word.removeprefix("OP_")
        if re.fullmatch(r"-?\d+", word):
            script += number(int(word))
        elif word.startswith("0x"):
            script += bytes.fromhex(word[2:])
        elif word.startswith("'"):
            script += push(word[1:-1].encode())
        elif name in CODES:
            script += bytes([CODES[name]])
        else:
            return None
    return script


def literal(item):
    return (b"\6" + struct.pack("<H", len(item)) if len(item) > 255 else b"\0" + bytes([len(item)])) + item


def spend(shape, script, items=b"", flags=CONSENSUS, context=0, other=ALL):
    if len(script) < 3000:
        seed("script", struct.pack("<IIBBH", flags, other, shape, context, len(script)) + script + items)


def script_seeds():
    for key in range(3):
        for kind in (0, 1, 2, 3, 0x81, 0x82, 0x83):
            ecdsa, schnorr = bytes([1, kind, key]), bytes([2, kind, key])
            single = push(KEYS[key]) + b"\xac"
            for shape in (BARE, P2SH, P2WSH, NESTED):
                spend(shape, single, ecdsa)
            spend(TAPSCRIPT, push(KEYS[key][1:]) + b"\xac", schnorr)
            spend(KEYPATH, b"\x51", schnorr)
            spend(KEYPATH, b"\x51", schnorr + b"\5\3abc")
    hashed = b"\x76\xa9" + push(hashlib.new("ripemd160", hashlib.sha256(KEYS[0]).digest()).digest()) + b"\x88\xac"
    multisig = b"\x52" + b"".join(map(push, KEYS[:3])) + b"\x53\xae"
    for shape in (BARE, P2SH, P2WSH, NESTED):
        spend(shape, hashed, b"\1\1\0\3\0")
        spend(shape, multisig, b"\0\0\1\1\0\1\1\2")
        spend(shape, multisig, b"\0\0\1\1\1\1\1\0")
        for text in ("1000 CHECKLOCKTIMEVERIFY", "16 CHECKSEQUENCEVERIFY", "4194320 CHECKSEQUENCEVERIFY DROP 1",
                     "IF 1 ELSE 0 ENDIF", "DEPTH 3 EQUAL", "NOT IF RETURN ENDIF 1", "TOALTSTACK FROMALTSTACK",
                     "PICK ROLL WITHIN", "CODESEPARATOR 1", "SIZE 0 EQUAL", "HASH256 HASH160 SHA1 RIPEMD160 SHA256",
                     "1ADD 1SUB NEGATE ABS NOT 0NOTEQUAL", "ADD SUB BOOLAND", "NUMEQUALVERIFY MIN MAX"):
            for context in (0, 1, 2, 0x13, 0x33):
                spend(shape, assemble(text), literal(b"\1") + literal(b"") + literal(b"\2"), context=context)
    added = push(KEYS[0][1:]) + b"\xac" + b"".join(push(key[1:]) + b"\xba" for key in KEYS[1:3]) + b"\x52\x9c"
    spend(TAPSCRIPT, added, b"\2\0\2\0\0\2\0\0")
    spend(TAPSCRIPT, added, b"\2\0\2\2\0\1\0\0", flags=ALL)
    for text in ("RESERVED", "CAT", "0x51", "IF 1 ENDIF", "CODESEPARATOR 1", "0x62", "0x21 0x" + "05" * 33 + " CHECKSIG"):
        spend(TAPSCRIPT, assemble(text), literal(b"\1") + b"\2\0\0")
        spend(TAPSCRIPT, assemble(text), literal(b"\1") + b"\5\1x", flags=ALL)
        spend(TAPSCRIPT, assemble(text), literal(b"\1"), context=0x42)
    for version in (0, 0x51, 0x52, 0x60):
        for size in (2, 20, 32, 33):
            spend(PROGRAM, bytes([version, size]) + bytes(size), literal(b"\1"))
    program = b"\0" + push(hashlib.new("ripemd160", hashlib.sha256(KEYS[0]).digest()).digest())
    spend(PROGRAM, program, b"\1\1\0\3\0")
    spend(P2WSH, b"\x51", b"\4\0" + struct.pack("<H", 521))
    spend(P2WSH, b"\x75" * 300 + b"\x51", b"\0\1a" * 301)
    for row in shared_json("script_tests.json"):
        witness, row = (row[0], row[1:]) if row and isinstance(row[0], list) else ([], row)
        if len(row) < 4:
            continue
        before, script = assemble(row[0]), assemble(row[1])
        if before is None or script is None:
            continue
        flags = sum(1 << FLAGS.index(name) for name in row[2].split(",") if name in FLAGS)
        items = literal(before)
        for item in witness[:-1]:
            if isinstance(item, str) and re.fullmatch(r"([0-9a-f]{2})*", item):
                items += literal(bytes.fromhex(item))
        spend(PAIR, script, items, flags)
        for shape in (P2SH, P2WSH, TAPSCRIPT):
            spend(shape, script, literal(b"\1") * 3, flags | CONSENSUS)


def shared_json(name):
    path = SHARED / name
    return json.loads(path.read_text()) if path.exists() else []


def compact(value):
    return bytes([value]) if value < 0xfd else b"\xfd" + struct.pack("<H", value)


def blocks(transactions):
    header = struct.pack("<I", 4) + bytes(64) + struct.pack("<III", 1300000000, 0x207fffff, 0)
    coinbase = bytes.fromhex(
        "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff020151ffffffff"
        "0200f2052a0100000001510000000000000000266a24aa21a9ed" + "00" * 32 + "00000000")
    record = lambda block: bytes.fromhex("fabfb5da") + struct.pack("<I", len(block)) + block
    seed("block", header + b"\1" + coinbase)
    for place, transaction in enumerate(transactions):
        some = [coinbase] + transactions[place:place + 1 + place % 3]
        block = header + compact(len(some)) + b"".join(some)
        if len(block) < 6000:
            seed("block", block)
    seed("block", record(header + b"\1" + coinbase) + bytes(9) + record(header + b"\0"))


def block_files():
    """Files of the kinds that a node's disk has, plain and under a key (the first byte's low bit)."""
    coinbase = bytes.fromhex(
        "01000000010000000000000000000000000000000000000000000000000000000000000000ffffffff020151ffffffff"
        "0100f2052a01000000015100000000")
    digest = lambda data: hashlib.sha256(hashlib.sha256(data).digest()).digest()
    magic = bytes.fromhex("fabfb5da")

    def block(time, works=True):
        for nonce in range(1000):
            header = struct.pack("<I", 4) + bytes(32) + digest(coinbase) + struct.pack("<III", time, 0x207fffff, nonce)
            if (digest(header)[31] < 0x7f) == works:
                return header + b"\1" + coinbase
        raise ValueError(time)

    def record(data, claimed=None):
        return magic + struct.pack("<I", len(data) if claimed is None else claimed) + data

    one, two, idle = record(block(1)), record(block(2)), record(block(3, works=False))
    size = len(one) - 8
    files = [
        one, one + two, one + b"junk" + two, one + bytes(20), one[:100] + two, one[:40] + two, one + two[:-9],
        record(block(1), size + 30) + two, record(block(1), size + len(two)) + two, record(block(1), size - 20) + two,
        record(block(1), 0xffffffff) + two, idle + two, one + idle, one + magic, one + magic[:2], magic * 5 + two,
        record(block(1)[:-1] + b"\1") + b"\1" + two,
    ]
    key = bytes(range(1, 9))
    for file in files:
        seed("blockfile", b"\0" + file)
    for file in files[:6]:
        seed("blockfile", b"\1" + key + bytes(byte ^ key[place % 8] for place, byte in enumerate(file)) + bytes(12))


def messages(signatures):
    for key in range(32):
        for text in (b"", b"Hello World"):
            for changes in (b"", b"\0\1", b"\5\x80\x20\1"):
                seed("message", bytes([2, key, len(text)]) + text + changes)
                seed("message", bytes([3, key, len(text)]) + text + changes)
    for place, signature in enumerate(signatures):
        seed("message", bytes([0, place % 32, 11]) + b"Hello World" + signature.encode())
    for place, form in enumerate((b"\1\0", b"\2\1a\1b", b"\1\1\x51", b"psbt\xff\0")):
        for key in range(0, 0x40, 4):
            seed("message", bytes([1, key | place << 4, 1]) + b"x" + form)
    for inputs in (1, 2, 3):
        body = struct.pack("<I", 2) + bytes([inputs]) + b"".join(
            bytes([place]) + bytes(35) + b"\0" + b"\xff" * 4 for place in range(inputs))
        seed("message", bytes([4, 0, 1]) + b"x" + body + b"\1" + struct.pack("<q", 5) + b"\1\x51" + bytes(4))


TEXTS = {
    "descriptor": re.compile(r"(pk|pkh|wpkh|sh|wsh|tr|combo|multi|sortedmulti|addr|raw|rawtr)\(.*\)(#[a-z0-9]{8})?"),
    "address": re.compile(r"[13mn29cKL5][1-9A-HJ-NP-Za-km-z]{25,60}|(bc|tb|bcrt)1[a-z0-9]{6,87}|[xt](pub|prv)[1-9A-Za-z]{100,112}"),
}


def texts(value):
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, list):
        for part in value:
            yield from texts(part)


def is_transaction(data):
    return len(data) > 60 and data[:4] in (b"\1\0\0\0", b"\2\0\0\0") and len(data) < 4000


def main():
    transactions = []
    found = []
    for folder in (ROOT / "Tests/BitcoinTests/Vectors", SHARED):
        for path in sorted(folder.glob("*.json")):
            found += texts(json.loads(path.read_text()))
        for path in sorted(folder.glob("*.csv")):
            found += [cell for row in csv.reader(path.open()) for cell in row]
    for text in dict.fromkeys(found):
        for target, form in TEXTS.items():
            if form.fullmatch(text):
                seed(target, text)
        if text.startswith("cHNidP"):
            try:
                seed("psbt", base64.b64decode(text))
            except ValueError:
                pass
        if re.fullmatch(r"([0-9a-fA-F]{2})+", text):
            data = bytes.fromhex(text)
            if data.startswith(b"psbt\xff"):
                seed("psbt", data)
            elif is_transaction(data):
                seed("transaction", data)
                transactions.append(data)
    for text in ("0.1", "20999999.97690000", "deadBEEF", "AAEC", "bc1qw508d6qejxtdg4y5r3zarvary0c5xw7kv8f3t4", ""):
        seed("address", text)
    for kind in (b"\x76\xa9\x14" + bytes(20) + b"\x88\xac", b"\xa9\x14" + bytes(20) + b"\x87", b"\0\x14" + bytes(20),
                 b"\0\x20" + bytes(32), b"\x51\x20" + bytes(32), b"\x60\2ab", KEYS[0]):
        seed("address", kind)
    messages([text for text in found if re.fullmatch(r"(smp|ful|pof)?[A-Za-z0-9+/]{80,2000}=*", text)][:400])
    blocks(transactions)
    block_files()
    script_seeds()
    print(f"fuzz: {count} seeds in {OUT}")


main()
