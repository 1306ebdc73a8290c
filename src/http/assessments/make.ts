import { InputError } from '#app/input-error';
import { readGivenMappings } from '#app/inventory/given-mappings';
import { type RunProgress, runAssessment } from '#app/vulnerabilities/run-assessment';
import type { ChosenColumns, Progress } from '#contract/assessments/assessment';
import type { StepName } from '#contract/assessments/steps';
import { POLICY_PRESETS } from '#engine/risk';
import { type Maker, Unusable } from './attend.ts';
import { deskOf, summaryOf } from './desk-of.ts';

const STEP_OF = {
  inventory: 'Reading the inventory',
  feeds: 'Reading advisories',
  judging: 'Matching and scoring',
} as const satisfies Record<RunProgress['phase'], StepName>;

/** Runs an assessment inside its worker. */
export const makeAssessment: Maker = async (job, progress) => {
  try {
    const policy = POLICY_PRESETS[job.preset];
    const run = await runAssessment(
      {
        inventories: job.inventory,
        mappings: mappingsOf(
          job.mapping,
          job.inventory.map((it) => it.name),
        ),
        knowledge: job.knowledge,
        aliasFile: null,
        policy,
        asOf: job.asOf,
        minConfidence: 'probable',
      },
      { onProgress: (it) => progress(progressOf(it)) },
    );
    return { summary: summaryOf(run, policy), desk: deskOf(run, policy) };
  } catch (error) {
    if (error instanceof InputError) throw new Unusable(error.message, error.place);
    throw error;
  }
};

function progressOf({ phase, done, total }: RunProgress): Progress {
  return { step: STEP_OF[phase], done, total };
}

function mappingsOf(chosen: ChosenColumns, names: readonly string[]) {
  const pairs = Object.entries(chosen).flatMap(([file, fields]) =>
    Object.entries(fields).map(([field, column]) =>
      file === '*' ? `${field}=${column ?? ''}` : `${file}:${field}=${column ?? ''}`,
    ),
  );
  return readGivenMappings(pairs, names);
}
