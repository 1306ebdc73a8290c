import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hashPassword, passwordProblem, verifyPassword } from './password.ts';

test('a password is taken for its length and refused for being guessed first', () => {
  const cases: [string, RegExp | null][] = [
    ['short', /fewer than 12/],
    ['elevenchars', /fewer than 12/],
    ['a ladder against the wall', null],
    ['Ein Öltank und drei Brücken', null],
    ['aaaaaaaaaaaaaaaa', /repeats/],
    ['ababababababab', /repeats/],
    ['my name is ada@example.org', /name you sign in with/],
    ['Password1234!', /first that are tried/],
    ['123456789012', /first that are tried/],
    ['2026Winter2026', /first that are tried/],
    ['correct horse battery staple', /first that are tried/],
    ['our harbour-point 7', /name of the hospital/],
    ['Harbour20262026', /name of the hospital/],
    ['the harbour at dawn', null],
    ['a point of view on walls', null],
    ['x'.repeat(100) + 'abcdef'.repeat(20), /more than 200/],
  ];
  for (const [password, expected] of cases) {
    const problem = passwordProblem(password, { login: 'ada@example.org', hospital: 'Harbour Point' });
    if (expected === null) assert.equal(problem, null, password);
    else assert.match(problem ?? 'taken', expected, password);
  }
});

test('a hash fits its password alone, however the letters are composed', async () => {
  const hash = await hashPassword('drei Br\u00fccken im Nebel');
  assert.match(hash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
  assert.equal(await verifyPassword('drei Bru\u0308cken im Nebel', hash), true);
  assert.equal(await verifyPassword('drei Brücken im nebel', hash), false);
  assert.equal(await verifyPassword('', null), false, 'no password opens an account without one');
  assert.notEqual(await hashPassword('drei Brücken im Nebel'), hash);
});

test('a hash of another maker with other numbers is understood', async () => {
  // Test vector of the reference implementation, phc-winner-argon2 src/test.c: t=2, m=2^16, p=1.
  const hash = '$argon2id$v=19$m=65536,t=2,p=1$c29tZXNhbHQ$CTFhFdXPJO1aFaMaO6Mm5c8y7cJHAph8ArZWb2GRPPc';
  assert.equal(await verifyPassword('password', hash), true);
  assert.equal(await verifyPassword('Password', hash), false);
});
