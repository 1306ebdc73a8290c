import {
  type DoubtfulMerge,
  type MakerKey,
  type ModelName,
  type Precedence,
  PRECEDENCE,
  type Reconciled,
  reconcile,
} from '#engine/reconcile';
import type { DeviceFields, Observation } from '#engine/words';
import { type Conflict, openConflicts } from './conflicts.ts';
import { deviceIdsFor } from './device-ids.ts';
import { stableText } from './stable-text.ts';
import { placeOf, type Word } from './word.ts';

/** A device as it stands. */
export interface KnownDevice {
  readonly id: string;
  readonly name: string | null;
  readonly fields: DeviceFields;
}

export interface FieldChange {
  readonly field: string;
  /** Fit to be shown; null: there was none. */
  readonly before: string | null;
  readonly after: string | null;
}

/** What a device comes to by all that its sources say. */
export interface DevicePlan<W extends Word = Word> extends KnownDevice {
  /** Null: it does not exist yet. */
  readonly before: KnownDevice | null;
  readonly words: readonly W[];
  readonly changes: readonly FieldChange[];
  /** Fields its sources disagree on, which nobody has decided yet. */
  readonly conflicts: readonly Conflict[];
}

export interface FleetPlan<W extends Word = Word> {
  readonly devices: readonly DevicePlan<W>[];
  /** Devices nothing stands behind any more, and the one that took their words over; null: none did. */
  readonly gone: readonly { readonly id: string; readonly into: string | null }[];
  /** Identifiers that several devices share, which were kept apart; the devices by their ids. */
  readonly doubtful: readonly DoubtfulMerge[];
}

/** What else decides what words come to. */
export interface Rules {
  readonly precedence?: Precedence;
  /** Which spellings name one maker. */
  readonly makerKey?: MakerKey;
  /** Places of words that people put together or keep apart. */
  readonly decisions?: readonly Decision[];
  /** Identifiers that more words carry than those at hand, and too many. */
  readonly isHub?: (kind: DoubtfulMerge['kind'], key: string) => boolean;
  /** Makers and models of devices that no word at hand stands behind. */
  readonly elsewhere?: readonly ModelName[];
}

/** What a person decided about two words: they speak of one device, or of two. */
export interface Decision {
  readonly kind: 'together' | 'apart';
  readonly places: readonly [string, string];
}

/**
 * Works out every device from the current words of all sources. The same words give the same devices, whatever order
 * they came in; a device keeps its id as long as a word stands behind it. Words that share no identifier, device or
 * decision, even through others, don't matter to each other: they can be planned apart.
 */
export function planFleet<W extends Word>(
  words: readonly W[],
  known: readonly KnownDevice[],
  newId: () => string,
  rules: Rules = {},
): FleetPlan<W> {
  const observations = new Map(observationsOf(standingAmong(words)));
  const { precedence = PRECEDENCE, isHub, elsewhere, makerKey } = rules;
  const reconciled = reconcile([...observations.keys()], {
    precedence,
    ...tiesOf(observations, rules.decisions ?? []),
    ...(makerKey && { makerKey }),
    ...(isHub && { isHub }),
    ...(elsewhere && { elsewhere }),
  });
  const groups = reconciled.observations.map((group) => group.map((it) => observations.get(it) as W));
  const ids = deviceIdsFor(groups, newId);
  const before = new Map(known.map((it) => [it.id, it]));
  const disputed = Map.groupBy(reconciled.conflicts, (it) => it.deviceId);
  const devices = reconciled.devices.map(({ id: calledId, ...fields }, index): DevicePlan<W> => {
    const id = ids[index] as string;
    const stood = before.get(id) ?? null;
    const name = nameIn(calledId, reconciled.observations[index] ?? []);
    return {
      id,
      name,
      fields,
      before: stood,
      words: groups[index] ?? [],
      changes: changesBetween(stood, { name, fields }),
      conflicts: openConflicts(disputed.get(calledId) ?? [], groups[index] ?? [], precedence),
    };
  });
  return { devices, gone: goneOf(known, devices), doubtful: doubtfulOf(reconciled, ids) };
}

