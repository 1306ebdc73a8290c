import { createHash } from 'node:crypto';
import { existsSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { threadId } from 'node:worker_threads';
import { openCatalogueFile, writeCatalogueFile } from '#feeds/catalogue-file';
import { walk } from '#feeds/walk';
import type { LoadedCatalogue } from './load-catalogue.ts';

type Account = Omit<LoadedCatalogue, 'catalogue'>;

/**
 * Compiles the same feeds once and opens the result from then on. Feeds are the same while no file under the paths
 * was added, removed, or changed in size or time.
 * @param folder where compiled feeds are kept; only this program may write there
 */
export async function throughCache(
  paths: readonly string[],
  folder: string,
  compile: () => Promise<LoadedCatalogue>,
): Promise<LoadedCatalogue> {
  const stem = join(folder, fingerprintOf(paths));
  const [catalogueFile, accountFile] = [`${stem}.pwc`, `${stem}.json`];
  if (existsSync(accountFile)) {
    const account = JSON.parse(readFileSync(accountFile, 'utf8')) as Account;
    return { catalogue: openCatalogueFile(catalogueFile), ...account };
  }
  const { catalogue, ...account } = await compile();
  // Two that compile at once write the same; the account comes last and says that both are whole.
  const draft = `${stem}-${threadId}`;
  writeCatalogueFile(`${draft}.pwc`, catalogue);
  renameSync(`${draft}.pwc`, catalogueFile);
  writeFileSync(`${draft}.json`, JSON.stringify(account));
  renameSync(`${draft}.json`, accountFile);
  return { catalogue, ...account };
}

function fingerprintOf(paths: readonly string[]): string {
  const hash = createHash('sha256');
  for (const { path, bytes } of walk(paths).files)
    hash.update(`${path}\u0001${bytes}\u0001${statSync(path, { throwIfNoEntry: false })?.mtimeMs}\u0002`);
  return hash.digest('hex').slice(0, 32);
}
