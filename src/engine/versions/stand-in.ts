/** "0", "v0.0", "00.00.00", "0000-00-00" */
const ZEROS = /^v?[\s.,_/-]*0[0\s.,_/-]*$/i;
/** "999", "99.99.99": as high as the field goes */
const NINES = /^v?(?:9{3,}|99(?:[.-]99)+)(?:[.-]9+)*$/i;
/** "-1", "x" */
const OTHERS = /^(?:-\d+|x)$/i;

/**
 * Whether what an inventory has for a version stands for none: a field that must not be empty, or that a database fills.
 * A source may well name a version 0.
 */
export function standsForNone(text: string): boolean {
  const plain = text.trim();
  return plain.length <= 40 && [ZEROS, NINES, OTHERS].some((it) => it.test(plain));
}
