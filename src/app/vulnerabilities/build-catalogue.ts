import { writeCatalogueFile } from '#feeds/catalogue-file';
import { fileTrouble } from '../file-trouble.ts';
import { InputError } from '../input-error.ts';
import { compileFeeds, type LoadedCatalogue, type LoadOptions } from './load-catalogue.ts';

/**
 * Compiles feeds once into a file that opens in a moment.
 * @returns what the feeds brought
 * @throws {InputError} when the file cannot be written
 */
export async function buildCatalogue(
  paths: readonly string[],
  file: string,
  options: LoadOptions = {},
): Promise<LoadedCatalogue> {
  const loaded = await compileFeeds(paths, options);
  try {
    writeCatalogueFile(file, loaded.catalogue, JSON.stringify(loaded.feeds));
  } catch (cause) {
    const why = fileTrouble(cause) ?? (cause as Error).message;
    throw new InputError(`Cannot write catalogue "${file}": ${why}`, { cause });
  }
  return loaded;
}
