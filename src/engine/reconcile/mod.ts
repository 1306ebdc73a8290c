export { type BomAttachment, bomModelKey, type ModelName } from './boms.ts';
export { hubMax } from './clusters.ts';
export {
  createIdentityReader,
  IDENTIFIER_KINDS,
  type IdentifierKind,
  identifiersOf,
  keyOf,
} from './identifiers.ts';
export { disagree, type MakerKey } from './disagreement.ts';
export { whyJunk } from './junk.ts';
export { PRECEDENCE, type Precedence, rankIn, type Voice } from './precedence.ts';
export {
  type Circumstances,
  type DoubtfulMerge,
  type Merge,
  type Reconciled,
  reconcile,
} from './reconcile.ts';
export type { FieldConflict } from './resolve.ts';
