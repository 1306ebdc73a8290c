import type { Scope } from '#engine/access';
import { answersOf, patchPathOf } from '#engine/mds2';
import type { ModelFacts } from '#engine/procurement';
import { supportStatus } from '#engine/support';
import type { PatchMethod } from '#engine/words';
import { listAnswers, listForms } from '#store/mds2-forms';
import { countModelFindings } from '#store/model-findings';
import type { Model } from '#store/models';
import type { Db, Tx } from '#store/store';
import { findVendor } from '#store/vendors';

/** What the product knows of a model today, for its checklist. */
export async function factsOf(
  db: Db | Tx,
  model: Model,
  scopes: readonly Scope[],
  today: string,
): Promise<ModelFacts> {
  const vendor = model.vendorId === null ? null : await findVendor(db, model.vendorId, scopes);
  const { affected, undetermined, devices, unjudged } = await countModelFindings(db, model.id, scopes);
  return {
    hasMds2: model.hasMds2,
    hasSbom: model.hasSbom,
    ...(await patchFact(db, model, today)),
    eosDate: textOf(model, 'eosDate') ?? null,
    disclosure: vendor?.details.disclosure ?? vendor?.details.securityPage ?? null,
    openFindings: devices === 0 || unjudged > 0 ? null : { affected, undetermined },
  };
}

/** Who can patch it: as a person set it for the model, else by the maker's form. */
async function patchFact(
  db: Db | Tx,
  model: Model,
  today: string,
): Promise<Pick<ModelFacts, 'patchMethod' | 'patchBecause'>> {
  const set = textOf(model, 'patchMethod');
  if (set !== undefined)
    return { patchMethod: set as PatchMethod, patchBecause: `Set for the model: ${set}` };
  const [form] = await listForms(db, model.id);
  if (form === undefined)
    return { patchMethod: null, patchBecause: 'No form tells it, and nobody has set it for the model' };
  const { eosDate, osEosDate } = { eosDate: textOf(model, 'eosDate'), osEosDate: textOf(model, 'osEosDate') };
  const { state, because } = supportStatus({ eosDate, osEosDate }, today);
  const support = { isSupported: state === 'unknown' ? null : state !== 'ended', because };
  const path = patchPathOf(answersOf(await listAnswers(db, form.id)), support);
  return { patchMethod: path.path, patchBecause: path.because };
}

function textOf({ passesOn }: Model, field: 'eosDate' | 'osEosDate' | 'patchMethod'): string | undefined {
  const value = passesOn[field]?.value;
  return typeof value === 'string' ? value : undefined;
}
