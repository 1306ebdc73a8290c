import * as z from 'zod';
import { HORIZON_ENDS, HORIZON_GROUPS, HORIZON_STEPS } from '#engine/support';
import { route } from '../kit.ts';

const Params = z.object({ id: z.uuid() });
const count = z.number().int().nonnegative();
const Day = z.iso.date();

const Ask = z.object({
  /** Which end: the maker's support, that of the operating system, or the maker's end of life. */
  end: z.enum(HORIZON_ENDS).default('support'),
  by: z.enum(HORIZON_GROUPS).default('department'),
  step: z.enum(HORIZON_STEPS).default('quarter'),
  /** Steps from today on. */
  count: z.coerce.number().int().min(1).max(20).default(8),
});

const Sum = z.object({
  devices: count,
  /** What is known of it, in whole units of the currency. */
  cost: z.number().nonnegative(),
  /** Devices whose replacement cost nobody has set: `cost` is the least it takes. */
  costUnknown: count,
});

const Row = z.object({
  /** Null: its devices do not say. */
  group: z.string().nullable(),
  modelId: z.string().nullable(),
  total: Sum,
  /** In the order of the periods. */
  sums: z.array(Sum).readonly(),
});

export const LifecycleView = z.object({
  /** The day that "past" means. */
  today: Day,
  /** ISO 4217; null: nobody has said which. */
  currency: z.string().nullable(),
  periods: z
    .array(
      z.object({
        /** `past`, `2026-Q4`, `2027`, `later`, or `undetermined`: no day is known. */
        key: z.string(),
        from: Day.nullable(),
        until: Day.nullable(),
      }),
    )
    .readonly(),
  rows: z.array(Row).readonly(),
  /** Groups beyond those shown; the total has them. */
  more: count,
  total: Row,
  /** Of the devices past their end, those without any control. */
  uncovered: count,
});
export type LifecycleView = z.output<typeof LifecycleView>;

export const readLifecycle = route({
  method: 'GET',
  path: '/api/v1/lifecycle',
  permission: 'inventory.read',
  summary: 'When support and life of devices end, by quarter or year, with what replacing them costs',
  query: Ask,
  response: LifecycleView,
});

export const exportLifecycle = route({
  method: 'GET',
  path: '/api/v1/lifecycle/export',
  permission: 'inventory.read',
  summary: 'The same as a file for budget planning, one group and period a row',
  query: Ask.extend({ format: z.enum(['csv', 'xlsx']).default('xlsx') }),
  response: z.unknown(),
  media: 'application/octet-stream',
});

const CostView = z.object({
  /** Null: nobody has set one for this device. */
  own: z.object({ cost: count, at: z.string(), by: z.string() }).nullable(),
  /** What its model costs; null: nobody has set it. */
  ofModel: count.nullable(),
  currency: z.string().nullable(),
});

export const readReplacementCost = route({
  method: 'GET',
  path: '/api/v1/devices/:id/replacement-cost',
  permission: 'inventory.read',
  summary: 'What replacing a device costs: its own figure, else that of its model',
  params: Params,
  response: CostView,
});

export const setReplacementCost = route({
  method: 'PUT',
  path: '/api/v1/devices/:id/replacement-cost',
  permission: 'inventory.edit',
  summary: 'Set what replacing this device costs; null: the figure of its model counts',
  params: Params,
  body: z.object({ cost: count.max(1_000_000_000).nullable() }),
  response: CostView,
});
