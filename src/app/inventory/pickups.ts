import { validateHeaderName, validateHeaderValue } from 'node:http';
import type { Json } from '#engine/audit';
import type { PickupRules } from '#engine/pickup';
import type { Schedule } from '#engine/schedule';
import type { InventoryImport } from '#store/imports';
import {
  deletePickup,
  findNewestImport,
  findOpenImport,
  findPickup,
  insertPickup,
  type KnownSource,
  listKnownSources,
  listPickups,
  lockPickup,
  type Pickup,
  type PickupOrder,
  type PickupPlace,
  updatePickup,
} from '#store/pickups';
import type { Db, Tx } from '#store/store';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { startJob } from '../jobs/start.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { readOutgoingUrl } from '../outgoing/destination.ts';
import { isOwnHeader } from '../outgoing/fetch-outgoing.ts';
import { Refused } from '../refusal.ts';
import { holdKey } from '../secrets/hold-key.ts';
import { authorOf } from './import-access.ts';
import { sealHeaders } from './pickup-address.ts';
import { noInbox } from './pickup-folder.ts';
import { pickupJob } from './pickup-run.ts';

/** A pickup, and what became of its files. */
export interface PickupDossier {
  readonly pickup: Pickup;
  /** The import that has to be in the inventory, or given up, before anything else is taken; null: none. */
  readonly open: InventoryImport | null;
  /** The last file it took; null: none yet. */
  readonly newest: InventoryImport | null;
}

export interface SourceSeen extends KnownSource {
  /** Null: its files are brought by hand or by a program. */
  readonly pickup: PickupDossier | null;
}

/** Every source that ever said something, or is to. */
export async function listSources(ctx: Context): Promise<SourceSeen[]> {
  return seeWhole(ctx, 'inventory.import', async (db) => {
    const bySource = new Map((await listPickups(db)).map((it) => [it.source, it]));
    const seen: SourceSeen[] = [];
    for (const it of await listKnownSources(db)) {
      const pickup = bySource.get(it.source);
      seen.push({ ...it, pickup: pickup === undefined ? null : await dossierOf(db, pickup) });
    }
    return seen;
  });
}

export async function readPickup(ctx: Context, id: string): Promise<PickupDossier> {
  return seeWhole(ctx, 'inventory.import', async (db) => {
    const pickup = await findPickup(db, id);
    if (pickup === null) throw notFound(id);
    return dossierOf(db, pickup);
  });
}

async function dossierOf(db: Db, pickup: Pickup): Promise<PickupDossier> {
  return {
    pickup,
    open: await findOpenImport(db, pickup.id),
    newest: await findNewestImport(db, pickup.id),
  };
}

/** Headers sent to an address; they are kept encrypted and never shown. */
export type PickupHeaders = Readonly<Record<string, string>>;

export async function addPickup(
  ctx: Context,
  order: PickupOrder,
  headers: PickupHeaders,
): Promise<PickupDossier> {
  const id = await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await holdKey(ctx, tx);
    const made: Pickup = {
      id: ctx.newId(),
      ...order,
      version: 1,
      headers: null,
      changedAt: ctx.now(),
      changedByName: authorOf(ctx.actor).createdByName,
      pausedAt: null,
      pausedByName: null,
      nextRunAt: ctx.now(),
      lastRunAt: null,
      lastSuccessAt: null,
      failures: 0,
      problem: null,
      etag: null,
      lastModified: null,
    };
    refuseHaste(made);
    const kept = withHeaders(ctx, { ...made, place: checkedPlace(ctx, made.place) }, headers);
    if (!(await insertPickup(tx, kept)))
      throw new Refused({
        code: 'conflict',
        because: `Cannot add this: files of ${order.source} are picked up already`,
      });
    return {
      value: kept.id,
      audit: { act: 'pickup.add', subject: { kind: 'pickup', id: kept.id }, detail: detailOf(kept) },
    };
  });
  return readPickup(ctx, id);
}

