import { type Catalogue, withForecasts } from '#engine/catalogue';
import type { FeedFile as ReadableFile } from '#feeds/read-feeds';
import type { CatalogueFile } from '#store/catalogues';
import { type FeedContent, findContents } from '#store/feed-contents';
import { type FeedFile, listFeedFileNames } from '#store/feed-files';
import type { Db } from '#store/store';
import { openContent } from '../feeds/contents.ts';
import { mayName } from '../feeds/file-names.ts';
import { compareCatalogues } from './compare-catalogues.ts';
import { compileFiles, readFiles } from './load-catalogue.ts';

/** Files that came and went since the catalogue was made, apart from those that stayed as they are. */
export interface FileChanges {
  readonly came: readonly FeedFile[];
  readonly went: readonly CatalogueFile[];
}

export function changesOfFiles(then: readonly CatalogueFile[], now: readonly FeedFile[]): FileChanges {
  const key = ({ feedId, name, contentId }: CatalogueFile | FeedFile) =>
    `${feedId}\u0001${name}\u0001${contentId}`;
  const [before, after] = [new Set(then.map(key)), new Set(now.map(key))];
  return {
    came: now.filter((it) => !before.has(key(it))),
    went: then.filter((it) => !after.has(key(it))),
  };
}

export function asCatalogueFile({ feedId, name, contentId, kinds }: FeedFile): CatalogueFile {
  return { feedId, name, contentId, kinds: kinds.map((it) => it.feed) };
}

/** Only a file of forecasts: it speaks of everything and says one number of each. */
export function isOfForecasts({ kinds }: FeedFile | CatalogueFile): boolean {
  return kinds.length > 0 && kinds.every(isEpss);
}

function holdsForecasts({ kinds }: FeedFile | CatalogueFile): boolean {
  return kinds.some(isEpss);
}

function isEpss(kind: FeedFile['kinds'][number] | string): boolean {
  return (typeof kind === 'string' ? kind : kind.feed) === 'epss';
}

export function readable(
  db: Db,
  file: Pick<FeedFile, 'feedId' | 'name' | 'contentId' | 'isPacked' | 'bytes'>,
): ReadableFile {
  return { path: `${file.feedId}/${file.name}`, bytes: file.bytes, open: () => openContent(db, file) };
}

/** What files that changed say of some vulnerabilities, together with all that other files say of them. */
export interface FeedDelta {
  /** A catalogue of these vulnerabilities alone. */
  readonly above: Catalogue;
  /** Their ids and aliases, those that nothing speaks of any more among them. */
  readonly names: readonly string[];
  readonly added: readonly string[];
  readonly changed: readonly string[];
  readonly gone: readonly string[];
}

interface DeltaWork {
  readonly db: Db;
  /** What holds. */
  readonly catalogue: Catalogue;
  readonly changes: FileChanges;
  /** All there are now. */
  readonly files: readonly FeedFile[];
  readonly namesMax: number;
  readonly signal: AbortSignal;
}

/**
 * Works out what a change of files says anew. Only those are read that changed, as they were and as they are, and those
 * that may speak of the same vulnerabilities.
 * @returns null: nothing; `'too-much'`: more than `namesMax` names
 */
export async function deltaOf(work: DeltaWork): Promise<FeedDelta | 'too-much' | null> {
  const { db, catalogue, files, namesMax, signal } = work;
  const said = await namesChanged(work);
  const names = new Set(said);
  addGroups(names, catalogue);
  if (names.size === 0) return null;
  const namesOfFiles = await listFeedFileNames(db);
  // Forecasts of what is known stand in the catalogue: files that hold nothing else need not be read for it.
  const areApart = [...files, ...work.changes.went].every((it) => isOfForecasts(it) || !holdsForecasts(it));
  while (names.size <= namesMax) {
    const { size } = names;
    const unknown = areApart ? [...names].filter((it) => catalogue.indexOf(it) === -1) : names;
    const speaking = files.filter((it) =>
      mayName(namesOfFiles.get(it.contentId) ?? null, isOfForecasts(it) ? unknown : names),
    );
    const { builder } = await readFiles(
      speaking.map((it) => readable(db, it)),
      { signal, only: names },
    );
    const { ids } = builder.intake;
    for (let id = 0; id < ids.size; id++) names.add(ids.text(id));
    addGroups(names, catalogue);
    // By another name that came with them, other files may say more.
    if (names.size === size) {
      const isKnown = (id: string) => areApart && catalogue.indexOf(id) !== -1;
      const above = withForecasts(builder.finish(), catalogue, isKnown);
      return tell(above, names, { said, catalogue });
    }
  }
  return 'too-much';
}

/** Names of vulnerabilities of which the files that changed say something else than before. */
async function namesChanged({ db, changes, signal }: DeltaWork): Promise<ReadonlySet<string>> {
  const contents = await findContents(
    db,
    changes.went.map((it) => it.contentId),
  );
  const options = { signal, countsAll: true };
  const before = await compileFiles(
    changes.went.map((it) => readable(db, { ...(contents.get(it.contentId) as FeedContent), ...it })),
    options,
  );
  const now = await compileFiles(
    changes.came.map((it) => readable(db, it)),
    options,
  );
  const { added, changed, gone } = await compareCatalogues(before.catalogue, now.catalogue);
  const names = new Set([...gone, ...[...added, ...changed].map((it) => now.catalogue.vulnerability(it).id)]);
  for (const it of [before, now]) addGroups(names, it.catalogue);
  return names;
}

/** Adds every other name that a catalogue knows of these. */
function addGroups(names: Set<string>, catalogue: Catalogue): void {
  for (const name of names) {
    const index = catalogue.indexOf(name);
    if (index === -1) continue;
    const { id, aliases } = catalogue.vulnerability(index);
    for (const it of [id, ...aliases]) names.add(it);
  }
}

function tell(
  above: Catalogue,
  names: ReadonlySet<string>,
  { said, catalogue }: { readonly said: ReadonlySet<string>; readonly catalogue: Catalogue },
): FeedDelta {
  const added: string[] = [];
  const changed: string[] = [];
  for (let index = 0; index < above.size; index++) {
    const { id } = above.vulnerability(index);
    if (catalogue.indexOf(id) === -1) added.push(id);
    else if (said.has(id)) changed.push(id);
  }
  const gone = new Set<string>();
  for (const name of names) {
    const index = catalogue.indexOf(name);
    if (index === -1) continue;
    const { id } = catalogue.vulnerability(index);
    if (above.indexOf(id) === -1) gone.add(id);
  }
  return { above, names: [...names], added, changed, gone: [...gone] };
}
