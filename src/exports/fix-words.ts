import type { Fix } from '#engine/triage';

/** What to do about a finding, in a line. */
export function fixWords(fix: Fix): string {
  switch (fix.kind) {
    case 'vendor-fix':
      if (fix.version === null) return fix.details ?? 'Fix from the vendor';
      return `Update${fix.part === null ? '' : ` ${fix.part}`} to ${fix.version}`;
    case 'mitigation':
      return fix.details ?? 'Mitigation from the vendor';
    case 'none':
      return 'No fix known';
  }
}
