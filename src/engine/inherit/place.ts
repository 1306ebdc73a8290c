import { fold } from '#engine/identify';
import type { DeviceFields } from '#engine/words';

/** Levels of the location tree, from the outermost in. */
export const LOCATION_KINDS = ['site', 'building', 'floor', 'room'] as const;
export type LocationKind = (typeof LOCATION_KINDS)[number];

/** A level of the place where a device stands. */
export interface PlaceStep {
  readonly kind: LocationKind;
  readonly name: string;
  /** Tells the place apart from all others: its own name and those of all places around it. */
  readonly path: string;
}

/** "ICU " and "icu" are one department. Null: there is no name in the text. */
export function nameKey(text: string | undefined): string | null {
  const key = fold(plainName(text ?? ''));
  return key === '' ? null : key;
}

/** A name on one line, as any database can keep it. */
export function plainName(text: string): string {
  return text
    .toWellFormed()
    .replaceAll(/[\p{Cc}\s]+/gu, ' ')
    .trim();
}

/** The places around a device, outermost first. A level that is not said is left out. */
export function placeOf(fields: DeviceFields): PlaceStep[] {
  const steps: PlaceStep[] = [];
  for (const kind of LOCATION_KINDS) {
    const key = nameKey(fields[kind]);
    if (key === null) continue;
    const around = steps.at(-1)?.path;
    steps.push({
      kind,
      name: plainName(fields[kind] as string),
      path: `${around === undefined ? '' : `${around}\n`}${kind} ${key}`,
    });
  }
  return steps;
}
