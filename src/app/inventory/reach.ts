import { type Decision, placeOf } from '#engine/intake';
import type { ModelName } from '#engine/reconcile';
import { listModelNames } from '#store/devices';
import {
  type BoundHash,
  type IdentifierHash,
  identifierHash,
  listCarriers,
  modelHashOf,
} from '#store/identifiers';
import { type KeptDecision, listDecisions } from '#store/identity-decisions';
import { listCurrentAt, listCurrentById, listCurrentOfDevices } from '#store/observations';
import type { Db, Tx } from '#store/store';
import { Frontier } from './frontier.ts';
import { type KeptWord, keptWordOf } from './kept-word.ts';

/** A place, and the word that stands there from now on; null: none does. */
export interface WordChange {
  readonly place: string;
  readonly word: KeptWord | null;
}

/**
 * Further changes of the same act, which must be looked at together with what they share devices with: rows of an import,
 * words of an import that is taken back.
 */
export interface Companions {
  /** Changes at these places. */
  readonly at: (places: readonly string[]) => Promise<readonly WordChange[]>;
  /** Changes that bring a word with one of the identifiers; of each, one more than its bound at most, then without what they are. */
  readonly carrying: (
    asked: readonly BoundHash[],
  ) => Promise<readonly { readonly hash: IdentifierHash; readonly change: WordChange | null }[]>;
}

const NO_COMPANIONS: Companions = { at: async () => [], carrying: async () => [] };

/** Everything that a change can matter to, and nothing else. */
export interface Reach {
  /** What all sources say of it, once changed. */
  readonly words: readonly KeptWord[];
  readonly changes: readonly WordChange[];
  /** Words as they stood at the places of the changes. */
  readonly replaced: ReadonlyMap<string, KeptWord>;
  /** Devices that words stood behind. */
  readonly deviceIds: readonly string[];
  readonly decisions: readonly Decision[];
  /** Identifiers with too many carriers, which were not followed; and with how many they would be hubs no more. */
  readonly hubs: ReadonlyMap<IdentifierHash, number>;
  /** Identifiers all of whose carriers are at hand. */
  readonly whole: readonly IdentifierHash[];
  /** Identifiers that name a unit of what was followed, hubs among them. */
  readonly units: readonly IdentifierHash[];
  /** Makers and models of other devices that SBOMs at hand may belong to. */
  readonly elsewhere: readonly ModelName[];
}

/** Where following begins. */
export interface Start {
  readonly changes?: readonly WordChange[];
  /** Devices to look at, though no word of theirs changes. */
  readonly deviceIds?: readonly string[];
  readonly companions?: Companions;
}

/**
 * Follows changes through shared identifiers, devices and decisions to all statements they can matter to. What a plan makes
 * of these is then what it would make of them among all others.
 */
export async function reach(db: Db | Tx, start: Start): Promise<Reach> {
  const companions = start.companions ?? NO_COMPANIONS;
  const found = new Found();
  for (const it of start.changes ?? []) found.change(it);
  for (const it of start.deviceIds ?? []) found.frontier.device(it);
  for (let step = found.frontier.take(); step !== null; step = found.frontier.take()) {
    for (const it of await companions.at(step.places)) found.change(it);
    for (const it of await listCurrentAt(db, step.places)) found.word(keptWordOf(it));
    for (const it of await listDecisions(db, step.places)) found.decision(it);
    for (const it of await listCurrentOfDevices(db, step.devices)) found.word(keptWordOf(it));
    await followHashes(db, step.hashes, companions, found);
  }
  return found.reach(db);
}

async function followHashes(
  db: Db | Tx,
  asked: readonly BoundHash[],
  companions: Companions,
  found: Found,
): Promise<void> {
  const carriers = Map.groupBy(await listCarriers(db, asked), (it) => it.hash);
  const brought = Map.groupBy(await companions.carrying(asked), (it) => it.hash);
  const ids: string[] = [];
  for (const { hash, max } of asked) {
    const [kept, coming] = [carriers.get(hash) ?? [], brought.get(hash) ?? []];
    if (kept.length > max) found.hubs.set(hash, max);
    else if (coming.length > max) found.hubs.set(hash, 0);
    // What was no hub before and becomes one comes apart: what it held together is looked at once more.
    if (kept.length <= max) for (const it of kept) ids.push(it.observationId);
    if (!found.hubs.has(hash)) for (const { change } of coming) if (change !== null) found.change(change);
  }
  const fresh = found.unseen(ids);
  for (const it of await listCurrentById(db, fresh)) found.word(keptWordOf(it));
}

/** What following has come across. */
class Found {
  readonly frontier = new Frontier();
  readonly hubs = new Map<IdentifierHash, number>();
  readonly #words = new Map<string, KeptWord>();
  readonly #changes = new Map<string, WordChange>();
  readonly #decisions = new Map<string, KeptDecision>();
  readonly #ids = new Set<string>();

  unseen(observationIds: readonly string[]): string[] {
    const fresh = [...new Set(observationIds)].filter((it) => !this.#ids.has(it));
    for (const it of fresh) this.#ids.add(it);
    return fresh;
  }

  word(word: KeptWord): void {
    const place = placeOf(word);
    if (this.#words.has(place)) return;
    this.#words.set(place, word);
    this.#ids.add(word.observationId);
    this.frontier.word(word, this.#changes.has(place));
  }

  change(change: WordChange): void {
    if (this.#changes.has(change.place)) return;
    this.#changes.set(change.place, change);
    this.frontier.place(change.place);
    const before = this.#words.get(change.place);
    for (const it of [change.word, before]) if (it != null) this.frontier.word(it, true);
  }

  decision(it: KeptDecision): void {
    this.#decisions.set(it.id, it);
    for (const place of it.places) this.frontier.place(place);
  }

  async reach(db: Db | Tx): Promise<Reach> {
    const changes = [...this.#changes.values()];
    const standing = [...this.#words.values()].filter((it) => !this.#changes.has(placeOf(it)));
    const coming = changes.flatMap(({ place, word }) =>
      word === null ? [] : [succeeding(word, this.#words.get(place))],
    );
    const boms = standing.filter((it) => it.kind === 'sbom').flatMap((it) => modelHashOf(false, it.fields));
    const deviceIds = this.frontier.devices;
    return {
      words: [...standing, ...coming],
      changes,
      replaced: new Map(
        changes.flatMap(({ place }) => {
          const before = this.#words.get(place);
          return before === undefined ? [] : [[place, before] as const];
        }),
      ),
      deviceIds,
      decisions: [...this.#decisions.values()].toSorted((a, b) => (a.id < b.id ? -1 : 1)),
      hubs: this.hubs,
      units: this.frontier.units,
      whole: this.frontier.hashes.filter((it) => !this.hubs.has(it)),
      elsewhere: await listModelNames(
        db,
        boms.map((it) => it.hash),
        deviceIds,
      ),
    };
  }
}

/** A word goes on behind the device of the one before; one that only says the same again is kept where that one is. */
function succeeding(word: KeptWord, before: KeptWord | undefined): KeptWord {
  const observationId = word.isNew ? word.observationId : (before?.observationId ?? word.observationId);
  return { ...word, observationId, deviceId: before?.deviceId ?? null };
}

/** Whether an identifier is one of these hubs, by its kind and key. */
export function hubTest(hubs: Reach['hubs']): (kind: string, key: string) => boolean {
  return hubs.size === 0 ? () => false : (kind, key) => hubs.has(identifierHash(kind, key));
}
