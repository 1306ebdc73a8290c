export { canonicalJson } from './canonical-json.ts';
export type { Json } from './canonical-json.ts';
export { entryHash, entryText, HASH_BYTES, NO_HASH } from './entry.ts';
export type { AuditEntry, Hash } from './entry.ts';