/** What is left out stays as it is. */
export interface PickupChange {
  readonly version: number;
  readonly place?: PickupPlace | undefined;
  readonly schedule?: Schedule | undefined;
  readonly rules?: PickupRules | undefined;
  readonly headers?: PickupHeaders | undefined;
  readonly paused?: boolean | undefined;
}

export async function editPickup(ctx: Context, id: string, change: PickupChange): Promise<PickupDossier> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    await holdKey(ctx, tx);
    const before = await heldPickup(tx, id);
    if (before.version !== change.version)
      throw new Refused({ code: 'stale', what: `the pickup of ${before.source}` });
    const after = changed(ctx, before, change);
    refuseHaste(after);
    await updatePickup(tx, after);
    return {
      value: undefined,
      audit: {
        act: 'pickup.edit',
        subject: { kind: 'pickup', id },
        detail: { source: before.source, before: detailOf(before), after: detailOf(after) },
      },
    };
  });
  return readPickup(ctx, id);
}

function changed(
  ctx: Context,
  before: Pickup,
  { place, schedule, rules, headers, paused }: PickupChange,
): Pickup {
  const edited: Pickup = {
    ...before,
    ...(schedule === undefined ? {} : { schedule }),
    ...(rules === undefined ? {} : { rules }),
    ...(paused === undefined ? {} : pauseOf(ctx, before, paused)),
    version: before.version + 1,
    changedAt: ctx.now(),
    changedByName: authorOf(ctx.actor).createdByName,
    // What was changed shows at the next look whether it is right.
    nextRunAt: ctx.now(),
  };
  const moved = place === undefined ? edited : movedTo(ctx, edited, checkedPlace(ctx, place), headers);
  return headers === undefined ? moved : withHeaders(ctx, moved, headers);
}

function pauseOf(ctx: Context, { pausedAt, pausedByName }: Pickup, paused: boolean) {
  if (!paused) return { pausedAt: null, pausedByName: null };
  if (pausedAt !== null) return { pausedAt, pausedByName };
  return { pausedAt: ctx.now(), pausedByName: authorOf(ctx.actor).createdByName };
}

/** Credentials given for one server are not sent to another because somebody changed the address. */
function movedTo(ctx: Context, it: Pickup, place: PickupPlace, headers: PickupHeaders | undefined): Pickup {
  const isSamePlace = JSON.stringify(placeFacts(place)) === JSON.stringify(placeFacts(it.place));
  if (isSamePlace) return { ...it, place: keepHeaderNames(it, place) };
  const isElsewhere = originOf(place) !== originOf(it.place);
  if (it.headers !== null && isElsewhere && headers === undefined && place.kind === 'address')
    throw new Refused({
      code: 'invalid',
      field: 'headers',
      because: 'Cannot ask another server with the same credentials: give the headers again',
    });
  const fresh = { failures: 0, problem: null, etag: null, lastModified: null, nextRunAt: ctx.now() };
  return isElsewhere
    ? { ...it, ...fresh, headers: null, place }
    : { ...it, ...fresh, place: keepHeaderNames(it, place) };
}

function keepHeaderNames({ place: before }: Pickup, place: PickupPlace): PickupPlace {
  return before.kind === 'address' && place.kind === 'address'
    ? { ...place, headerNames: before.headerNames }
    : place;
}

function placeFacts(place: PickupPlace) {
  return place.kind === 'folder' ? place : { kind: place.kind, url: place.url };
}

function originOf(place: PickupPlace): string | null {
  return place.kind === 'address' ? new URL(place.url).origin : null;
}

export async function dropPickup(ctx: Context, id: string): Promise<void> {
  await act(ctx, { permission: 'inventory.structure' }, async (tx) => {
    const it = await heldPickup(tx, id);
    await deletePickup(tx, id);
    return {
      value: undefined,
      audit: { act: 'pickup.remove', subject: { kind: 'pickup', id }, detail: { source: it.source } },
    };
  });
}

