const BITS: Readonly<Record<string, number>> = { a: 1, o: 2, h: 4 };

/** The bit of a CPE part in masks of "kinds of products that an inventory says something about". */
export function silentBit(part: string): number {
  return BITS[part] ?? 0;
}
