import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test } from 'node:test';
import fc from 'fast-check';
import { sharedOrSkip } from '#test/shared';
import {
  consistencyProof,
  createTree,
  inclusionProof,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './mod.ts';

const sha256 = (bytes: Uint8Array): Uint8Array => createHash('sha256').update(bytes).digest();
const EMPTY_HASH = 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855';

function leavesOf(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => leafHash(Uint8Array.of(i, i >> 8), sha256));
}

function vectorsIn(folder: string): [string, Record<string, unknown>][] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((it) => it.endsWith('.json'))
    .map((it) => [it, JSON.parse(readFileSync(join(folder, it), 'utf8')) as Record<string, unknown>]);
}

const bytes = (base64: unknown) => new Uint8Array(Buffer.from((base64 ?? '') as string, 'base64'));
const proofOf = (it: unknown) => ((it ?? []) as string[]).map(bytes);

test('inclusion proofs of transparency-dev/merkle are judged as they are there', (t) => {
  const folder = sharedOrSkip(t, 'suites/merkle/inclusion');
  if (folder === null) return;
  const vectors = vectorsIn(folder);
  assert(vectors.length > 20);
  for (const [name, it] of vectors)
    assert.equal(
      verifyInclusion(
        {
          index: it['leafIdx'] as number,
          size: it['treeSize'] as number,
          leaf: bytes(it['leafHash']),
          root: bytes(it['root']),
          proof: proofOf(it['proof']),
        },
        sha256,
      ),
      it['wantErr'] !== true,
      name,
    );
});

test('consistency proofs of transparency-dev/merkle are judged as they are there', (t) => {
  const folder = sharedOrSkip(t, 'suites/merkle/consistency');
  if (folder === null) return;
  const vectors = vectorsIn(folder);
  assert(vectors.length > 20);
  for (const [name, it] of vectors)
    assert.equal(
      verifyConsistency(
        {
          size1: it['size1'] as number,
          size2: it['size2'] as number,
          root1: bytes(it['root1']),
          root2: bytes(it['root2']),
          proof: proofOf(it['proof']),
        },
        sha256,
      ),
      it['wantErr'] !== true,
      name,
    );
});

test('an empty leaf is not the tree of an empty root, and no tree is the hash of nothing', () => {
  const nothing = new Uint8Array();
  assert.equal(
    verifyInclusion({ index: 0, size: 1, leaf: nothing, root: nothing, proof: [] }, sha256),
    false,
  );
  assert.equal(Buffer.from(rootOf([], sha256)).toString('hex'), EMPTY_HASH);
});

test('every leaf of every small tree is proven in it, and nothing else is', () => {
  for (let size = 1; size <= 33; size++) {
    const leaves = leavesOf(size);
    const root = rootOf(leaves, sha256);
    for (let index = 0; index < size; index++) {
      const proof = inclusionProof(leaves, index, sha256);
      const claim = { index, size, leaf: leaves[index] as Uint8Array, root, proof };
      assert.equal(verifyInclusion(claim, sha256), true, `${index} of ${size}`);
      assert.equal(verifyInclusion({ ...claim, leaf: leafHash(Uint8Array.of(99), sha256) }, sha256), false);
      assert.equal(verifyInclusion({ ...claim, index: index + 1 }, sha256), false);
      assert.equal(verifyInclusion({ ...claim, proof: [...proof, root] }, sha256), false);
      if (proof.length > 0) assert.equal(verifyInclusion({ ...claim, proof: proof.slice(1) }, sha256), false);
    }
  }
});

test('a tree that grew is proven to begin with what it was, and a rewritten one is not', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 70 }), fc.integer({ min: 1, max: 70 }), (a, b) => {
      const [size1, size2] = a < b ? [a, b] : [b, a];
      const leaves = leavesOf(size2);
      const proof = consistencyProof(leaves, size1, sha256);
      const claim = {
        size1,
        size2,
        root1: rootOf(leaves.slice(0, size1), sha256),
        root2: rootOf(leaves, sha256),
        proof,
      };
      assert.equal(verifyConsistency(claim, sha256), true);
      const rewritten = [leafHash(Uint8Array.of(7, 7), sha256), ...leaves.slice(1)];
      assert.equal(verifyConsistency({ ...claim, root2: rootOf(rewritten, sha256) }, sha256), false);
      const tree = createTree(sha256);
      for (const leaf of leaves.slice(0, size1)) tree.add(leaf);
      assert.deepEqual(tree.root(), claim.root1);
    }),
  );
});
