/** What a person may do, as nouns and verbs. Each use case asks for exactly one of them. */
export const PERMISSIONS = [
  'inventory.read',
  'inventory.edit',
  'inventory.import',
  /** Decide conflicts and doubtful merges; merge, split. */
  'inventory.reconcile',
  /** Sign a reconciliation report off. */
  'inventory.sign-off',
  /** Locations, departments, segments, custom fields, mappings, precedence of sources. */
  'inventory.structure',
  'findings.read',
  /** Ask for decisions on findings, and take them back. */
  'findings.triage',
  /** Put a decision into force that somebody else asked for. */
  'findings.approve',
  /** Read feeds in, from files or from the network. */
  'feeds.manage',
  'assessments.read',
  'assessments.make',
  'jobs.read',
  /** Cancel and retry jobs of other people. */
  'jobs.manage',
  'people.read',
  'people.manage',
  /** Make and revoke API tokens of one's own. */
  'tokens.make',
  /** Service accounts, and tokens of other people. */
  'tokens.manage',
  'audit.read',
  /** Take a copy of everything the database holds. */
  'backups.make',
  /** Bring the demonstration hospital in, and take it away. */
  'demonstration.manage',
  'settings.read',
  'settings.manage',
] as const;
export type Permission = (typeof PERMISSIONS)[number];
