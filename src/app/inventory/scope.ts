import type { Subject } from '#engine/access';
import type { DeviceFields } from '#engine/words';

/** Where a device belongs, for the scopes of roles: they name sites, departments and makers as devices do. */
export function subjectOf({ site, department, manufacturer }: DeviceFields): Subject {
  return { site: site ?? null, department: department ?? null, vendor: manufacturer ?? null, groups: [] };
}
