import { type Generated, type RawBuilder, sql } from 'kysely';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface TagTables {
  tag: {
    id: string;
    name: string;
    key: string;
    is_group: Generated<boolean>;
    created_at: Date;
    created_by_name: string;
  };
  device_tag: { device_id: string; tag_id: string; at: Date; by_name: string };
}

export interface Tag {
  readonly id: string;
  readonly name: string;
  /** A device group: roles may be bound to it. */
  readonly isGroup: boolean;
}

/** Every tag with how many devices have it, by name. */
export async function listTags(
  db: Db | Tx,
  { text, limit }: { readonly text: string; readonly limit: number },
): Promise<(Tag & { readonly devices: number })[]> {
  const rows = await db
    .selectFrom('tag')
    .select(['id', 'name', 'is_group as isGroup'])
    .select((it) =>
      it
        .selectFrom('device_tag')
        .whereRef('tag_id', '=', 'tag.id')
        .select((each) => each.fn.countAll<string>().as('count'))
        .as('devices'),
    )
    .where(sql<boolean>`position(${text.toLowerCase()} in key) > 0`)
    .orderBy('key')
    .limit(limit)
    .execute();
  return rows.map((it) => ({ ...it, devices: Number(it.devices) }));
}

/** The tag of a name, made when there is none yet. */
export async function ensureTag(
  tx: Tx,
  made: { readonly id: string; readonly name: string; readonly at: Date; readonly byName: string },
): Promise<Tag> {
  const name = storableText(made.name.trim());
  await tx
    .insertInto('tag')
    .values({
      id: made.id,
      name,
      key: name.toLowerCase(),
      created_at: made.at,
      created_by_name: made.byName,
    })
    .onConflict((it) => it.column('key').doNothing())
    .execute();
  return tx
    .selectFrom('tag')
    .select(['id', 'name', 'is_group as isGroup'])
    .where('key', '=', name.toLowerCase())
    .executeTakeFirstOrThrow();
}

export async function findTag(tx: Tx, id: string): Promise<Tag | null> {
  const row = await tx
    .selectFrom('tag')
    .select(['id', 'name', 'is_group as isGroup'])
    .where('id', '=', id)
    .executeTakeFirst();
  return row ?? null;
}

/** @returns false when there is no such tag, or another has that name */
export async function changeTag(tx: Tx, { id, name, isGroup }: Tag): Promise<boolean> {
  const key = storableText(name).toLowerCase();
  const taken = await tx
    .selectFrom('tag')
    .select('id')
    .where('key', '=', key)
    .where('id', '<>', id)
    .execute();
  if (taken.length > 0) return false;
  const { numUpdatedRows } = await tx
    .updateTable('tag')
    .set({ name: storableText(name), key, is_group: isGroup })
    .where('id', '=', id)
    .executeTakeFirst();
  return numUpdatedRows === 1n;
}

/** Takes a tag off every device. */
export async function deleteTag(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom('tag').where('id', '=', id).execute();
}

/** Names of all device groups. */
export async function listGroupNames(db: Db | Tx): Promise<string[]> {
  const rows = await db.selectFrom('tag').select('name').where('is_group', '=', true).execute();
  return rows.map((it) => it.name);
}

/** How many roles of people, and of tokens in force, are bound to a device group. */
export async function countBoundTo(tx: Tx, group: string, now: Date): Promise<number> {
  const scope = JSON.stringify([{ scope: { kind: 'group', id: group } }]);
  const { rows } = await sql<{ count: number }>`
    select ((select count(*) from person_grant where scope_kind = 'group' and scope_id = ${group})
      + (select count(*) from api_token where grants @> ${scope}::jsonb and revoked_at is null and expires_at > ${now}))::integer as count
  `.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Names of the tags of devices, by device. */
export async function listDeviceTags(
  db: Db | Tx,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return namesByDevice(db, deviceIds, sql`true`);
}

/** Names of the device groups that devices stand in, by device. */
export async function listDeviceGroups(
  db: Db | Tx,
  deviceIds: readonly string[],
): Promise<ReadonlyMap<string, readonly string[]>> {
  return namesByDevice(db, deviceIds, sql`tag.is_group`);
}

async function namesByDevice(
  db: Db | Tx,
  deviceIds: readonly string[],
  which: RawBuilder<unknown>,
): Promise<ReadonlyMap<string, readonly string[]>> {
  if (deviceIds.length === 0) return new Map();
  const rows = await db
    .selectFrom('device_tag')
    .innerJoin('tag', 'tag.id', 'device_tag.tag_id')
    .select(['device_tag.device_id', 'tag.name'])
    .where('device_tag.device_id', 'in', [...deviceIds])
    .where(sql<boolean>`${which}`)
    .orderBy('tag.key')
    .execute();
  const byDevice = Map.groupBy(rows, (it) => it.device_id);
  return new Map([...byDevice].map(([id, of]) => [id, of.map((it) => it.name)]));
}

export async function addDeviceTag(
  tx: Tx,
  deviceId: string,
  tagId: string,
  { at, byName }: { readonly at: Date; readonly byName: string },
): Promise<void> {
  await tx
    .insertInto('device_tag')
    .values({ device_id: deviceId, tag_id: tagId, at, by_name: byName })
    .onConflict((it) => it.doNothing())
    .execute();
}

export async function removeDeviceTag(tx: Tx, deviceId: string, tagId: string): Promise<void> {
  await tx.deleteFrom('device_tag').where('device_id', '=', deviceId).where('tag_id', '=', tagId).execute();
}

/** What people put on devices goes to those that took their place. */
export async function moveExtras(
  tx: Tx,
  gone: readonly { readonly id: string; readonly into: string | null }[],
): Promise<void> {
  const pairs = sql`unnest(${gone.map((it) => it.id)}::uuid[], ${gone.map((it) => it.into)}::uuid[]) as gone (id, heir)`;
  await sql`
    insert into device_tag (device_id, tag_id, at, by_name)
    select heir, tag_id, at, by_name from device_tag join ${pairs} on gone.id = device_id where heir is not null
    on conflict do nothing
  `.execute(tx);
  await sql`
    insert into device_custom_value (device_id, field_id, value, key, number, source, at)
    select heir, field_id, value, key, number, source, at from device_custom_value join ${pairs} on gone.id = device_id
    where heir is not null on conflict do nothing
  `.execute(tx);
  await sql`
    insert into device_cost (device_id, cost, at, by_name)
    select distinct on (heir) heir, cost, at, by_name from device_cost join ${pairs} on gone.id = device_id
    where heir is not null order by heir, at desc on conflict do nothing
  `.execute(tx);
  await sql`
    insert into recall_settled (recall_no, device_id, state, evidence, at, by_id, by_name)
    select distinct on (recall_no, heir) recall_no, heir, state, evidence, at, by_id, by_name
    from recall_settled join ${pairs} on gone.id = device_id
    where heir is not null order by recall_no, heir, at desc on conflict do nothing
  `.execute(tx);
  await sql`
    update readiness_override set device_id = gone.heir from ${pairs} where device_id = gone.id and gone.heir is not null
  `.execute(tx);
}
