import * as z from 'zod';
import { PERMISSIONS } from '#engine/access';
import { route } from '../kit.ts';
import { pageOf } from '../page.ts';
import { GrantView, ScopeView } from './person.ts';

const TOKEN_DAYS_MAX = 366;
const Instant = z.iso.datetime();
const Permissions = z.array(z.enum(PERMISSIONS));

const TokenView = z.object({
  id: z.string(),
  name: z.string(),
  /** In whose name it acts. */
  personId: z.string(),
  ownerName: z.string(),
  /** First characters of the secret. */
  hint: z.string(),
  permissions: Permissions.readonly(),
  /** Roles with scopes it acts with at most; null: whatever its owner has. */
  grants: z.array(GrantView).readonly().nullable(),
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
  query: z.object({ personId: z.uuid().optional() }),
  response: pageOf(TokenView),
});

const MadeToken = z.object({
  token: TokenView,
  /** Shown this once. */
  secret: z.string(),
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
    /** Where it may act at most; left out: wherever its owner may. */
    scope: ScopeView.optional(),
  }),
  response: MadeToken,
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

export const rotateToken = route({
  method: 'POST',
  path: '/api/v1/tokens/:id/rotate',
  permission: 'signed-in',
  summary: 'Replace a token by one like it; the old one works on for the hours given',
  params: z.object({ id: z.uuid() }),
  body: z.strictObject({
    days: z.number().int().min(1).max(TOKEN_DAYS_MAX),
    overlapHours: z.number().int().min(0).max(168).default(24),
  }),
  response: MadeToken,
  status: 201,
});
