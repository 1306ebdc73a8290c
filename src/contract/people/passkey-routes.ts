import * as z from 'zod';
import { route } from '../kit.ts';
import { pageOf } from '../page.ts';
import { Me, PersonName } from './person.ts';

const Instant = z.iso.datetime();
const Base64Url = z
  .string()
  .max(20_000)
  .regex(/^[\w-]*$/);

const PasskeyView = z.object({
  id: z.string(),
  name: z.string(),
  createdAt: Instant,
  usedAt: Instant.nullable(),
});
export type PasskeyView = z.output<typeof PasskeyView>;

/** As WebAuthn Level 3 writes it: `PublicKeyCredentialCreationOptionsJSON` or `…RequestOptionsJSON`. */
const Options = z.looseObject({ challenge: z.string() });

const Credential = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
});

export const createPasskeyOptions = route({
  method: 'POST',
  path: '/api/v1/passkeys/options',
  permission: 'signed-in',
  summary: 'What the browser needs to make a passkey',
  response: Options,
});

export const addPasskey = route({
  method: 'POST',
  path: '/api/v1/passkeys',
  permission: 'signed-in',
  summary: 'Keep the passkey the browser made',
  body: z.strictObject({
    name: PersonName,
    response: Credential.extend({
      response: z.object({
        clientDataJSON: Base64Url,
        attestationObject: Base64Url,
        transports: z
          .array(z.enum(['ble', 'cable', 'hybrid', 'internal', 'nfc', 'smart-card', 'usb']))
          .default([]),
      }),
    }),
  }),
  response: PasskeyView,
  status: 201,
});

export const listPasskeys = route({
  method: 'GET',
  path: '/api/v1/passkeys',
  permission: 'signed-in',
  summary: 'One’s own passkeys',
  response: pageOf(PasskeyView),
});

export const removePasskey = route({
  method: 'DELETE',
  path: '/api/v1/passkeys/:id',
  permission: 'signed-in',
  summary: 'Take one of one’s own passkeys away',
  params: z.object({ id: z.uuid() }),
  response: z.undefined(),
  status: 204,
});

export const createPasskeySignInOptions = route({
  method: 'POST',
  path: '/api/v1/session/passkey/options',
  permission: 'anybody',
  summary: 'What the browser needs to sign in with a passkey',
  response: Options,
});

const Assertion = z.strictObject({
  response: Credential.extend({
    response: z.object({
      clientDataJSON: Base64Url,
      authenticatorData: Base64Url,
      signature: Base64Url,
    }),
  }),
});

export const signInWithPasskey = route({
  method: 'POST',
  path: '/api/v1/session/passkey',
  permission: 'anybody',
  summary: 'Sign in with a passkey; it stands for password and code together',
  body: Assertion,
  response: Me,
});

export const proveWithPasskey = route({
  method: 'POST',
  path: '/api/v1/session/proof/passkey',
  permission: 'signed-in',
  summary: 'Prove once more who one is, with a passkey',
  body: Assertion,
  response: Me,
});
