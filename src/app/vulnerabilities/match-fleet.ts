import { createHash } from 'node:crypto';
import { stableText } from '#engine/intake';
import type { DeviceFields } from '#engine/words';
import {
  type Cohort,
  type CohortKey,
  countStaleConfigurations,
  type Distinct,
  listCohorts,
  listStaleCohorts,
  lockMatching,
  numberCohorts,
  numberDistinct,
} from '#store/cohorts';
import {
  countDevicesToMatch,
  type DeviceToMatch,
  listDevicesToMatch,
  type Placement,
  placeDevices,
} from '#store/device-cohorts';
import { noteFindingsChanged } from '#store/finding-summary';
import type { Context } from '../context.ts';
import { type ConfiguredFields, configuredFields } from '../inventory/configured.ts';
import { carryOver } from './carry-over.ts';
import { followChanges } from './follow-changes.ts';
import { keepLists } from './keep-lists.ts';
import { matchRecalls } from './match-recalls.ts';
import { replayDecisions } from './replay-decisions.ts';
import { replayReadiness } from './readiness-overrides.ts';
import { judgeCohorts } from './judge-cohorts.ts';
import { contextOf } from './judge.ts';
import { forgetKnowledgeBefore, type Knowledge, readKnowledge } from './knowledge.ts';

export interface MatchProgress {
  readonly step: 'devices' | 'configurations';
  readonly done: number;
  readonly total: number;
}

export interface MatchOptions {
  readonly onProgress?: (progress: MatchProgress) => void;
  readonly signal?: AbortSignal;
}

export interface MatchOutcome {
  /** Devices placed. */
  readonly devices: number;
  /** Configurations worked out anew. */
  readonly configurations: number;
}

const DEVICES_PER_STEP = 2000;
/** So many are numbered before the first of them is placed. */
const DEVICES_TOGETHER = 50_000;
const CONFIGURATIONS_PER_STEP = 40;

/**
 * Brings findings up to date with inventory and feeds. Touches only devices that changed, and configurations that the
 * newest edition can touch or that were worked out under older knowledge. Each step commits by itself: one that is cut off is done again.
 */
export async function matchFleet(ctx: Context, options: MatchOptions = {}): Promise<MatchOutcome> {
  const devices = await placeChanged(ctx, options);
  const configurations = await judgeStale(ctx, options);
  await replayDecisions(ctx);
  await replayReadiness(ctx);
  await keepLists(ctx);
  await matchRecalls(ctx, options.signal);
  return { devices, configurations };
}

async function placeChanged(ctx: Context, { onProgress, signal }: MatchOptions): Promise<number> {
  const total = await countDevicesToMatch(ctx.store.db);
  let done = 0;
  for (;;) {
    const numbered = await numberChanged(ctx, signal);
    if (numbered.length === 0) return done;
    const knowledge = await readKnowledge(ctx);
    if (knowledge !== null) await judgeUnjudged(ctx, knowledge, numbered, signal);
    for (let from = 0; from < numbered.length; from += DEVICES_PER_STEP) {
      signal?.throwIfAborted();
      await place(ctx, numbered.slice(from, from + DEVICES_PER_STEP));
      done += Math.min(DEVICES_PER_STEP, numbered.length - from);
      onProgress?.({ step: 'devices', done, total: Math.max(done, total) });
    }
  }
}

async function judgeStale(ctx: Context, { onProgress, signal }: MatchOptions): Promise<number> {
  const newest = await readKnowledge(ctx);
  let done = 0;
  if (newest !== null) {
    done += await followChanges(ctx, newest, signal);
    await carryOver(ctx, newest, signal);
    forgetKnowledgeBefore(ctx.store);
  }
  let total: number | null = null;
  for (;;) {
    signal?.throwIfAborted();
    const knowledge = await readKnowledge(ctx);
    if (knowledge === null) return done;
    total ??= await countStaleConfigurations(ctx.store.db, knowledge.state);
    const cohorts = await listStaleCohorts(ctx.store.db, knowledge.state, CONFIGURATIONS_PER_STEP);
    if (cohorts.length === 0) return done;
    await judgeCohorts(ctx, knowledge, cohorts);
    done += new Set(cohorts.map((it) => it.configurationId)).size;
    onProgress?.({ step: 'configurations', done, total: Math.max(done, total) });
  }
}

/** A device that changed, and the cohort it belongs to now. */
interface Numbered extends Placement {
  readonly judgedBy: string | null;
}

/**
 * Numbers what changed devices are: of many, so that the cohorts of a configuration are judged together before any device moves into
 * one of them.
 */
