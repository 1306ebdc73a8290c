import { type RawBuilder, type Selectable, sql } from 'kysely';
import type { Scope } from '#engine/access';
import type { DestinationKind, TicketState } from '#engine/destinations';
import { type Tier, TIERS } from '#engine/words';
import { scopeCondition } from './device-conditions.ts';
import { DUE_ON } from './finding-conditions.ts';
import { type FindingSelection, findingsSelected, FROM_DEVICES } from './findings.ts';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface TicketTables {
  ticket: {
    id: string;
    destination_id: string | null;
    destination_name: string;
    kind: DestinationKind;
    title: string;
    filter: string;
    note: string | null;
    findings: number;
    devices: number;
    opened_at: Date;
    opened_by: string | null;
    opened_by_name: string;
    state: TicketState;
    external_id: string | null;
    key: string | null;
    status: string | null;
    link: string | null;
    told_at: Date | null;
    settled_at: Date | null;
    read_problem: string | null;
  };
  ticket_finding: { ticket_id: string; device_id: string; vulnerability_no: number; open_at: string | null };
}

/** Work on findings that was handed to another system. */
export interface Ticket {
  /** Goes along as correlation id. */
  readonly id: string;
  /** Null: that destination is no more. */
  readonly destinationId: string | null;
  readonly destinationName: string;
  readonly kind: DestinationKind;
  readonly title: string;
  readonly filter: string;
  readonly note: string | null;
  /** When it was opened. */
  readonly findings: number;
  readonly devices: number;
  readonly openedAt: Date;
  readonly openedBy: string | null;
  readonly openedByName: string;
  readonly state: TicketState;
  readonly externalId: string | null;
  readonly key: string | null;
  /** In the words of the other system. */
  readonly status: string | null;
  readonly link: string | null;
  readonly toldAt: Date | null;
  readonly readProblem: string | null;
}

/**
 * Makes a ticket over whatever of a selection has no ticket at the destination that is not settled.
 * @returns how many findings that is; 0: none is left, and there is no ticket
 */
export async function insertTicket(
  tx: Tx,
  it: Pick<
    Ticket,
    'id' | 'destinationName' | 'kind' | 'title' | 'filter' | 'note' | 'openedAt' | 'openedBy' | 'openedByName'
  > & { readonly destinationId: string },
  selection: FindingSelection,
): Promise<number> {
  await tx
    .insertInto('ticket')
    .values({
      id: it.id,
      destination_id: it.destinationId,
      destination_name: it.destinationName,
      kind: it.kind,
      title: storableText(it.title),
      filter: storableText(it.filter),
      note: it.note === null ? null : storableText(it.note),
      findings: 0,
      devices: 0,
      opened_at: it.openedAt,
      opened_by: it.openedBy,
      opened_by_name: it.openedByName,
      state: 'asked',
    })
    .execute();
  const { numAffectedRows = 0n } = await sql`
    insert into ticket_finding (ticket_id, device_id, vulnerability_no, open_at)
    select ${it.id}::uuid, device_id, vulnerability_no, ${it.destinationId}::uuid
    from (${findingsSelected(selection)}) selected order by device_id, vulnerability_no
    on conflict (open_at, device_id, vulnerability_no) do nothing
  `.execute(tx);
  if (numAffectedRows === 0n) await tx.deleteFrom('ticket').where('id', '=', it.id).execute();
  return Number(numAffectedRows);
}

/** Tickets at a destination that are not settled and cover any of a selection. */
export async function listTicketsOver(
  tx: Tx,
  destinationId: string,
  selection: FindingSelection,
): Promise<Ticket[]> {
  const { rows } = await sql<Selectable<TicketTables['ticket']>>`
    select ticket.* from ticket where id in (
      select ticket_id from ticket_finding join (${findingsSelected(selection)}) selected using (device_id, vulnerability_no)
      where open_at = ${destinationId}::uuid) order by id
  `.execute(tx);
  return rows.map(ticketOf);
}

/** How much of a selection a ticket would be new for, and how much one covers already. */
export async function countForTicket(
  db: Db | Tx,
  destinationId: string,
  selection: FindingSelection,
): Promise<{ readonly findings: number; readonly devices: number; readonly covered: number }> {
  const { rows } = await sql<{ findings: number; devices: number; covered: number }>`
    select (count(*) filter (where covering.ticket_id is null))::integer as findings,
      (count(distinct selected.device_id) filter (where covering.ticket_id is null))::integer as devices,
      count(covering.ticket_id)::integer as covered
    from (${findingsSelected(selection)}) selected
    left join ticket_finding covering on covering.device_id = selected.device_id
      and covering.vulnerability_no = selected.vulnerability_no and covering.open_at = ${destinationId}::uuid
  `.execute(db);
  return rows[0] ?? { findings: 0, devices: 0, covered: 0 };
}

/** A device of a ticket, with what is open on it. */
export interface TicketDevice {
  readonly deviceId: string;
  readonly name: string | null;
  readonly label: string;
  readonly site: string | null;
  readonly department: string | null;
  readonly vulnerabilities: readonly string[];
  readonly tier: Tier;
  readonly dueOn: string | null;
}

