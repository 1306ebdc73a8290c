import type { Given, Option } from './options.ts';
import type { Session } from './session.ts';

/**
 * How a command ended, for the shell. 0 done · 1 done, but part of the input was rejected · 2 the input or the command
 * line cannot be used · 70 a fault of the product (EX_SOFTWARE of sysexits.h, so that it is never taken for a rejected
 * row) · 130 stopped by Ctrl-C.
 */
export const EXIT = { done: 0, rejectedInput: 1, unusable: 2, fault: 70, cancelled: 130 } as const;
export type Exit = (typeof EXIT)[keyof typeof EXIT];

export interface Command {
  /** Words after `patchward`, e.g. `catalogue build`. */
  readonly name: string;
  readonly summary: string;
  readonly usage: string;
  readonly options: readonly Option[];
  readonly examples: readonly { readonly line: string; readonly what: string }[];
  readonly run: (given: Given, session: Session) => Promise<Exit>;
}
