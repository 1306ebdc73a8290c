/** What says only that a version follows. */
const SAYS_NOTHING: ReadonlySet<string> = new Set(['os', 'firmware', 'software', 'fw', 'sw', 'version']);

/**
 * A version without the maker's or product's own name before it: "AXIS OS 1.65.4 or earlier" on a device of Axis is
 * "1.65.4 or earlier". Left as it is where anything else is named, which may have versions of its own, and where the
 * number itself belongs to the name ("Windows 10 1809").
 */
export function withoutOwnName(text: string, names: readonly (string | null)[]): string {
  const own = new Set(names.flatMap((it) => (it ?? '').toLowerCase().split(/\s+/)));
  const words = text.trim().split(/\s+/);
  const isOwn = (word: string): boolean => own.has(word.toLowerCase()) && /^[a-z]/i.test(word);
  const start = words.findIndex((it) => !isOwn(it) && !SAYS_NOTHING.has(it.toLowerCase()));
  const version = words[start];
  if (version === undefined || own.has(version.toLowerCase()) || !/^(?:v?\d|[<>=])/i.test(version))
    return text;
  return words.slice(0, start).some(isOwn) ? words.slice(start).join(' ') : text;
}
