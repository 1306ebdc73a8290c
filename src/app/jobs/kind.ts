import type * as z from 'zod';
import type { Permission } from '#engine/access';
import type { Tx } from '#store/store';
import type { Context } from '../context.ts';

/** What a running job is given besides its input. */
export interface JobTools {
  /** Aborted when somebody cancels the job, when its node stops, or when another node took it over: end soon, by throwing. */
  readonly signal: AbortSignal;
  /** How far it is: cheap, call it as often as you like. */
  readonly progress: (done: number, total?: number | null, step?: string) => void;
  /** One line for the person who looks after jobs: no secrets, no patient data. */
  readonly log: (line: string) => void;
  /** What an earlier attempt kept with `save`; null: this is the beginning. */
  readonly saved: unknown;
  /** Keeps where to go on after an interruption, in the same transaction as the step that got there. */
  readonly save: (tx: Tx, saved: unknown) => Promise<void>;
}

/**
 * A kind of long work. `run` may be interrupted between any two of its transactions, and is then run again, on this node or
 * another: it commits in batches, each of which can be done twice, or goes on from what it saved. It acts in the name of
 * whoever asked, with the rights they have when it runs. `Refused` and `InputError` end it at once; any other error is
 * tried again.
 */
export interface JobKind<Input extends z.ZodType = z.ZodType, Result = unknown> {
  /** Noun and verb, never changed once released: "import.apply". */
  readonly name: string;
  /** What people call it: "Apply import". */
  readonly words: string;
  /** As it is kept: JSON only. Large things (files) are kept elsewhere and named here. */
  readonly input: Input;
  /** Who else may see such jobs than the person who asked: whoever holds this, and `jobs.read`, for the whole hospital. */
  readonly permission: Permission;
  /** What this one does, for people: "Apply import of cmms.csv". */
  title(input: z.output<Input>): string;
  run(ctx: Context, input: z.output<Input>, tools: JobTools): Promise<Result>;
  /** Page of the web app that shows what came of it, or what it is about; null: there is none. */
  page?(input: z.output<Input>, result: Result | null): string | null;
  /** How many run at the same time, over all nodes; 1 unless told. */
  readonly limit?: number;
  /** How many may wait before more are turned away; 100 unless told. */
  readonly waitingMax?: number;
  /** How often it is tried when it fails by a fault; 3 unless told. */
  readonly triesMax?: number;
  /**
   * What becomes of a start whose key has a job already. `active`: that job will do, running or not. `waiting`: only one that
   * has not begun will do, because a running one may have read what changed since.
   */
  readonly joins?: 'active' | 'waiting';
}

/** Infers the types of a kind from its schema. */
export function jobKind<Input extends z.ZodType, Result>(it: JobKind<Input, Result>): JobKind<Input, Result> {
  return it;
}

/** Work that takes no input and is done again and again, by one node at a time, to bring things to the state they should be in. */
export interface Reconciler {
  /** Noun and verb: "audit.sign". */
  readonly name: string;
  /** What it sees to, for people: "Sign the audit log". */
  readonly words: string;
  readonly everyMinutes: number;
  /** Acts as the product. @returns what it did, in words for the log; null: there was nothing to do */
  readonly run: (ctx: Context, tools: JobTools) => Promise<string | null>;
}

/** Everything the runner can carry out. */
export interface JobCatalogue {
  readonly kinds: readonly JobKind[];
  readonly reconcilers: readonly Reconciler[];
}
