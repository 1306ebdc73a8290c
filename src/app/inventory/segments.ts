import { SEGMENT_FILTER_FIELDS } from '#engine/filter';
import { nameKey } from '#engine/inherit';
import { checkBlocks } from '#engine/segments';
import type { Exposure } from '#engine/words';
import { lockInventory } from '#store/imports';
import type { ListPlace, SortStep } from '#store/keyset';
import {
  changeSegment,
  countSegments,
  deleteSegment,
  findSegment,
  insertSegment,
  listSegments,
  pageSegments,
  type Segment,
  type SegmentSort,
} from '#store/segments';
import type { Db, Tx } from '#store/store';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { differences } from '../differences.ts';
import { filterIn } from '../filter-in.ts';
import { Refused } from '../refusal.ts';
import { HOSPITAL } from './models.ts';
import { refreshDevicesOf } from './refresh.ts';

export interface SegmentAsk {
  readonly filter: string;
  readonly sort: readonly SortStep<SegmentSort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

/** Segments that a filter selects; whoever sees part of the hospital sees those with a device there. */
export async function findSegments(ctx: Context, ask: SegmentAsk) {
  const filter = filterIn(ask.filter, SEGMENT_FILTER_FIELDS, ctx);
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const selection = { filter, scopes };
    const found = await pageSegments(db, selection, { ...ask, limit: ask.limit + 1 });
    const shown = found.slice(0, ask.limit);
    return {
      segments: shown.map((it) => it.segment),
      total: await countSegments(db, selection),
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
    };
  });
}

/** A segment, and what is worth knowing of its blocks beside those of others. */
export interface SegmentDossier {
  readonly segment: Segment;
  readonly notes: readonly string[];
}

export async function readSegment(ctx: Context, id: string): Promise<SegmentDossier> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const segment = await segmentIn(db, id, scopes);
    return { segment, notes: checkBlocks(segment.cidrs, id, await listSegments(db)).notes };
  });
}

export interface SegmentFacts {
  readonly name: string;
  readonly cidrs: readonly string[];
  readonly vlan: string | null;
  readonly exposure: Exposure | null;
  readonly notes: string;
}

/** Makes a segment; devices whose address lies in it belong to it in the same act. */
export async function addSegment(ctx: Context, facts: SegmentFacts): Promise<SegmentDossier> {
  const id = await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await lockInventory(tx);
    const made = await makeSegment(tx, ctx, facts);
    const devices = await refreshDevicesOf(tx, ctx, { kind: 'addresses' });
    return {
      value: made.id,
      audit: {
        act: 'segment.add',
        subject: { kind: 'segment', id: made.id },
        detail: { ...describe(made), devices },
      },
    };
  });
  return readSegment(ctx, id);
}

/** Makes it without looking at the devices. @throws Refused when its name or blocks cannot be taken */
export async function makeSegment(
  tx: Tx,
  ctx: Context,
  facts: SegmentFacts,
): Promise<SegmentFacts & { readonly id: string }> {
  const key = nameKey(facts.name);
  if (key === null)
    throw new Refused({ code: 'invalid', because: 'Cannot make segment: it has no name', field: 'name' });
  const id = ctx.newId();
  const cidrs = checked(facts, null, await listSegments(tx));
  if (!(await insertSegment(tx, { ...facts, id, key, cidrs }, ctx.now())))
    throw new Refused({ code: 'conflict', because: `Cannot make segment "${facts.name}": there is one` });
  return { ...facts, id, cidrs };
}

export type SegmentChange = { readonly version: number } & {
  readonly [F in keyof SegmentFacts]?: SegmentFacts[F] | undefined;
};

/** Changes a segment; its devices follow in the same act. */
export async function editSegment(ctx: Context, id: string, change: SegmentChange): Promise<SegmentDossier> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await lockInventory(tx);
    const before = await segmentIn(tx, id, HOSPITAL);
    const { version, ...given } = change;
    const stated = Object.fromEntries(Object.entries(given).filter(([, it]) => it !== undefined));
    const wished: SegmentFacts = { ...before, ...stated };
    const after = { ...wished, cidrs: checked(wished, id, await listSegments(tx)) };
    if (!(await changeSegment(tx, { id, version }, after, ctx.now())))
      throw new Refused({ code: 'stale', what: `segment "${before.name}"` });
    const devices = await refreshDevicesOf(tx, ctx, { kind: 'addresses' });
    return {
      value: undefined,
      audit: {
        act: 'segment.edit',
        subject: { kind: 'segment', id },
        detail: { ...differences(describe(before), describe(after)), devices },
      },
    };
  });
  return readSegment(ctx, id);
}

/** Takes away a segment without devices. */
export async function dropSegment(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const { name } = await segmentIn(tx, id, HOSPITAL);
    if (!(await deleteSegment(tx, id)))
      throw new Refused({ code: 'conflict', because: `Cannot remove segment "${name}": devices are in it` });
    return {
      value: undefined,
      audit: { act: 'segment.remove', subject: { kind: 'segment', id }, detail: { name } },
    };
  });
}

function checked(
  { name, cidrs }: Pick<SegmentFacts, 'name' | 'cidrs'>,
  own: string | null,
  others: readonly Segment[],
): readonly string[] {
  const check = checkBlocks(cidrs, own, others);
  if (check.problem !== null)
    throw new Refused({
      code: 'invalid',
      because: `Cannot keep segment "${name}": ${check.problem}`,
      field: 'cidrs',
    });
  return check.cidrs;
}

function describe({ name, cidrs, vlan, exposure, notes }: SegmentFacts) {
  return { name, cidrs: cidrs.join(', '), vlan, exposure, notes };
}

async function segmentIn(
  db: Db | Tx,
  id: string,
  scopes: Parameters<typeof findSegment>[2],
): Promise<Segment> {
  const segment = await findSegment(db, id, scopes);
  if (segment === null) throw new Refused({ code: 'not-found', what: `segment ${id}` });
  return segment;
}
