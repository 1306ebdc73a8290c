import { PackageURL } from 'packageurl-js';
import { parseCpe } from '#engine/cpe';
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
  return {
    productId: id,
    vendor: parsed?.namespace ?? null,
    family: null,
    name: parsed?.name ?? id,
    version: versionOfIdentifiers({ purl: ownPurl, cpe: ownCpe }),
    cpe: ownCpe,
    purl: ownPurl,
    modelNumbers: [],
    serialNumbers: [],
    platform: null,
  };
}

/** The version that a package URL or else a CPE name carries. */
export function versionOfIdentifiers({ purl, cpe }: Identifiers): VersionExpression {
  const version = purl === null ? null : parsePurl(purl)?.version;
  return version == null ? versionOfCpe(cpe) : { kind: 'exact', text: version };
}

/** The version that a CPE name carries, and so all that is said of it is about; a name with none speaks of all. */
function versionOfCpe(cpe: string | null): VersionExpression {
  const name = cpe === null ? null : parseCpe(cpe);
  if (name === null || isOpen(name.version)) return { kind: 'unstated' };
  const text = [name.version, ...(isOpen(name.update) ? [] : [name.update])].join(' ').replaceAll('\\', '');
  return { kind: /[*?]/.test(text) ? 'range' : 'exact', text };
}

const isOpen = (value: string): boolean => value === '*' || value === '-' || value === '';

/** Null for a text that is no package URL: it then stays a plain name. */
function parsePurl(text: string): PackageURL | null {
  try {
    return PackageURL.fromString(text);
  } catch (error) {
    if (error instanceof Error) return null;
    throw error;
  }
}
