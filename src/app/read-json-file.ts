import { readFile } from 'node:fs/promises';
import { fileTrouble } from './file-trouble.ts';
import { InputError } from './input-error.ts';

/** @throws {InputError} when it cannot be read or is not JSON */
export async function readJsonFile(file: string | URL, what: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    const why = fileTrouble(cause) ?? (cause as Error).message;
    throw new InputError(`Cannot read ${what} "${nameOf(file)}": ${why}`, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    const why = (cause as Error).message.replaceAll(/\s+/g, ' ');
    throw new InputError(`Cannot read ${what} "${nameOf(file)}": it is no JSON: ${why}`, { cause });
  }
}

export function nameOf(file: string | URL): string {
  return typeof file === 'string' ? file : file.pathname;
}
