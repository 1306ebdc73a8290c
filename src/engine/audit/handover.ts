/** Lines with which a key of the log says, when it is given up, which one signs from then on. */
export function handoverText(from: string, to: string): string {
  return `patchward audit key handover\n${from}\n${to}\n`;
}

/** A key that signed the log once, and its signature under the handover to the next. */
export interface FormerKey {
  /** Key line. */
  readonly key: string;
  readonly handover: Uint8Array;
}
