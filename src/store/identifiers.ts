import { hash } from 'node:crypto';
import { type Kysely, sql } from 'kysely';

import { bomModelKey, createIdentityReader, hubMax, identifiersOf } from '#engine/reconcile';
import type { DeviceFields, SourceKind } from '#engine/words';
import type { Db, Tx } from './store.ts';

export interface IdentifierTables {
  identifier: {
    hash: string;
    observation_id: string;
  };
}

/** 64 bits as a decimal number, as the database gives it. Two texts of one hash only make more be looked at together. */
export type IdentifierHash = string;

export function identifierHash(kind: string, key: string): IdentifierHash {
  const digits = hash('sha256', `${kind} ${key}`, 'hex').slice(0, 16);
  return BigInt.asIntN(64, BigInt(`0x${digits}`)).toString();
}

/** What one statement is found by. */
export interface Found {
  readonly kind: SourceKind;
  readonly fields: DeviceFields;
  readonly anchors?: readonly string[] | null;
}

/** An identifier, and how many statements may carry it before it is a hub. */
export interface BoundHash {
  readonly hash: IdentifierHash;
  readonly max: number;
}

/** What finds SBOMs and edits has few carriers by nature and needs no bound. */
const UNBOUNDED = 1_000_000;

export interface HashReader {
  /** What names the unit. */
  readonly ofUnit: (it: Found) => BoundHash[];
  /** All it is found by, each once. */
  readonly all: (it: Found) => IdentifierHash[];
}

/** Of what is said now: it is first looked for and then kept, by the same identifiers. */
const unitHashes = new WeakMap<DeviceFields, BoundHash[]>();

/** Reads hashes; makers and models repeat, so each is worked out once. */
export function createHashReader(): HashReader {
  const identityOf = createIdentityReader();
  const ofUnit = ({ kind, fields }: Found) => {
    // An SBOM names no unit; the devices of its model find it.
    if (kind === 'sbom') return [];
    let known = unitHashes.get(fields);
    if (known === undefined) {
      known = identifiersOf(identityOf(fields)).map((it) => ({
        hash: identifierHash(it.kind, it.key),
        max: hubMax(it.kind),
      }));
      unitHashes.set(fields, known);
    }
    return known;
  };
  return {
    ofUnit,
    all: (it) => [
      ...new Set([
        ...ofUnit(it).map(({ hash }) => hash),
        ...modelHashOf(it.kind === 'sbom', it.fields).map(({ hash }) => hash),
        ...(it.anchors ?? []).map((place) => anchorHash(place).hash),
      ]),
    ],
  };
}

/** By which SBOMs of a model find the statements on its devices, or these find them; none without a model. */
export function modelHashOf(isBom: boolean, { model }: DeviceFields): BoundHash[] {
  const key = bomModelKey(model);
  return key === '' ? [] : [{ hash: identifierHash(isBom ? 'bom' : 'model', key), max: UNBOUNDED }];
}

/** By which a statement finds the edits that amend it. */
export function anchorHash(place: string): BoundHash {
  return { hash: identifierHash('anchor', place), max: UNBOUNDED };
}

/**
 * Observations that carry one of the identifiers. Of each it looks at one more than `max` at most: with more it is a hub.
 */
export async function listCarriers(
  db: Db | Tx,
  asked: readonly BoundHash[],
): Promise<{ readonly hash: IdentifierHash; readonly observationId: string }[]> {
  if (asked.length === 0) return [];
  const { rows } = await sql<{ hash: string; observationId: string }>`
    select asked.hash::text as hash, found.observation_id as "observationId"
    from unnest(${asked.map((it) => it.hash)}::bigint[], ${asked.map((it) => it.max + 1)}::integer[]) as asked (hash, max)
    cross join lateral (select observation_id from identifier where identifier.hash = asked.hash limit asked.max) found
  `.execute(db);
  return rows;
}

const BATCH = 5000;

export async function insertIdentifiers(
  tx: Tx,
  identifiers: readonly { readonly hash: IdentifierHash; readonly observationId: string }[],
): Promise<void> {
  for (let from = 0; from < identifiers.length; from += BATCH) {
    const batch = identifiers.slice(from, from + BATCH);
    await sql`
      insert into identifier (hash, observation_id)
      select * from unnest(${batch.map((it) => it.hash)}::bigint[], ${batch.map((it) => it.observationId)}::uuid[])
    `.execute(tx);
  }
}

export async function deleteIdentifiers(tx: Tx, observationIds: readonly string[]): Promise<void> {
  for (let from = 0; from < observationIds.length; from += BATCH)
    await sql`
      delete from identifier where observation_id = any(${observationIds.slice(from, from + BATCH)}::uuid[])
    `.execute(tx);
}

/** Makes the index for observations that were kept before there was one. */
export async function fillIdentifiers(db: Kysely<never>): Promise<void> {
  const reader = createHashReader();
  let after = '00000000-0000-0000-0000-000000000000';
  for (;;) {
    const { rows } = await sql<Found & { id: string; source: string; key: string }>`
      select id, source, key, kind, fields, anchors from observation
      where is_current and id > ${after}::uuid order by id limit ${BATCH}
    `.execute(db);
    const last = rows.at(-1);
    if (last === undefined) return;
    after = last.id;
    const found = rows.flatMap((it) => reader.all(it).map((hash) => ({ hash, observationId: it.id })));
    await insertIdentifiers(db as unknown as Tx, found);
  }
}

/** Sources and keys of places, apart. */
export function splitPlaces(places: readonly string[]): {
  readonly sources: string[];
  readonly keys: string[];
} {
  const cuts = places.map((it) => it.indexOf('\t'));
  return {
    sources: places.map((it, index) => it.slice(0, cuts[index])),
    keys: places.map((it, index) => it.slice((cuts[index] as number) + 1)),
  };
}
