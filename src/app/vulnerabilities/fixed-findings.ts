import { FIXED_FINDING_FILTER_FIELDS } from '#engine/filter';
import {
  countFixedFindings,
  deleteFixedFindingsBefore,
  type FixedFinding,
  type FixedSort,
  listFixedFindings as listKept,
} from '#store/fixed-findings';
import type { ListPlace, SortStep } from '#store/keyset';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { filterIn } from '../filter-in.ts';
import { labelOf } from './judge.ts';

/** A finding that ended because its device changed, and the device in words. */
export interface ListedFixedFinding extends FixedFinding {
  readonly label: string;
}

export interface FixedAsk {
  /** In the one filter grammar. */
  readonly filter: string;
  readonly sort: readonly SortStep<FixedSort>[];
  readonly after: ListPlace | null;
  readonly limit: number;
}

export interface FixedPage {
  readonly items: readonly ListedFixedFinding[];
  readonly total: number;
  /** Of all that the filter selects; null: there is none. */
  readonly meanDays: number | null;
  readonly next: ListPlace | null;
}

/** Critical and high findings that ended because their device changed. */
export async function listFixedFindings(ctx: Context, ask: FixedAsk): Promise<FixedPage> {
  const filter = filterIn(ask.filter, FIXED_FINDING_FILTER_FIELDS, ctx);
  return see(ctx, 'findings.read', async (db, scopes) => {
    const selection = { filter, scopes };
    const found = await listKept(db, selection, { ...ask, limit: ask.limit + 1 });
    const shown = found.slice(0, ask.limit);
    return {
      items: shown.map(({ item }) => ({
        ...item,
        label: labelOf({ ...item.fields, id: item.deviceName ?? 'Unnamed device' }),
      })),
      ...(await countFixedFindings(db, selection)),
      next: found.length > ask.limit ? (shown.at(-1)?.place ?? null) : null,
    };
  });
}

/** A year and a quarter: a trend over a year looks back a quarter from its first day. */
const KEPT_MS = 460 * 86_400_000;

export async function forgetFixedFindings({ store, now }: Pick<Context, 'store' | 'now'>): Promise<number> {
  const before = new Date(now().getTime() - KEPT_MS).toISOString().slice(0, 10);
  return store.db.transaction().execute((tx) => deleteFixedFindingsBefore(tx, before));
}
