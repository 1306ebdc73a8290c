import { readGs1 } from './gs1.ts';
import { readHibcc } from './hibcc.ts';
import { readIccbba } from './iccbba.ts';
import type { Udi } from './udi.ts';

/**
 * A unique device identifier of any of the three agencies that FDA accredits, as scanned or as people read it.
 * @param currentYear decides the century of a year in two digits
 */
export function readUdi(text: string, currentYear: number): Udi | { readonly problem: string } {
  const bare = text.trim();
  const read = readHibcc(bare) ?? readIccbba(bare) ?? readGs1(bare, currentYear);
  if (read === null) return { problem: 'Cannot read UDI: it begins like none of GS1, HIBCC and ICCBBA' };
  return 'problem' in read ? { problem: `Cannot read UDI: ${read.problem}` } : read;
}
