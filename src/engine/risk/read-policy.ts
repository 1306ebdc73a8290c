import { CRITICALITIES, EVIDENCE_GRADES, EXPOSURES, TIERS } from '#engine/words';
import { CONTROL_KINDS } from './control.ts';
import {
  type Aggravators,
  ANCHORS,
  CLOCK_KINDS,
  type ClockProfile,
  type Deadline,
  type Policy,
  type TierRule,
  type Weights,
} from './policy.ts';

/** Raised inside this file only; `readPolicy` turns it into its answer. */
class PolicyFault extends Error {}

type Reader<T> = (value: unknown, at: string) => T;

/**
 * Reads a policy from parsed JSON. Everything must be there and nothing else: a misspelt field that is silently
 * ignored would change deadlines without anyone noticing. The error names the field at fault.
 */
export function readPolicy(json: unknown): Policy | { readonly error: string } {
  try {
    const policy = policyReader(json, 'policy');
    assertConsistent(policy);
    return policy;
  } catch (error) {
    if (error instanceof PolicyFault) return { error: `Cannot read policy: ${error.message}` };
    throw error;
  }
}

const fail = (at: string, state: string): never => {
  throw new PolicyFault(`${at} ${state}`);
};

const text: Reader<string> = (value, at) =>
  typeof value === 'string' && value.trim() !== '' ? value : fail(at, 'must be a non-empty text');

const flag: Reader<boolean> = (value, at) =>
  typeof value === 'boolean' ? value : fail(at, 'must be true or false');

const onlyTrue: Reader<true> = (value, at) => (value === true ? value : fail(at, 'can only be true'));

const number =
  (min: number, max: number): Reader<number> =>
  (value, at) =>
    typeof value === 'number' && value >= min && value <= max
      ? value
      : fail(at, `must be a number from ${min} to ${max}`);

const whole =
  (min: number, max: number): Reader<number> =>
  (value, at) =>
    typeof value === 'number' && Number.isInteger(value) && value >= min && value <= max
      ? value
      : fail(at, `must be a whole number from ${min} to ${max}`);

const oneOf =
  <T extends string>(words: readonly T[]): Reader<T> =>
  (value, at) =>
    words.find((it) => it === value) ?? fail(at, `must be one of ${words.join(', ')}`);

const list =
  <T>(reader: Reader<T>): Reader<readonly T[]> =>
  (value, at) =>
    Array.isArray(value)
      ? value.map((it, index) => reader(it, `${at}[${index}]`))
      : fail(at, 'must be a list');

const nullable =
  <T>(reader: Reader<T>): Reader<T | null> =>
  (value, at) =>
    value === null ? null : reader(value, at);

type Readers<T> = { readonly [K in keyof T]-?: Reader<NonNullable<T[K]> | Extract<T[K], null>> };

function record<T extends object>(readers: Readers<T>, optional: readonly (keyof T)[] = []): Reader<T> {
  return (value, at) => {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) fail(at, 'must be an object');
    const given = new Map(Object.entries(value as object));
    const unknown = [...given.keys()].find((it) => !Object.hasOwn(readers, it));
    if (unknown !== undefined) fail(`${at}.${unknown}`, 'is not a field of a policy');
    const read: [string, unknown][] = [];
    for (const [name, reader] of Object.entries(readers) as [string, Reader<unknown>][]) {
      if (given.has(name)) read.push([name, reader(given.get(name), `${at}.${name}`)]);
      else if (!optional.includes(name as keyof T)) fail(`${at}.${name}`, 'is missing');
    }
    return Object.fromEntries(read) as T;
  };
}

/** An object with exactly these keys, all read alike. */
function table<K extends string, T>(keys: readonly K[], reader: Reader<T>): Reader<Readonly<Record<K, T>>> {
  const readers = Object.fromEntries(keys.map((it) => [it, reader]));
  return record(readers as unknown as Readers<Record<K, T>>);
}

const points = whole(0, 100);
const daysReader = whole(1, 3650);

const weightsReader = record<Weights>({
  severityPerScore: number(0, 10),
  assumedSeverity: number(7, 10), // an unscored weakness ranks as High, never lower
  exploitation: table(['ransomware', 'exploited', 'publicExploit', 'epss'], points),
  criticality: table([...CRITICALITIES, 'unknown'], points),
  exposure: table([...EXPOSURES, 'unknown'], points),
  phi: table(['stores', 'transmits', 'none', 'unknown'], points),
  controls: table(CONTROL_KINDS, points),
});

