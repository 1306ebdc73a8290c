import { type DevicePlan, placeOf } from '#engine/intake';
import type { DeviceChange } from '#store/import-changes';
import type { ImportCounts } from '#store/imports';
import type { Actor } from '../context.ts';
import type { Fleet } from './fleet.ts';
import { isInside } from './import-access.ts';
import type { KeptWord } from './kept-word.ts';

/** What one batch of an import does to the devices. */
export interface Outcome {
  readonly counts: Pick<
    ImportCounts,
    'create' | 'change' | 'remove' | 'unchanged' | 'conflicts' | 'doubtful' | 'outside'
  >;
  /** Of devices the actor may change; the others are counted only. */
  readonly changes: readonly DeviceChange[];
}

export function outcomeOf(actor: Actor, { plan, standing, groups, reached }: Fleet): Outcome {
  const touched = plan.devices.filter((it) => it.changes.length > 0);
  const inside = touched.filter((it) => isInside(actor, it, groups));
  const gone = plan.gone.flatMap(({ id }) => standing.get(id) ?? []);
  const goneInside = gone.filter((it) => isInside(actor, { ...it, before: it }, groups));
  const spokenOf = new Set(reached.changes.map((it) => it.place));
  const unchanged = plan.devices.filter(
    (it) => it.changes.length === 0 && it.words.some((word) => spokenOf.has(placeOf(word))),
  );
  const disputed = unchanged.filter((it) => it.conflicts.length > 0);
  const create = touched.filter((it) => it.before === null).length;
  return {
    counts: {
      create,
      change: touched.length - create,
      remove: gone.length,
      unchanged: unchanged.length,
      conflicts: [...touched, ...disputed].reduce((sum, it) => sum + it.conflicts.length, 0),
      doubtful: plan.doubtful.filter((it) => !it.isHub).length,
      outside: touched.length - inside.length + gone.length - goneInside.length,
    },
    changes: [
      ...inside.map(changeOf),
      ...disputed.filter((it) => isInside(actor, it, groups)).map(conflictOf),
      ...goneInside.map(
        (it): DeviceChange => ({
          deviceId: it.id,
          label: labelOf(it),
          kind: 'remove',
          conflicts: 0,
          changes: [],
        }),
      ),
    ],
  };
}

export function addCounts(total: ImportCounts, more: Outcome['counts']): ImportCounts {
  const sums = Object.entries(more).map(([name, count]) => [name, total[name as keyof ImportCounts] + count]);
  return { ...total, ...Object.fromEntries(sums) };
}

function changeOf(it: DevicePlan<KeptWord>): DeviceChange {
  return {
    deviceId: it.before === null ? null : it.id,
    label: labelOf(it),
    kind: it.before === null ? 'create' : 'change',
    conflicts: it.conflicts.length,
    changes: it.changes,
  };
}

/** The file says something of the device that is kept and does not hold. */
function conflictOf(it: DevicePlan<KeptWord>): DeviceChange {
  return {
    deviceId: it.id,
    label: labelOf(it),
    kind: 'conflict',
    conflicts: it.conflicts.length,
    changes: it.conflicts.map(({ field, sayings: [ruling, other] }) => ({
      field,
      before: ruling?.value ?? null,
      after: other?.value ?? null,
    })),
  };
}

function labelOf({ name, fields }: Pick<DevicePlan, 'name' | 'fields'>): string {
  const label = [fields.manufacturer, fields.model].filter((it) => it !== undefined).join(' ');
  return label || name || fields.deviceType || 'Unnamed device';
}
