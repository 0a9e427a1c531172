#!/usr/bin/env python3
"""Lets Bitcoin Core's validation library judge a simulated chain, where no node is at hand.

Usage: scripts/accept-kernel.py CASE [TRACE-CLI]

Feeds each block of CASE to libbitcoinkernel (the part of Bitcoin Core that validates) on a stock
regtest chain, with every script checked. Then reads the coins from the database that the library
wrote, computes hash_serialized_3 over them (Core: kernel/coinstats.cpp), and compares tip, count, amount
and hash with what `trace-cli ledger info --json CASE` says; CASE must have been indexed.

A case with another subsidyHalvingInterval than 150 is refused, since stock regtest has 150.
Needs two packages from PyPI: python3 -m pip install py-bitcoinkernel plyvel
Exit status: 0 accepted and equal, 1 refused or different, 2 something is missing.
"""

import gc
import hashlib
import json
import pathlib
import struct
import subprocess
import sys
import tempfile

FIELD = 2**256 - 2**32 - 977  # of secp256k1
MAGIC = bytes.fromhex("fabfb5da")  # of regtest


def read_blocks(folder):
    """The blocks of all block files, in their order."""
    for path in sorted(folder.glob("blk*.dat")):
        data = path.read_bytes()
        position = 0
        while data[position : position + 4] == MAGIC:
            size = struct.unpack_from("<I", data, position + 4)[0]
            yield data[position + 8 : position + 8 + size]
            position += 8 + size


def read_varint(data, position):
    """A number as Core packs it (serialize.h, VARINT), and the position after it."""
    number = 0
    while True:
        byte = data[position]
        position += 1
        number = number << 7 | byte & 0x7F
        if not byte & 0x80:
            return number, position
        number += 1


def unpack_amount(packed):
    """An amount as Core packs it (compressor.cpp, DecompressAmount)."""
    if packed == 0:
        return 0
    packed, exponent = divmod(packed - 1, 10)
    if exponent == 9:
        return (packed + 1) * 10**9
    packed, digit = divmod(packed, 9)
    return (packed * 10 + digit + 1) * 10**exponent


def unpack_script(kind, data):
    """A scriptPubKey as Core packs it (compressor.cpp, DecompressScript)."""
    if kind == 0:
        return b"\x76\xa9\x14" + data[:20] + b"\x88\xac"
    if kind == 1:
        return b"\xa9\x14" + data[:20] + b"\x87"
    if kind in (2, 3):
        return b"\x21" + bytes([kind]) + data[:32] + b"\xac"
    if kind in (4, 5):
        x = int.from_bytes(data[:32], "big")
        y = pow(x**3 + 7, (FIELD + 1) // 4, FIELD)
        if y & 1 != kind & 1:
            y = FIELD - y
        return b"\x41\x04" + data[:32] + y.to_bytes(32, "big") + b"\xac"
    return data[: kind - 6]


def compact_size(number):
    if number < 253:
        return bytes([number])
    return b"\xfd" + struct.pack("<H", number)


def read_coins(database):
    """Coins by outpoint: height and coinbase bit, amount, script (Core: txdb.cpp, coins.h)."""
    key = (database.get(b"\x0e\x00obfuscate_key") or b"\x01\x00")[1:]
    coins = {}
    for name, value in database.iterator(prefix=b"C"):
        value = bytes(byte ^ key[index % len(key)] for index, byte in enumerate(value))
        code, position = read_varint(value, 0)
        packed, position = read_varint(value, position)
        kind, position = read_varint(value, position)
        script = unpack_script(kind, value[position:])
        coins[name[1:33], read_varint(name, 33)[0]] = (code, unpack_amount(packed), script)
    return coins


def hash_coins(coins):
    """hash_serialized_3, as `gettxoutsetinfo` prints it."""
    digest = hashlib.sha256()
    for txid, vout in sorted(coins):
        code, amount, script = coins[txid, vout]
        digest.update(txid + struct.pack("<IIq", vout, code, amount))
        digest.update(compact_size(len(script)) + script)
    return hashlib.sha256(digest.digest()).digest()[::-1].hex()


def main():
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        return 2
    try:
        import pbk
        import plyvel
    except ImportError as missing:
        print(f"{missing}: python3 -m pip install py-bitcoinkernel plyvel", file=sys.stderr)
        return 2
    case = pathlib.Path(sys.argv[1])
    program = sys.argv[2] if len(sys.argv) == 3 else ".build/release/trace-cli"
    info = subprocess.run([program, "ledger", "info", "--json", case], stdout=subprocess.PIPE)
    if info.returncode != 0:
        return 2
    ours = json.loads(info.stdout)
    with tempfile.TemporaryDirectory() as folder:
        node = pbk.load_chainman(folder, pbk.ChainType.REGTEST)
        for height, block in enumerate(read_blocks(case / "blocks")):
            if height > 0:  # the library has the genesis block
                try:
                    node.process_block(pbk.Block(block))
                except (pbk.ProcessBlockException, RuntimeError) as refusal:
                    print(f"Bitcoin Core refuses block {height}: {refusal}")
                    return 1
        chain = node.get_active_chain()
        tip = str(chain.block_tree_entries[chain.height].block_hash)
        height = chain.height
        del chain, node  # writes the coins to disk
        gc.collect()
        database = plyvel.DB(folder + "/chainstate")
        coins = read_coins(database)
        database.close()
    theirs = {
        "height": height,
        "tip": tip,
        "count": len(coins),
        "amount": sum(amount for _, amount, _ in coins.values()),
        "hash_serialized_3": hash_coins(coins),
    }
    equal = True
    for name, value in theirs.items():
        own = ours.get(name, ours["utxo"].get(name))
        equal = equal and own == value
        print(f"{name}: Bitcoin Core {value}, Coldtrace {own}{'' if own == value else '  DIFFERENT'}")
    return 0 if equal else 1


if __name__ == "__main__":
    sys.exit(main())
