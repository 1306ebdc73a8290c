import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { test } from 'node:test';
import { createVault } from './vault.ts';

const SECRET = Buffer.from('a secret of somebody');

test('what a vault seals opens with the same key, for the same purpose, unchanged, and not else', () => {
  const key = randomBytes(32);
  const vault = createVault(key);
  const sealed = vault.seal(SECRET, 'purpose one');
  assert.equal(sealed.includes(SECRET), false);
  assert.notDeepEqual(vault.seal(SECRET, 'purpose one'), sealed, 'equal secrets do not look equal');
  assert.deepEqual(createVault(key).open(sealed, 'purpose one'), SECRET);
  assert.throws(
    () => vault.open(sealed, 'purpose two'),
    /^Error: Cannot decrypt purpose two: it was changed/,
  );
  assert.throws(() => createVault(randomBytes(32)).open(sealed, 'purpose one'));
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at] = (changed[at] as number) ^ 1;
    assert.throws(() => vault.open(changed, 'purpose one'), `byte ${at}`);
  }
  assert.throws(() => createVault(randomBytes(16)), /it has 16 bytes instead of 32/);
});
