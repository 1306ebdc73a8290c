import { PackageURL } from 'packageurl-js';
import type { AdvisoryProduct, VersionExpression } from '#engine/words';

export interface Identifiers {
  readonly purl: string | null;
  readonly cpe: string | null;
}

/** A product of which a document gives only identifiers: the name and version are taken from its purl, if any. */
export function productOfIdentifiers(id: string, { purl, cpe }: Identifiers): AdvisoryProduct {
  const ownPurl = purl ?? (id.startsWith('pkg:') ? id : null);
  const ownCpe = cpe ?? (id.startsWith('cpe:') ? id : null);
  const parsed = ownPurl === null ? null : parsePurl(ownPurl);
  const version: VersionExpression =
    parsed?.version == null ? { kind: 'unstated' } : { kind: 'exact', text: parsed.version };
  return {
    productId: id,
    vendor: parsed?.namespace ?? null,
    family: null,
    name: parsed?.name ?? id,
    version,
    cpe: ownCpe,
    purl: ownPurl,
    modelNumbers: [],
    serialNumbers: [],
    platform: null,
  };
}

/** Null for a text that is no package URL: it then stays a plain name. */
function parsePurl(text: string): PackageURL | null {
  try {
    return PackageURL.fromString(text);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
