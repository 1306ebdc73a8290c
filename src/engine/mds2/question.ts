import { slipsBetween } from '#engine/identify';

/** Sections of the form of 2019. ANSI/NEMA HN 1-2019. */
export const SECTIONS = [
  'DOC',
  'MPII',
  'ALOF',
  'AUDT',
  'AUTH',
  'CSUP',
  'DIDT',
  'DTBK',
  'EMRG',
  'IGAU',
  'MLDP',
  'NAUT',
  'CONN',
  'PAUT',
  'PLOK',
  'RDMP',
  'SBOM',
  'SAHD',
  'SGUD',
  'STCF',
  'TXCF',
  'TXIG',
  'RMOT',
] as const;
type Section = (typeof SECTIONS)[number];

const WRITTEN = /^([a-z]{3,5})[\s_.–—-]*(\d{1,2})((?:\s*[.,]\s*\d{1,2})*)[.:)]?$/i;

/** "csup 2,1" → "CSUP-2.1". Null: the text is no number of a question. */
export function readQuestionId(text: string): string | null {
  const [, letters, first, more = ''] = WRITTEN.exec(text.trim()) ?? [];
  if (letters === undefined || first === undefined) return null;
  const section = sectionNamed(letters.toUpperCase());
  if (section === null) return null;
  const parts = [first, ...more.split(/[.,]/).slice(1)].map((it) => String(Number(it)));
  return `${section}-${parts.join('.')}`;
}

/** A section by its letters, with one slip of the keyboard where that leaves no doubt. */
function sectionNamed(letters: string): Section | null {
  const exact = SECTIONS.find((it) => it === letters);
  if (exact !== undefined) return exact;
  const near = SECTIONS.filter((it) => slipsBetween(letters, it, 1) === 1);
  return near.length === 1 ? (near[0] as Section) : null;
}

/** The form of 2013 numbers its questions "1-1", "12-1.2". */
export function isQuestionOf2013(text: string): boolean {
  return /^(?:1?\d|20)-\d{1,2}(?:\.\d{1,2})?$/.test(text.trim());
}
