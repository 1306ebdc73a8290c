import type { Command } from './command.ts';

/** A command by its name. What it stands on is loaded when it is asked for, so that a short one is not kept waiting by a long one. */
export interface NamedCommand {
  readonly name: string;
  readonly load: () => Promise<Command>;
}

/** Every command, in the order in which help tells them. */
export const COMMANDS: readonly NamedCommand[] = [
  { name: 'assess', load: async () => (await import('./assess.ts')).assessCommand },
  { name: 'explain', load: async () => (await import('./explain.ts')).explainCommand },
  { name: 'absent', load: async () => (await import('./absent.ts')).absentCommand },
  { name: 'catalogue build', load: async () => (await import('./catalogue-build.ts')).catalogueBuildCommand },
  { name: 'serve', load: async () => (await import('./serve.ts')).serveCommand },
  { name: 'worker', load: async () => (await import('./worker.ts')).workerCommand },
  { name: 'import', load: async () => (await import('./import.ts')).importCommand },
  { name: 'feeds list', load: async () => (await import('./feeds.ts')).feedsListCommand },
  { name: 'feeds sync', load: async () => (await import('./feeds.ts')).feedsSyncCommand },
  { name: 'feeds export', load: async () => (await import('./feeds.ts')).feedsExportCommand },
  { name: 'feeds import', load: async () => (await import('./feeds.ts')).feedsImportCommand },
  { name: 'user add', load: async () => (await import('./user.ts')).userAddCommand },
  { name: 'user list', load: async () => (await import('./user.ts')).userListCommand },
  { name: 'user roles', load: async () => (await import('./user.ts')).userRolesCommand },
  { name: 'user disable', load: async () => (await import('./user.ts')).userDisableCommand },
  { name: 'user enable', load: async () => (await import('./user.ts')).userEnableCommand },
  { name: 'user reset', load: async () => (await import('./user.ts')).userResetCommand },
  { name: 'user sign-out', load: async () => (await import('./user.ts')).userSignOutCommand },
  { name: 'aliases export', load: async () => (await import('./aliases.ts')).aliasesExportCommand },
  { name: 'aliases import', load: async () => (await import('./aliases.ts')).aliasesImportCommand },
  { name: 'audit export', load: async () => (await import('./audit.ts')).auditExportCommand },
  { name: 'audit verify', load: async () => (await import('./audit.ts')).auditVerifyCommand },
  { name: 'audit renew-key', load: async () => (await import('./audit.ts')).auditRenewKeyCommand },
  {
    name: 'secrets renew-key',
    load: async () => (await import('./secrets.ts')).secretsRenewKeyCommand,
  },
  { name: 'migrate', load: async () => (await import('./migrate.ts')).migrateCommand },
  { name: 'backup', load: async () => (await import('./backup.ts')).backupCommand },
  { name: 'restore', load: async () => (await import('./restore.ts')).restoreCommand },
  { name: 'doctor', load: async () => (await import('./doctor.ts')).doctorCommand },
];
