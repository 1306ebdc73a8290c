export type { BomAttachment } from './boms.ts';
export { createIdentityReader, IDENTIFIER_KINDS, type IdentifierKind, keyOf } from './identifiers.ts';
export { PRECEDENCE, type Precedence } from './precedence.ts';
export { type DoubtfulMerge, type Merge, type Reconciled, reconcile } from './reconcile.ts';
export type { FieldConflict } from './resolve.ts';