/** A person's edit of a device that nothing else speaks of any more waits until something does. */
function standingAmong<W extends Word>(words: readonly W[]): readonly W[] {
  if (words.every((it) => it.anchors == null)) return words;
  const places = new Set(words.filter((it) => it.anchors == null).map(placeOf));
  return words.filter((it) => it.anchors == null || it.anchors.some((place) => places.has(place)));
}

function tiesOf(observations: ReadonlyMap<Observation, Word>, decisions: readonly Decision[]) {
  const anchored = [...observations].filter(([, word]) => word.anchors != null);
  if (anchored.length === 0 && decisions.length === 0) return {};
  const at = new Map([...observations].map(([observation, word]) => [placeOf(word), observation]));
  const pairs = (kind: Decision['kind']) =>
    decisions.flatMap(({ kind: own, places: [a, b] }): (readonly [Observation, Observation])[] => {
      const [x, y] = [at.get(a), at.get(b)];
      return own !== kind || x === undefined || y === undefined ? [] : [[x, y]];
    });
  const edits = anchored.flatMap(([edit, { anchors }]): (readonly [Observation, Observation])[] => {
    const anchor = anchors?.find((it) => at.has(it));
    return anchor === undefined ? [] : [[at.get(anchor) as Observation, edit]];
  });
  return { together: [...edits, ...pairs('together')], apart: pairs('apart') };
}

function doubtfulOf({ doubtful, devices }: Reconciled, ids: readonly string[]): DoubtfulMerge[] {
  if (doubtful.length === 0) return [];
  const idByName = new Map(devices.map((it, index) => [it.id, ids[index] as string]));
  return doubtful.map((it) => ({ ...it, deviceIds: it.deviceIds.map((id) => idByName.get(id) as string) }));
}

/** The place of a word within its source stands for a line: newest first, so that a source's later word rules. */
function* observationsOf<W extends Word>(words: readonly W[]): Generator<[Observation, W]> {
  for (const [source, own] of Map.groupBy(words, (it) => it.source)) {
    const sorted = own.toSorted((a, b) => compare(b.at, a.at) || compare(a.key, b.key));
    for (const [index, word] of sorted.entries())
      yield [{ origin: { file: source, line: index + 1 }, source: word.kind, fields: word.fields }, word];
  }
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** A place in a file is no name: it moves when other rows come. */
function nameIn(called: string, group: readonly Observation[]): string | null {
  for (const { origin } of group) {
    const place = `${origin.file}:${origin.line}`;
    if (called === place) return null;
    const suffix = called.indexOf(` (${place})`);
    if (suffix > 0) return called.slice(0, suffix);
  }
  return called;
}

function changesBetween(
  before: KnownDevice | null,
  after: Pick<KnownDevice, 'name' | 'fields'>,
): FieldChange[] {
  const [old, now] = [before === null ? {} : statementsOf(before), statementsOf(after)];
  return [...new Set([...Object.keys(now), ...Object.keys(old)])]
    .filter((field) => !isSame(old[field], now[field]))
    .map((field) => ({ field, before: shown(old[field]), after: shown(now[field]) }));
}

function statementsOf({ name, fields }: Pick<KnownDevice, 'name' | 'fields'>): Record<string, unknown> {
  return { ...(name === null ? {} : { name }), ...fields };
}

function isSame(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  return typeof a === 'object' && typeof b === 'object' && stableText(a) === stableText(b);
}

function shown(value: unknown): string | null {
  if (value === undefined || value === null) return null;
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (Array.isArray(value)) return value.length === 1 ? '1 component' : `${value.length} components`;
  return typeof value === 'string' ? value : stableText(value);
}

function goneOf(known: readonly KnownDevice[], devices: readonly DevicePlan[]): FleetPlan['gone'] {
  const standing = new Set(devices.map((it) => it.id));
  const heirs = new Map<string, string>();
  for (const device of devices)
    for (const { deviceId } of device.words)
      if (deviceId !== null && !heirs.has(deviceId)) heirs.set(deviceId, device.id);
  return known.filter((it) => !standing.has(it.id)).map(({ id }) => ({ id, into: heirs.get(id) ?? null }));
}
