import * as z from 'zod';
import { PRECEDENCE, type Precedence } from '#engine/reconcile';
import {
  countConflicts,
  type ConflictSelection,
  type DeviceConflict,
  listConflictPatterns,
  listConflictsAfter,
} from '#store/device-conflicts';
import { countDoubts, listDoubtsAfter, type OpenDoubt } from '#store/doubtful-merges';
import { lockInventory } from '#store/imports';
import { act, see, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { jobKind } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { resolveFleet } from './fleet.ts';
import type { Slice } from './imports.ts';
import {
  precedenceWith,
  PrecedenceRules,
  readPrecedenceRules,
  withRule,
  writePrecedenceRules,
} from './precedence.ts';
import { resolveAll } from './resolve-anew.ts';

/** Fields whose sources disagree, of devices the actor may see. */
export async function listConflicts(
  ctx: Context,
  {
    after,
    limit,
    ...selection
  }: Omit<ConflictSelection, 'scopes'> & {
    readonly after: { readonly id: string; readonly key: string } | null;
    readonly limit: number;
  },
): Promise<Slice<DeviceConflict, { readonly id: string; readonly key: string }>> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const found = await listConflictsAfter(db, { ...selection, scopes }, { after, limit: limit + 1 });
    const items = found.slice(0, limit);
    const last = items.at(-1);
    return {
      items,
      total: await countConflicts(db, { ...selection, scopes }),
      next: found.length > limit && last !== undefined ? { id: last.deviceId, key: last.field } : null,
    };
  });
}

const PATTERNS_SHOWN = 100;

/** Who disagrees with whom on what, most devices first: what is decided for one may be decided for all of a pattern. */
export async function listPatterns(ctx: Context) {
  return see(ctx, 'inventory.read', (db, scopes) => listConflictPatterns(db, scopes, PATTERNS_SHOWN));
}

/** Identifiers that several devices share, which were kept apart until a person decides. */
export async function listDoubts(
  ctx: Context,
  { after, limit }: { readonly after: string | null; readonly limit: number },
): Promise<Slice<OpenDoubt, string>> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const found = await listDoubtsAfter(db, scopes, { after, limit: limit + 1 });
    const items = found.slice(0, limit);
    return {
      items,
      total: await countDoubts(db, scopes),
      next: found.length > limit ? (items.at(-1)?.hash ?? null) : null,
    };
  });
}

/** Whose word counts for each field, and where that is not the house default. */
export async function readPrecedenceSettings(
  ctx: Context,
): Promise<{ readonly precedence: Precedence; readonly rules: PrecedenceRules }> {
  return seeWhole(ctx, 'inventory.read', async (db) => {
    const rules = await readPrecedenceRules(db);
    return { precedence: precedenceWith(rules), rules };
  });
}

/** What a change of precedence is asked to do. */
export interface PrecedenceWish {
  readonly field: keyof Precedence;
  /** The source whose word comes first from now on; null: back to the house default. */
  readonly source: string | null;
}

/** Sets whose word counts for a field. The devices follow as a job. @returns id of the job */
export async function setPrecedence(ctx: Context, { field, source }: PrecedenceWish): Promise<string> {
  return act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await lockInventory(tx);
    const before = await readPrecedenceRules(tx);
    await writePrecedenceRules(tx, withRule(before, field, source));
    const job = await startJob(ctx, tx, applyPrecedenceJob, { field }, { key: 'precedence' });
    return {
      value: job.id,
      audit: {
        act: 'precedence.set',
        subject: { kind: 'field', id: field },
        detail: { field, source, before: [...(before[field] ?? PRECEDENCE[field])] },
      },
    };
  });
}

/** Devices looked at for a preview. */
const PREVIEW_MAX = 3000;

/** How many of the devices in dispute over a field a change of precedence would change. They stay as they are. */
export async function previewPrecedence(
  ctx: Context,
  { field, source }: PrecedenceWish,
): Promise<{ readonly checked: number; readonly changed: number }> {
  return seeWhole(ctx, 'inventory.read', async (db) => {
    const precedence = precedenceWith(withRule(await readPrecedenceRules(db), field, source));
    const selection = { scopes: [{ kind: 'hospital' }], field, pattern: null, deviceId: null } as const;
    const [checked, changed] = [new Set<string>(), new Set<string>()];
    for (let after: { id: string; key: string } | null = null; checked.size < PREVIEW_MAX; ) {
      const page: DeviceConflict[] = await listConflictsAfter(db, selection, { after, limit: BATCH });
      const last = page.at(-1);
      if (last === undefined) break;
      after = { id: last.deviceId, key: last.field };
      for (const it of page) checked.add(it.deviceId);
      const deviceIds = page.map((it) => it.deviceId);
      const { plan } = await resolveFleet(db, ctx, { deviceIds }, precedence);
      for (const it of plan.devices) if (it.changes.length > 0) changed.add(it.id);
    }
    return { checked: checked.size, changed: changed.size };
  });
}

const BATCH = 300;

/** Lets devices follow a change of whose word counts. */
export const applyPrecedenceJob = jobKind({
  name: 'precedence.apply',
  words: 'Apply whose word counts',
  input: z.object({ field: z.string() }),
  permission: 'inventory.structure',
  title: ({ field }) => `Apply whose word counts for ${field}`,
  page: () => '/conflicts',
  joins: 'waiting',
  run: async (ctx, { field }, tools) => ({
    changed: await resolveAll(ctx, tools, `Whose word counts for ${field} was set anew`),
  }),
});
