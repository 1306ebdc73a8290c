export { type Cpe, formatCpe, formatCpeUri, parseCpe } from './name.ts';
export { type CpeRelation, cpeRelation, valueRelation } from './relation.ts';
export { type CpeParts, splitCpe } from './split.ts';
export { ANY, type CpeValue, NA } from './value.ts';
