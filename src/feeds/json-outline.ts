/** Names in deeper brackets never decide what a file is. */
const LEVELS_MAX = 4;
const VALUE_CHARS_MAX = 200;

interface Level {
  readonly path: string;
  readonly isList: boolean;
  /** Position in a list. */
  index: number;
  /** The key of an object whose value is awaited. */
  key: string | null;
}

/**
 * The first levels of a JSON text that may be cut off anywhere: dotted path → the text or word that stands there, or
 * "" for brackets. Of an array only the first element is listed, as `[]`: `results[].recall_number`.
 */
export function outlineJson(text: string): Map<string, string> {
  const outline = new Map<string, string>();
  const levels: Level[] = [];
  /** Brackets open below the last level that is listed. */
  let below = 0;

  const note = (value: string): void => {
    const path = pathIn(levels.at(-1));
    if (path !== null && path !== '' && !outline.has(path)) outline.set(path, value);
  };
  const open = (isList: boolean): void => {
    const path = pathIn(levels.at(-1));
    if (below > 0 || path === null || levels.length === LEVELS_MAX) {
      below++;
      return;
    }
    note('');
    levels.push({ path, isList, index: 0, key: null });
  };
  const close = (): void => {
    if (below > 0) below--;
    else levels.pop();
  };
  const pass = (): void => {
    const level = levels.at(-1);
    if (below > 0 || level === undefined) return;
    level.index++;
    level.key = null;
  };
  const name = (word: string): void => {
    const level = levels.at(-1);
    if (below > 0) return;
    if (level !== undefined && !level.isList && level.key === null) level.key = word;
    else note(word);
  };

  for (let at = 0; at < text.length; ) {
    const char = text[at] as string;
    if (char === '"') {
      const end = endOfString(text, at + 1);
      name(text.slice(at + 1, Math.min(end, at + 1 + VALUE_CHARS_MAX)));
      at = end + 1;
      continue;
    }
    if (char === '{' || char === '[') open(char === '[');
    else if (char === '}' || char === ']') close();
    else if (char === ',') pass();
    else if (char > ' ' && char !== ':') {
      const end = endOfWord(text, at);
      name(text.slice(at, Math.min(end, at + VALUE_CHARS_MAX)));
      at = end;
      continue;
    }
    at++;
  }
  return outline;
}

/** Where the next value stands; null where it is not listed. */
function pathIn(level: Level | undefined): string | null {
  if (level === undefined) return '';
  if (level.isList) return level.index === 0 ? `${level.path}[]` : null;
  if (level.key === null) return null;
  return level.path === '' ? level.key : `${level.path}.${level.key}`;
}

/** Position of the closing quote, or the length of the text. */
function endOfString(text: string, from: number): number {
  for (let at = from; at < text.length; at++) {
    if (text[at] === '\\') at++;
    else if (text[at] === '"') return at;
  }
  return text.length;
}

function endOfWord(text: string, from: number): number {
  let at = from;
  while (at < text.length && !' \t\r\n{}[]:,"'.includes(text[at] as string)) at++;
  return at;
}
