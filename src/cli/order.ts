import { basename } from 'node:path';
import type { CatalogueSource } from '#app/vulnerabilities/load-catalogue';
import { readPolicyFile } from '#app/vulnerabilities/read-policy-file';
import type { AssessmentOrder, RunProgress } from '#app/vulnerabilities/run-assessment';
import { type Policy, POLICY_PRESETS } from '#engine/risk';
import { CONFIDENCES, type Confidence } from '#engine/words';
import { inventoriesOf } from './inventories.ts';
import { choiceOf, dayOf, type Given, UsageError } from './options.ts';
import type { ProgressBar } from './progress.ts';
import type { Session } from './session.ts';

/** What the fleet is judged by, from what the command line names. */
export async function orderOf(
  given: Given,
  { today }: Session,
  weakest: Confidence,
): Promise<AssessmentOrder> {
  return {
    ...inventoriesOf(given),
    knowledge: knowledgeOf(given),
    aliasFile: given.one('aliases'),
    policy: await policyOf(given),
    asOf: dayOf(given, 'as-of') ?? today,
    minConfidence: choiceOf(given, 'min-confidence', CONFIDENCES) ?? weakest,
  };
}

function knowledgeOf(given: Given): CatalogueSource {
  const paths = given.all('feeds');
  const path = given.one('catalogue');
  if (path !== null && paths.length > 0)
    throw new UsageError(
      'Both feeds and a catalogue are given: a catalogue stands for its feeds, so give one of the two',
    );
  if (path !== null) return { kind: 'catalogue', path };
  if (paths.length === 0)
    throw new UsageError('No feeds are given: add --feeds PATH, or --catalogue FILE from "catalogue build"');
  return { kind: 'feeds', paths };
}

async function policyOf(given: Given): Promise<Policy> {
  const written = given.one('policy');
  if (written === 'graded' || written === 'strict') return POLICY_PRESETS[written];
  return readPolicyFile(written);
}

/** Shows what a run reports. */
export function shownOn(bar: ProgressBar): (progress: RunProgress) => void {
  return ({ phase, file, done, total }) =>
    bar.report({
      step: STEP_WORDS[phase],
      file: file === null ? null : basename(file),
      done,
      total,
      unit: phase === 'judging' ? 'devices' : 'bytes',
    });
}

const STEP_WORDS: Readonly<Record<RunProgress['phase'], string>> = {
  inventory: 'Reading the inventory',
  feeds: 'Reading feeds',
  judging: 'Judging devices',
};
