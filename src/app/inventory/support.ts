import { type Contract, contractOf } from '#engine/contract';
import { configuredComponents, effectiveFields, forVersion } from '#engine/inherit';
import { answersOf, type PatchPath, patchPathOf, type SupportFact } from '#engine/mds2';
import { supportStatus, type SupportStatus } from '#engine/support';
import { readUdi, type Udi } from '#engine/udi';
import type { PatchMethod } from '#engine/words';
import { type Device, findDevice } from '#store/devices';
import { type KeptForm, listAnswers, listForms } from '#store/mds2-forms';
import { findModel, type ModelDetails } from '#store/models';
import { type KeptSbom, listSboms } from '#store/sboms';
import { see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';

/** How far a device can be kept up to date, and on what grounds. */
export interface DeviceSupport {
  readonly status: SupportStatus;
  /** As a person set it for the model; null: nobody did. */
  readonly setMethod: PatchMethod | null;
  /** By the maker's form; null: there is none for its model. */
  readonly path: PatchPath | null;
  readonly form: KeptForm | null;
  readonly details: ModelDetails;
  /** Its UDI, read; null: it has none. */
  readonly udi: Udi | { readonly problem: string } | null;
  /** The bill of materials of its model for its version. */
  readonly bill:
    | (Pick<KeptSbom, 'id' | 'version' | 'file' | 'format'> & {
        readonly isUsed: boolean;
        readonly count: number;
      })
    | null;
}

export async function readDeviceSupport(ctx: Context, id: string): Promise<DeviceSupport> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const device = await findDevice(db, id, scopes);
    if (device === null) throw new Refused({ code: 'not-found', what: `device ${id}` });
    const { modelId } = device.belongs;
    const today = ctx.now().toISOString().slice(0, 10);
    const fields = effectiveFields(device.fields, device.inherited);
    const status = supportStatus(fields, today);
    const form = modelId === null ? null : forVersion(await listForms(db, modelId), fields.version);
    const answers = form === null ? null : answersOf(await listAnswers(db, form.id));
    const bills = modelId === null ? [] : await listSboms(db, modelId);
    const model = modelId === null ? null : await findModel(db, modelId, scopes);
    return {
      status,
      setMethod: fields.patchMethod ?? null,
      path: answers === null ? null : patchPathOf(answers, factOf(status, contractOf(fields, today))),
      form,
      details: model?.details ?? {},
      udi: fields.udi === undefined ? null : readUdi(fields.udi, ctx.now().getUTCFullYear()),
      bill: billFor(device, bills),
    };
  });
}

function billFor({ fields }: Device, bills: readonly KeptSbom[]): DeviceSupport['bill'] {
  const bill = forVersion(bills, fields.version);
  if (bill === null) return null;
  const { id, version, file, format, components } = bill;
  const { usesBill } = configuredComponents(fields, bill);
  return { id, version, file, format, isUsed: usesBill, count: components.length };
}

function factOf({ state, because, day }: SupportStatus, contract: Contract): SupportFact {
  const isUncovered = contract.state === 'lapsed' || contract.state === 'none';
  return {
    isSupported: state === 'unknown' ? null : state !== 'ended',
    because: state === 'unknown' || day === null ? because : `${because} (${day})`,
    ...(isUncovered ? { uncovered: contract.because } : {}),
  };
}
