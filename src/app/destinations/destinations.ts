import { validateHeaderValue } from 'node:http';
import { type DeliveryState, type EventKind, isMailAddress, takesEvents } from '#engine/destinations';
import type { Json } from '#engine/audit';
import { countDeliveryStates, hurryDeliveries } from '#store/deliveries';
import {
  deleteDestination,
  type Destination,
  type DestinationPlace,
  findDestination,
  insertDestination,
  isNameTaken,
  listDestinations as listAll,
  lockDestination,
  updateDestination,
} from '#store/destinations';
import { hurryPeriodic } from '#store/jobs';
import type { Tx } from '#store/store';
import { abandonTickets } from '#store/tickets';
import { act, seeWhole } from '../act.ts';
import type { Context } from '../context.ts';
import { authorOf } from '../inventory/import-access.ts';
import { CannotFetch } from '../outgoing/cannot-fetch.ts';
import { readOutgoingUrl } from '../outgoing/destination.ts';
import { demandProof } from '../people/proof.ts';
import { Refused } from '../refusal.ts';
import { holdKey } from '../secrets/hold-key.ts';
import { DELIVER } from './announce.ts';
import { newSigningSecret, openSecret, renewed, sealSecret } from './secrets.ts';

/** A destination, and what its outbox holds. */
export interface DestinationDossier {
  readonly destination: Destination;
  readonly counts: Readonly<Partial<Record<DeliveryState, number>>>;
}

export async function listDestinations(ctx: Context): Promise<DestinationDossier[]> {
  return seeWhole(ctx, 'settings.read', async (db) => {
    const counts = await countDeliveryStates(db);
    return (await listAll(db)).map((destination) => ({
      destination,
      counts: counts.get(destination.id) ?? {},
    }));
  });
}

export async function readDestination(ctx: Context, id: string): Promise<DestinationDossier> {
  return seeWhole(ctx, 'settings.read', async (db) => {
    const destination = await findDestination(db, id);
    if (destination === null) throw noSuchDestination(id);
    return { destination, counts: (await countDeliveryStates(db)).get(id) ?? {} };
  });
}

export interface DestinationOrder {
  readonly name: string;
  readonly place: DestinationPlace;
  readonly events: readonly EventKind[];
  /** Token or password; null: none. Webhooks are signed with a secret of Patchward's own making. */
  readonly secret: string | null;
}

export interface MadeDestination {
  readonly dossier: DestinationDossier;
  /** Told this once; null: it is the caller's own. */
  readonly signingSecret: string | null;
}

const ADD = 'Cannot add this destination';

export async function addDestination(ctx: Context, order: DestinationOrder): Promise<MadeDestination> {
  demandProof(ctx);
  const id = ctx.newId();
  const signingSecret = order.place.kind === 'webhook' ? newSigningSecret() : null;
  await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await holdKey(ctx, tx);
    const made = {
      id,
      name: order.name,
      place: checkedPlace(order.place),
      secret: sealedSecret(ctx, id, order, signingSecret),
      events: checkedEvents(order),
      version: 1,
      changedAt: ctx.now(),
      changedByName: authorOf(ctx.actor).createdByName,
      isOn: true,
      disabledBecause: null,
      failures: 0,
      failingSince: null,
      lastSuccessAt: null,
      problem: null,
    };
    if (!(await insertDestination(tx, made))) throw nameTaken(ADD, order.name);
    return {
      value: undefined,
      audit: { act: 'destination.add', subject: { kind: 'destination', id }, detail: detailOf(made) },
    };
  });
  return { dossier: await readDestination(ctx, id), signingSecret };
}

function sealedSecret(
  ctx: Context,
  id: string,
  { place, secret }: Pick<DestinationOrder, 'place' | 'secret'>,
  signingSecret: string | null,
): Uint8Array | null {
  if (signingSecret !== null) return sealSecret(ctx, id, { secret: signingSecret, before: null });
  if (secret === null) {
    if (place.kind === 'email' && place.user === null) return null;
    throw invalid(
      'secret',
      `${ADD}: it wants a ${place.kind === 'email' ? 'password' : 'token or password'}`,
    );
  }
  checkSecret(place, secret);
  return sealSecret(ctx, id, { secret, before: null });
}

/** What cannot stand in a header is refused now, not at the first delivery. */
function checkSecret(place: DestinationPlace, secret: string): void {
  if (place.kind === 'webhook')
    throw invalid('secret', `${ADD}: webhooks are signed with a secret that Patchward makes`);
  if (place.kind === 'email') {
    if (place.user === null) throw invalid('secret', `${ADD}: a password needs a user`);
    return;
  }
  try {
    validateHeaderValue('authorization', place.user === null ? secret : '');
  } catch {
    throw invalid('secret', `${ADD}: the token holds characters that no token has`);
  }
}

/** What is left out stays as it is. */
export interface DestinationChange {
  readonly version: number;
  readonly name?: string | undefined;
  readonly place?: DestinationPlace | undefined;
  readonly events?: readonly EventKind[] | undefined;
  readonly secret?: string | undefined;
  readonly isOn?: boolean | undefined;
}

export async function editDestination(
  ctx: Context,
  id: string,
  change: DestinationChange,
): Promise<DestinationDossier> {
  demandProof(ctx);
  await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await holdKey(ctx, tx);
    const before = await heldDestination(tx, id);
    if (before.version !== change.version)
      throw new Refused({ code: 'stale', what: `destination ${before.name}` });
    const after = changed(ctx, before, change);
    if (await isNameTaken(tx, after)) throw nameTaken('Cannot change this destination', after.name);
    await updateDestination(tx, after);
    if (after.isOn) {
      // What waits shows at once whether the change is right.
      await hurryDeliveries(tx, id, ctx.now());
      await hurryPeriodic(tx, DELIVER, ctx.now());
    }
    return {
      value: undefined,
      audit: {
        act: 'destination.edit',
        subject: { kind: 'destination', id },
        detail: { before: detailOf(before), after: detailOf(after), secret: change.secret !== undefined },
      },
    };
  });
  return readDestination(ctx, id);
}

