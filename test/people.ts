import type { Actor } from '../src/app/context.ts';
import type { Role } from '../src/engine/access/mod.ts';

/** Somebody with a role at one site alone. */
export function seenBySite(site: string, role: Role = 'vulnerability-analyst'): Actor {
  return {
    kind: 'person',
    id: '01890000-0000-7000-8000-0000000000c1',
    name: `Analyst of ${site}`,
    grants: [{ role, scope: { kind: 'site', id: site } }],
    limitedTo: null,
    verifiedAt: null,
    sessionId: null,
  };
}

/** An analyst of the whole hospital, told apart by the end of the id. */
export function analyst(id: string): Actor {
  return {
    kind: 'person',
    id: `01890000-0000-7000-8000-0000000000${id}`,
    name: `Analyst ${id}`,
    grants: [{ role: 'vulnerability-analyst', scope: { kind: 'hospital' } }],
    limitedTo: null,
    verifiedAt: null,
    sessionId: null,
  };
}
