import { type AliasBook, mergeAliases, readAliases } from '#engine/identify';
import { InputError } from '../input-error.ts';
import { nameOf, readJsonFile } from '../read-json-file.ts';

const SHIPPED = new URL('../../../knowledge/aliases.json', import.meta.url);

/**
 * The alias knowledge that ships, with a hospital's own file laid over it.
 * @throws {InputError} naming the file and the entry at fault
 */
export async function readAliasFiles(ownFile: string | null): Promise<AliasBook> {
  const shipped = await readBook(SHIPPED);
  return ownFile === null ? shipped : mergeAliases(shipped, await readBook(ownFile));
}

async function readBook(file: string | URL): Promise<AliasBook> {
  const book = readAliases(await readJsonFile(file, 'alias file'));
  if ('problem' in book) throw new InputError(`${book.problem} (${nameOf(file)})`);
  return book;
}
