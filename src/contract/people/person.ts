import * as z from 'zod';
import { PERMISSIONS, ROLES } from '#engine/access';
import { HospitalView } from '../settings/hospital-routes.ts';

/** What is typed to sign in. */
export const Login = z
  .string()
  .trim()
  .min(2)
  .max(200)
  .regex(/^[^\s\p{Cc}]+$/u, 'No spaces');
export const PersonName = z
  .string()
  .trim()
  .min(1)
  .max(200)
  .regex(/^\P{Cc}+$/u, 'No control characters');
/** Long enough for any passphrase; how short is for the server to say. */
export const Password = z.string().min(1).max(1000);

export const ScopeView = z.union([
  z.strictObject({ kind: z.literal('hospital') }),
  z.strictObject({ kind: z.enum(['site', 'department', 'group', 'vendor']), id: z.string().min(1).max(200) }),
]);

/** A role and the one scope it holds in. */
export const GrantView = z.strictObject({ role: z.enum(ROLES), scope: ScopeView });

const Instant = z.iso.datetime();

/** The person who is signed in. */
export const Me = z.object({
  id: z.string(),
  kind: z.enum(['person', 'service']),
  login: z.string(),
  name: z.string(),
  grants: z.array(GrantView).readonly(),
  /** What they may do somewhere; where exactly is in the grants. */
  permissions: z.array(z.enum(PERMISSIONS)).readonly(),
  /** Somebody else chose the password: until it is changed nothing else works. */
  passwordMustChange: z.boolean(),
  /** A role needs a second factor that is not set up: until it is nothing else works. */
  secondFactorMissing: z.boolean(),
  secondFactor: z.boolean(),
  passkeys: z.number().int(),
  /** False where somebody comes by single sign-on or passkey alone. */
  hasPassword: z.boolean(),
  /** Recovery codes that are still good. */
  recoveryCodes: z.number().int(),
  /** Dangerous acts ask for the password again after this. */
  provenUntil: Instant.nullable(),
  hospital: HospitalView,
});
export type Me = z.output<typeof Me>;

export const SessionView = z.object({
  id: z.string(),
  createdAt: Instant,
  seenAt: Instant,
  expiresAt: Instant,
  address: z.string(),
  agent: z.string(),
  /** How the person proved who they are. */
  method: z.string(),
  /** The one this request came by. */
  current: z.boolean(),
});