function changed(
  ctx: Context,
  before: Destination,
  { name, place, events, secret, isOn }: DestinationChange,
): Destination {
  const next = place === undefined ? before.place : checkedPlace(place);
  if (next.kind !== before.place.kind)
    throw invalid('place', 'Cannot change the kind of a destination: add another one');
  const isElsewhere = originOf(next) !== originOf(before.place);
  // Credentials given for one server are not sent to another because somebody changed the address.
  if (isElsewhere && next.kind !== 'webhook' && before.secret !== null && secret === undefined)
    throw invalid('secret', 'Cannot speak to another server with the same secret: give it again');
  if (secret !== undefined) checkSecret(next, secret);
  const isBack = isOn === true && !before.isOn;
  return {
    ...before,
    name: name ?? before.name,
    place: next,
    secret: secret === undefined ? before.secret : sealSecret(ctx, before.id, { secret, before: null }),
    events: checkedEvents({ place: next, events: events ?? before.events }),
    version: before.version + 1,
    changedAt: ctx.now(),
    changedByName: authorOf(ctx.actor).createdByName,
    ...(isOn === undefined ? {} : { isOn, disabledBecause: null }),
    ...(isBack || isElsewhere ? { failures: 0, failingSince: null, problem: null } : {}),
  };
}

/** Gives a webhook another secret; for a day both sign, so that nothing is missed. @returns it, told this once */
export async function renewSecret(ctx: Context, id: string): Promise<string> {
  demandProof(ctx);
  return act(ctx, { permission: 'settings.manage' }, async (tx) => {
    await holdKey(ctx, tx);
    const it = await heldDestination(tx, id);
    const old = openSecret(ctx, it);
    if (it.place.kind !== 'webhook' || old === null)
      throw new Refused({ code: 'conflict', because: 'Cannot renew this secret: only webhooks are signed' });
    const next = renewed(old, ctx.now());
    await updateDestination(tx, { ...it, secret: sealSecret(ctx, id, next), version: it.version + 1 });
    return {
      value: next.secret,
      audit: {
        act: 'destination.renew-secret',
        subject: { kind: 'destination', id },
        detail: { name: it.name, oldUntil: next.before?.until ?? null },
      },
    };
  });
}

export async function dropDestination(ctx: Context, id: string): Promise<void> {
  demandProof(ctx);
  await act(ctx, { permission: 'settings.manage' }, async (tx) => {
    const it = await heldDestination(tx, id);
    await abandonTickets(tx, id);
    await deleteDestination(tx, id);
    return {
      value: undefined,
      audit: { act: 'destination.remove', subject: { kind: 'destination', id }, detail: { name: it.name } },
    };
  });
}

export async function heldDestination(tx: Tx, id: string): Promise<Destination> {
  const it = await lockDestination(tx, id);
  if (it === null) throw noSuchDestination(id);
  return it;
}

export function noSuchDestination(id: string): Refused {
  return new Refused({ code: 'not-found', what: `destination ${id}` });
}

function checkedPlace(place: DestinationPlace): DestinationPlace {
  switch (place.kind) {
    case 'webhook':
    case 'servicenow':
    case 'jira':
      return { ...place, url: checkedUrl(place) };
    case 'email': {
      for (const [field, addresses] of [
        ['from', [place.from]],
        ['to', place.to],
      ] as const) {
        const bad = addresses.find((it) => !isMailAddress(it));
        if (bad !== undefined) throw invalid(field, `Cannot send mail: "${bad}" is no mail address`);
      }
      return { ...place, host: place.host.toLowerCase() };
    }
  }
}

function checkedUrl({ kind, url }: Extract<DestinationPlace, { url: string }>): string {
  try {
    const read = readOutgoingUrl(url);
    if (kind !== 'webhook' && (read.search !== '' || read.hash !== ''))
      throw invalid('url', 'Cannot use this address: write it without ? and #');
    return read.href;
  } catch (cause) {
    if (!(cause instanceof CannotFetch)) throw cause;
    throw invalid('url', cause.message);
  }
}

function checkedEvents({ place, events }: Pick<DestinationOrder, 'place' | 'events'>): readonly EventKind[] {
  if (events.length > 0 && !takesEvents(place.kind))
    throw invalid('events', 'Cannot tell a ticket system of events: it takes tickets that people open');
  return [...new Set(events)];
}

function originOf(place: DestinationPlace): string {
  return place.kind === 'email' ? `${place.host}:${place.port}` : new URL(place.url).origin;
}

/** For the audit log: no secrets, and no query, which may hold a key. */
function detailOf({ name, place, events, isOn }: Omit<Destination, 'inbound'>): Json {
  const shown =
    place.kind === 'email'
      ? { ...place, to: [...place.to] }
      : { ...place, url: place.url.replace(/\?.*$/, '?…') };
  return { name, place: shown, events: [...events], isOn };
}

function nameTaken(what: string, name: string): Refused {
  return new Refused({
    code: 'invalid',
    field: 'name',
    because: `${what}: there is one called ${name} already`,
  });
}

function invalid(field: string, because: string): Refused {
  return new Refused({ code: 'invalid', field, because });
}
