import type { Permission } from './permissions.ts';

/** What a permission lets a person do, to follow "may". */
export const PERMISSION_WORDS: Readonly<Record<Permission, string>> = {
  'inventory.read': 'see devices',
  'inventory.edit': 'correct devices',
  'inventory.import': 'import inventories',
  'inventory.reconcile': 'decide conflicts, merge and split',
  'inventory.sign-off': 'sign reconciliations off',
  'inventory.structure': 'change locations, fields and precedence of sources',
  'findings.read': 'see findings and why they are what they are',
  'findings.triage': 'ask for decisions on findings',
  'findings.approve': 'approve decisions on findings',
  'feeds.manage': 'read feeds in',
  'assessments.read': 'see assessments',
  'assessments.make': 'assess files',
  'jobs.read': 'see jobs',
  'jobs.manage': 'cancel and retry jobs of others',
  'people.read': 'see who holds which role',
  'people.manage': 'make accounts and give roles',
  'tokens.make': 'make API tokens for themselves',
  'tokens.manage': 'look after service accounts and tokens of others',
  'audit.read': 'read the audit log',
  'backups.make': 'take backups',
  'demonstration.manage': 'bring the demonstration hospital in, and take it away',
  'settings.read': 'see settings',
  'settings.manage': 'change settings',
};
