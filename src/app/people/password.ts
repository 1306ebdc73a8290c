import { argon2, randomBytes, timingSafeEqual } from 'node:crypto';
import { promisify } from 'node:util';
import { COMMON_PASSWORDS } from './common-passwords.ts';

const derive = promisify(argon2);

// OWASP Password Storage Cheat Sheet, Argon2id: m = 19 MiB, t = 2, p = 1.
const MEMORY_KIB = 19_456;
const PASSES = 2;
const LANES = 1;
const SALT_BYTES = 16;
const TAG_BYTES = 32;

// OWASP ASVS 5.0, 6.2: length is what counts, and long passphrases are welcome.
const LENGTH_MIN = 12;
const PASSWORD_LENGTH_MAX = 200;

/** Hash in PHC string format, so that the numbers can change without breaking older hashes. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES);
  const tag = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: salt,
    parallelism: LANES,
    tagLength: TAG_BYTES,
    memory: MEMORY_KIB,
    passes: PASSES,
  });
  return `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(salt)}$${unpadded(tag)}`;
}

/** Whether the password is the one; takes as long for an account without a password as for one with. */
export async function verifyPassword(password: string, hash: string | null): Promise<boolean> {
  const { memory, passes, lanes, salt, tag } = parse(hash ?? NO_PASSWORD);
  const given = await derive('argon2id', {
    message: password.normalize('NFKC'),
    nonce: salt,
    parallelism: lanes,
    tagLength: tag.length,
    memory,
    passes,
  });
  return timingSafeEqual(given, tag) && hash !== null;
}

/** Why a password cannot be taken; null: it can. @param hospital its name, which is guessed first here; empty: not known */
export function passwordProblem(
  password: string,
  { login, hospital }: { readonly login: string; readonly hospital: string },
): string | null {
  const plain = password.normalize('NFKC').toLowerCase();
  if (plain.length < LENGTH_MIN) return `Cannot use password: it has fewer than ${LENGTH_MIN} characters`;
  if (password.length > PASSWORD_LENGTH_MAX)
    return `Cannot use password: it has more than ${PASSWORD_LENGTH_MAX} characters`;
  if (new Set(plain).size < 5) return 'Cannot use password: it repeats a few characters only';
  if (plain.includes(login.toLowerCase()))
    return 'Cannot use password: it contains the name you sign in with';
  if (isOfHospital(plain, hospital)) return 'Cannot use password: it is built on the name of the hospital';
  if (COMMON_PASSWORDS.some((it) => coreOf(plain) === it || plain === it))
    return 'Cannot use password: it is one of the first that are tried';
  return null;
}

/** Shorter words of its name are in too many sentences. */
const HOSPITAL_WORD_MIN = 5;

/** Whether it holds the whole name of the hospital, or is a word of it with digits and signs around. */
function isOfHospital(plain: string, hospital: string): boolean {
  const words = hospital
    .normalize('NFKC')
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((it) => it !== '');
  const name = words.join('');
  if (name.length >= HOSPITAL_WORD_MIN && plain.replaceAll(/[^\p{L}\p{N}]+/gu, '').includes(name))
    return true;
  return words.some((it) => it.length >= HOSPITAL_WORD_MIN && coreOf(plain) === it);
}

/** A common word with digits and signs around it is still that word. */
function coreOf(plain: string): string {
  return plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
}

const NO_PASSWORD = `$argon2id$v=19$m=${MEMORY_KIB},t=${PASSES},p=${LANES}$${unpadded(Buffer.alloc(SALT_BYTES))}$${unpadded(Buffer.alloc(TAG_BYTES))}`;

function parse(hash: string) {
  const found = /^\$argon2id\$v=19\$m=(\d+),t=(\d+),p=(\d+)\$([^$]+)\$([^$]+)$/.exec(hash);
  if (found === null) throw new Error('Cannot read password hash: it is not Argon2id in PHC format');
  const [, memory, passes, lanes, salt, tag] = found as unknown as [
    string,
    string,
    string,
    string,
    string,
    string,
  ];
  return {
    memory: Number(memory),
    passes: Number(passes),
    lanes: Number(lanes),
    salt: Buffer.from(salt, 'base64'),
    tag: Buffer.from(tag, 'base64'),
  };
}

function unpadded(bytes: Buffer): string {
  return bytes.toString('base64').replace(/=+$/, '');
}
