import * as z from 'zod';
import { isNews } from '#engine/pickup';
import { deleteImport } from '#store/imports';
import { listTaken, rememberTaken } from '#store/pickup-files';
import type { Pickup, PickupPlace } from '#store/pickups';
import { actUnasked } from '../act.ts';
import type { Context, Instance } from '../context.ts';
import type { JobTools } from '../jobs/kind.ts';
import { startJob } from '../jobs/start.ts';
import { fetchOutgoing, type OutgoingAnswer } from '../outgoing/fetch-outgoing.ts';
import { takeInJob } from './import-jobs.ts';
import { uploadImport } from './imports.ts';

export type AskedAddress = Extract<PickupPlace, { kind: 'address' }>;

/** As large a file as may be uploaded by hand. */
const FILE_BYTES_MAX = 500_000_000;
const FETCH_MS_MAX = 30 * 60_000;
const RETRY_AFTER_MS_MAX = 24 * 3_600_000;

/** The server of an address answered, but not with a file. */
export class NoFile extends Error {
  override readonly name = 'NoFile';
  /** When it wants to be asked again, at the earliest; null: it did not say. */
  readonly retryAt: Date | null;

  constructor(status: number, retryAt: Date | null) {
    const words = STATUS_WORDS[status];
    super(`The server answers ${status}${words === undefined ? '' : `: ${words}`}`);
    this.retryAt = retryAt;
  }
}

const STATUS_WORDS: Readonly<Record<number, string>> = {
  401: 'it wants other credentials, see the headers',
  403: 'these credentials may not read it',
  404: 'there is nothing at this address',
  410: 'there is nothing at this address any more',
  429: 'it was asked too often',
  503: 'it takes no requests now',
};

/** What an address gave. */
export interface Asked {
  /** Name of the file that was taken; null: nothing is new. */
  readonly file: string | null;
  /** Its validators, for the next time. */
  readonly etag: string | null;
  readonly lastModified: string | null;
}

/** Asks an address for what is new, and takes it. @throws CannotFetch, NoFile */
export async function takeFromAddress(
  ctx: Context,
  pickup: Pickup,
  { url }: AskedAddress,
  { signal, log }: JobTools,
): Promise<Asked> {
  const answer = await fetchOutgoing(ctx, url, {
    headers: { accept: '*/*', ...openHeaders(ctx, pickup), ...validatorsOf(pickup) },
    signal,
    bytesMax: FILE_BYTES_MAX,
    timeoutMs: FETCH_MS_MAX,
  });
  if (answer.status !== 200) answer.close();
  const { etag, lastModified } = pickup;
  if (answer.status === 304) return { file: null, etag, lastModified };
  if (answer.status !== 200) throw new NoFile(answer.status, retryAtOf(answer, ctx.now()));
  const file = await takeBody(ctx, pickup, answer);
  if (file === null) log('It gave what it had given before');
  return { file, etag: answer.headers.get('etag'), lastModified: answer.headers.get('last-modified') };
}

async function takeBody(ctx: Context, pickup: Pickup, answer: OutgoingAnswer): Promise<string | null> {
  const name = nameOf(answer);
  const at = saidAt(answer, ctx.now());
  const order = { source: pickup.source, at, mapping: null, pickupId: pickup.id };
  const it = await uploadImport(ctx, { name, stream: answer.body }, order);
  const hash = Buffer.from(it.fileHash ?? []).toString('hex');
  return actUnasked(ctx, async (tx) => {
    if (!isNews({ hash, at }, await listTaken(tx, pickup.id))) {
      await deleteImport(tx, it.id);
      return { value: null, audit: null };
    }
    await rememberTaken(tx, pickup.id, { hash, at, file: name, takenAt: ctx.now() });
    await startJob(ctx, tx, takeInJob, { importId: it.id, file: name }, { key: it.id });
    return {
      value: name,
      audit: {
        act: 'pickup.take',
        subject: { kind: 'pickup', id: pickup.id },
        detail: { source: pickup.source, file: name, import: it.id, hash },
      },
    };
  });
}

/** The file's own name where the server says it, else the end of the address. */
function nameOf({ headers, url }: OutgoingAnswer): string {
  const disposition = headers.get('content-disposition') ?? '';
  const given = /filename="?([^";]+)"?/i.exec(disposition)?.[1] ?? url.pathname.split('/').at(-1) ?? '';
  const name = given
    .replaceAll(/\p{Cc}|[/\\]/gu, '')
    .trim()
    .slice(0, 200);
  return name === '' ? 'inventory' : name;
}

/** When the source said it: as the server tells, else now. */
function saidAt({ headers }: OutgoingAnswer, now: Date): Date {
  const at = new Date(headers.get('last-modified') ?? Number.NaN);
  return Number.isNaN(at.getTime()) || at > now ? now : at;
}

function validatorsOf({ etag, lastModified }: Pickup): Readonly<Record<string, string>> {
  return {
    ...(etag === null ? {} : { 'if-none-match': etag }),
    ...(lastModified === null ? {} : { 'if-modified-since': lastModified }),
  };
}

/** `Retry-After` in seconds or as a date, a day at most. */
function retryAtOf({ headers }: OutgoingAnswer, now: Date): Date | null {
  const said = headers.get('retry-after');
  if (said === null) return null;
  const at = /^\d{1,9}$/.test(said) ? now.getTime() + Number(said) * 1000 : new Date(said).getTime();
  return Number.isNaN(at) ? null : new Date(Math.min(at, now.getTime() + RETRY_AFTER_MS_MAX));
}

const Headers = z.record(z.string(), z.string());

/** What the headers are encrypted for. */
export function headersPurposeOf(pickupId: string): string {
  return `headers of pickup ${pickupId}`;
}

export function sealHeaders(
  { vault }: Instance,
  pickupId: string,
  headers: Readonly<Record<string, string>>,
): Uint8Array {
  return vault.seal(Buffer.from(JSON.stringify(headers)), headersPurposeOf(pickupId));
}

function openHeaders({ vault }: Instance, { id, headers }: Pickup): Readonly<Record<string, string>> {
  if (headers === null) return {};
  return Headers.parse(JSON.parse(vault.open(headers, headersPurposeOf(id)).toString('utf8')));
}