/** What a ticket is about, counted from its findings. */
export interface TicketContent {
  readonly findings: number;
  readonly devices: number;
  readonly vulnerabilities: readonly string[];
  readonly summary: string | null;
  readonly exploited: boolean;
  readonly tier: Tier;
  readonly dueOn: string | null;
  /** The single act that settles all of it; null: there is none. */
  readonly actionNo: number | null;
  /** The most urgent first. */
  readonly first: readonly TicketDevice[];
}

const OF_TICKET = sql`${FROM_DEVICES} join ticket_finding on ticket_finding.device_id = device.id
  and ticket_finding.vulnerability_no = judgement.vulnerability_no`;

export async function readTicketContent(
  tx: Tx,
  ticketId: string,
  devicesMax: number,
): Promise<TicketContent> {
  const { rows } = await sql<
    Omit<TicketContent, 'tier' | 'first' | 'actionNo'> & { tier: number; actions: number[] }
  >`
    select count(*)::integer as findings, count(distinct device.id)::integer as devices,
      array_agg(distinct vulnerability.id order by vulnerability.id) as vulnerabilities,
      case when count(distinct vulnerability.no) = 1 then min(vulnerability.summary) end as summary,
      coalesce(bool_or(vulnerability.is_exploited), false) as exploited, coalesce(min(judgement.tier), 0) as tier,
      min(${DUE_ON})::text as "dueOn", array_agg(distinct coalesce(verdict.action_no, 0)) as actions
    from ${OF_TICKET} where ticket_finding.ticket_id = ${ticketId}::uuid
  `.execute(tx);
  const [all] = rows;
  if (all === undefined) throw new Error(`Cannot read ticket ${ticketId}: it has no findings`);
  const { rows: first } = await sql<Omit<TicketDevice, 'tier'> & { tier: number }>`
    select device.id as "deviceId", device.name, device.label, device.site, device.department,
      array_agg(vulnerability.id order by judgement.rank desc) as vulnerabilities, min(judgement.tier) as tier,
      min(${DUE_ON})::text as "dueOn"
    from ${OF_TICKET} where ticket_finding.ticket_id = ${ticketId}::uuid
    group by device.id, device.name, device.label, device.site, device.department
    order by max(judgement.rank) desc, device.id limit ${devicesMax}
  `.execute(tx);
  const { tier, actions, ...counts } = all;
  return {
    ...counts,
    tier: TIERS[tier] as Tier,
    actionNo: actions.length === 1 && actions[0] !== 0 ? (actions[0] ?? null) : null,
    first: first.map((it) => ({ ...it, tier: TIERS[it.tier] as Tier })),
  };
}

/** Writes what a ticket is called and what it comes to. */
export async function nameTicket(
  tx: Tx,
  id: string,
  { title, findings, devices }: Pick<Ticket, 'title' | 'findings' | 'devices'>,
): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ title: storableText(title), findings, devices })
    .where('id', '=', id)
    .execute();
}

/** What the other system tells of a ticket. */
export interface TicketNews {
  readonly state: TicketState;
  readonly externalId: string | null;
  readonly key: string | null;
  readonly status: string | null;
  readonly link: string | null;
}

/** Writes what was told. The findings of a settled ticket are free for another one. */
export async function updateTicket(tx: Tx, id: string, it: TicketNews, at: Date): Promise<void> {
  const text = (value: string | null) => (value === null ? null : storableText(value));
  await tx
    .updateTable('ticket')
    .set({
      state: it.state,
      external_id: text(it.externalId),
      key: text(it.key),
      status: text(it.status),
      link: text(it.link),
      told_at: at,
      settled_at: it.state === 'settled' ? sql<Date>`coalesce(settled_at, ${at})` : null,
      read_problem: null,
    })
    .where('id', '=', id)
    .execute();
  if (it.state === 'settled')
    await tx.updateTable('ticket_finding').set({ open_at: null }).where('ticket_id', '=', id).execute();
  else
    await sql`
      update ticket_finding as its set open_at = ticket.destination_id from ticket
      where ticket.id = its.ticket_id and ticket.id = ${id}::uuid and its.open_at is null
        and not exists (select from ticket_finding other where other.open_at = ticket.destination_id
          and other.device_id = its.device_id and other.vulnerability_no = its.vulnerability_no)
    `.execute(tx);
}

export async function noteUnanswered(tx: Tx, id: string, state: 'asked' | 'unanswered'): Promise<void> {
  await tx.updateTable('ticket').set({ state }).where('id', '=', id).execute();
}

/** Tickets that were not handed over before their destination was taken away never will be. */
export async function abandonTickets(tx: Tx, destinationId: string): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ state: 'unanswered' })
    .where('destination_id', '=', destinationId)
    .where('state', '=', 'asked')
    .execute();
}

export async function noteReadProblem(tx: Tx, ids: readonly string[], problem: string | null): Promise<void> {
  await tx
    .updateTable('ticket')
    .set({ read_problem: problem === null ? null : storableText(problem) })
    .where('id', 'in', [...ids])
    .execute();
}