/** Looks at once for what is new, also where it is paused. @returns id of the job */
export async function runPickupNow(ctx: Context, id: string): Promise<string> {
  return act(ctx, { permission: 'inventory.import' }, async (tx) => {
    const { source } = await heldPickup(tx, id);
    const job = await startJob(ctx, tx, pickupJob, { pickupId: id, source }, { key: id });
    return {
      value: job.id,
      audit: { act: 'pickup.run', subject: { kind: 'pickup', id }, detail: { source } },
    };
  });
}

async function heldPickup(tx: Tx, id: string): Promise<Pickup> {
  const it = await lockPickup(tx, id);
  if (it === null) throw notFound(id);
  return it;
}

function notFound(id: string): Refused {
  return new Refused({ code: 'not-found', what: `pickup ${id}` });
}

/** Another server is not asked more often than a list of devices can change. */
const ADDRESS_MINUTES_MIN = 15;

function refuseHaste({ place, schedule }: PickupOrder): void {
  if (place.kind === 'address' && schedule.kind === 'every' && schedule.minutes < ADDRESS_MINUTES_MIN)
    throw new Refused({
      code: 'invalid',
      field: 'schedule',
      because: `Cannot ask an address so often: every ${ADDRESS_MINUTES_MIN} minutes at most`,
    });
}

/** @throws Refused when files cannot come from there */
function checkedPlace({ inbox }: Context, place: PickupPlace): PickupPlace {
  switch (place.kind) {
    case 'folder':
      if (inbox === null) throw noInbox();
      return { ...place, folder: folderIn(place.folder) };
    case 'address':
      return { ...place, url: addressIn(place.url) };
  }
}

/** A folder below the inbox, in its shortest spelling: "cmms/exports". */
function folderIn(text: string): string {
  const steps = text.split(/[/\\]/).filter((it) => it !== '' && it !== '.');
  if (/^[/\\]|^[a-z]:/i.test(text) || steps.some((it) => it.startsWith('.') || /\p{Cc}/u.test(it)))
    throw new Refused({
      code: 'invalid',
      field: 'folder',
      because: 'Cannot watch this folder: name one below the inbox of the server, such as cmms',
    });
  return steps.join('/');
}

function addressIn(text: string): string {
  try {
    return readOutgoingUrl(text).href;
  } catch (cause) {
    if (!(cause instanceof CannotFetch)) throw cause;
    throw new Refused({ code: 'invalid', field: 'url', because: cause.message });
  }
}

function withHeaders(ctx: Context, it: Pickup, headers: PickupHeaders): Pickup {
  const names = Object.keys(headers).map((name) => name.toLowerCase());
  if (it.place.kind === 'folder') {
    if (names.length === 0) return it;
    throw new Refused({ code: 'invalid', field: 'headers', because: 'Cannot send headers to a folder' });
  }
  for (const [name, value] of Object.entries(headers)) checkHeader(name, value);
  const place = { ...it.place, headerNames: names };
  return { ...it, place, headers: names.length === 0 ? null : sealHeaders(ctx, it.id, headers) };
}

function checkHeader(name: string, value: string): void {
  try {
    validateHeaderName(name);
    validateHeaderValue(name, value);
  } catch (cause) {
    throw new Refused({
      code: 'invalid',
      field: 'headers',
      because: `Cannot send header "${name}": ${cause instanceof Error ? cause.message : 'it is malformed'}`,
    });
  }
  if (isOwnHeader(name))
    throw new Refused({
      code: 'invalid',
      field: 'headers',
      because: `Cannot send header "${name}": it belongs to the connection`,
    });
}

/** For the audit log: no values of headers, and no query, which may hold a key. */
function detailOf({ source, place, schedule, rules, pausedAt }: Pickup): Json {
  return {
    source,
    place:
      place.kind === 'folder'
        ? { ...place }
        : { kind: place.kind, url: place.url.replace(/\?.*$/, '?…'), headers: [...place.headerNames] },
    schedule: { ...schedule },
    rules: { ...rules },
    paused: pausedAt !== null,
  };
}
