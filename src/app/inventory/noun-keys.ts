import { createNounKeys, type NounKeys } from '#engine/identify';
import { readAliasFiles } from '../vulnerabilities/read-alias-files.ts';

let known: Promise<NounKeys> | null = null;

/** How makers and models are told apart, by the alias knowledge that ships; read once. */
export function nounKeys(): Promise<NounKeys> {
  known ??= readAliasFiles(null).then(createNounKeys);
  return known;
}
