import { CRITICAL_FIELDS, type CriticalField } from './discrepancies.ts';

/** Devices that share a place and the sources that speak of them. */
export interface DevicePart {
  readonly site: string | null;
  readonly department: string | null;
  readonly sources: readonly string[];
  readonly devices: number;
  /** Of these, devices with every critical field. */
  readonly complete: number;
  /** Devices in a register without any address: the network cannot tell of them. */
  readonly unconnected: number;
  readonly missing: Readonly<Record<CriticalField, number>>;
}

/** What one source has, and what it does not. */
export interface SourceComparison {
  readonly source: string;
  readonly devices: number;
  /** Devices that another source speaks of as well. */
  readonly matched: number;
  /** Devices that no other source speaks of. */
  readonly alone: number;
  /** Devices that others speak of and this one does not. */
  readonly lacks: number;
  readonly complete: number;
}

/** What two sources have in common. */
export interface PairComparison {
  readonly a: string;
  readonly b: string;
  readonly both: number;
  readonly onlyA: number;
  readonly onlyB: number;
}

export interface PlaceComparison {
  readonly site: string | null;
  readonly department: string | null;
  readonly devices: number;
  readonly complete: number;
}

export interface Comparison {
  readonly devices: number;
  readonly complete: number;
  readonly unconnected: number;
  /** Devices that no source stands behind but what people entered. */
  readonly byHandAlone: number;
  readonly missing: Readonly<Record<CriticalField, number>>;
  /** By name. */
  readonly sources: readonly SourceComparison[];
  readonly pairs: readonly PairComparison[];
  /** Most devices first. */
  readonly places: readonly PlaceComparison[];
}

/** Who has which devices and who does not, from devices grouped by place and sources. */
export function compareSources(parts: readonly DevicePart[]): Comparison {
  const devices = sum(parts, (it) => it.devices);
  const names = [...new Set(parts.flatMap((it) => it.sources))].toSorted();
  return {
    devices,
    complete: sum(parts, (it) => it.complete),
    unconnected: sum(parts, (it) => it.unconnected),
    byHandAlone: sum(parts, (it) => (it.sources.length === 0 ? it.devices : 0)),
    missing: missingIn(parts),
    sources: names.map((it) => sourceIn(parts, it, devices)),
    pairs: names.flatMap((a, index) => names.slice(index + 1).map((b) => pairIn(parts, a, b))),
    places: placesIn(parts),
  };
}

function sourceIn(parts: readonly DevicePart[], source: string, all: number): SourceComparison {
  const its = parts.filter((it) => it.sources.includes(source));
  const devices = sum(its, (it) => it.devices);
  const alone = sum(its, (it) => (it.sources.length === 1 ? it.devices : 0));
  return {
    source,
    devices,
    matched: devices - alone,
    alone,
    lacks: all - devices,
    complete: sum(its, (it) => it.complete),
  };
}

function pairIn(parts: readonly DevicePart[], a: string, b: string): PairComparison {
  const count = (has: (it: DevicePart) => boolean) => sum(parts, (it) => (has(it) ? it.devices : 0));
  return {
    a,
    b,
    both: count((it) => it.sources.includes(a) && it.sources.includes(b)),
    onlyA: count((it) => it.sources.includes(a) && !it.sources.includes(b)),
    onlyB: count((it) => !it.sources.includes(a) && it.sources.includes(b)),
  };
}

function placesIn(parts: readonly DevicePart[]): PlaceComparison[] {
  const places = Map.groupBy(parts, (it) => JSON.stringify([it.site, it.department]));
  return [...places.values()]
    .map((its) => ({
      site: its[0]?.site ?? null,
      department: its[0]?.department ?? null,
      devices: sum(its, (it) => it.devices),
      complete: sum(its, (it) => it.complete),
    }))
    .toSorted((x, y) => y.devices - x.devices || keyOf(x).localeCompare(keyOf(y)));
}

function keyOf({ site, department }: Pick<PlaceComparison, 'site' | 'department'>): string {
  return `${site ?? ''}\n${department ?? ''}`;
}

function missingIn(parts: readonly DevicePart[]): Readonly<Record<CriticalField, number>> {
  const counts = CRITICAL_FIELDS.map((field) => [field, sum(parts, (it) => it.missing[field])]);
  return Object.fromEntries(counts) as Record<CriticalField, number>;
}

function sum(parts: readonly DevicePart[], of: (it: DevicePart) => number): number {
  return parts.reduce((total, it) => total + of(it), 0);
}