export async function lockTicket(tx: Tx, id: string): Promise<Ticket | null> {
  const row = await tx.selectFrom('ticket').selectAll().where('id', '=', id).forUpdate().executeTakeFirst();
  return row === undefined ? null : ticketOf(row);
}

/** Tickets of a destination whose status is to be asked for: those that are not settled, and those settled lately. */
export async function listFollowed(
  db: Db,
  destinationId: string,
  {
    settledSince,
    after,
    limit,
  }: { readonly settledSince: Date; readonly after: string | null; readonly limit: number },
): Promise<Ticket[]> {
  let query = db
    .selectFrom('ticket')
    .selectAll()
    .where('destination_id', '=', destinationId)
    .where('external_id', 'is not', null)
    .where((it) =>
      it.or([
        it('state', '=', 'open'),
        it.and([it('state', '=', 'settled'), it('settled_at', '>', settledSince)]),
      ]),
    );
  if (after !== null) query = query.where('id', '>', after);
  return (await query.orderBy('id').limit(limit).execute()).map(ticketOf);
}

export interface TicketSelection {
  readonly scopes: readonly Scope[];
  readonly destinationId: string | null;
  readonly vulnerability: string | null;
  readonly deviceId: string | null;
  readonly states: readonly TicketState[] | null;
}

/** Newest first, below an id. */
export async function listTicketsBefore(
  db: Db,
  selection: TicketSelection,
  { before, limit }: { readonly before: string | null; readonly limit: number },
): Promise<Ticket[]> {
  const { rows } = await sql<Selectable<TicketTables['ticket']>>`
    select ticket.* from ticket where ${selected(selection)} and (${before}::uuid is null or ticket.id < ${before}::uuid)
    order by ticket.id desc limit ${limit}
  `.execute(db);
  return rows.map(ticketOf);
}

export async function countTickets(db: Db, selection: TicketSelection): Promise<number> {
  const { rows } = await sql<{ count: string }>`
    select count(*) as count from ticket where ${selected(selection)}
  `.execute(db);
  return Number(rows[0]?.count);
}

export async function findTicket(db: Db | Tx, id: string, scopes: readonly Scope[]): Promise<Ticket | null> {
  const anything = { destinationId: null, vulnerability: null, deviceId: null, states: null };
  const { rows } = await sql<Selectable<TicketTables['ticket']>>`
    select ticket.* from ticket where ticket.id = ${id}::uuid and ${selected({ ...anything, scopes })}
  `.execute(db);
  return rows[0] === undefined ? null : ticketOf(rows[0]);
}

/** Ids of the tickets about a vulnerability that are not settled, to be used within another statement. */
export function openTicketsOf(
  vulnerabilityNo: RawBuilder<unknown>,
  scopes: readonly Scope[],
): RawBuilder<unknown> {
  const within = scopes.some((it) => it.kind === 'hospital')
    ? sql`true`
    : sql`exists (select from device_list as list where list.device_id = its.device_id and ${scopeCondition(scopes)})`;
  return sql`select its.ticket_id from ticket_finding its
    where its.vulnerability_no = ${vulnerabilityNo} and its.open_at is not null and ${within}`;
}

/** Whoever sees part of the hospital sees tickets that are about a device of it. */
function selected({
  scopes,
  destinationId,
  vulnerability,
  deviceId,
  states,
}: TicketSelection): RawBuilder<unknown> {
  const parts: RawBuilder<unknown>[] = [sql`true`];
  if (destinationId !== null) parts.push(sql`ticket.destination_id = ${destinationId}::uuid`);
  if (states !== null) parts.push(sql`ticket.state = any(${[...states]}::text[])`);
  const onFinding: RawBuilder<unknown>[] = [];
  if (vulnerability !== null)
    onFinding.push(
      sql`ticket_finding.vulnerability_no = (select no from vulnerability where id = ${vulnerability})`,
    );
  if (deviceId !== null) onFinding.push(sql`ticket_finding.device_id = ${deviceId}::uuid`);
  if (!scopes.some((it) => it.kind === 'hospital')) onFinding.push(scopeCondition(scopes));
  if (onFinding.length > 0)
    parts.push(sql`exists (select from ticket_finding join device_list as list on list.device_id = ticket_finding.device_id
      where ticket_finding.ticket_id = ticket.id and ${sql.join(onFinding, sql` and `)})`);
  return sql.join(parts, sql` and `);
}

function ticketOf(row: Selectable<TicketTables['ticket']>): Ticket {
  return {
    id: row.id,
    destinationId: row.destination_id,
    destinationName: row.destination_name,
    kind: row.kind,
    title: row.title,
    filter: row.filter,
    note: row.note,
    findings: row.findings,
    devices: row.devices,
    openedAt: row.opened_at,
    openedBy: row.opened_by,
    openedByName: row.opened_by_name,
    state: row.state,
    externalId: row.external_id,
    key: row.key,
    status: row.status,
    link: row.link,
    toldAt: row.told_at,
    readProblem: row.read_problem,
  };
}
