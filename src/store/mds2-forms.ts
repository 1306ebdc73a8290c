import type { ColumnType } from 'kysely';
import type { Answer, FormAnswer, FormReject } from '#engine/mds2';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface Mds2Tables {
  mds2_form: {
    id: string;
    model_id: string;
    version: string | null;
    file: string;
    maker: string | null;
    model_name: string | null;
    rejects: ColumnType<readonly FormReject[], string, never>;
    missing_sections: ColumnType<readonly string[], string, never>;
    is_current: boolean;
    at: Date;
    by_name: string;
  };
  mds2_answer: {
    form_id: string;
    place: number;
    question: string;
    text: string;
    answer: Answer | null;
    note: string;
    sheet: string;
    row: number;
  };
}

/** A maker's form as it is kept. */
export interface KeptForm {
  readonly id: string;
  readonly modelId: string;
  /** The software version it speaks of; null: any. */
  readonly version: string | null;
  readonly file: string;
  readonly maker: string | null;
  readonly modelName: string | null;
  readonly rejects: readonly FormReject[];
  readonly missingSections: readonly string[];
  readonly at: Date;
  readonly byName: string;
}

/** Keeps a form; it takes the place of the earlier one of the same version. */
export async function insertForm(tx: Tx, form: KeptForm, answers: readonly FormAnswer[]): Promise<void> {
  await tx
    .updateTable('mds2_form')
    .set({ is_current: false })
    .where('model_id', '=', form.modelId)
    .where((it) => (form.version === null ? it('version', 'is', null) : it('version', '=', form.version)))
    .execute();
  await tx
    .insertInto('mds2_form')
    .values({
      id: form.id,
      model_id: form.modelId,
      version: form.version,
      file: form.file,
      maker: form.maker,
      model_name: form.modelName,
      rejects: storableJson(form.rejects),
      missing_sections: storableJson(form.missingSections),
      is_current: true,
      at: form.at,
      by_name: form.byName,
    })
    .execute();
  if (answers.length === 0) return;
  await tx
    .insertInto('mds2_answer')
    .values(
      answers.map((it, index) => ({
        ...it,
        text: storableText(it.text),
        note: storableText(it.note),
        sheet: storableText(it.sheet),
        form_id: form.id,
        place: index + 1,
      })),
    )
    .execute();
}

/** The forms of a model that count, the newest first. */
export async function listForms(db: Db | Tx, modelId: string): Promise<KeptForm[]> {
  return formsQuery(db)
    .where('model_id', '=', modelId)
    .where('is_current', '=', true)
    .orderBy('id', 'desc')
    .execute();
}

export async function findForm(db: Db | Tx, id: string): Promise<KeptForm | null> {
  return (await formsQuery(db).where('id', '=', id).executeTakeFirst()) ?? null;
}

function formsQuery(db: Db | Tx) {
  return db
    .selectFrom('mds2_form')
    .select([
      'id',
      'model_id as modelId',
      'version',
      'file',
      'maker',
      'model_name as modelName',
      'rejects',
      'missing_sections as missingSections',
      'at',
      'by_name as byName',
    ]);
}

/** Answers of a form, in its order. */
export async function listAnswers(db: Db | Tx, formId: string): Promise<FormAnswer[]> {
  return db
    .selectFrom('mds2_answer')
    .select(['question', 'text', 'answer', 'note', 'sheet', 'row'])
    .where('form_id', '=', formId)
    .orderBy('place')
    .execute();
}
