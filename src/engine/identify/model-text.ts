import { ASSET_NOISE, FILLER_WORDS, KIND_WORDS, LINKING_WORDS, STOP_WORDS } from './model-words.ts';
import { fold } from './text.ts';

/**
 * A model name taken apart. Atoms are runs of letters or of digits; atoms that touch, or are joined by a hyphen or dot,
 * form a chunk, so that "MX40", "MX-40" and "MX 40" are the same atoms.
 */
export interface Atom {
  readonly text: string;
  readonly kind: 'name' | 'number' | 'type' | 'filler' | 'stop';
  /** Atoms of one chunk touch each other. */
  readonly chunk: number;
  /** The chunk has both letters and digits, or is a bare number: a model number, never misspelt by a person who means it. */
  readonly code: boolean;
  /** A plus sign, which tells two models apart but gets lost easily. */
  readonly sign: boolean;
  /** In brackets: may be left out. */
  readonly bracket: boolean;
  /** What an asset manager adds: "P/N 8713142U", "REFURB", "- US", "120V". May be left out. */
  readonly noise: boolean;
  /** One of several members of a list ("FM20/FM30"): one of them is enough. Members count from 0; -1: no list. */
  readonly list: number;
  readonly member: number;
}

export interface ModelText {
  readonly text: string;
  readonly atoms: readonly Atom[];
  readonly squashed: string;
  /** Without brackets and noise. */
  readonly core: string;
  /** A version that stands in the name: "IntelliSpace Portal 7.0.x" → "7.0". */
  readonly versionInName: string | null;
  /** Chunks with a wildcard ("EEC-2xxx") or a span ("MX400-MX850") by chunk number. */
  readonly families: ReadonlyMap<number, (code: string) => boolean>;
}

interface Chunk {
  readonly raw: string;
  readonly before: string;
  readonly bracket: boolean;
  readonly noise: boolean;
}

const NOISE_TAIL = new RegExp(
  [
    // "P/N 8713142U", "Rev. C", "model 027720", "v2.79", "#56908", also in brackets
    String.raw`[\s,;:(-]*[\s,;:(](?:p\/n|pn|part(?:\s*(?:no|number|#))?|model|mod|s\/n|sn|serial(?:\s*(?:no|number))?|ref|cat|sku|item|asset|rev|revision|ver|version|v|sw|fw|release)[\s.:#]+(?:[\w./-]*\d[\w./-]*|[a-z])\)?`,
    // The same without a space, unless it may be a model's number: "rev2", "v5", "SW1.2", "PN453561019263", but not "SN2100"
    String.raw`[\s,;:(-]*[\s,;:(](?:(?:rev|revision|ver|version|v)\d[\w./-]*|(?:sw|fw|release)\d+\.[\w./-]*|(?:p\/?n|s\/?n)\d{6}[\w./-]*)\)?`,
    String.raw`\s*#\s*\d+`,
    // "120V", "230 vac", "100-240 VAC"
    String.raw`[\s,]+(?:\d{2,3}\s*[-–/]\s*)?\d{2,3}\s*(?:v|vac|vdc|hz|w)\b`,
    // "w/ WLAN", "w/o stand"
    String.raw`[\s,]+w\/o?\s.*`,
  ]
    .map((it) => `(?:${it})`)
    .join('|')
    .replace(/^(.*)$/, '(?:$1)$'),
  'i',
);

