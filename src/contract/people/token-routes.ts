import * as z from 'zod';
import { PERMISSIONS } from '#engine/access';
import { route } from '../kit.ts';
import { pageOf } from '../page.ts';

const TOKEN_DAYS_MAX = 366;
const Instant = z.iso.datetime();
const Permissions = z.array(z.enum(PERMISSIONS));

const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  /** In whose name it acts. */
  personId: z.string(),
  /** First characters of the secret. */
  hint: z.string(),
  permissions: Permissions.readonly(),
  createdAt: Instant,
  createdBy: z.string(),
  expiresAt: Instant,
  usedAt: Instant.nullable(),
  revokedAt: Instant.nullable(),
});
export type TokenView = z.output<typeof TokenView>;

export const listTokens = route({
  method: 'GET',
  path: '/api/v1/tokens',
  permission: 'signed-in',
  summary: 'One’s own API tokens; everybody’s for who may manage them',
  response: pageOf(TokenView),
});

export const createToken = route({
  method: 'POST',
  path: '/api/v1/tokens',
  permission: 'signed-in',
  summary: 'Make an API token; it may do no more than its maker and its owner',
  body: z.strictObject({
    name: z.string().trim().min(1).max(100),
    permissions: Permissions.min(1),
    days: z.number().int().min(1).max(TOKEN_DAYS_MAX),
    /** A service account; left out: oneself. */
    personId: z.uuid().optional(),
  }),
  response: z.object({
    token: TokenView,
    /** Shown this once. */
    secret: z.string(),
  }),
  status: 201,
});

export const revokeToken = route({
  method: 'DELETE',
  path: '/api/v1/tokens/:id',
  permission: 'signed-in',
  summary: 'Take a token back',
  params: z.object({ id: z.uuid() }),
  response: z.undefined(),
  status: 204,
});
