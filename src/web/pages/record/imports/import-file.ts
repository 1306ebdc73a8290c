import * as api from '#contract/inventory/routes';
import { readAnswer } from '#contract/client';
import { addressOf, type Answer } from '#contract/kit';

export interface ImportWish {
  /** Name of the source; empty: the file's name. */
  readonly source: string;
  /** The import whose rejected rows the file brings repaired. */
  readonly repairs?: string;
}

/** Sends a file to be looked at; nothing is written to the inventory. */
export async function sendImport(
  file: File,
  { source, repairs }: ImportWish,
): Promise<Answer<typeof api.readImport>> {
  const form = new FormData();
  if (source !== '') form.append('source', source);
  if (repairs !== undefined) form.append('repairs', repairs);
  form.append('file', file);
  const response = await fetch(addressOf(api.previewImport, {}), { method: 'POST', body: form });
  return readAnswer(api.previewImport, response);
}
