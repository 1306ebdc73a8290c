import { readFile } from 'node:fs/promises';
import { InputError } from './input-error.ts';

/** @throws {InputError} when it cannot be read or is not JSON */
export async function readJsonFile(file: string | URL, what: string): Promise<unknown> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (cause) {
    throw new InputError(`Cannot read ${what} "${nameOf(file)}": ${(cause as Error).message}`, { cause });
  }
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw new InputError(`Cannot read ${what} "${nameOf(file)}": ${(cause as Error).message}`, { cause });
  }
}

export function nameOf(file: string | URL): string {
  return typeof file === 'string' ? file : file.pathname;
}
