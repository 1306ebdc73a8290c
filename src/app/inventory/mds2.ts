import { type FormAnswer, type Mds2Form, readMds2Form } from '#engine/mds2';
import { plainName } from '#engine/inherit';
import { InputError as InventoryFault } from '#inventory/input-error';
import { readSheets } from '#inventory/xlsx';
import { lockInventory } from '#store/imports';
import { findForm, insertForm, type KeptForm, listAnswers, listForms } from '#store/mds2-forms';
import { act, see } from '../act.ts';
import type { Context } from '../context.ts';
import { Refused } from '../refusal.ts';
import { nounKeys } from './noun-keys.ts';
import { HOSPITAL, modelIn, passOn } from './models.ts';
import { type ArrivingFile, bytesOf, once } from './upload-bytes.ts';

const FORM_BYTES_MAX = 16_000_000;

/** A form that was kept, and what whoever uploaded it should know. */
export interface FormDossier {
  readonly form: KeptForm;
  readonly answers: readonly FormAnswer[];
  /** The form names another maker or model. */
  readonly notices: readonly string[];
}

/** Keeps a maker's form with a model; its devices inherit what it says in the same act. */
export async function uploadForm(
  ctx: Context,
  modelId: string,
  file: ArrivingFile,
  version: string | null,
): Promise<FormDossier> {
  await see(ctx, 'inventory.import', async () => undefined);
  const read = await readForm(file);
  const id = ctx.newId();
  await act(ctx, { permission: 'inventory.import' }, async (tx) => {
    await lockInventory(tx);
    const model = await modelIn(tx, modelId, HOSPITAL);
    const form: KeptForm = {
      id,
      modelId,
      version: version === null ? null : plainName(version) || null,
      file: plainName(file.name),
      maker: read.maker,
      modelName: read.model,
      rejects: read.rejects,
      missingSections: read.missingSections,
      at: ctx.now(),
      byName: ctx.actor.kind === 'nobody' ? 'Nobody signed in' : ctx.actor.name,
    };
    await insertForm(tx, form, read.answers);
    const devices = await passOn(tx, ctx, modelId);
    return {
      value: undefined,
      audit: {
        act: 'mds2.upload',
        subject: { kind: 'model', id: modelId },
        detail: {
          model: model.name,
          file: form.file,
          version: form.version,
          answers: read.answers.length,
          rejected: read.rejects.length,
          devices,
        },
      },
    };
  });
  return readKeptForm(ctx, id);
}

async function readForm(file: ArrivingFile): Promise<Mds2Form> {
  const refuse = (because: string) =>
    new Refused({ code: 'invalid', because: `Cannot use "${file.name}": ${because}`, field: 'file' });
  const bytes = await bytesOf(file, FORM_BYTES_MAX);
  try {
    const sheets = await readSheets(file.name, once(bytes));
    const form = readMds2Form(sheets);
    if ('problem' in form) throw refuse(form.problem);
    if (form.edition === '2013')
      throw refuse(
        'it is the form of 2013, which does not ask how the device is patched; ask the maker for the form of 2019',
      );
    return form;
  } catch (error) {
    if (error instanceof InventoryFault) throw refuse('it is no XLSX workbook, or a damaged one');
    throw error;
  }
}

/** The forms of a model that count, one for each version, the newest first. */
export async function listModelForms(ctx: Context, modelId: string): Promise<readonly KeptForm[]> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    await modelIn(db, modelId, scopes);
    return listForms(db, modelId);
  });
}

export async function readKeptForm(ctx: Context, id: string): Promise<FormDossier> {
  return see(ctx, 'inventory.read', async (db, scopes) => {
    const form = await findForm(db, id);
    if (form === null) throw new Refused({ code: 'not-found', what: `form ${id}` });
    const model = await modelIn(db, form.modelId, scopes);
    return {
      form,
      answers: await listAnswers(db, id),
      notices: await mismatches(form, model),
    };
  });
}

/** Makers send the form of another device at times: said, and left to a person. */
async function mismatches(
  form: KeptForm,
  model: { readonly name: string; readonly vendorName: string | null },
): Promise<string[]> {
  const keys = await nounKeys();
  const notices: string[] = [];
  if (form.maker !== null && model.vendorName !== null) {
    const [said, known] = [keys.vendor(form.maker)?.key, keys.vendor(model.vendorName)?.key];
    if (said !== known)
      notices.push(`The form names "${form.maker}" as maker, the model "${model.vendorName}"`);
  }
  if (form.modelName !== null) {
    const maker = model.vendorName ?? form.maker ?? undefined;
    const said = keys.model(maker, form.modelName)?.key ?? '';
    const known = keys.model(maker, model.name)?.key ?? '';
    if (!said.includes(known) && !known.includes(said))
      notices.push(`The form names "${form.modelName}" as model, this one is "${model.name}"`);
  }
  return notices;
}
