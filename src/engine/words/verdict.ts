/**
 * The three answers the product can give. "undetermined" means a person must look:
 * what cannot be told is never shown as safe.
 */
export type Verdict = 'affected' | 'not-affected' | 'undetermined';

/** Three-valued truth (Kleene): `null` is "cannot be told". */
export type Truth = boolean | null;

export function allOf(truths: readonly Truth[]): Truth {
  let result: Truth = true;
  for (const it of truths) {
    if (it === false) return false;
    if (it === null) result = null;
  }
  return result;
}

export function anyOf(truths: readonly Truth[]): Truth {
  let result: Truth = false;
  for (const it of truths) {
    if (it === true) return true;
    if (it === null) result = null;
  }
  return result;
}

export function not(truth: Truth): Truth {
  return truth === null ? null : !truth;
}

export function verdictOf(truth: Truth): Verdict {
  if (truth === null) return 'undetermined';
  return truth ? 'affected' : 'not-affected';
}
