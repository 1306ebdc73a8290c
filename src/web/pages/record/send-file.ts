import { readAnswer } from '#contract/client';
import { addressOf, type Answer, type Arguments, type Route } from '#contract/kit';

/** Sends one file, with the fields that stand before it. */
export async function sendFile<R extends Route>(
  it: R,
  args: Omit<Arguments<R>, 'body'>,
  file: File,
  fields: Readonly<Record<string, string>> = {},
): Promise<Answer<R>> {
  const form = new FormData();
  for (const [field, value] of Object.entries(fields)) if (value !== '') form.append(field, value);
  form.append('file', file);
  return readAnswer(it, await fetch(addressOf(it, args), { method: it.method, body: form }));
}
