import type { DeviceFields, PatchMethod } from '#engine/words';
import type { Inherited } from './inherited.ts';

/** Fields as they count: what the device says itself, else what it inherits. */
export interface EffectiveFields extends DeviceFields {
  readonly osEosDate?: string;
  readonly patchMethod?: PatchMethod;
}

/** What the device itself says always rules over what it inherits, also where that is "no". */
export function effectiveFields(fields: DeviceFields, inherited: Inherited): EffectiveFields {
  const { bill: _, ...valued } = inherited;
  const values = Object.entries(valued).map(([field, it]) => [field, it.value] as const);
  return { ...Object.fromEntries(values), ...fields };
}
