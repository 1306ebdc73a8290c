import { readRegisterJson, type RegisterRecord, type RegisterReject } from '#feeds/register-json';
import { lockInventory } from '#store/imports';
import { listModelsOfCodes, listModelsRegistered, saveProductCodes, saveRegistered } from '#store/register';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { passOn } from './models.ts';
import { nounKeys } from './noun-keys.ts';
import { refreshDevicesOf } from './refresh.ts';
import { type ArrivingFile, bytesOf } from './upload-bytes.ts';

const REGISTER_BYTES_MAX = 64_000_000;

export interface RegisterTaken {
  readonly records: number;
  /** Product codes with their class. */
  readonly codes: number;
  /** Models that a record speaks for. */
  readonly models: number;
  readonly devices: number;
  readonly rejects: readonly RegisterReject[];
}

/**
 * Takes records of a public device register in, and product codes of its classification; models and devices whose
 * identifier or product code they name have it at once.
 */
export async function importRegister(ctx: Context, file: ArrivingFile): Promise<RegisterTaken> {
  await see(ctx, 'inventory.import', async () => undefined);
  const read = readRegisterJson((await bytesOf(file, REGISTER_BYTES_MAX)).toString('utf8'));
  if ('problem' in read)
    throw new Refused({
      code: 'invalid',
      because: `Cannot use "${file.name}": ${read.problem}`,
      field: 'file',
    });
  const keys = await nounKeys();
  const keyOf = ({ company, modelNumber }: RegisterRecord): string | null => {
    const vendor = company === null ? null : keys.vendor(company);
    const model = modelNumber === null || company === null ? null : keys.model(company, modelNumber);
    return vendor === null || model === null ? null : `${vendor.key}\n${model.key}`;
  };
  const records = new Map(read.records.map((it) => [it.di, { ...it, modelKey: keyOf(it) }]));
  const codes = new Map(read.codes.map((it) => [it.code, it]));
  return act(ctx, { permission: 'inventory.import' }, async (tx) => {
    await lockInventory(tx);
    const taken = { at: ctx.now(), file: file.name };
    await saveRegistered(tx, [...records.values()], taken);
    await saveProductCodes(tx, [...codes.values()], taken);
    const [dis, named] = [[...records.keys()], [...codes.keys()]];
    let devices = await refreshDevicesOf(tx, ctx, { kind: 'identifiers', dis });
    if (named.length > 0) devices += await refreshDevicesOf(tx, ctx, { kind: 'product-codes', codes: named });
    const models = new Set([
      ...(await listModelsRegistered(tx, dis)),
      ...(await listModelsOfCodes(tx, named)),
    ]);
    for (const id of models) devices += await passOn(tx, ctx, id);
    const counts = { records: records.size, codes: codes.size, models: models.size, devices };
    return {
      value: { ...counts, rejects: read.rejects },
      audit: {
        act: 'register.import',
        subject: null,
        detail: { file: file.name, ...counts, rejected: read.rejects.length },
      },
    };
  });
}
