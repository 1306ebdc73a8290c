import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import * as z from 'zod';
import { api } from '#contract/api';
import type { Route } from '#contract/kit';
import { ROLES } from '#engine/access';
import type { Context } from '#app/context';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { takeFeeds, takeInventory } from '#test/matched-fleet';
import { recordServer } from '#test/record-server';
import { signedIn } from '#test/signed-in';

const ID = '01890000-0000-7000-8000-0000000000ff';
/** What would end the trial itself: the session it is made in, or the server's feeds of events. */
const LEFT_OUT = /^(signOut|endSession|endMySessions|endOtherSessions|endAllSessions)/;
const ROUTES: readonly (readonly [string, Route])[] = Object.entries(api as Record<string, Route>).filter(
  ([name, it]) => !LEFT_OUT.test(name) && it.upload === undefined && it.media !== 'text/event-stream',
);

const ODD_TEXT = fc.oneof(
  fc.constantFrom(
    '',
    ' ',
    '\0',
    '%',
    "'",
    '"',
    '-',
    'null',
    '0',
    '-1',
    '1e400',
    '9'.repeat(40),
    ID,
    'a:b',
    '(((',
    'tag:',
    '\u{1F9EA}',
    '\uD800',
    '../..',
    'x'.repeat(300),
  ),
  fc.string({ unit: 'binary', maxLength: 12 }),
);
const ODD: fc.Arbitrary<unknown> = fc.oneof(
  ODD_TEXT,
  fc.constantFrom(null, true, 0, -1, 2 ** 53, 1.5, [], {}, [[]], [null]),
);

interface Schema {
  readonly type?: string;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly Schema[];
  readonly oneOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly required?: readonly string[];
  readonly items?: Schema;
  readonly minItems?: number;
  readonly format?: string;
}

/** Values that mostly fit a schema, and now and then do not. */
function drawn(it: Schema, ids: readonly string[], depth = 0): fc.Arbitrary<unknown> {
  const fit = fitting(it, ids, depth);
  return fc.oneof({ arbitrary: fit, weight: 9 }, { arbitrary: ODD, weight: 1 });
}

function fitting(it: Schema, ids: readonly string[], depth: number): fc.Arbitrary<unknown> {
  if (it.const !== undefined) return fc.constant(it.const);
  if (it.enum !== undefined) return fc.constantFrom(...it.enum);
  const some = it.anyOf ?? it.oneOf;
  if (some !== undefined) return fc.oneof(...some.map((each) => drawn(each, ids, depth)));
  if (it.type === 'object' && depth < 6) {
    const named = Object.entries(it.properties ?? {}).map(([key, each]) => [
      key,
      drawn(each, ids, depth + 1),
    ]);
    return fc.record<Record<string, unknown>, string>(Object.fromEntries(named), {
      requiredKeys: [...(it.required ?? [])],
    });
  }
  if (it.type === 'array' && it.items !== undefined)
    return fc.array(drawn(it.items, ids, depth + 1), {
      minLength: it.minItems ?? 0,
      maxLength: (it.minItems ?? 0) + 2,
    });
  if (it.type === 'integer' || it.type === 'number')
    return fc.constantFrom(0, 1, 2, 7, 60, 1000, -1, 2 ** 31);
  if (it.type === 'boolean') return fc.boolean();
  if (it.format === 'uuid') return fc.constantFrom(ID, ...ids);
  if (it.format === 'date') return fc.constantFrom('2026-03-01', '1900-01-01', '9999-12-31');
  if (it.format === 'date-time') return fc.constantFrom('2026-03-01T00:00:00Z', '1900-01-01T00:00:00Z');
  if (it.format === 'uri') return fc.constantFrom('https://example.org/', 'http://127.0.0.1:1/', 'https://x');
  return fc.oneof(
    fc.constantFrom('north', 'ICU', 'CVE-2026-10001', 'model:x', 'Some words that say why'),
    ODD_TEXT,
  );
}

function schemaOf(it: z.ZodType): Schema {
  return z.toJSONSchema(it, { io: 'input', unrepresentable: 'any' }) as Schema;
}

function requestOf(
  it: Route,
  ids: readonly string[],
): fc.Arbitrary<{ readonly address: string; readonly body: unknown }> {
  const names = [...it.path.matchAll(/:(\w+)/g)].map((found) => found[1] as string);
  const params = fc.record(
    Object.fromEntries(
      names.map((name) => [
        name,
        fc.oneof({ arbitrary: fc.constantFrom(ID, ...ids), weight: 3 }, { arbitrary: ODD_TEXT, weight: 1 }),
      ]),
    ),
  );
  const query = it.query === undefined ? fc.constant({}) : drawn(schemaOf(it.query), ids);
  const body = it.body === undefined ? fc.constant(undefined) : drawn(schemaOf(it.body), ids);
  return fc.record({ params, query, body }).map((all) => {
    const path = it.path.replaceAll(/:(\w+)/g, (_, name: string) =>
      encodeURIComponent(wellFormed(String(all.params[name]) || '-')),
    );
    const asked = Object.entries(all.query ?? {}).map(([key, value]) => [key, wellFormed(String(value))]);
    const search = new URLSearchParams(asked as string[][]).toString();
    return { address: search === '' ? path : `${path}?${search}`, body: all.body };
  });
}

function wellFormed(text: string): string {
  return text.toWellFormed();
}

/** Of what the inventory and the feeds hold, so that requests reach something. */
async function idsOf({ store: { pool } }: Context): Promise<string[]> {
  const first = async (table: string) =>
    (await pool.query<{ id: string }>(`select id from ${table} order by id limit 2`)).rows.map((it) => it.id);
  const tables = [
    'device',
    'model',
    'vendor',
    'location',
    'department',
    'segment',
    'person',
    'job',
    'feed',
    'vulnerability',
    'advisory',
  ];
  return (await Promise.all(tables.map(first))).flat();
}

for (const engine of ENGINES) {
  test(`no request, however odd, makes the server fail (${engine})`, async (t) => {
    const server = await recordServer(t, engine);
    if (server === null) return;
    const ctx = contextOn(server.instance);
    await takeInventory(ctx, { path: 'samples/hospital/devices.csv' });
    await takeFeeds(ctx, ['samples/feeds']);
    const ids = await idsOf(ctx);
    const grants = ROLES.map((role) => ({ role, scope: { kind: 'hospital' } as const }));
    for (const [name, it] of ROUTES) {
      const visitor = await signedIn(server, name, grants);
      await fc.assert(
        fc.asyncProperty(requestOf(it, ids), async ({ address, body }) => {
          const { status } = await visitor.ask({ ...it, path: address as `/${string}` }, { body } as never);
          assert(status < 500, `${name}: ${status}`);
        }),
        { numRuns: 4 },
      );
    }
    const deep = `${'['.repeat(100_000)}"\\u0000"${']'.repeat(100_000)}`;
    const headers = { 'content-type': 'application/json' };
    const { status } = await fetch(`${server.url}/api/v1/session`, { method: 'POST', body: deep, headers });
    assert(status >= 400 && status < 500, `deep JSON: ${status}`);
    assert.deepEqual(server.log, []);
  });
}
