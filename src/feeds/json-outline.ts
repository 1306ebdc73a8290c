/** Names in deeper brackets never decide what a file is. */
const LEVELS = 4;
const VALUE_CHARS_MAX = 200;

/**
 * The first levels of a JSON text that may be cut off anywhere: dotted path → the text or word that stands there, or
 * "" for brackets. Of an array only the first element is listed, as `[]`: `results[].recall_number`.
 */
export function outlineJson(text: string): Map<string, string> {
  const outline = new Map<string, string>();
  const token = /"((?:[^"\\]|\\.)*)"|[{}[\]:,]|[^\s{}[\]:,"]+/gs;
  const stack: { path: string; isList: boolean; count: number }[] = [];
  let key: string | null = null;
  let awaitsValue = false;

  const pathHere = (): string | null => {
    const top = stack.at(-1);
    if (top === undefined) return '';
    if (top.isList) return top.count === 0 ? `${top.path}[]` : null;
    return key === null ? null : `${top.path}${top.path === '' ? '' : '.'}${key}`;
  };
  const note = (value: string): void => {
    const path = pathHere();
    if (path !== null && path !== '' && stack.length <= LEVELS && !outline.has(path))
      outline.set(path, value);
  };

  for (const [word, quoted] of text.matchAll(token)) {
    const top = stack.at(-1);
    if (word === '{' || word === '[') {
      const path = pathHere() ?? '\0'; // a path that no signature names
      note('');
      stack.push({ path, isList: word === '[', count: 0 });
      awaitsValue = word === '[';
      key = null;
    } else if (word === '}' || word === ']') {
      stack.pop();
      key = null;
      awaitsValue = false;
    } else if (word === ':') awaitsValue = true;
    else if (word === ',') {
      if (top !== undefined) top.count++;
      awaitsValue = top?.isList ?? false;
      key = null;
    } else if (quoted !== undefined && !awaitsValue) key = quoted.slice(0, VALUE_CHARS_MAX);
    else note((quoted ?? word).slice(0, VALUE_CHARS_MAX));
  }
  return outline;
}