/** Reads a model name as a feed (`feed`) or an inventory (`device`) writes it. Only inventories carry asset noise. */
export function readModel(text: string, writtenBy: 'feed' | 'device'): ModelText {
  const folded = fold(text).replaceAll(/['’]/g, '');
  const noiseFrom = writtenBy === 'device' ? noiseStart(folded) : folded.length;
  const chunks = chunksOf(folded, noiseFrom, writtenBy);
  const lists = listsOf(chunks);
  const atoms = chunks.flatMap((chunk, index) =>
    atomsOf(chunk, index, index === chunks.length - 1, lists.get(index)),
  );
  const families = new Map<number, (code: string) => boolean>();
  if (writtenBy === 'feed')
    for (const [index, chunk] of chunks.entries()) {
      const covers = familyOf(chunk.raw);
      if (covers !== null) families.set(index, covers);
    }
  return {
    text,
    atoms,
    squashed: atoms.map((it) => it.text).join(''),
    core: atoms
      .filter((it) => !it.bracket && !it.noise)
      .map((it) => it.text)
      .join(''),
    versionInName: versionInNameOf(folded),
    families,
  };
}

/** Where the tail of asset noise begins; several marks may follow each other. */
function noiseStart(text: string): number {
  let end = text.trimEnd().length;
  for (let rounds = 0; rounds < 4; rounds++) {
    const match = NOISE_TAIL.exec(text.slice(0, end));
    if (match === null || match.index === 0) break;
    end = match.index;
  }
  return end;
}

function chunksOf(text: string, noiseFrom: number, writtenBy: 'feed' | 'device'): Chunk[] {
  const chunks: Chunk[] = [];
  let depth = 0;
  let last = 0;
  for (const match of text.matchAll(/[\p{L}\p{N}]+(?:[-.+][\p{L}\p{N}]+|\+(?![\p{L}\p{N}]))*/gu)) {
    const before = text.slice(last, match.index);
    for (const sign of before)
      depth = Math.max(0, depth + (sign === '(' || sign === '[' ? 1 : sign === ')' || sign === ']' ? -1 : 0));
    last = match.index + match[0].length;
    const noise = match.index >= noiseFrom || (writtenBy === 'device' && ASSET_NOISE.has(match[0]));
    chunks.push({ raw: match[0], before, bracket: depth > 0 && chunks.length > 0, noise });
  }
  return chunks;
}

function atomsOf(
  chunk: Chunk,
  index: number,
  isLast: boolean,
  place: { list: number; member: number } | undefined,
): Atom[] {
  const texts = chunk.raw.match(/\p{L}+|\p{N}+|\+/gu) ?? [];
  const code = texts.some((it) => /\p{N}/u.test(it)) || /\p{L}xx+$/u.test(chunk.raw);
  return texts.map((raw) => {
    const text = raw === '+' ? 'plus' : raw;
    return {
      text,
      kind: /^\p{N}/u.test(text) ? 'number' : kindOf(text, texts.length, isLast),
      chunk: index,
      code,
      sign: raw === '+',
      bracket: chunk.bracket,
      noise: chunk.noise,
      list: place?.list ?? -1,
      member: place?.member ?? -1,
    } as const;
  });
}

function kindOf(word: string, atomsInChunk: number, isLast: boolean): 'name' | 'type' | 'filler' | 'stop' {
  // "HRD-440 A" says which.
  if (word.length === 1 && isLast) return 'name';
  if (atomsInChunk === 1 ? STOP_WORDS.has(word) : LINKING_WORDS.has(word)) return 'stop';
  if (FILLER_WORDS.has(word)) return 'filler';
  return KIND_WORDS.has(word) ? 'type' : 'name';
}

/** Finds "FM20/FM30/FM40", "NAE85 and NIE85", "5210 5230 and 5232": by chunk, which list and which member of it. */
function listsOf(chunks: readonly Chunk[]): Map<number, { list: number; member: number }> {
  const places = new Map<number, { list: number; member: number }>();
  let list = -1;
  for (let index = 1; index < chunks.length; index++) {
    const chunk = chunks[index] as Chunk;
    const previous = chunks[index - 1] as Chunk;
    if (!joinsList(previous, chunk, chunks[index - 2])) continue;
    const left = chunk.raw === 'and' || chunk.raw === 'or' ? null : previous;
    if (left === null) continue;
    const from = previous.raw === 'and' || previous.raw === 'or' ? index - 2 : index - 1;
    const known = places.get(from);
    if (known === undefined) {
      list++;
      places.set(from, { list, member: 0 });
    }
    const place = places.get(from) as { list: number; member: number };
    const next = { list: place.list, member: place.member + 1 };
    places.set(index, next);
    // "MLBUR 280": a list of model numbers whose member is written apart.
    const after = chunks[index + 1];
    if (
      /^\p{L}+$/u.test(chunk.raw) &&
      /\d/.test(previous.raw) &&
      after !== undefined &&
      /^\s+$/.test(after.before) &&
      /^\d/.test(after.raw)
    ) {
      places.set(index + 1, next);
      index++;
    }
  }
  return withoutChance(places, chunks);
}

/** Two numbers beside each other ("V3 V2012") are no list; three are, and two that a sign or "and" joins. */
function withoutChance(
  places: Map<number, { list: number; member: number }>,
  chunks: readonly Chunk[],
): Map<number, { list: number; member: number }> {
  const sizes = new Map<number, number>();
  const signed = new Set<number>();
  for (const [index, { list, member }] of places) {
    sizes.set(list, Math.max(sizes.get(list) ?? 0, member + 1));
    if (
      member > 0 &&
      (/[/,|&]/.test(chunks[index]?.before ?? '') || /^(?:and|or)$/.test(chunks[index - 1]?.raw ?? ''))
    )
      signed.add(list);
  }
  return new Map([...places].filter(([, { list }]) => signed.has(list) || (sizes.get(list) ?? 0) >= 3));
}

function joinsList(previous: Chunk, chunk: Chunk, older: Chunk | undefined): boolean {
  if (previous.bracket !== chunk.bracket) return false;
  if (/^\s*\/\s*$/.test(chunk.before)) return true;
  const pairs = (a: string, b: string): boolean => /\d/.test(a) && /\d/.test(b) && shape(a) === shape(b);
  if ((previous.raw === 'and' || previous.raw === 'or') && older !== undefined)
    return pairs(older.raw, chunk.raw);
  return /^[\s,|&]+$/.test(chunk.before) && pairs(previous.raw, chunk.raw);
}

/** "NAE85" → "a9": model numbers of one shape may stand in one list. */
function shape(code: string): string {
  return code.replaceAll(/\p{L}+/gu, 'a').replaceAll(/\d+/g, '9');
}

/** A test for the members of "EEC-2xxx", "IPC-HDBW2XXX", "5x0", "MX400-MX850"; null where the chunk is no family. */
function familyOf(raw: string): ((code: string) => boolean) | null {
  const span = /^(\p{L}*)(\d+)-(\p{L}*)(\d+)$/u.exec(raw);
  if (span !== null) {
    const [, letters = '', low = '', lettersAgain = '', high = ''] = span;
    if (
      (lettersAgain !== '' && lettersAgain !== letters) ||
      Number(low) >= Number(high) ||
      high.length < low.length
    )
      return null;
    // "MX400-550" is a span, "S7-1500" is one model.
    if (letters === '' || (lettersAgain === '' && high.length !== low.length)) return null;
    return (code) => {
      const member = /^(\p{L}*)(\d+)$/u.exec(code);
      return (
        member !== null &&
        member[1] === letters &&
        Number(member[2]) >= Number(low) &&
        Number(member[2]) <= Number(high)
      );
    };
  }
  if (raw.includes('.')) return null;
  const squashed = raw.replaceAll(/[^\p{L}\p{N}]/gu, '');
  if (!/\d/.test(squashed) || !/xx|\dx(?:\d|$)/.test(squashed)) return null;
  const pattern = squashed.replaceAll(/xx+|(?<=\d)x(?=\d|$)/g, (run) => `[a-z0-9]{${run.length}}`);
  const whole = new RegExp(`^${pattern}$`);
  return (code) => whole.test(code);
}

function versionInNameOf(text: string): string | null {
  const match =
    /(?:^|\s)(?:v|ver\.?|version)\s*(\d+(?:\.\d+)*)(?:\.x)?$/.exec(text) ??
    /\s(\d+\.\d+(?:\.\d+)*|(?:19|20)\d\d)(?:\.x)?$/.exec(text);
  return match?.[1] ?? null;
}
