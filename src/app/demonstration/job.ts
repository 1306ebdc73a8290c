import * as z from 'zod';
import { jobKind } from '../jobs/kind.ts';
import { tellHistory } from './tell-history.ts';

/** Brings the year of the demonstration hospital in. */
export const DEMONSTRATION_JOB = jobKind({
  name: 'demonstration.tell',
  words: 'Bring the demonstration hospital in',
  input: z.object({}),
  permission: 'demonstration.manage',
  title: () => 'Bring in a year of the demonstration hospital',
  page: () => '/demonstration',
  run: (ctx, _, tools) => tellHistory(ctx, tools),
});
