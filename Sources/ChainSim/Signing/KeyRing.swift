import Bitcoin
import Files

/// The keys of a plan: an actor's secrets are a base of its own and the numbers after it, so that the
/// public keys come by adding the generator (docs/adr/0009).
///
/// Of each key its point is kept (64 bytes) and the hash in its script (32 bytes); scripts and secrets
/// are made when they are needed. Nothing of this is secret: whoever has scenario and seed has all
/// keys, and whoever has one key of an actor can find the others.
struct KeyRing: Sendable {
  /// The seed.
  let seed: UInt64
  private let forms: [KeyForm]
  private let wallets: [WalletNumber]
  private let families: KeyFamilies
  private let points: SharedColumn<CurvePoint>
  /// What each key's script names: a key hash or script hash (20 bytes, then zeros), a witness script's
  /// hash, an output key; zero for a key in the open.
  private let programs: SharedColumn<Hash256>

  /// How many keys a thread derives at a time.
  private static let piece = KeyRun.pieceSize

  /// Derives all keys of a plan.
  init(_ plan: Plan, seed: UInt64, threads: Int) {
    self.seed = seed
    forms = plan.keyForm
    wallets = plan.keyWallet
    let families = KeyFamilies(plan, seed: seed)
    self.families = families
    let points = SharedColumn<CurvePoint>(count: families.pointPlace.count)
    self.points = points
    var pieces: [(family: Int, places: Range<Int>)] = []
    for family in families.runs.indices {
      let count = families.familyStart[family + 1] - families.familyStart[family]
      for start in stride(from: 0, to: count, by: KeyRing.piece) {
        pieces.append((family, start..<min(count, start + KeyRing.piece)))
      }
    }
    let drawn = pieces
    _ = Workers.map(count: drawn.count, threads: threads) { number in
      let (family, places) = drawn[number]
      let derived = families.runs[family].points(
        from: UInt32(places.lowerBound), count: places.count)
      let start = families.familyStart[family]
      for (place, point) in zip(places, derived) {
        points.publish(point, at: Int(families.familyPoints[start + place]))
      }
    }
    programs = SharedColumn(count: plan.keyForm.count)
    fillPrograms(threads: threads)
  }

  private func fillPrograms(threads: Int) {
    let count = forms.count
    let pieces = (count + KeyRing.piece - 1) / KeyRing.piece
    _ = Workers.map(count: pieces, threads: threads) { number in
      let hasher = ScriptHasher()
      var writer = ByteWriter(capacity: PublicKey.uncompressedSize)
      for key in number * KeyRing.piece..<min(count, (number + 1) * KeyRing.piece) {
        programs.publish(makeProgram(key, hasher, &writer), at: key)
      }
    }
  }

  private func makeProgram(
    _ key: Int, _ hasher: borrowing ScriptHasher, _ writer: inout ByteWriter
  ) -> Hash256 {
    let form = forms[key]
    writer.removeAll()
    switch form.script {
    case .publicKey: return .zero
    case .publicKeyHash, .witnessKeyHash:
      points[Int(families.keyFirstPoint[key])].encode(
        into: &writer, compressed: form.isCompressed)
      return Hash256(padding: hasher.hash160(writer.bytes.span))
    case .nestedWitnessKeyHash:
      points[Int(families.keyFirstPoint[key])].encode(
        into: &writer, compressed: form.isCompressed)
      let hash = hasher.hash160(writer.bytes.span)
      writer.removeAll()
      writer.write([Opcode.push0, 20])
      hash.encode(into: &writer)
      return Hash256(padding: hasher.hash160(writer.bytes.span))
    case .scriptHashMultisig:
      let script = material(of: KeyNumber(key)).scriptPubKey.bytes
      return Hash256(padding: Hash160(bytes: Array(script[2..<22])) ?? .zero)
    case .witnessScriptHash, .taprootKey, .taprootScript:
      let script = material(of: KeyNumber(key)).scriptPubKey.bytes
      return Hash256(bytes: Array(script[2..<34])) ?? .zero
    }
  }
}

// MARK: - What is known of a key

extension KeyRing {
  /// All about a key's address, made anew: for multisig and taproot as dear as some signatures.
  func material(of key: KeyNumber) -> KeyMaterial {
    let form = forms[key.position]
    let keys = (0..<Int(form.count)).map { cosigner in
      KeyMaterial.KeyPair(
        secret: secret(of: key, cosigner: cosigner),
        publicKey: point(of: key, cosigner: cosigner).publicKey(compressed: form.isCompressed))
    }
    return KeyMaterial(form, keys: keys)
  }

