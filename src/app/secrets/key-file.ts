import { randomBytes } from 'node:crypto';
import { copyFile, open, readFile, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { InputError } from '../input-error.ts';
import { VAULT_KEY_BYTES } from './vault.ts';

/** The key file of a data folder: whoever backs the folder up keeps it with care, and apart. */
export function keyFileOf(folder: string): string {
  return join(folder, 'secrets.key');
}

/** The key that is about to take the place of the one in the key file. */
export function nextKeyFileOf(folder: string): string {
  return `${keyFileOf(folder)}.next`;
}

/** The key in a file, which is made where there is none: it is on the disk for good before anybody uses it. */
export async function keptKey(file: string): Promise<Uint8Array> {
  return (await keyIn(file)) ?? makeKey(file);
}

/** Null: there is no such file. @throws {InputError} when it holds no key */
export async function keyIn(file: string): Promise<Uint8Array | null> {
  try {
    return keyFrom(await readFile(file, 'utf8'), file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

async function makeKey(file: string): Promise<Uint8Array> {
  try {
    const handle = await open(file, 'wx', 0o600);
    try {
      await handle.writeFile(`${randomBytes(VAULT_KEY_BYTES).toString('base64')}\n`);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await syncFolder(dirname(file));
  } catch (error) {
    // Another process made it a moment ago.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  return keyFrom(await readFile(file, 'utf8'), file);
}

/** Keeps the key that is about to be given up under another name: backups made with it need it. */
export async function keepKey(file: string, as: string): Promise<void> {
  await copyFile(file, as);
  const handle = await open(as, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Puts the next key in the place of the key file. Done again, or by another process as well, it changes nothing. */
export async function takeNextKey(folder: string): Promise<void> {
  try {
    await rename(nextKeyFileOf(folder), keyFileOf(folder));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  await syncFolder(folder);
}

/** A name in a folder outlives a power cut only once the folder is on the disk. */
async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

export function keyFrom(text: string, place: string): Uint8Array {
  const key = Buffer.from(text.trim(), 'base64');
  if (key.length !== VAULT_KEY_BYTES)
    throw new InputError(
      `Cannot use encryption key in ${place}: it is not ${VAULT_KEY_BYTES} bytes written in base64`,
    );
  return key;
}
