import assert from 'node:assert/strict';
import { createHash, generateKeyPairSync, sign, verify as verifyWith } from 'node:crypto';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type AuditEntry,
  checkpointText,
  createExportVerifier,
  createExportWriter,
  createTree,
  entryHash,
  type ExportVerdict,
  handoverText,
  keyText,
  leafHash,
  NO_HASH,
  signedNote,
  type VerifySignature,
} from './mod.ts';

const hash = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const pair = generateKeyPairSync('ed25519');
const keyOf = (name: string, { publicKey } = pair) => ({
  name,
  publicKey: new Uint8Array(publicKey.export({ format: 'der', type: 'spki' }).subarray(-32)),
});
const key = keyOf('patchward-test');
const signed = (text: string) => signedNote(text, key, sign(null, Buffer.from(text), pair.privateKey), hash);
const verify: VerifySignature = (publicKey, text, signature) =>
  signature.length === 64 &&
  verifyWith(
    null,
    Buffer.from(text),
    {
      key: Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), publicKey]),
      format: 'der',
      type: 'spki',
    },
    signature,
  );

const anEntry = (seq: number): AuditEntry => ({
  seq,
  at: `2026-03-01T08:00:0${seq}.000Z`,
  actorId: seq % 2 === 0 ? null : '01890000-0000-7000-8000-000000000001',
  actorName: `Zoë ${seq}`,
  act: 'device.edit',
  subjectKind: 'device',
  subjectId: `d-${seq}`,
  detail: { name: ['pump', `pump ✓ ${seq}`], count: seq, ok: true },
});

function exportOf(count: number, checkpointsAt: readonly number[]): string {
  const writer = createExportWriter(hash);
  const tree = createTree(hash);
  let text = writer.head({ key, size: count, exportedAt: '2026-03-02T00:00:00.000Z' });
  let previousHash = NO_HASH;
  for (let seq = 1; seq <= count; seq++) {
    const entry = anEntry(seq);
    const own = entryHash(entry, previousHash, hash);
    text += writer.entry(entry, { previousHash, hash: own });
    tree.add(leafHash(own, hash));
    previousHash = own;
    if (checkpointsAt.includes(seq)) {
      const checkpoint = { origin: key.name, size: seq, root: tree.root(), extensions: [] };
      text += writer.checkpoint(signed(checkpointText(checkpoint)));
    }
  }
  return text + writer.seal(signed(writer.sealText(key.name)));
}

/** As the command reads a file: lines of UTF-8, each ended by a line feed. */
function verdictOn(bytes: Uint8Array, knownKey: string | null = keyText(key, hash)): ExportVerdict {
  const verifier = createExportVerifier({ hash, verify }, knownKey);
  const parts = Buffer.from(bytes).toString('latin1').split('\n');
  const rest = parts.pop() ?? '';
  for (const part of parts) verifier.line(Buffer.from(part, 'latin1').toString('utf8'));
  return rest === '' ? verifier.end() : { proven: false, because: 'no line end' };
}

const GOOD = Buffer.from(exportOf(6, [2, 5]));
const LINES = GOOD.toString('utf8').split(/(?<=\n)/);
const fromLines = (lines: readonly string[]) => Buffer.from(lines.join(''));

test('an untouched export proves itself, also an empty one', () => {
  assert.deepEqual(verdictOn(GOOD), {
    proven: true,
    proof: {
      entries: 6,
      checkpoints: 2,
      exportedAt: '2026-03-02T00:00:00.000Z',
      key: keyText(key, hash),
      formerKeys: [],
    },
  });
  assert.equal(verdictOn(GOOD, null).proven, true);
  assert.equal(verdictOn(Buffer.from(exportOf(0, []))).proven, true);
});

test('every change of a single byte shows', () => {
  for (let at = 0; at < GOOD.length; at++)
    for (const flip of [0x01, 0x80]) {
      const bytes = Buffer.from(GOOD);
      bytes[at] = (bytes[at] as number) ^ flip;
      assert.equal(verdictOn(bytes).proven, false, `byte ${at} ^ ${flip}`);
    }
});

test('every byte taken out or put in shows', () => {
  for (let at = 0; at <= GOOD.length; at++) {
    const [before, after] = [GOOD.subarray(0, at), GOOD.subarray(at)];
    assert.equal(verdictOn(Buffer.concat([before, Buffer.from(' '), after])).proven, false, `space at ${at}`);
    assert.equal(verdictOn(Buffer.concat([before, Buffer.from('\n'), after])).proven, false, `line at ${at}`);
    if (at < GOOD.length)
      assert.equal(verdictOn(Buffer.concat([before, after.subarray(1)])).proven, false, `without ${at}`);
  }
});

test('cutting the end or the beginning off shows, wherever', () => {
  for (let at = 0; at < GOOD.length; at++) {
    assert.equal(verdictOn(GOOD.subarray(0, at)).proven, false, `first ${at}`);
    if (at > 0) assert.equal(verdictOn(GOOD.subarray(at)).proven, false, `from ${at}`);
  }
});