async function numberChanged(ctx: Context, signal: AbortSignal | undefined): Promise<readonly Numbered[]> {
  const numbered: Numbered[] = [];
  let after: string | null = null;
  while (numbered.length < DEVICES_TOGETHER) {
    signal?.throwIfAborted();
    const changed: readonly DeviceToMatch[] = await listDevicesToMatch(ctx.store.db, DEVICES_PER_STEP, after);
    for (const it of await number(ctx, changed)) numbered.push(it);
    if (changed.length < DEVICES_PER_STEP) break;
    after = changed.at(-1)?.deviceId ?? null;
  }
  return numbered;
}

async function number(ctx: Context, changed: readonly DeviceToMatch[]): Promise<readonly Numbered[]> {
  const standing = changed.flatMap(({ fields, ...it }) => (fields === null ? [] : [{ ...it, fields }]));
  const gone = changed
    .filter((it) => it.fields === null)
    .map(({ deviceId, at }) => ({ deviceId, at, cohortId: 0, judgedBy: null }));
  if (standing.length === 0) return gone;
  const configured = await configuredFields(
    ctx.store.db,
    standing.map(({ deviceId, ...it }) => ({ ...it, id: deviceId })),
  );
  const described = standing.map(({ deviceId, at }, index) => {
    const effective = configured[index] as ConfiguredFields;
    return {
      deviceId,
      at,
      configuration: distinct(matchedPart(effective)),
      context: distinct(contextOf(effective)),
    };
  });
  return ctx.store.db.transaction().execute(async (tx) => {
    await lockMatching(tx);
    const configurations = await numberDistinct(
      tx,
      'configuration',
      unique(described.map((it) => it.configuration)),
    );
    const contexts = await numberDistinct(tx, 'clinical_context', unique(described.map((it) => it.context)));
    const keys = described.map((it) => ({
      configurationId: configurations.get(keyOf(it.configuration)) as number,
      contextId: contexts.get(keyOf(it.context)) as number,
    }));
    const cohorts = await numberCohorts(tx, keys);
    const placed = described.map(({ deviceId, at }, index) => {
      const { configurationId, contextId } = keys[index] as CohortKey;
      const { id, judgedBy } = cohorts.get(`${configurationId}:${contextId}`) as JudgedCohort;
      return { deviceId, at, cohortId: id, judgedBy };
    });
    return [...placed, ...gone];
  });
}

interface JudgedCohort {
  readonly id: number;
  readonly judgedBy: string | null;
}

/** Moves devices into their cohorts. */
async function place(ctx: Context, placements: readonly Placement[]): Promise<void> {
  await ctx.store.db.transaction().execute(async (tx) => {
    await lockMatching(tx);
    await placeDevices(
      tx,
      placements.map(({ deviceId, at, cohortId }) => ({ deviceId, at, cohortId })),
      ctx.now(),
    );
    await noteFindingsChanged(tx);
  });
}

async function judgeUnjudged(
  ctx: Context,
  knowledge: Knowledge,
  numbered: readonly Numbered[],
  signal: AbortSignal | undefined,
): Promise<void> {
  const unjudged = numbered.filter((it) => it.cohortId !== 0 && it.judgedBy !== knowledge.state);
  const stale = await listCohorts(ctx.store.db, [...new Set(unjudged.map((it) => it.cohortId))]);
  for (const some of batches(stale)) {
    signal?.throwIfAborted();
    await judgeCohorts(ctx, knowledge, some);
  }
}

/** Cohorts of one configuration stay together. */
function* batches(cohorts: readonly Cohort[]): Generator<readonly Cohort[]> {
  let batch: Cohort[] = [];
  const configurations = new Set<number>();
  for (const it of cohorts) {
    if (!configurations.has(it.configurationId) && configurations.size === CONFIGURATIONS_PER_STEP) {
      yield batch;
      batch = [];
      configurations.clear();
    }
    configurations.add(it.configurationId);
    batch.push(it);
  }
  yield batch;
}

/** The part of a device that decides which weaknesses it has, and what mends them. */
function matchedPart(it: ConfiguredFields): ConfiguredFields {
  return {
    ...(it.manufacturer !== undefined && { manufacturer: it.manufacturer }),
    ...(it.model !== undefined && { model: it.model }),
    ...(it.version !== undefined && { version: it.version }),
    ...(it.os !== undefined && { os: it.os }),
    ...(it.osVersion !== undefined && { osVersion: it.osVersion }),
    ...(it.components !== undefined && it.components.length > 0 && { components: it.components }),
    ...(it.unproven !== undefined && { unproven: it.unproven }),
    ...(it.disputed !== undefined && { disputed: it.disputed }),
  };
}

function distinct(fields: DeviceFields): Distinct {
  return { fields, hash: createHash('sha256').update(stableText(fields)).digest() };
}

function keyOf({ hash }: Distinct): string {
  return hash.toString('base64');
}

function unique(all: readonly Distinct[]): Distinct[] {
  return [...new Map(all.map((it) => [keyOf(it), it])).values()];
}
