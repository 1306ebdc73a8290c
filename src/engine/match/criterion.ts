import { splitCpe, unescapeCpe } from '#engine/catalogue';
import type { CpeName } from '#engine/catalogue';
import { boundsRange, compareVersions, contains, readVersion } from '#engine/versions';
import type { Version } from '#engine/versions';
import type { CpeMatch, Truth } from '#engine/words';

export interface Finding {
  readonly truth: Truth;
  readonly because: string;
}

/** Whether a device's product at a version meets an NVD criterion for that product. */
export function meets(
  criterion: CpeMatch,
  version: Version | null,
  attributes: readonly string[] | null,
): Finding {
  const name = splitCpe(criterion.criteria) as CpeName;
  const byVersion = versionFinding(criterion, name, version);
  if (byVersion.truth === false) return byVersion;
  return attributeFinding(name, attributes, byVersion);
}

function versionFinding(criterion: CpeMatch, name: CpeName, version: Version | null): Finding {
  if (hasBounds(criterion)) return contains(boundsRange(criterion), version);
  if (name.version === '*') return { truth: true, because: 'every version is named' };
  if (name.version === '-') return unspecified(criterion, name);
  if (version === null) return { truth: null, because: 'the inventory has no version' };
  const wanted = readVersion(unescapeCpe(name.version));
  const order = wanted === null ? null : compareVersions(version, wanted);
  if (order === 0) return { truth: true, because: `${version.text} is named` };
  if (order === null)
    return { truth: null, because: `${version.text} cannot be compared with ${name.version}` };
  return { truth: false, because: `${version.text} is not ${name.version}` };
}

/** "-" as a version: for hardware and for platforms having the product is enough; else NVD left the version open. */
function unspecified(criterion: CpeMatch, name: CpeName): Finding {
  return name.part === 'h' || !criterion.vulnerable
    ? { truth: true, because: 'the product is named without a version' }
    : { truth: null, because: 'the source does not say which versions' };
}

function hasBounds(it: CpeMatch): boolean {
  return (
    it.versionStartIncluding !== undefined ||
    it.versionStartExcluding !== undefined ||
    it.versionEndIncluding !== undefined ||
    it.versionEndExcluding !== undefined
  );
}

const ATTRIBUTE_NAMES = [
  'update',
  'edition',
  'language',
  'software edition',
  'target software',
  'target hardware',
  'other',
];

function attributeFinding(name: CpeName, own: readonly string[] | null, otherwise: Finding): Finding {
  let finding = otherwise;
  name.attributes.forEach((wanted, index) => {
    if (finding.truth === false || wanted === '*' || wanted === '-') return;
    const has = own?.[index] ?? '*';
    const label = ATTRIBUTE_NAMES[index];
    if (has === '*')
      finding = {
        truth: null,
        because: `it applies to ${label} ${wanted}, which the inventory does not state`,
      };
    else if (has.toLowerCase() !== wanted.toLowerCase())
      finding = { truth: false, because: `${label} is ${has}, not ${wanted}` };
  });
  return finding;
}
