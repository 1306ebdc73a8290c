import { placeOf } from '#engine/intake';
import {
  anchorHash,
  type BoundHash,
  createHashReader,
  type HashReader,
  type IdentifierHash,
  modelHashOf,
} from '#store/identifiers';
import type { KeptWord } from './kept-word.ts';

/** What to look up next. */
export interface Step {
  readonly places: readonly string[];
  readonly hashes: readonly BoundHash[];
  readonly devices: readonly string[];
}

/** What was found leads on to places, identifiers and devices; each is followed once. */
export class Frontier {
  readonly #reader: HashReader = createHashReader();
  readonly #places = new Set<string>();
  readonly #hashes = new Set<IdentifierHash>();
  readonly #units = new Set<IdentifierHash>();
  readonly #devices = new Set<string>();
  #next: { places: string[]; hashes: BoundHash[]; devices: string[] } = {
    places: [],
    hashes: [],
    devices: [],
  };

  /** Everything to look up that was not looked up yet; null: there is nothing more. */
  take(): Step | null {
    const step = this.#next;
    this.#next = { places: [], hashes: [], devices: [] };
    return step.places.length + step.hashes.length + step.devices.length === 0 ? null : step;
  }

  get devices(): readonly string[] {
    return [...this.#devices];
  }

  get hashes(): readonly IdentifierHash[] {
    return [...this.#hashes];
  }

  /** Those that name a unit. */
  get units(): readonly IdentifierHash[] {
    return [...this.#units];
  }

  place(it: string): void {
    if (this.#places.has(it)) return;
    this.#places.add(it);
    this.#next.places.push(it);
  }

  device(id: string | null): void {
    if (id === null || this.#devices.has(id)) return;
    this.#devices.add(id);
    this.#next.devices.push(id);
  }

  hash(it: BoundHash): void {
    if (this.#hashes.has(it.hash)) return;
    this.#hashes.add(it.hash);
    this.#next.hashes.push(it);
  }

  /** @param isChanging whether the word comes or goes, so that an SBOM leads to every device of its model */
  word(word: KeptWord, isChanging: boolean): void {
    const place = placeOf(word);
    this.place(place);
    this.device(word.deviceId);
    if (word.kind === 'sbom') {
      if (isChanging) for (const it of modelHashOf(false, word.fields)) this.hash(it);
      return;
    }
    for (const it of this.#reader.ofUnit(word)) {
      this.#units.add(it.hash);
      this.hash(it);
    }
    for (const it of modelHashOf(true, word.fields)) this.hash(it);
    this.hash(anchorHash(place));
    for (const it of word.anchors ?? []) this.place(it);
  }
}
