#!/usr/bin/env python3
"""Makes psbt_signed.json: PSBTs of versions 0 and 2 that embit filled, signed and finalised.

embit shares no code with the package: transactions, maps, sighashes, derivation are its own, and its arithmetic of
the curve in Python is taken in place of libsecp256k1.

    python3 -m venv venv
    venv/bin/pip install embit==0.8.0
    venv/bin/python make_psbt_signed_vectors.py

The output depends on nothing but this file and that version.
"""

import hashlib
import json
import pathlib
import sys
from collections import OrderedDict

# Without the binding embit takes its own arithmetic.
sys.modules["embit.util.ctypes_secp256k1"] = None

from embit import bip32, ec, finalizer, script
from embit.psbt import DerivationPath, PSBT
from embit.script import Script
from embit.transaction import Transaction, TransactionInput, TransactionOutput

# Schnorr signatures with 32 zero bytes as auxiliary randomness, as Bitcoin Core makes them.
sign_schnorr = ec.secp256k1.schnorrsig_sign
ec.secp256k1.schnorrsig_sign = lambda message, secret: sign_schnorr(message, secret, None, bytes(32))

HERE = pathlib.Path(__file__).parent
KINDS = ["p2pkh", "p2wpkh", "p2sh-p2wpkh", "p2wsh-multisig", "p2sh-p2wsh-multisig", "p2tr"]


def digest(text):
    return hashlib.sha256(text.encode()).digest()


class Case:
    def __init__(self, name, kinds, version):
        self.name, self.kinds, self.version = name, kinds, version
        self.root = bip32.HDKey.from_seed(digest(f"root of {name}"))

    def key(self, *path):
        path = [84 + bip32.HARDENED_INDEX, *path]
        return path, self.root.derive(path).key.get_public_key()

    def output(self, kind, place):
        """scriptPubKey, redeem script, witness script, [(path, key)]"""
        keys = [self.key(place, index) for index in range(3)]
        first = keys[0][1]
        if kind == "p2pkh":
            return script.p2pkh(first), None, None, keys[:1]
        if kind == "p2wpkh":
            return script.p2wpkh(first), None, None, keys[:1]
        if kind == "p2sh-p2wpkh":
            redeem = script.p2wpkh(first)
            return script.p2sh(redeem), redeem, None, keys[:1]
        if kind == "p2tr":
            return script.p2tr(first), None, None, keys[:1]
        witness = script.multisig(2, [key for _, key in keys])
        if kind == "p2wsh-multisig":
            return script.p2wsh(witness), None, witness, keys[:2]
        redeem = script.p2wsh(witness)
        return script.p2sh(redeem), redeem, witness, keys[:2]

    def make(self):
        spent = [self.output(kind, place) for place, kind in enumerate(self.kinds)]
        funding = [
            Transaction(
                version=2,
                vin=[TransactionInput(digest(f"{self.name} {place}"), place, Script(b"\x51"))],
                vout=[TransactionOutput(100_000 + place, out[0])])
            for place, out in enumerate(spent)]
        transaction = Transaction(
            version=2,
            vin=[TransactionInput(made.txid(), 0, sequence=0xFFFFFFFD - place) for place, made in enumerate(funding)],
            vout=[TransactionOutput(90_000 * len(spent), script.p2wpkh(self.key(9, 9)[1]))],
            locktime=0)
        psbt = PSBT(transaction, version=self.version)
        for scope, made, (out, redeem, witness, keys), kind in zip(psbt.inputs, funding, spent, self.kinds):
            scope.non_witness_utxo = made
            if kind != "p2pkh":
                scope.witness_utxo = made.vout[0]
            scope.redeem_script, scope.witness_script = redeem, witness
            for path, key in keys:
                origin = DerivationPath(self.root.my_fingerprint, path)
                if kind == "p2tr":
                    scope.taproot_internal_key = key
                    scope.taproot_bip32_derivations[key] = ([], origin)
                else:
                    scope.bip32_derivations[key] = origin
        return psbt

    def row(self):
        psbt = self.make()
        unsigned = psbt.to_string()
        count = psbt.sign_with(self.root)
        for scope in psbt.inputs:
            scope.partial_sigs = OrderedDict(sorted(scope.partial_sigs.items(), key=lambda item: item[0].sec()))
        signed = psbt.to_string()
        final = finalizer.finalize_psbt(PSBT.from_string(signed))
        return {
            "name": self.name, "version": self.version or 0, "rootKey": self.root.to_base58(), "psbt": unsigned,
            "signatures": count, "signed": signed, "transaction": final and final.serialize().hex()}


if __name__ == "__main__":
    rows = []
    for version in (None, 2):
        mixes = [[kind] for kind in KINDS] + [KINDS, KINDS[::-1]]
        for kinds in mixes:
            name = f"version {version or 0}: {', '.join(kinds)}"
            rows.append(Case(name, kinds, version).row())
    (HERE / "psbt_signed.json").write_text(json.dumps(rows, indent=1) + "\n")
    print(len(rows), [row["signatures"] for row in rows], [row["name"] for row in rows if not row["transaction"]])
