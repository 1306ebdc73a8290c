import * as z from 'zod';
import { route } from '../kit.ts';

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
