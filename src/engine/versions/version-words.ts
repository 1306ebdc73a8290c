import type { Cve5Version, VersionExpression } from '#engine/words';

/** Which versions a source speaks of, in words: as it wrote them where it wrote text. Null: it names none. */
export function versionWords(it: VersionExpression): string | null {
  switch (it.kind) {
    case 'unstated':
      return null;
    case 'exact':
    case 'range':
      return it.text;
    case 'cve5':
      return it.entries.map(entryWords).join('; ') || `${it.defaultStatus} unless told`;
  }
}

function entryWords({ version, status, lessThan, lessThanOrEqual, changes }: Cve5Version): string {
  const end =
    lessThan !== null ? ` to before ${lessThan}` : lessThanOrEqual !== null ? ` to ${lessThanOrEqual}` : '';
  const later = changes.map(({ at, status: then }) => `, ${then} from ${at}`).join('');
  return `${status} ${version}${end}${later}`;
}
