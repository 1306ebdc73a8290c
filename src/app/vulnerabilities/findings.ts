import {
  type FINDING_FILTER_FIELDS as Fields,
  FINDING_FILTER_FIELDS,
  type Filter,
  readFilter,
} from '#engine/filter';
import type { Policy } from '#engine/risk';
import type { Device } from '#engine/words';
import { findDevice } from '#store/devices';
import { countFindings, lookUp, pageFindings } from '#store/finding-pages';
import { findFinding, type FindingPlace, type FoundFinding } from '#store/findings';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { configuredFields } from '../inventory/configured.ts';
import { Refused } from '../refusal.ts';
import { type Standing, standingIn } from '../feeds/standing.ts';
import type { Finding } from './assessment.ts';
import { labelOf } from './judge.ts';
import { readKnowledge } from './knowledge.ts';
import { policyInForce } from './policy-in-force.ts';

export interface FindingAsk {
  /** In the one filter grammar. */
  readonly filter: string;
  readonly after: FindingPlace | null;
  readonly limit: number;
}

/** The day due dates are told from, and how many days the policy calls soon. */
export interface FindingDay extends Pick<Policy, 'dueSoonDays'> {
  readonly asOf: string;
}

/** A finding, and the device in words. */
export interface ListedFinding extends FoundFinding {
  readonly label: string;
}

export interface FindingPage extends FindingDay {
  readonly items: readonly ListedFinding[];
  readonly total: number;
  /** There are more than `total`: counting stopped there. */
  readonly isCapped: boolean;
  readonly next: FindingPlace | null;
}

/** Beyond this a filtered list is "more than": counting on costs more than it tells. */
const COUNT_CAP = 10_000;

/** The most urgent first. */
export async function listFindings(ctx: Context, { filter, after, limit }: FindingAsk): Promise<FindingPage> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const asked = filterOf(ctx, filter);
    const selection = {
      filter: asked,
      scopes,
      decided: asks(asked, 'decided') ? 'both' : 'left-out',
    } as const;
    const found = await lookUp(db, selection);
    const items = await pageFindings(db, found, { after, limit: limit + 1 });
    const shown = items.slice(0, limit);
    const cap = asked === null ? null : COUNT_CAP;
    const count = await counted(ctx.store, db, ['findings', asked, scopes, cap], () =>
      countFindings(db, found, cap),
    );
    const isCapped = cap !== null && count > cap;
    return {
      items: shown.map(labelled),
      total: isCapped ? cap : count,
      isCapped,
      next: items.length > limit ? (shown.at(-1)?.place ?? null) : null,
      ...(await readDay(ctx)),
    };
  });
}

export interface ExplainedFinding {
  readonly finding: Finding;
  readonly found: ListedFinding;
  /** Of the feeds that this finding rests on. */
  readonly standing: Standing;
}

/** One finding with everything that led to it, worked out from the sources as they are now. */
export async function explainFinding(
  ctx: Context,
  { deviceId, vulnerability }: { readonly deviceId: string; readonly vulnerability: string },
): Promise<FindingDay & ExplainedFinding> {
  return see(ctx, 'findings.read', async (db, scopes) => {
    const missing = new Refused({
      code: 'not-found',
      what: `finding ${vulnerability} of device ${deviceId}`,
    });
    const found = await findFinding(db, { deviceId, vulnerability }, scopes);
    const kept = found === null ? null : await findDevice(db, deviceId, scopes);
    const knowledge = await readKnowledge(ctx);
    if (found === null || kept === null || knowledge === null) throw missing;
    const day = await readDay(ctx);
    const [effective] = await configuredFields(db, [kept]);
    const device: Device = { ...effective, id: kept.id };
    const judge = knowledge.judge(day.asOf);
    const judgement = judge.one(device, vulnerability, found.detectedOn);
    if (judgement === null) throw missing;
    const finding: Finding = {
      id: `${deviceId}~${vulnerability}`,
      device: {
        device,
        label: labelOf(device),
        identified: judge.identified(device),
        judgements: [],
        notAffected: [],
      },
      judgement,
    };
    judge.forget();
    const standing = restingOn(await standingIn(db, ctx.now()), judgement);
    return { ...day, finding, found: labelled(found), standing };
  });
}

/** The verdict rests on the feeds that gave its grounds; score and clocks rest on all that tell of exploitation. */
function restingOn(standing: Standing, judgement: Finding['judgement']): Standing {
  const said = new Set(judgement.grounds().map((it) => it.source));
  return {
    ...standing,
    inDoubt: standing.inDoubt.filter(
      ({ concerns, kinds }) =>
        concerns.includes('exploitation') || concerns.includes('scores') || kinds.some((it) => said.has(it)),
    ),
  };
}

export function labelled(it: FoundFinding): ListedFinding {
  return { ...it, label: labelOf({ ...it.fields, id: it.deviceName ?? 'Unnamed device' }) };
}

export async function readDay(ctx: Context): Promise<FindingDay> {
  const { dueSoonDays } = await policyInForce(ctx.store.db);
  return { asOf: ctx.now().toISOString().slice(0, 10), dueSoonDays };
}

/** Whether a filter says anything of a field. */
export function asks(filter: FindingFilter | null, field: keyof typeof Fields): boolean {
  if (filter === null) return false;
  switch (filter.kind) {
    case 'words':
      return false;
    case 'all':
    case 'any':
      return filter.of.some((it) => asks(it, field));
    case 'not':
      return asks(filter.of, field);
    default:
      return filter.field === field;
  }
}

type FindingFilter = Filter<keyof typeof Fields>;

/** @throws Refused naming the character at fault */
export function filterOf({ now }: Context, text: string): Filter<keyof typeof Fields> | null {
  const read = readFilter(text, FINDING_FILTER_FIELDS, { nowMs: now().getTime() });
  if ('filter' in read) return read.filter;
  throw new Refused({
    code: 'invalid',
    because: `Cannot read filter at character ${read.at + 1}: ${read.problem}`,
    field: 'filter',
  });
}
