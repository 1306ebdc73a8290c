/** What is known of several words, in one text. */
export function wordsOf(parts: readonly (string | undefined)[]): string {
  return parts.filter((it) => it !== undefined && it !== '').join(' ');
}
