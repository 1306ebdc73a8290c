import * as api from '#contract/inventory/routes';
import { readAnswer } from '#contract/client';
import { addressOf, type Answer } from '#contract/kit';

type ImportView = Answer<typeof api.readImport>;

export interface ImportWish {
  /** Name of the source; empty: the file's name. */
  readonly source: string;
  /** Field → column, as a person chose it, an empty text for none; without entries all is guessed. */
  readonly mapping: Readonly<Record<string, string>>;
}

/** Files of this visit, by import: another mapping sends the same file again without asking for it. */
const files = new Map<string, File>();

export function fileOf(importId: string): File | null {
  return files.get(importId) ?? null;
}

/** Sends a file to be looked at; nothing is written to the inventory. */
export async function sendImport(file: File, { source, mapping }: ImportWish): Promise<ImportView> {
  const form = new FormData();
  if (source !== '') form.append('source', source);
  if (Object.keys(mapping).length > 0) form.append('mapping', JSON.stringify(mapping));
  form.append('file', file);
  const response = await fetch(addressOf(api.previewImport, {}), { method: 'POST', body: form });
  const view = await readAnswer(api.previewImport, response);
  files.set(view.id, file);
  return view;
}
