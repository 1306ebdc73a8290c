import { VENDOR_FILTER_FIELDS } from '#engine/filter';
import { lockInventory } from '#store/imports';
import type { ListPlace, SortStep } from '#store/keyset';
import { listMerges, type NounMerge } from '#store/noun-merges';
import type { Db, Tx } from '#store/store';
import {
  changeVendor,
  countVendors,
  findVendor,
  listVendorNames,
  listVendors,
  type Vendor,
  type VendorDetails,
  type VendorSort,
} from '#store/vendors';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { differences } from '../differences.ts';
import { filterIn } from '../filter-in.ts';
import { Refused } from '../refusal.ts';
import { type Changes, HOSPITAL, withChanges } from './models.ts';

export interface VendorAsk {
  readonly filter: string;
  readonly sort: readonly SortStep<VendorSort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

/** Vendors that a filter selects; whoever sees part of the hospital sees those with a device there. */
export async function findVendors(ctx: Context, ask: VendorAsk) {
  const filter = filterIn(ask.filter, VENDOR_FILTER_FIELDS, ctx);
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const selection = { filter, scopes };
    const found = await listVendors(db, selection, { ...ask, limit: ask.limit + 1 });
    const shown = found.slice(0, ask.limit);
    return {
      vendors: shown.map((it) => it.vendor),
      total: await countVendors(db, selection),
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
    };
  });
}

export interface VendorDossier {
  readonly vendor: Vendor;
  /** Under which names devices speak of it. */
  readonly names: readonly string[];
  readonly merges: readonly NounMerge[];
}

export async function readVendor(ctx: Context, id: string): Promise<VendorDossier> {
  return see(ctx, 'inventory.read', async (db, scopes) => ({
    vendor: await vendorIn(db, id, scopes),
    names: await listVendorNames(db, id),
    merges: await listMerges(db, id),
  }));
}

export interface VendorChange {
  readonly version: number;
  readonly name?: string | undefined;
  readonly details?: Changes<VendorDetails> | undefined;
}

export async function editVendor(ctx: Context, id: string, change: VendorChange): Promise<VendorDossier> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await lockInventory(tx);
    const before = await vendorIn(tx, id, HOSPITAL);
    const after = {
      name: change.name ?? before.name,
      details: withChanges(before.details, change.details),
    };
    if (!(await changeVendor(tx, { id, version: change.version }, after, ctx.now())))
      throw new Refused({ code: 'stale', what: `vendor "${before.name}"` });
    return {
      value: undefined,
      audit: {
        act: 'vendor.edit',
        subject: { kind: 'vendor', id },
        detail: differences({ name: before.name, ...before.details }, { name: after.name, ...after.details }),
      },
    };
  });
  return readVendor(ctx, id);
}

/** @throws Refused when there is none that the scopes show */
export async function vendorIn(
  db: Db | Tx,
  id: string,
  scopes: Parameters<typeof findVendor>[2],
): Promise<Vendor> {
  const vendor = await findVendor(db, id, scopes);
  if (vendor === null) throw new Refused({ code: 'not-found', what: `vendor ${id}` });
  return vendor;
}
