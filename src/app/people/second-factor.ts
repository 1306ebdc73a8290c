import { randomBytes } from 'node:crypto';
import { Secret, TOTP } from 'otpauth';
import {
  beginSecondFactor,
  confirmSecondFactor,
  findSecondFactor,
  removeSecondFactor,
  replaceRecoveryCodes,
  useRecoveryCode,
  useStep,
} from '#store/second-factors';
import { listPasskeys } from '#store/passkeys';
import { liftRestriction } from '#store/sessions';
import type { Db, Tx } from '#store/store';
import { findPerson } from '#store/people';
import { actUnasked } from '../act.ts';
import type { Context, Instance } from '../context.ts';
import { Refused } from '../refusal.ts';
import { holdKey } from '../secrets/hold-key.ts';
import { demandProof } from './proof.ts';
import { secretHash } from './secret.ts';
import { self } from './sessions.ts';
import { needsSecondFactor, policyInForce } from './sign-in-policy.ts';

// What every authenticator app can do: RFC 6238 with SHA-1, six digits, thirty seconds.
const SECRET_BYTES = 20;
const STEP_SECONDS = 30;
/** Clocks of phones are off by seconds, not by minutes. */
const STEPS_OFF_MAX = 1;

const RECOVERY_CODES = 10;
// ASVS 5.0, 6.5.2: from 112 bits on a plain hash will do.
const RECOVERY_CODE_BYTES = 15;

export interface Enrolment {
  /** Base32, for typing. */
  readonly secret: string;
  /** `otpauth://…`, for a QR code. */
  readonly uri: string;
}

/** Begins an enrolment: the person puts the secret into an app, and confirms with a first code. */
export async function beginEnrolment(ctx: Context): Promise<Enrolment> {
  const { id } = self(ctx);
  demandProof(ctx);
  const person = await findPerson(ctx.store.db, id);
  if (person === null) throw new Refused({ code: 'not-found', what: 'your account' });
  const secret = new Secret({ buffer: new Uint8Array(randomBytes(SECRET_BYTES)).buffer });
  await actUnasked(ctx, async (tx) => {
    await holdKey(ctx, tx);
    if ((await findSecondFactor(tx, id))?.confirmedAt != null)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot set an authenticator app up: there is one already, remove it first',
      });
    await beginSecondFactor(tx, id, ctx.vault.seal(secret.bytes, authenticatorPurposeOf(id)));
    return { value: undefined, audit: null };
  });
  return { secret: secret.base32, uri: totpOf(secret, person.login).toString() };
}

/** Ends an enrolment. @returns recovery codes, told this once */
export async function confirmEnrolment(ctx: Context, code: string): Promise<string[]> {
  const { id } = self(ctx);
  const codes = newRecoveryCodes();
  await actUnasked(ctx, async (tx) => {
    const factor = await findSecondFactor(tx, id);
    if (factor === null || factor.confirmedAt !== null)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot confirm authenticator app: none is being set up',
      });
    if (!(await useTotp(tx, ctx, id, code)))
      throw new Refused({
        code: 'invalid',
        field: 'code',
        because: 'Cannot confirm authenticator app: the code is wrong; check the clock of the phone',
      });
    await confirmSecondFactor(tx, id, ctx.now());
    await replaceRecoveryCodes(tx, id, codes.map(recoveryHash));
    await liftRestriction(tx, id);
    return {
      value: undefined,
      audit: { act: 'second-factor.add', subject: { kind: 'person', id }, detail: {} },
    };
  });
  return codes;
}

/** New recovery codes; the old ones stop working. */
export async function renewRecoveryCodes(ctx: Context): Promise<string[]> {
  const { id } = self(ctx);
  demandProof(ctx);
  const codes = newRecoveryCodes();
  await actUnasked(ctx, async (tx) => {
    if ((await findSecondFactor(tx, id))?.confirmedAt == null)
      throw new Refused({
        code: 'conflict',
        because: 'Cannot make recovery codes: no authenticator app is set up',
      });
    await replaceRecoveryCodes(tx, id, codes.map(recoveryHash));
    return {
      value: undefined,
      audit: { act: 'second-factor.renew-codes', subject: { kind: 'person', id }, detail: {} },
    };
  });
  return codes;
}

/** Takes one's own authenticator app away. */
export async function removeOwnSecondFactor(ctx: Context): Promise<void> {
  const { id } = self(ctx);
  demandProof(ctx);
  await actUnasked(ctx, async (tx) => {
    if ((await listPasskeys(tx, id)).length === 0) await refuseWithoutFactor(tx, id);
    await removeSecondFactor(tx, id);
    return {
      value: undefined,
      audit: { act: 'second-factor.remove', subject: { kind: 'person', id }, detail: {} },
    };
  });
}

/** @throws Refused when a role of the person needs the factor that is about to go */
export async function refuseWithoutFactor(tx: Tx, personId: string): Promise<void> {
  const person = await findPerson(tx, personId);
  if (person !== null && needsSecondFactor(await policyInForce(tx), person.grants))
    throw new Refused({
      code: 'conflict',
      because: 'Cannot take it away: a role of yours needs a second factor, set another one up first',
    });
}

export async function hasSecondFactor(db: Db | Tx, personId: string): Promise<boolean> {
  return (await findSecondFactor(db, personId))?.confirmedAt != null;
}

/** Uses up a code of the app, or a recovery code. @returns false when it is wrong or was used before */
export async function useCode(tx: Tx, instance: Instance, personId: string, code: string): Promise<boolean> {
  if (/^\d{6}$/.test(code.replaceAll(' ', ''))) return useTotp(tx, instance, personId, code);
  return useRecoveryCode(tx, personId, recoveryHash(code), instance.now());
}

async function useTotp(tx: Tx, { vault, now }: Instance, personId: string, code: string): Promise<boolean> {
  const factor = await findSecondFactor(tx, personId);
  if (factor === null) return false;
  const opened = vault.open(factor.secret, authenticatorPurposeOf(personId));
  const totp = totpOf(new Secret({ buffer: new Uint8Array(opened).buffer }), '');
  const timestamp = now().getTime();
  const stepsOff = totp.validate({ token: code.replaceAll(' ', ''), timestamp, window: STEPS_OFF_MAX });
  return stepsOff !== null && (await useStep(tx, personId, totp.counter({ timestamp }) + stepsOff));
}

function totpOf(secret: Secret, login: string): TOTP {
  return new TOTP({ issuer: 'Patchward', label: login, secret, period: STEP_SECONDS });
}

/** What the secret of somebody's authenticator app is encrypted for. */
export function authenticatorPurposeOf(personId: string): string {
  return `authenticator secret of person ${personId}`;
}

/** 120 random bits in letters that cannot be misread, in groups of four. */
function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const secret = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_CODE_BYTES)).buffer });
    return secret.base32.replace(/(.{4})(?=.)/g, '$1-').toLowerCase();
  });
}

function recoveryHash(code: string): Buffer {
  return secretHash(code.toLowerCase().replaceAll(/[^a-z2-7]/g, ''));
}
