export { alikeModels, LIKENESSES } from './alike-models.ts';
export type { Likeness, NamedModel } from './alike-models.ts';
export { EMPTY_ALIASES, mergeAliases, readAliases } from './aliases.ts';
export type { Alias, AliasBook, AliasKind, Company, ProductAlias, WordAlias } from './aliases.ts';
export { confirmationKey } from './confirmations.ts';
export { createIdentifier } from './identify.ts';
export type { Identifier } from './identify.ts';
export type { Confirmation, Evidence, ProductLink, ProductText } from './product-text.ts';
export { createNounKeys } from './noun-keys.ts';
export type { NamedKey, NounKeys } from './noun-keys.ts';
export { createFirmIndex, type FirmIndex } from './firms.ts';
export {
  createModelMention,
  type MentionWords,
  mentionWords,
  type ModelMention,
} from './mentions.ts';
export { speaksFor } from './speakers.ts';
export { fold, slipsBetween } from './text.ts';
