import type { CatalogueSource } from '#app/vulnerabilities/load-catalogue';
import type {
  AssessmentSummary,
  AssessmentView,
  ChosenColumns,
  Preset,
  Progress,
} from '#contract/assessments/assessment';
import type { Question } from './desk.ts';

/** One assessment, as the worker that makes it is told. */
export interface Job {
  readonly inventory: readonly { readonly name: string; readonly path: string }[];
  readonly mapping: ChosenColumns;
  readonly preset: Preset;
  /** ISO date every due date is judged against. */
  readonly asOf: string;
  readonly knowledge: CatalogueSource;
}

export type Failure = NonNullable<AssessmentView['failure']>;

/** Server → worker. */
export interface Order {
  readonly call: number;
  readonly question: Question;
}

/** Why a question has no answer; `asked`: because of how it was asked, which is no fault. */
export interface Refusal {
  readonly reason: string;
  readonly asked: boolean;
}

/** Worker → server. */
export type Report =
  | { readonly kind: 'progress'; readonly progress: Progress }
  | { readonly kind: 'done'; readonly summary: AssessmentSummary }
  | { readonly kind: 'failed'; readonly failure: Failure }
  | { readonly kind: 'answered'; readonly call: number; readonly value: unknown }
  | { readonly kind: 'unanswered'; readonly call: number; readonly refusal: Refusal };
