import { configuredComponents, effectiveFields, type EffectiveFields, type Inherited } from '#engine/inherit';
import { provenanceOf } from '#engine/intake';
import type { Device, DeviceFields, VersionField } from '#engine/words';
import { listCurrentOfDevices } from '#store/observations';
import { listSbomsById } from '#store/sboms';
import type { Db, Tx } from '#store/store';
import { policyInForce } from '../vulnerabilities/policy-in-force.ts';
import { keptWordOf } from './kept-word.ts';
import { readPrecedence } from './precedence.ts';

/** A device as matching looks at it. */
export type ConfiguredFields = EffectiveFields & Pick<Device, 'unproven' | 'disputed'>;

interface Standing {
  readonly id: string;
  readonly fields: DeviceFields;
  readonly inherited: Inherited | null;
}

/**
 * What devices are for matching: their own fields, what they inherit, components of their model's bill of materials, and
 * which of their versions rest on less than the policy asks for.
 */
export async function configuredFields(
  db: Db | Tx,
  devices: readonly Standing[],
): Promise<ConfiguredFields[]> {
  const ids = new Set(devices.flatMap((it) => it.inherited?.bill?.value ?? []));
  const bills = new Map((await listSbomsById(db, [...ids])).map((it) => [it.id, it]));
  const unproven = await unprovenVersions(db, devices);
  return devices.map(({ id, fields, inherited }) => {
    const effective = effectiveFields(fields, inherited ?? {});
    const doubts = unproven.get(id);
    const configured = doubts === undefined ? effective : { ...effective, unproven: doubts };
    const bill = bills.get(inherited?.bill?.value ?? '');
    if (bill === undefined) return configured;
    const { components, isComplete } = configuredComponents(fields, bill);
    return { ...configured, components, componentsComplete: isComplete };
  });
}

const VERSION_FIELDS: readonly VersionField[] = ['version', 'osVersion'];

/** By device; without those that are proven. */
async function unprovenVersions(
  db: Db | Tx,
  devices: readonly Standing[],
): Promise<ReadonlyMap<string, readonly VersionField[]>> {
  const { versionEvidence } = await policyInForce(db);
  if (versionEvidence === undefined) return new Map();
  const precedence = await readPrecedence(db);
  const words = (
    await listCurrentOfDevices(
      db,
      devices.map((it) => it.id),
    )
  ).map(keptWordOf);
  const byDevice = Map.groupBy(words, (it) => it.deviceId);
  return new Map(
    devices.flatMap(({ id, fields }) => {
      const provenance = provenanceOf(byDevice.get(id) ?? [], fields, { precedence });
      const doubts = VERSION_FIELDS.filter((field) => {
        const sayings = provenance.find((it) => it.field === field)?.sayings ?? [];
        // Whoever says the same bears it out, whether or not their word is the one that rules.
        const isProven = sayings.some(
          (it) => versionEvidence.includes(it.grade) && isSame(it.value, fields[field]),
        );
        return fields[field] !== undefined && !isProven;
      });
      return doubts.length === 0 ? [] : [[id, doubts] as const];
    }),
  );
}

function isSame(a: unknown, b: unknown): boolean {
  return String(a).trim().toLowerCase() === String(b).trim().toLowerCase();
}
