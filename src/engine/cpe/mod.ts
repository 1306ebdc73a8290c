export { type Cpe, formatCpe, formatCpeUri, parseCpe } from './name.ts';
export { type CpeRelation, cpeRelation } from './relation.ts';
export type { CpeValue } from './value.ts';
