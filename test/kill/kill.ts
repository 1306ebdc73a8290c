import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { openStore } from '#store/store';
import { createRandom, type Random } from '#sim/random';
import { type Cluster, type Place, startCluster } from './cluster.ts';
import { type EndState, endStateOf, proveChain } from './state.ts';
import { type Acknowledged, runWorkload } from './workload.ts';

// Kills servers at random while they import, edit, read feeds and match, and holds the end against that of a run nobody disturbed:
// `npm run kill -- --times 200 [--on embedded|postgresql|two-nodes] [--seed N] [--devices N]`. From some thousand devices on, an import has batches
// that are worked out ahead.

export type Setting = 'embedded' | 'postgresql' | 'two-nodes';

export interface KillReport {
  readonly kills: number;
  readonly rounds: number;
  readonly acknowledged: number;
  readonly devices: number;
  readonly findings: number;
  readonly auditEntries: number;
  readonly seconds: number;
}

/** A node is left alone for up to so long before it is killed. */
const ALONE_MS_MAX = 1500;
/**
 * After so many kills the next waits for a new round. Nodes that never live as long as a lease would never take over what a
 * killed one left.
 */
const KILLS_IN_A_ROW = 5;

export interface KillOptions {
  readonly times: number;
  readonly seed: number;
  /** PostgreSQL server; null: there is none. */
  readonly server: string | null;
  /** In each import of the first source; the second knows half of them. */
  readonly devices: number;
}

/** @throws when an acknowledged write is lost, or the end differs from that of an undisturbed run */
export async function killAtRandom(
  setting: Setting,
  { times, seed, server, devices }: KillOptions,
): Promise<KillReport> {
  const began = performance.now();
  const disturbed = await inPlace(setting, server, async (place) => {
    let rounds = 0;
    const killing = { left: times, random: createRandom(seed) };
    const acknowledged = await onCluster(place, setting === 'two-nodes' ? 2 : 1, (cluster) =>
      work(cluster, devices, killing, () => ++rounds),
    );
    return { rounds, acknowledged, ...(await lookAt(place, acknowledged)) };
  });
  const undisturbed = await inPlace(setting, server, async (place) => {
    const rounds = Array.from({ length: disturbed.rounds }, (_, i) => i + 1);
    const acknowledged = await onCluster(place, 1, (cluster) => runWorkload(cluster, devices, rounds));
    return lookAt(place, acknowledged);
  });
  assert.deepEqual(disturbed.state, undisturbed.state);
  const { imports, edits, feeds } = disturbed.acknowledged;
  return {
    kills: times,
    rounds: disturbed.rounds,
    acknowledged: imports.length + edits.length + feeds.length,
    findings: disturbed.state.findings.length,
    devices: disturbed.state.devices.length,
    auditEntries: disturbed.auditEntries,
    seconds: Math.round((performance.now() - began) / 1000),
  };
}

/** Works as long as there are kills left, and ends with a kill like any other. */
async function work(
  cluster: Cluster,
  devices: number,
  killing: { left: number; readonly random: Random },
  nextRound: () => number,
): Promise<Acknowledged> {
  let round = Promise.withResolvers<void>();
  const kills = (async () => {
    await round.promise;
    for (; killing.left > 0; killing.left--) {
      if (killing.left % KILLS_IN_A_ROW === 0) await round.promise;
      await pause(killing.random.next() * ALONE_MS_MAX);
      await cluster.kill(killing.left % 2);
    }
  })();
  async function* rounds() {
    do {
      round.resolve();
      round = Promise.withResolvers();
      yield nextRound();
    } while (killing.left > 0);
  }
  try {
    const [acknowledged] = await Promise.all([runWorkload(cluster, devices, rounds()), kills]);
    return acknowledged;
  } finally {
    killing.left = 0;
    round.resolve();
    await kills.catch(() => {});
  }
}

async function onCluster<T>(place: Place, nodes: number, use: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await startCluster(place, nodes);
  try {
    return await use(cluster);
  } catch (error) {
    throw new Error(`${(error as Error).message}\nThe nodes said: ${cluster.complaints.slice(-5).join('')}`, {
      cause: error,
    });
  } finally {
    await cluster.end();
  }
}

async function lookAt(
  { folder, url }: Place,
  { imports, edits, feeds }: Acknowledged,
): Promise<{ readonly state: EndState; readonly auditEntries: number }> {
  const store = await openStore({ url, folder: join(folder, 'database'), onFault: () => {} });
  try {
    const applied = await store.db
      .selectFrom('inventory_import')
      .select('id')
      .where('state', '=', 'applied')
      .execute();
    const done = await store.db
      .selectFrom('bulk_edit')
      .select('id')
      .where('ended_at', 'is not', null)
      .execute();
    const read = await store.db
      .selectFrom('job')
      .select('id')
      .where('kind', '=', 'feed.sync')
      .where('state', '=', 'done')
      .execute();
    const there = new Set([...applied, ...done, ...read].map((it) => it.id));
    const lost = [...imports, ...edits, ...feeds].filter((id) => !there.has(id));
    assert.deepEqual(lost, [], 'acknowledged, and not there');
    return { state: await endStateOf(store), auditEntries: await proveChain(store) };
  } finally {
    await store.close();
  }
}

async function inPlace<T>(
  setting: Setting,
  server: string | null,
  use: (place: Place) => Promise<T>,
): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'patchward-kill-'));
  const name = `patchward_kill_${process.pid}`;
  const url = setting === 'embedded' ? null : await freshDatabase(server, name);
  try {
    return await use({ folder, url });
  } finally {
    if (url !== null) await onServer(server ?? '', `drop database if exists ${name} with (force)`);
    rmSync(folder, { recursive: true, force: true });
  }
}

async function freshDatabase(server: string | null, name: string): Promise<string> {
  if (server === null) throw new Error('PATCHWARD_TEST_DATABASE_URL names no PostgreSQL server');
  await onServer(server, `drop database if exists ${name} with (force)`);
  await onServer(server, `create database ${name}`);
  const url = new URL(server);
  url.pathname = `/${name}`;
  return url.href;
}

async function onServer(server: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: server });
  await client.connect();
  await client.query(statement);
  await client.end();
}
