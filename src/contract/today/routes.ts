import * as z from 'zod';
import { METRICS, PATCH_FIGURE_KEYS, PATCH_MEASURES } from '#engine/measure';
import { TIERS } from '#engine/words';
import { FeedStanding } from '../feeds/feed.ts';
import { route } from '../kit.ts';

const Count = z.number().int().nonnegative();
const Day = z.iso.date();
const Instant = z.iso.datetime();

/** A share of the devices. What it counts, its target and the rows behind it are in `engine/measure`. */
const MetricView = z.object({
  metric: z.enum(METRICS),
  part: Count,
  whole: Count,
  /** Left out of both, because nothing can be told of them. */
  excluded: Count,
  /** Why the number is held back: its sources are stale, or there is nothing to count. Null: it holds. */
  heldBack: z.string().nullable(),
  /** As it was on earlier days; null where there was nothing to count. */
  trend: z.array(z.object({ on: Day, share: z.number().nullable() })).readonly(),
});

const SourceView = z.object({
  source: z.string(),
  lastAt: Instant,
  /** How often it usually speaks; null: too seldom to tell. */
  everyDays: Count.nullable(),
  state: z.enum(['fresh', 'late', 'stale', 'no-rhythm']),
});

const PlaceView = z.object({
  site: z.string().nullable(),
  department: z.string().nullable(),
  devices: Count,
  supportEnded: Count,
  complete: Count,
});

const TodayView = z.object({
  /** When it was counted. */
  at: Instant,
  /** The day that "today" and "overdue" mean. */
  on: Day,
  devices: Count,
  metrics: z.array(MetricView).readonly(),
  lifecycle: z.object({
    ended: Count,
    within6: Count,
    within12: Count,
    within24: Count,
    later: Count,
    unknown: Count,
    /** The days that part these steps: rows behind them are asked for by day. */
    in6: Day,
    in12: Day,
    in24: Day,
  }),
  places: z.array(PlaceView).readonly(),
  sources: z.array(SourceView).readonly(),
});
export type TodayView = z.output<typeof TodayView>;

export const readToday = route({
  method: 'GET',
  path: '/api/v1/today',
  permission: 'inventory.read',
  summary: 'What is known of the devices you may see, how it changed, and how fresh it is',
  response: TodayView,
});

/** Findings of one vulnerability on devices of one model, with the earliest day one of them is due. */
const WorkView = z.object({
  vulnerability: z.string(),
  /** Null: its devices are of no model. */
  modelId: z.string().nullable(),
  label: z.string(),
  summary: z.string().nullable(),
  tier: z.enum(TIERS),
  exploited: z.boolean(),
  devices: Count,
  /** Null: they stand in several. */
  site: z.string().nullable(),
  department: z.string().nullable(),
  dueOn: Day,
});
export type WorkView = z.output<typeof WorkView>;

const TodayWorkView = z.object({
  on: Day,
  /** When it was counted, where findings have changed since and are being counted anew; null: it holds now. */
  countedAt: Instant.nullable(),
  /** Days before its due date from which a finding is due soon. */
  dueSoonDays: Count,
  overdue: z.array(WorkView).readonly(),
  dueSoon: z.array(WorkView).readonly(),
});
export type TodayWorkView = z.output<typeof TodayWorkView>;

export const readTodayWork = route({
  method: 'GET',
  path: '/api/v1/today/work',
  permission: 'findings.read',
  summary: 'What is overdue and due soon, gravest first, grouped by vulnerability and model',
  response: TodayWorkView,
});

/** How far patching is. What each number counts, its target and the rows behind it are in `engine/measure`. */
const PatchingView = z.object({
  /** The day that is counted for. */
  on: Day,
  /** When it was counted, where findings have changed since and are being counted anew; null: it holds now. */
  countedAt: Instant.nullable(),
  figures: z.object(
    Object.fromEntries(PATCH_FIGURE_KEYS.map((it) => [it, Count])) as Record<
      (typeof PATCH_FIGURE_KEYS)[number],
      typeof Count
    >,
  ),
  measures: z
    .array(
      z.object({
        measure: z.enum(PATCH_MEASURES),
        /** Null: there is nothing to count. */
        value: z.number().nullable(),
        /** As it was on earlier days. */
        trend: z.array(z.object({ on: Day, value: z.number().nullable() })).readonly(),
      }),
    )
    .readonly(),
  /** Critical findings on earlier days: open, and open beyond thirty days. */
  criticalTrend: z.array(z.object({ on: Day, open: Count, beyond: Count })).readonly(),
  /** When feeds were last compiled; null: never. */
  feedsReadAt: Instant.nullable(),
  /** Devices that changed and are not matched yet. */
  waiting: Count,
  /** How far these numbers can be leaned on. */
  standing: FeedStanding,
});
export type PatchingView = z.output<typeof PatchingView>;

export const readTodayPatching = route({
  method: 'GET',
  path: '/api/v1/today/patching',
  permission: 'findings.read',
  summary:
    'Patch compliance, time to fix and what has been open too long, of the devices you may see, and how it changed',
  response: PatchingView,
});

/** Differs from what was sent before whenever findings have changed, or were counted. */
const FindingsEvent = z.object({ change: z.string() });

export const watchFindings = route({
  method: 'GET',
  path: '/api/v1/today/events',
  permission: 'findings.read',
  summary: 'That findings have changed, as server-sent events: whoever shows some asks for them again',
  response: FindingsEvent,
  media: 'text/event-stream',
});

/** Something that waits for a person. `filter` leads to its rows in the list of devices. */
const NeedView = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('import'), id: z.string(), source: z.string(), since: Instant }),
  z.object({
    kind: z.enum(['unsupported', 'versionless', 'disputed']),
    count: Count,
    filter: z.string(),
  }),
  z.object({ kind: z.literal('doubtful'), count: Count }),
  /** Devices that the network shows and no register knows, which nobody has seen to yet. */
  z.object({ kind: z.literal('unregistered'), count: Count, overdue: Count, mine: Count }),
  /** Discrepancies of the newest reconciliation report that the reader has taken on and that still stand. */
  z.object({ kind: z.literal('assigned'), reportId: z.string(), count: Count, overdue: Count }),
  /** The newest report waits for the reader's signature. */
  z.object({ kind: z.literal('signature'), reportId: z.string(), since: Instant }),
  /** Recalls and safety communications that mean, or may mean, a device and are not dealt with. `filter` leads to them. */
  z.object({
    kind: z.literal('recalled'),
    count: Count,
    overdue: Count,
    mine: Count,
    filter: z.string(),
  }),
  /** Destinations of notices and tickets that were switched off because nothing got through. */
  z.object({ kind: z.literal('destination'), count: Count }),
]);
export type NeedView = z.output<typeof NeedView>;

export const readTodayNeeds = route({
  method: 'GET',
  path: '/api/v1/today/needs',
  permission: 'inventory.read',
  summary: 'What waits for a person: imports, contradictions, recalls, devices nobody registered',
  response: z.object({ items: z.array(NeedView).readonly() }),
});
