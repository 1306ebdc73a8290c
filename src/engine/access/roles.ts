import type { Permission } from './permissions.ts';

/** Who works with a fleet of devices. Least privilege: a role holds what its work needs and nothing else. */
export const ROLES = [
  'administrator',
  'vulnerability-analyst',
  'clinical-engineer',
  'board-member',
  'board-chair',
  'clinical-leader',
  'compliance',
  'executive',
  'auditor',
  'technician',
  'service-account',
] as const;
export type Role = (typeof ROLES)[number];

export interface RoleDescription {
  readonly title: string;
  readonly summary: string;
  readonly permissions: readonly Permission[];
}

const READER = [
  'inventory.read',
  'findings.read',
  'assessments.read',
] as const satisfies readonly Permission[];

export const ROLE_DESCRIPTIONS: Readonly<Record<Role, RoleDescription>> = {
  administrator: {
    title: 'Administrator',
    summary: 'Runs the product: people, settings, audit log, jobs. Reads the inventory, does not edit it.',
    permissions: [
      ...READER,
      'inventory.structure',
      'inventory.import',
      'feeds.manage',
      'assessments.make',
      'jobs.read',
      'jobs.manage',
      'people.read',
      'people.manage',
      'tokens.make',
      'tokens.manage',
      'audit.read',
      'backups.make',
      'demonstration.manage',
      'settings.read',
      'settings.manage',
    ],
  },
  'vulnerability-analyst': {
    title: 'Vulnerability analyst',
    summary: 'Imports and corrects the inventory, assesses it, decides conflicts between sources.',
    permissions: [
      ...READER,
      'inventory.edit',
      'inventory.import',
      'inventory.reconcile',
      'findings.triage',
      'findings.approve',
      'feeds.manage',
      'assessments.make',
      'jobs.read',
      'tokens.make',
    ],
  },
  'clinical-engineer': {
    title: 'Clinical engineer (HTM)',
    summary: 'Owns the devices: edits, reconciles and signs the inventory off.',
    permissions: [
      ...READER,
      'inventory.edit',
      'inventory.import',
      'inventory.reconcile',
      'inventory.sign-off',
      'inventory.structure',
      'findings.triage',
      'findings.approve',
      'assessments.make',
      'jobs.read',
      'tokens.make',
    ],
  },
  'board-member': {
    title: 'Board member',
    summary: 'Reads what the patch review board decides on.',
    permissions: [...READER],
  },
  'board-chair': {
    title: 'Board chair',
    summary: 'Leads the patch review board; sees who holds which role.',
    permissions: [...READER, 'findings.approve', 'people.read'],
  },
  'clinical-leader': {
    title: 'Clinical leader',
    summary: 'Reads the devices and risks of the wards in their scope.',
    permissions: [...READER],
  },
  compliance: {
    title: 'Compliance and privacy',
    summary: 'Reads everything that shows how the rules are kept; signs reconciliations off.',
    permissions: [...READER, 'inventory.sign-off', 'people.read', 'audit.read', 'settings.read'],
  },
  executive: {
    title: 'Executive',
    summary: 'Reads results.',
    permissions: [...READER],
  },
  auditor: {
    title: 'Auditor',
    summary: 'Reads everything, changes nothing.',
    permissions: [...READER, 'jobs.read', 'people.read', 'audit.read', 'settings.read'],
  },
  technician: {
    title: 'Technician',
    summary: 'Finds devices and corrects what the device in front of them says.',
    permissions: ['inventory.read', 'findings.read', 'inventory.edit'],
  },
  'service-account': {
    title: 'Service account',
    summary: 'A program that reads and imports inventory; signs in with tokens only.',
    permissions: [...READER, 'inventory.import', 'feeds.manage', 'assessments.make', 'jobs.read'],
  },
};

export function holds(role: Role, permission: Permission): boolean {
  return ROLE_DESCRIPTIONS[role].permissions.includes(permission);
}
