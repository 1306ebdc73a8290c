import { nameKey } from '#engine/inherit';
import { checkBlocks } from '#engine/segments';
import { readSegmentsCsv, type SegmentReject, type SegmentRow } from '#feeds/segments-csv';
import { InputError as InventoryFault } from '#inventory/input-error';
import type { ByteChunks } from '#inventory/source';
import { lockInventory } from '#store/imports';
import { changeSegment, listSegments } from '#store/segments';
import type { Tx } from '#store/store';
import { act } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { makeSegment } from './segments.ts';
import { refreshDevicesOf } from './refresh.ts';

export interface SegmentsImported {
  readonly made: number;
  readonly changed: number;
  readonly unchanged: number;
  readonly rejects: readonly SegmentReject[];
}

/** Takes a list of segments in: new ones are made, known ones changed; rows that cannot be taken are named. */
export async function importSegments(
  ctx: Context,
  file: { readonly name: string; readonly stream: ByteChunks },
): Promise<SegmentsImported> {
  const read = await readList(file);
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await lockInventory(tx);
    const rejects = [...read.rejects];
    const counts = { made: 0, changed: 0, unchanged: 0 };
    for (const row of read.rows) {
      const took = await take(tx, ctx, row);
      if (typeof took === 'string') counts[took] += 1;
      else rejects.push(took);
    }
    const devices = await refreshDevicesOf(tx, ctx, { kind: 'addresses' });
    return {
      value: { ...counts, rejects: rejects.toSorted((a, b) => a.line - b.line) },
      audit: {
        act: 'segment.import',
        subject: null,
        detail: { file: file.name, ...counts, rejected: rejects.length, devices },
      },
    };
  });
}

async function readList({ name, stream }: { readonly name: string; readonly stream: ByteChunks }) {
  try {
    const read = await readSegmentsCsv(name, stream);
    if (!('problem' in read)) return read;
    throw new Refused({ code: 'invalid', because: `Cannot use "${name}": ${read.problem}`, field: 'file' });
  } catch (error) {
    if (error instanceof InventoryFault)
      throw new Refused({ code: 'invalid', because: error.message, field: 'file' });
    throw error;
  }
}

async function take(
  tx: Tx,
  ctx: Context,
  row: SegmentRow,
): Promise<'made' | 'changed' | 'unchanged' | SegmentReject> {
  const all = await listSegments(tx);
  const known = all.find((it) => it.key === nameKey(row.name));
  // Lists have a row for each block, or speak of one kind of address: a row adds blocks and takes none away.
  const { problem, cidrs } = checkBlocks([...(known?.cidrs ?? []), ...row.cidrs], known?.id ?? null, all);
  if (problem !== null) return { line: row.line, field: 'cidrs', reason: problem };
  if (known === undefined) {
    await makeSegment(tx, ctx, { ...row, cidrs });
    return 'made';
  }
  // An empty cell says nothing: what is known stays.
  const facts = {
    name: known.name,
    cidrs,
    vlan: row.vlan ?? known.vlan,
    exposure: row.exposure ?? known.exposure,
    notes: row.notes || known.notes,
  };
  const isSame =
    facts.cidrs.join() === known.cidrs.join() &&
    facts.vlan === known.vlan &&
    facts.exposure === known.exposure &&
    facts.notes === known.notes;
  if (isSame) return 'unchanged';
  await changeSegment(tx, known, facts, ctx.now());
  return 'changed';
}