test('rows dropped, doubled or in another order show', () => {
  for (let i = 0; i < LINES.length; i++) {
    assert.equal(verdictOn(fromLines(LINES.toSpliced(i, 1))).proven, false, `without line ${i}`);
    assert.equal(verdictOn(fromLines(LINES.toSpliced(i, 0, LINES[i] as string))).proven, false, `twice ${i}`);
    for (let j = i + 1; j < LINES.length; j++) {
      const swapped = LINES.with(i, LINES[j] as string).with(j, LINES[i] as string);
      assert.equal(verdictOn(fromLines(swapped)).proven, false, `${i} and ${j} swapped`);
    }
  }
});

test('one who rebuilds the whole chain after a change still lacks the key', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 6 }), fc.string({ minLength: 1 }), (seq, name) => {
      const forged = LINES.map((line) => line);
      let previousHash = NO_HASH;
      let at = 0;
      forged.forEach((line, i) => {
        const value = JSON.parse(line) as Record<string, unknown>;
        if (value['seq'] === undefined) return;
        at += 1;
        const entry = at === seq ? { ...anEntry(at), actorName: `${name}!` } : anEntry(at);
        const writer = createExportWriter(hash);
        const own = entryHash(entry, previousHash, hash);
        forged[i] = writer.entry(entry, { previousHash, hash: own });
        previousHash = own;
      });
      assert.equal(verdictOn(fromLines(forged)).proven, false);
    }),
  );
  const stranger = generateKeyPairSync('ed25519');
  assert.deepEqual(verdictOn(GOOD, keyText(keyOf('patchward-test', stranger), hash)), {
    proven: false,
    because: `line 1: it was signed by another key, ${keyText(key, hash)}`,
  });
});

const oldPair = generateKeyPairSync('ed25519');
const oldKey = keyOf('patchward-before', oldPair);
const [oldLine, newLine] = [keyText(oldKey, hash), keyText(key, hash)];
const signedBy = (who: typeof pair, text: string) =>
  new Uint8Array(sign(null, Buffer.from(text), who.privateKey));

interface Renewed {
  /** Who signs the checkpoint after each entry. */
  readonly signers?: readonly (typeof pair)[];
  readonly handover?: Uint8Array;
}

/** Six entries; the key was changed after the third. */
function renewedExport({
  signers = [oldPair, oldPair, oldPair, pair, pair, pair],
  handover = signedBy(oldPair, handoverText(oldLine, newLine)),
}: Renewed = {}): Buffer {
  const writer = createExportWriter(hash);
  const tree = createTree(hash);
  const formerKeys = [{ key: oldLine, handover }];
  let text = writer.head({ key, formerKeys, size: 6, exportedAt: '2026-03-02T00:00:00.000Z' });
  let previousHash = NO_HASH;
  signers.forEach((signer, place) => {
    const entry = anEntry(place + 1);
    const own = entryHash(entry, previousHash, hash);
    text += writer.entry(entry, { previousHash, hash: own });
    tree.add(leafHash(own, hash));
    previousHash = own;
    const by = signer === oldPair ? oldKey : key;
    const note = checkpointText({ origin: by.name, size: place + 1, root: tree.root(), extensions: [] });
    text += writer.checkpoint(signedNote(note, by, signedBy(signer, note), hash));
  });
  return Buffer.from(text + writer.seal(signed(writer.sealText(key.name))));
}

test('after the key was changed, the log proves itself to whoever kept either key', () => {
  for (const known of [oldLine, newLine, null]) {
    const verdict = verdictOn(renewedExport(), known);
    assert(verdict.proven, JSON.stringify(verdict));
    assert.deepEqual(
      [verdict.proof.key, verdict.proof.formerKeys, verdict.proof.checkpoints],
      [newLine, [oldLine], 6],
    );
  }
  const good = renewedExport();
  for (let at = 0; at < good.length; at += 3) {
    const bytes = Buffer.from(good);
    bytes[at] = (bytes[at] as number) ^ 0x01;
    assert.equal(verdictOn(bytes, newLine).proven, false, `byte ${at}`);
  }
});

test('a key is followed only by one it signed for, and signs no more afterwards', () => {
  const stranger = generateKeyPairSync('ed25519');
  const because = (it: Renewed) => {
    const verdict = verdictOn(renewedExport(it), null);
    return verdict.proven ? 'proven' : verdict.because;
  };
  const unsigned = /line 1: key patchward-before did not sign that another one follows it/;
  assert.match(because({ handover: signedBy(pair, handoverText(oldLine, newLine)) }), unsigned);
  assert.match(because({ handover: new Uint8Array() }), unsigned);
  const strangerLine = keyText(keyOf('patchward-test', stranger), hash);
  assert.match(because({ handover: signedBy(oldPair, handoverText(oldLine, strangerLine)) }), unsigned);
  assert.match(
    because({ signers: [oldPair, oldPair, pair, pair, oldPair, pair] }),
    /line 11: the checkpoint is signed by a key that had been given up/,
  );
  assert.match(
    because({ signers: [stranger, oldPair, oldPair, pair, pair, pair] }),
    /line 3: the checkpoint’s signature does not match/,
  );
});
