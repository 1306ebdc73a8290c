import { sheetOf, xlsxChunks } from '#exports/xlsx';
import { MODEL_FILES, type ModelFile } from '#sim/hospital/model-files';
import type { Context } from '../context.ts';
import { listModelForms, uploadForm } from '../inventory/mds2.ts';
import { editModel, findModels } from '../inventory/models.ts';
import { asColleague } from './as-colleague.ts';

/** Keeps makers' forms and costs with the models that the hospital has; told once more, none of it is twice. */
export async function keepModelFiles(ctx: Context): Promise<void> {
  const own = await asColleague(ctx, 'Jonas Bergström');
  for (const file of MODEL_FILES) {
    const filter = `name:="${file.name}"`;
    const { models } = await findModels(own, { filter, vendorId: null, sort: [], after: null, limit: 1 });
    const [model] = models;
    if (model === undefined || (await listModelForms(own, model.id)).length > 0) continue;
    const { version } = model;
    await editModel(own, model.id, { version, details: { replacementCost: file.cost } });
    await uploadForm(own, model.id, workbookOf(file), null);
  }
}

function workbookOf({ name, form }: ModelFile) {
  const columns = ['Question ID', 'Question', 'Response', 'Note'].map((title, at) => ({
    key: title,
    title,
    kind: 'text' as const,
    width: 20,
    cell: (row: ModelFile['form'][number]) => row[at] ?? null,
  }));
  const chunks = [...xlsxChunks([sheetOf('MDS2', { columns, rows: form })])];
  return {
    name: `${name} (invented).xlsx`,
    stream: (async function* () {
      yield* chunks;
    })(),
  };
}
