import { performance } from 'node:perf_hooks';
import { addPerson } from '#app/people/people';
import { beginSession } from '#app/people/sessions';
import { api } from '#contract/api';
import { startServer } from '#http/server';
import type { Instance } from '#app/context';
import { contextOn } from '../context.ts';
import { quantile } from './quantile.ts';
import type { SeedPart } from './seed.ts';

const ROUNDS = 20;
const MS_MAX = 100;
/** It asks more than anybody may. */
const UNLIMITED = {
  perPerson: { burst: 1e6, perSecond: 1e6 },
  perAddress: { burst: 1e6, perSecond: 1e6 },
};

/** What pages ask first: everything that can be read without naming a single thing, over HTTP, as an administrator. */
export const measurePages: SeedPart = async ({ instance, devices }) => {
  const server = await startServer({
    port: 0,
    host: '127.0.0.1',
    version: '0.0.0',
    log: () => {},
    now: instance.now,
    knowledge: { kind: 'feeds', paths: [] },
    knowledgeName: 'no feeds',
    samplePaths: [],
    webFolder: null,
    instance,
    rateLimits: UNLIMITED,
  });
  const cookie = await sessionOf(instance);
  const paths = Object.values(api)
    .filter((it) => it.method === 'GET' && !it.path.includes(':') && !('media' in it && it.media))
    .map((it) => it.path);
  const figures = [];
  for (const path of new Set(paths)) {
    const times: number[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = performance.now();
      const response = await fetch(server.url + path, { headers: { cookie } });
      await response.arrayBuffer();
      times.push(performance.now() - before);
      if (response.status >= 500) throw new Error(`${path}: ${response.status}`);
      if (response.status === 429) throw new Error(`${path}: asked too often`);
      if (!response.ok) break;
    }
    if (times.length === ROUNDS)
      figures.push({
        name: `${devices} devices, ${instance.store.engine}: GET ${path}, p95`,
        value: quantile(times, 0.95),
        unit: 'ms',
        bound: MS_MAX,
        floor: null,
      });
  }
  await server.close();
  return figures.toSorted((a, b) => b.value - a.value);
};

async function sessionOf(instance: Instance): Promise<string> {
  const name = `bench-${process.pid}`;
  const { person } = await addPerson(contextOn(instance), {
    kind: 'person',
    login: name,
    name,
    grants: [{ role: 'administrator', scope: { kind: 'hospital' } }],
  });
  await instance.store.db
    .updateTable('person')
    .set({ password_must_change: false })
    .where('id', '=', person.id)
    .execute();
  const { token } = await instance.store.db
    .transaction()
    .execute((tx) => beginSession(tx, instance, person.id, { address: '127.0.0.1', agent: 'Bench' }));
  return `patchward_session=${token}`;
}
