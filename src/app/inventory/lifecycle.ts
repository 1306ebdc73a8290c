import {
  foldHorizon,
  type HorizonEnd,
  type HorizonGroup,
  type HorizonPeriod,
  type HorizonRow,
  type HorizonStep,
  periodsFrom,
} from '#engine/support';
import { horizonCsv, horizonXlsx } from '#exports/horizon';
import { findDeviceCost, type DeviceCost, setDeviceCost } from '#store/device-costs';
import { findDevice } from '#store/devices';
import { countHorizon } from '#store/horizon';
import { findModel } from '#store/models';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { counted } from '../counted.ts';
import { Refused } from '../refusal.ts';
import { readHospital } from '../settings/hospital.ts';
import { dayOf } from '../today/days.ts';
import { authorOf } from './import-access.ts';
import { deviceFor } from './scope.ts';

export interface HorizonAsk {
  readonly end: HorizonEnd;
  readonly by: HorizonGroup;
  readonly step: HorizonStep;
  /** Steps from today on. */
  readonly count: number;
}

/** When things end, and what replacing them costs, of the devices the actor may see. */
export interface LifecycleHorizon {
  readonly ask: HorizonAsk;
  /** ISO day that "past" means. */
  readonly today: string;
  /** ISO 4217; null: nobody has said which. */
  readonly currency: string | null;
  readonly periods: readonly HorizonPeriod[];
  readonly rows: readonly HorizonRow[];
  readonly total: HorizonRow;
  /** Of the devices past their end, those without any control. */
  readonly uncovered: number;
}

export async function readHorizon(ctx: Context, ask: HorizonAsk): Promise<LifecycleHorizon> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const today = dayOf(ctx.now());
    const periods = periodsFrom(today, ask.step, ask.count);
    const { cells, uncovered } = await counted(
      ctx.store,
      db,
      ['horizon', scopes, ask.end, ask.by, today],
      () => countHorizon(db, scopes, { end: ask.end, by: ask.by, today }),
    );
    return {
      ask,
      today,
      currency: (await readHospital(db)).currency,
      periods,
      ...foldHorizon(cells, periods),
      uncovered,
    };
  });
}

/** The horizon as a file for budget planning. Who took what out of the product stands in the audit log. */
export async function exportHorizon(
  ctx: Context,
  ask: HorizonAsk,
  format: 'csv' | 'xlsx',
): Promise<Iterable<string | Uint8Array>> {
  const horizon = await readHorizon(ctx, ask);
  await act(ctx, { permission: 'inventory.read', subject: 'anywhere' }, async () => ({
    value: undefined,
    audit: { act: 'lifecycle.export', subject: null, detail: { ...ask, format } },
  }));
  return format === 'csv' ? horizonCsv(horizon) : horizonXlsx(horizon);
}

/** What replacing a device costs: its own figure, else its model's. */
export interface ReplacementCost {
  readonly own: DeviceCost | null;
  /** Null: nobody has set one for the model. */
  readonly ofModel: number | null;
  readonly currency: string | null;
}

export async function readReplacementCost(ctx: Context, deviceId: string): Promise<ReplacementCost> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const device = await findDevice(db, deviceId, scopes);
    if (device === null) throw new Refused({ code: 'not-found', what: `device ${deviceId}` });
    const { modelId } = device.belongs;
    const model = modelId === null ? null : await findModel(db, modelId, scopes);
    return {
      own: await findDeviceCost(db, deviceId),
      ofModel: model?.details.replacementCost ?? null,
      currency: (await readHospital(db)).currency,
    };
  });
}

/** Sets what replacing one device costs; null: its model's figure counts again. */
export async function setReplacementCost(ctx: Context, deviceId: string, cost: number | null): Promise<void> {
  await act(ctx, { permission: 'inventory.edit', subject: 'anywhere' }, async (tx) => {
    const device = await deviceFor(tx, ctx.actor, deviceId, 'inventory.edit');
    const before = await findDeviceCost(tx, deviceId);
    const byName = authorOf(ctx.actor).createdByName;
    await setDeviceCost(tx, deviceId, cost === null ? null : { cost, at: ctx.now(), byName });
    return {
      value: undefined,
      audit: {
        act: 'device.cost',
        subject: { kind: 'device', id: deviceId },
        detail: { device: device.label, before: before?.cost ?? null, after: cost },
      },
    };
  });
}
