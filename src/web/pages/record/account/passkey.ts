import type * as z from 'zod';
import { api } from '#contract/api';
import { call } from '#contract/client';

type Made = z.input<typeof api.addPasskey.body>['response'];
type Used = z.input<typeof api.signInWithPasskey.body>['response'];

/** Why this browser cannot use passkeys; null: it can. */
export const NO_PASSKEYS: string | null =
  'PublicKeyCredential' in window && 'parseRequestOptionsFromJSON' in PublicKeyCredential
    ? null
    : window.isSecureContext
      ? 'This browser does not know passkeys'
      : 'Passkeys need an address that begins with https';

/** Asks the browser for a new passkey. @throws Error with a sentence for the person when none was made */
export async function makePasskey(): Promise<Made> {
  const options = (await call(api.createPasskeyOptions, {})) as unknown;
  const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(
    options as PublicKeyCredentialCreationOptionsJSON,
  );
  return (await answerOf(navigator.credentials.create({ publicKey }))) as Made;
}

/** Asks the browser for a passkey of this site. @throws Error with a sentence for the person when none was given */
export async function givePasskey(): Promise<Used> {
  const options = (await call(api.createPasskeySignInOptions, {})) as unknown;
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(
    options as PublicKeyCredentialRequestOptionsJSON,
  );
  return (await answerOf(navigator.credentials.get({ publicKey }))) as Used;
}

/** What a person meets before the browser's own window: cancelled, too slow, known already. */
export class PasskeyRefused extends Error {}

async function answerOf(asked: Promise<Credential | null>): Promise<unknown> {
  try {
    const credential = await asked;
    if (credential instanceof PublicKeyCredential) return credential.toJSON();
  } catch (error) {
    const name = error instanceof DOMException ? error.name : '';
    if (name === 'InvalidStateError')
      throw new PasskeyRefused('This device holds a passkey for your account already', { cause: error });
    if (name === 'SecurityError')
      throw new PasskeyRefused('Passkeys do not work at this address: it has to be https and a name', {
        cause: error,
      });
    throw new PasskeyRefused('No passkey was used: it was cancelled, or took too long', { cause: error });
  }
  throw new PasskeyRefused('The browser gave no passkey');
}