const tierRuleReader = record<TierRule>({
  tier: oneOf(['critical', 'high', 'medium', 'low']),
  words: text,
  when: record<TierRule['when']>(
    {
      severityMin: number(0, 10),
      exploited: onlyTrue,
      criticalDevice: onlyTrue,
      exposedSegment: onlyTrue,
      lifeSustaining: onlyTrue,
      aggravatorsMin: whole(1, 3),
    },
    ['severityMin', 'exploited', 'criticalDevice', 'exposedSegment', 'lifeSustaining', 'aggravatorsMin'],
  ),
});

const clockProfileReader = record<ClockProfile>({
  switchedOn: flag,
  anchors: list(oneOf(ANCHORS)),
  days: (value, at) => {
    // a tier that is absent has no deadline, so only the given ones are read
    if (typeof value !== 'object' || value === null) return fail(at, 'must be an object');
    const unknown = Object.keys(value).find((it) => !(TIERS as readonly string[]).includes(it));
    if (unknown !== undefined) return fail(`${at}.${unknown}`, 'is not a tier');
    return Object.fromEntries(
      Object.entries(value).map(([tier, days]) => [tier, daysReader(days, `${at}.${tier}`)]),
    ) as ClockProfile['days'];
  },
  source: text,
});

const policyReader = record<Policy>(
  {
    name: text,
    version: text,
    weights: weightsReader,
    aggravators: record<Aggravators>({
      criticalities: list(oneOf(CRITICALITIES)),
      phi: oneOf(['stores', 'handles']),
      exposures: list(oneOf(EXPOSURES)),
    }),
    tiers: list(tierRuleReader),
    lowering: record<Policy['lowering']>({
      strongControls: list(oneOf(CONTROL_KINDS)),
      minimalRiskDevice: flag,
    }),
    deadlines: table(TIERS, record<Deadline>({ days: nullable(daysReader), words: text })),
    clocks: table(CLOCK_KINDS, clockProfileReader),
    dueSoonDays: whole(0, 365),
    versionEvidence: (value, at) => {
      const grades = list(oneOf(EVIDENCE_GRADES))(value, at);
      return grades.length > 0 ? grades : fail(at, 'must name at least one grade, or be left out');
    },
  },
  ['versionEvidence'],
);

/** What no single field shows: scales in order, the score within 0–100, a tier and never a laxer one for everything. */
function assertConsistent({ weights, tiers, aggravators, deadlines }: Policy): void {
  assertFalling('policy.weights.criticality', CRITICALITIES, weights.criticality);
  assertFalling('policy.weights.exposure', EXPOSURES, weights.exposure);
  assertFalling('policy.weights.phi', ['stores', 'transmits', 'none'], weights.phi);
  assertWithin('policy.weights.phi.unknown', weights.phi.unknown, weights.phi.none, weights.phi.transmits);
  const most = [
    weights.severityPerScore * 10,
    ...[weights.exploitation, weights.criticality, weights.exposure, weights.phi].map((it) =>
      Math.max(...Object.values(it)),
    ),
  ].reduce((sum, it) => sum + it, 0);
  if (most > 100) fail('policy.weights', `add up to ${most}: the score would pass 100`);
  assertPrefix('policy.aggravators.criticalities', CRITICALITIES, aggravators.criticalities);
  assertPrefix('policy.aggravators.exposures', EXPOSURES, aggravators.exposures);
  if (!tiers.some((it) => Object.keys(it.when).length === 0))
    fail('policy.tiers', 'needs a last rule without conditions, so that every finding has a tier');
  const exploitedHigh = tiers.some(
    (it) => it.tier !== 'low' && it.tier !== 'medium' && Object.keys(it.when).join() === 'exploited',
  );
  if (!exploitedHigh)
    fail('policy.tiers', 'needs a rule that ranks anything actively exploited High or above');
  if (deadlines.unscored.days === null)
    fail('policy.deadlines.unscored.days', 'must be set: unscored is never Low');
}

function assertFalling<K extends string>(
  at: string,
  order: readonly K[],
  values: Readonly<Record<K, number>>,
): void {
  order.forEach((key, index) => {
    const stronger = order[index - 1];
    if (stronger !== undefined && values[key] > values[stronger])
      fail(`${at}.${key}`, `must not weigh more than ${stronger}`);
  });
}

function assertWithin(at: string, value: number, min: number, max: number): void {
  if (value < min || value > max) fail(at, `must be from ${min} to ${max}`);
}

/** A list of aggravating levels must hold every stronger one too, or becoming worse would lower the tier. */
function assertPrefix<K extends string>(at: string, order: readonly K[], chosen: readonly K[]): void {
  const gap = order.slice(0, chosen.length).find((it) => !chosen.includes(it));
  if (gap !== undefined) fail(at, `must hold ${gap}, which is stronger than what it holds`);
}
