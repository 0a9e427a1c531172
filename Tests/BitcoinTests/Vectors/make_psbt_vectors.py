#!/usr/bin/env python3
"""Takes the test vectors of the PSBT BIPs out of their text: psbt_official.json, psbt_workflow.json.

    git clone https://github.com/bitcoin/bips
    python3 make_psbt_vectors.py bips

Sources: bip-0174.mediawiki (Ava Chow), bip-0370.mediawiki, bip-0371.mediawiki, bip-0373.mediawiki, all
under the 2-clause BSD licence. Nothing is added to what they say; a vector that the BIP prints both as
hexadecimal digits and as Base64 must be the same bytes, else the script stops.
"""

import base64
import json
import pathlib
import re
import sys

HERE = pathlib.Path(__file__).parent
PRE = re.compile(r"<pre>\s*<?([0-9a-zA-Z+/=]+)\s*</pre>")


def sections(text):
    """Yields (heading, name, hexadecimal, base64) for each PSBT after "Test Vectors"."""
    text = text[text.index("==Test Vectors=="):]
    heading = name = group = digits = None
    for line in re.sub(r"\s*</pre>", "</pre>", text).splitlines():
        if match := re.match(r"(The following|Fails|The timelock|Given|An updater|A combiner|must create|Must create)", line):
            heading, name, group = line, None, None
        elif match := re.match(r"\* Case: (.*)", line):
            name = group = match[1].strip()
        elif match := re.match(r"\*\* (With .*)", line):
            name = f"{group}, {match[1].strip()}"
        if "Bytes in Hex" in line and (match := PRE.search(line)):
            digits = match[1]
        elif "Base64 String" in line and (match := PRE.search(line)):
            yield heading, name, digits, match[1]
            digits = None


def lock_time(heading):
    match = re.search(r"computed to be (\d+)", heading)
    return int(match[1]) if match else None


def kind(heading):
    if "invalid" in heading:
        return "invalid"
    if heading.startswith("Fails Signer"):
        return "unsignable"
    if "timelock" in heading.lower():
        return "lockTime" if lock_time(heading) is not None else "noLockTime"
    if "valid" in heading:
        return "valid"
    return None


def official(folder):
    rows = []
    for number in ("0174", "0370", "0371", "0373"):
        text = (folder / f"bip-{number}.mediawiki").read_text()
        for heading, name, digits, text64 in sections(text):
            if kind(heading) is None:
                continue
            if digits and bytes.fromhex(digits) != base64.b64decode(text64):
                raise SystemExit(f"BIP-{number}: {name}: the two forms differ")
            row = {"source": f"BIP-{number}", "kind": kind(heading), "name": name or "without a name"}
            if kind(heading) == "lockTime":
                row["lockTime"] = lock_time(heading)
            rows.append(row | {"psbt": text64})
    return rows


def workflow(folder):
    """The example of BIP-0174 that goes through all roles, in the order of its text."""
    text = (folder / "bip-0174.mediawiki").read_text()
    text = text[text.index("The private keys in the tests below"):]
    psbts = re.findall(r"Base64 String: <pre>\s*([^<\s]+)\s*</pre>", text)
    names = ["created", "updated", "withSighashType", "signedFirst", "signedSecond", "combined",
             "finalised", "unknownFirst", "unknownSecond", "unknownCombined"]
    if len(psbts) != len(names):
        raise SystemExit(f"BIP-0174: {len(psbts)} steps")
    row = {"source": "BIP-0174"} | dict(zip(names, psbts))
    row["masterKey"] = re.search(r"<pre>(tprv\w+)</pre>", text)[1]
    row["signingKeys"] = [
        {"wif": wif, "path": path} for wif, path in re.findall(r"<tt>(c\w{51})</tt> \(<tt>(m/[^<]*)</tt>\)", text)]
    row["publicKeys"] = [
        {"key": key, "path": path}
        for key, path in re.findall(r"Key: <tt>(\w{66})</tt>, Derivation Path: <tt>(m/[^<]*)</tt>", text)]
    redeem, witness = re.search(
        r"Redeem Scripts:\n(.*?)\* Witness Scripts:\n(.*?)\* Previous", text, re.S).groups()
    row["redeemScripts"] = re.findall(r"<tt>(\w+)</tt>", redeem)
    row["witnessScripts"] = re.findall(r"<tt>(\w+)</tt>", witness)
    row["previousTransactions"] = re.findall(r"^\*\* <pre>(\w+)</pre>", text, re.M)
    extracted = text[text.index("a transaction extractor"):]
    row["extracted"] = re.search(r"<pre>(\w+)</pre>", extracted)[1]
    return row


if __name__ == "__main__":
    folder = pathlib.Path(sys.argv[1])
    rows = official(folder)
    counts = {}
    for row in rows:
        key = (row["source"], row["kind"])
        counts[key] = counts.get(key, 0) + 1
    for key, count in sorted(counts.items()):
        print(*key, count)
    (HERE / "psbt_official.json").write_text(json.dumps(rows, indent=1) + "\n")
    (HERE / "psbt_workflow.json").write_text(json.dumps([workflow(folder)], indent=1) + "\n")
