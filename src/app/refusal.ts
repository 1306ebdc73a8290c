import type { Permission } from '#engine/access';

/** The system understood, and the answer is no. Shown to people; never logged as a fault. */
export type Refusal =
  /** Also when the person may not know that it exists. */
  | { readonly code: 'not-found'; readonly what: string }
  | { readonly code: 'not-signed-in'; readonly because: string }
  | { readonly code: 'not-allowed'; readonly needs: Permission }
  /** Allowed, after proving once more who one is. */
  | { readonly code: 'step-up' }
  /** The thing is in the wrong state for this. */
  | { readonly code: 'conflict'; readonly because: string }
  | { readonly code: 'invalid'; readonly because: string; readonly field?: string }
  /** Somebody changed it since it was read. */
  | { readonly code: 'stale'; readonly what: string }
  | { readonly code: 'too-many'; readonly because: string; readonly retryAfterSeconds: number };

export class Refused extends Error {
  override readonly name = 'Refused';
  readonly refusal: Refusal;

  constructor(refusal: Refusal) {
    super(sayRefusal(refusal));
    this.refusal = refusal;
  }
}

/** A sentence for the person who asked. */
function sayRefusal(it: Refusal): string {
  switch (it.code) {
    case 'not-found':
      return `Cannot find ${it.what}`;
    case 'not-signed-in':
    case 'conflict':
    case 'invalid':
    case 'too-many':
      return it.because;
    case 'not-allowed':
      return `Cannot do this: it needs the permission ${it.needs}, which no role of yours gives here`;
    case 'step-up':
      return 'Cannot do this yet: confirm with your password that it is you';
    case 'stale':
      return `Cannot save ${it.what}: somebody else changed it since you opened it`;
  }
}
