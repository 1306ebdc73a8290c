import * as z from 'zod';
import { ROLES } from '#engine/access';
import { route } from '../kit.ts';

/** Lists that views can be saved of: the last part of their address. */
const Page = z.string().regex(/^[a-z][a-z-]{0,40}$/);

const ViewQuery = z.object({
  /** In the one filter grammar. */
  filter: z.string().max(2000),
  sort: z.string().max(200),
  /** Columns in their order; empty: the list's own. */
  columns: z.array(z.string().max(60)).max(60).readonly(),
});

const Draft = z.object({
  name: z.string().trim().min(1).max(80),
  query: ViewQuery,
  /** Who else sees it. What it selects stays what each of them may see. */
  sharedWith: z.enum(['nobody', 'everybody', 'role']).default('nobody'),
  /** The role it is shared with, where it is shared with one. */
  role: z.enum(ROLES).nullable().default(null),
});

const isWhole = (it: {
  readonly sharedWith?: string | undefined;
  readonly role?: string | null | undefined;
}) => it.sharedWith === undefined || (it.sharedWith === 'role') === (it.role != null);
const INCOMPLETE = 'A view is shared with a role, or names none';

export const SavedView = Draft.extend({
  id: z.string(),
  page: z.string(),
  ownerName: z.string(),
  isOwn: z.boolean(),
  /** The list opens with it for the person who asks. */
  isDefault: z.boolean(),
  version: z.number().int(),
  role: z.string().nullable(),
});
export type SavedView = z.output<typeof SavedView>;

const Params = z.object({ id: z.uuid() });

export const listViews = route({
  method: 'GET',
  path: '/api/v1/views',
  permission: 'signed-in',
  summary: 'Saved views of a list: your own, and those shared with you',
  query: z.object({ page: Page.default('devices') }),
  response: z.object({ items: z.array(SavedView).readonly() }),
});

export const addView = route({
  method: 'POST',
  path: '/api/v1/views',
  permission: 'signed-in',
  summary: 'Save filter, order and columns of a list under a name',
  body: Draft.extend({ page: Page }).refine(isWhole, INCOMPLETE),
  response: SavedView,
  status: 201,
});

export const editView = route({
  method: 'PATCH',
  path: '/api/v1/views/:id',
  permission: 'signed-in',
  summary: 'Change a view of your own: its name, state or who sees it',
  params: Params,
  body: z
    .object({
      version: z.number().int(),
      name: z.string().trim().min(1).max(80).optional(),
      query: ViewQuery.optional(),
      sharedWith: z.enum(['nobody', 'everybody', 'role']).optional(),
      role: z.enum(ROLES).nullable().optional(),
    })
    .refine(isWhole, INCOMPLETE),
  response: SavedView,
});

export const dropView = route({
  method: 'DELETE',
  path: '/api/v1/views/:id',
  permission: 'signed-in',
  summary: 'Remove a view of your own',
  params: Params,
  response: z.undefined(),
  status: 204,
});

export const chooseDefaultView = route({
  method: 'PUT',
  path: '/api/v1/views/default',
  permission: 'signed-in',
  summary: 'Choose the view a list opens with, or none',
  body: z.object({ page: Page, viewId: z.uuid().nullable() }),
  response: z.undefined(),
  status: 204,
});
