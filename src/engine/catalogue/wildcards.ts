/**
 * What stands in stored names for an unescaped "*" and "?", so that wildcards and plain characters stay apart: two
 * control characters, which no name has.
 */
export const ANY_RUN = 1;
export const ANY_ONE = 2;
export const ANY_RUN_CHARACTER = String.fromCharCode(ANY_RUN);
export const ANY_ONE_CHARACTER = String.fromCharCode(ANY_ONE);

export const WILDCARDS = [ANY_RUN, ANY_ONE] as const;

/** Stored wildcards as feeds write them. */
export function withPlainWildcards(text: string): string {
  return text.replaceAll(ANY_RUN_CHARACTER, '*').replaceAll(ANY_ONE_CHARACTER, '?');
}
