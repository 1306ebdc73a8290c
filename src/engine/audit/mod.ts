export { canonicalJson } from './canonical-json.ts';
export type { Json } from './canonical-json.ts';
export { checkpointText, keyText, readCheckpoint, readKey, signedNote } from './checkpoint.ts';
export type { Checkpoint, NoteKey } from './checkpoint.ts';
export { entryHash, NO_HASH } from './entry.ts';
export type { AuditEntry, Hash } from './entry.ts';
export { handoverText } from './handover.ts';
export type { FormerKey } from './handover.ts';
export { createExportWriter } from './export.ts';
export type { ExportWriter } from './export.ts';
export {
  consistencyProof,
  createTree,
  inclusionProof,
  leafHash,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from './merkle.ts';
export { createExportVerifier } from './verify-export.ts';
export type { ExportProof, ExportVerdict, ExportVerifier, VerifySignature } from './verify-export.ts';
