import * as z from 'zod';

/** RFC 9457 problem details. `field` names the part of the input at fault; `file` and `line` a place in an upload. */
export const Problem = z.object({
  type: z.string(),
  title: z.string(),
  status: z.number().int(),
  /** Which kind of no it is, for a program: "step-up", "stale". */
  code: z.string().optional(),
  detail: z.string().optional(),
  instance: z.string().optional(),
  field: z.string().optional(),
  file: z.string().optional(),
  line: z.number().int().optional(),
});
export type Problem = z.output<typeof Problem>;

/** A call that the server answered with a problem. `message` is fit to be shown. */
export class ProblemError extends Error {
  readonly problem: Problem;

  constructor(problem: Problem) {
    super(problem.detail ?? problem.title);
    this.problem = problem;
  }
}