  /// The form of a key.
  func form(of key: KeyNumber) -> KeyForm { forms[key.position] }

  /// The point of a key; of several the first, or the one asked for.
  func point(of key: KeyNumber, cosigner: Int = 0) -> CurvePoint {
    points[Int(families.keyFirstPoint[key.position]) + cosigner]
  }

  /// The public key; of several the first.
  func publicKey(of key: KeyNumber) -> PublicKey {
    point(of: key).publicKey(compressed: forms[key.position].isCompressed)
  }

  /// The secret key; of several the first, or the one asked for.
  func secret(of key: KeyNumber, cosigner: Int = 0) -> SecretKey {
    let family = families.family(of: wallets[key.position], cosigner: cosigner)
    let point = Int(families.keyFirstPoint[key.position]) + cosigner
    return families.runs[family].secret(at: families.pointPlace[point])
  }

  /// The script of a key's outputs.
  func script(of key: KeyNumber) -> ScriptPubKey {
    var writer = ByteWriter(capacity: 35)
    write(scriptOf: key, into: &writer)
    return ScriptPubKey(writer.bytes)
  }

  /// Writes the script of a key's outputs.
  func write(scriptOf key: KeyNumber, into writer: inout ByteWriter) {
    let form = forms[key.position]
    let program = programs[key.position]
    switch form.script {
    case .publicKey:
      writer.write(byte: form.keySize)
      point(of: key).encode(into: &writer, compressed: form.isCompressed)
      writer.write(byte: Opcode.checkSig)
    case .publicKeyHash:
      guard !form.isBurnt else { return writer.write(ScriptPubKey.burnt.bytes) }
      writer.writePayToPublicKeyHash(program)
    case .scriptHashMultisig, .nestedWitnessKeyHash:
      writer.write(byte: Opcode.hash160)
      writer.write(byte: 20)
      writer.write(padded: program)
      writer.write(byte: Opcode.equal)
    case .witnessKeyHash:
      writer.write(byte: Opcode.push0)
      writer.write(byte: 20)
      writer.write(padded: program)
    case .witnessScriptHash:
      writer.write(byte: Opcode.push0)
      writer.write(byte: 32)
      program.encode(into: &writer)
    case .taprootKey, .taprootScript:
      writer.write(byte: Opcode.push1)
      writer.write(byte: 32)
      program.encode(into: &writer)
    }
  }

  /// Signs a digest and writes what an input pushes that spends a key, or the hash of one, of the kind
  /// before segwit.
  ///
  /// - Precondition: the key's script is one of these two.
  func write(
    scriptSigOf key: KeyNumber, signing digest: Hash256, grindLowR: Bool,
    into writer: inout ByteWriter
  ) {
    secret(of: key).writePush(
      signing: digest, type: .all, grindLowR: grindLowR, into: &writer)
    let form = forms[key.position]
    guard form.script == .publicKeyHash else { return }
    writer.write(byte: form.keySize)
    point(of: key).encode(into: &writer, compressed: form.isCompressed)
  }

  /// A secret that is nobody's: SHA-256 over seed, name, place and a counter, which moves on where the
  /// digest is no valid scalar (once in 2^128).
  static func makeSecret(seed: UInt64, wallet: String, place: Int) -> SecretKey {
    var counter = 0
    while true {
      let text = "coldtrace key \(seed) \(wallet) \(place) \(counter)"
      if let secret = SecretKey(bytes: Digest.sha256(Array(text.utf8))) { return secret }
      counter += 1
    }
  }
}

extension Hash256 {
  /// Twenty bytes, then zeros.
  fileprivate init(padding hash: Hash160) {
    self.init(hash.word0, hash.word1, UInt64(hash.word2), 0)
  }
}

extension ByteWriter {
  /// Writes the first twenty bytes of a padded hash.
  fileprivate mutating func write(padded hash: Hash256) {
    write(hash.word0)
    write(hash.word1)
    write(UInt32(truncatingIfNeeded: hash.word2))
  }

  /// Writes `OP_DUP OP_HASH160 hash OP_EQUALVERIFY OP_CHECKSIG`.
  fileprivate mutating func writePayToPublicKeyHash(_ hash: Hash256) {
    write(byte: Opcode.dup)
    write(byte: Opcode.hash160)
    write(byte: 20)
    write(padded: hash)
    write(byte: Opcode.equalVerify)
    write(byte: Opcode.checkSig)
  }
}
