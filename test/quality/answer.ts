import type { Catalogue } from '#engine/catalogue';
import type { Identifier } from '#engine/identify';
import { configurationOf, createMatcher, type Match } from '#engine/match';
import type { Device } from '#engine/words';
import type { Answer } from './score.ts';

/** Answers for devices the way `assess` does at its default: confirmed and probable identifications count. */
export function createAnswerer(
  catalogue: Catalogue,
  identifier: Identifier,
): {
  answer(device: Device): Answer;
  match(device: Device): readonly Match[];
} {
  const matcher = createMatcher(catalogue, identifier);
  const match = (device: Device): readonly Match[] =>
    matcher.match(configurationOf(device)).filter((it) => it.confidence !== 'candidate');
  const idsWith = (matches: readonly Match[], verdict: Match['verdict']): Set<string> =>
    new Set(
      matches
        .filter((it) => it.verdict === verdict)
        .map((it) => catalogue.vulnerability(it.vulnerability).id),
    );
  return {
    match,
    answer(device) {
      const matches = match(device);
      return { cves: idsWith(matches, 'affected'), possible: idsWith(matches, 'undetermined') };
    },
  };
}
