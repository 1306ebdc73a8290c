import assert from 'node:assert/strict';
import { test } from 'node:test';
import * as z from 'zod';
import { problemFor } from './answer.ts';

const Body = z.strictObject({
  limit: z.number().int().min(1).max(500).default(100),
  name: z.string().min(1).max(20).default('x'),
  kind: z.enum(['site', 'floor']).default('site'),
  id: z.uuid().optional(),
  on: z.iso.date().optional(),
  many: z.array(z.string()).max(2).optional(),
  own: z.string().regex(/^a/, 'it does not begin with "a"').optional(),
});

const CASES: readonly (readonly [unknown, string, string | undefined])[] = [
  [{ limit: 501 }, 'limit: it is at most 500', 'limit'],
  [{ limit: 0 }, 'limit: it is at least 1', 'limit'],
  [{ limit: '7' }, 'limit: it has to be a number', 'limit'],
  [{ name: '' }, 'name: it is empty', 'name'],
  [{ name: 'x'.repeat(21) }, 'name: it is at most 20 characters long', 'name'],
  [{ kind: 'house' }, 'kind: it is one of site, floor', 'kind'],
  [{ id: '7' }, 'id: it is no id', 'id'],
  [{ on: '31.1.2026' }, 'on: it is no day: write 2026-01-31', 'on'],
  [{ many: ['a', 'b', 'c'] }, 'many: it is at most 2 entries long', 'many'],
  [{ many: ['a', 2] }, 'many.1: it has to be a text', 'many.1'],
  [{ own: 'b' }, 'own: it does not begin with "a"', 'own'],
  [{ colour: 'red' }, 'Cannot read request: there is no "colour" here', 'colour'],
  [{ limit: 0, colour: 'red' }, 'limit: it is at least 1; there is no "colour" here', 'limit'],
  ['text', 'Cannot read request: it has to be an object', undefined],
];

test('what a request has wrong is said in words, with the field at fault', () => {
  for (const [body, detail, field] of CASES) {
    const read = Body.safeParse(body);
    assert(!read.success, JSON.stringify(body));
    const it = problemFor(read.error, 'r1');
    assert.deepEqual([it.status, it.detail, it.field], [400, detail, field]);
  }
  const missing = z.object({ name: z.string() }).safeParse({});
  assert.equal(problemFor(missing.error, 'r1').detail, 'name: it is missing');
});
