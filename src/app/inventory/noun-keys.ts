import { createNounKeys, type NounKeys } from '#engine/identify';
import type { MakerKey } from '#engine/reconcile';
import { readAliasFiles } from '../vulnerabilities/read-alias-files.ts';

let known: Promise<NounKeys> | null = null;

/** How makers and models are told apart, by the alias knowledge that ships; read once. */
export function nounKeys(): Promise<NounKeys> {
  known ??= readAliasFiles(null).then(createNounKeys);
  return known;
}

/** Which spellings name one maker, by the same knowledge. */
export async function makerKey(): Promise<MakerKey> {
  const keys = await nounKeys();
  return (maker) => keys.vendor(maker)?.key ?? null;
}
