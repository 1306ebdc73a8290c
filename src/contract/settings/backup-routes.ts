import * as z from 'zod';
import { JobView } from '../jobs/routes.ts';
import { route } from '../kit.ts';
import { DayScheduleView } from '../schedule.ts';

export const makeBackup = route({
  method: 'POST',
  path: '/api/v1/backups',
  permission: 'backups.make',
  summary:
    'One consistent file of everything the database holds; `patchward restore` puts it into an empty place',
  body: z.object({}),
  response: z.string(),
  media: 'application/octet-stream',
});

const KeptBackupView = z.object({
  id: z.string(),
  state: z.enum(['making', 'kept', 'failed']),
  file: z.string(),
  /** What it holds is as of then. */
  begunAt: z.iso.datetime(),
  begunBy: z.string(),
  endedAt: z.iso.datetime().nullable(),
  bytes: z.number().int().nullable(),
  sha256: z.string().nullable(),
  problem: z.string().nullable(),
  /** Whether its file can be read by this server. */
  isThere: z.boolean(),
});
export type KeptBackupView = z.output<typeof KeptBackupView>;

const BackupPolicyView = z.object({
  /** When a backup is made by itself; null: never. */
  schedule: DayScheduleView.nullable(),
  /** How many are kept: older ones are removed. */
  keep: z.number().int().min(1).max(400),
  nextRunAt: z.iso.datetime().nullable(),
  version: z.number().int(),
});
export type BackupPolicyView = z.output<typeof BackupPolicyView>;

const Params = z.object({ id: z.uuid() });

export const listKeptBackups = route({
  method: 'GET',
  path: '/api/v1/kept-backups',
  permission: 'backups.make',
  summary: 'Backups in the folder of the server, newest first, and when they are made',
  response: z.object({
    items: z.array(KeptBackupView).readonly(),
    policy: BackupPolicyView,
    /** Null: this server keeps none. */
    folder: z.string().nullable(),
  }),
});

export const keepBackup = route({
  method: 'POST',
  path: '/api/v1/kept-backups',
  permission: 'backups.make',
  summary: 'Make a backup into the folder of the server',
  body: z.object({}),
  response: JobView,
  status: 202,
});

export const readKeptBackup = route({
  method: 'GET',
  path: '/api/v1/kept-backups/:id',
  permission: 'backups.make',
  summary: 'One backup; asks a person for the same proof as downloading it',
  params: Params,
  response: KeptBackupView,
});

export const downloadKeptBackup = route({
  method: 'GET',
  path: '/api/v1/kept-backups/:id/file',
  permission: 'backups.make',
  summary: 'The file of a backup',
  params: Params,
  response: z.string(),
  media: 'application/octet-stream',
});

export const dropKeptBackup = route({
  method: 'DELETE',
  path: '/api/v1/kept-backups/:id',
  permission: 'backups.make',
  summary: 'Remove a backup and its file',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const editBackupPolicy = route({
  method: 'PUT',
  path: '/api/v1/backup-policy',
  permission: 'settings.manage',
  summary: 'Say when backups are made by themselves, and how many are kept. 412 when somebody else was first',
  body: BackupPolicyView.omit({ nextRunAt: true }).strict(),
  response: BackupPolicyView,
});
