import type { Statement } from './documents.ts';
import { leavesOpen, spdx2Statement } from './spdx.ts';

interface PackageDraft {
  [further: string]: unknown;
  SPDXID: string;
  name: string;
  versionInfo?: string;
  supplier?: string;
  originator?: string;
  primaryPackagePurpose?: string;
  externalRefs: { referenceType: string; referenceLocator: string }[];
}

/** An SPDX 2.x document in tag-value notation. */
export function readSpdxTags(text: string): Statement {
  const packages: PackageDraft[] = [];
  let current: PackageDraft | null = null;
  let described: string | undefined;
  let isOpen = false;
  for (const [tag, value] of tagsIn(text)) {
    if (tag === 'PackageName') {
      current = { SPDXID: '', name: value, externalRefs: [] };
      packages.push(current);
    } else if (tag === 'FileName' || tag === 'SnippetSPDXID') current = null;
    else if (tag === 'Relationship') {
      const [, relationship = '', related] = /^\S+ (\S+) (\S+)$/.exec(value) ?? [];
      if (relationship === 'DESCRIBES') described ??= related;
      isOpen ||= leavesOpen(relationship, related ?? '');
    } else if (current !== null) addTo(current, tag, value);
  }
  const nameless = packages.find((it) => it.name === '');
  if (nameless !== undefined) return { problem: 'no valid SPDX document: a package has no name' };
  return spdx2Statement(packages, described, isOpen);
}

function addTo(draft: PackageDraft, tag: string, value: string): void {
  switch (tag) {
    case 'SPDXID':
      draft.SPDXID = value;
      break;
    case 'PackageVersion':
      draft.versionInfo = value;
      break;
    case 'PackageSupplier':
      draft.supplier = value;
      break;
    case 'PackageOriginator':
      draft.originator = value;
      break;
    case 'PrimaryPackagePurpose':
      draft.primaryPackagePurpose = value;
      break;
    case 'ExternalRef': {
      const [, referenceType, referenceLocator] = /^\S+\s+(\S+)\s+(\S+)$/.exec(value) ?? [];
      if (referenceType !== undefined && referenceLocator !== undefined)
        draft.externalRefs.push({ referenceType, referenceLocator });
    }
  }
}

/** `Tag: value`, where a value in `<text>` may run over lines. */
function* tagsIn(text: string): Generator<readonly [string, string]> {
  let inText = false;
  for (const line of text.split('\n')) {
    if (inText) {
      inText = !line.includes('</text>');
      continue;
    }
    const parts = /^([A-Za-z]+):\s*(.*)$/.exec(line);
    if (parts === null) continue;
    const value = (parts[2] as string).trim();
    inText = value.includes('<text>') && !value.includes('</text>');
    yield [parts[1] as string, value];
  }
}
