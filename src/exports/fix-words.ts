import type { Fix } from '#engine/triage';

/** What to do about a finding, in a line. */
export function fixWords(fix: Fix): string {
  switch (fix.kind) {
    case 'vendor-fix':
      return fix.version === null ? (fix.details ?? 'Fix from the vendor') : `Update to ${fix.version}`;
    case 'mitigation':
      return fix.details ?? 'Mitigation from the vendor';
    case 'none':
      return 'No fix known';
  }
}
