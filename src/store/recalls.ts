import { type ColumnType, type Generated, sql } from 'kysely';
import type { RecallClass, RecallGround, RecallKind, RecallState } from '#engine/recalls';
import type { Verdict } from '#engine/words';
import { storableJson, storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

type Day = ColumnType<string | null, string | null, string | null>;

export interface RecallTables {
  recall: {
    no: Generated<number>;
    id: string;
    firm: string | null;
    description: string | null;
    product_code: string | null;
    recall_class: RecallClass | null;
    status: string | null;
    reason: string | null;
    action: string | null;
    initiated_on: Day;
    ended_on: Day;
    code_info: string | null;
    distribution: string | null;
    quantity: string | null;
    terms: string;
    hash: string;
    known_since: Date;
    gone_at: Date | null;
    first_met_on: Day;
    work: Exclude<RecallState, 'done'>;
    work_reason: string | null;
    work_at: Date | null;
    work_by_name: string | null;
    owner_id: string | null;
    owner_name: string | null;
    kind: Generated<RecallKind>;
    title: string | null;
    url: string | null;
    told_by_id: string | null;
    told_by_name: string | null;
  };
  recall_change: { recall_no: number; at: Date; what: string };
  recall_device: { recall_no: number; device_id: string; verdict: number; grounds: unknown; since: Date };
  recall_settled: {
    recall_no: number;
    device_id: string;
    state: 'done' | 'not-applicable';
    evidence: string;
    at: Date;
    by_id: string | null;
    by_name: string;
  };
  recall_due_device: { device_id: string; at: Date };
}

/** What a report says. */
export interface RecallReport {
  readonly id: string;
  readonly firm: string | null;
  readonly description: string | null;
  readonly productCode: string | null;
  readonly recallClass: RecallClass | null;
  readonly status: string | null;
  readonly reason: string | null;
  readonly action: string | null;
  readonly initiatedOn: string | null;
  readonly endedOn: string | null;
  readonly codeInfo: string | null;
  readonly distribution: string | null;
  readonly quantity: string | null;
}

export interface KeptRecall extends RecallReport {
  /** What people search by, in lower case. */
  readonly terms: string;
  /** Over everything it says. */
  readonly hash: string;
}

/** Verdicts in the order of their numbers. */
export const RECALL_VERDICTS = [
  'not-affected',
  'undetermined',
  'affected',
] as const satisfies readonly Verdict[];

/** Keeps a batch of recalls; what changed about those known already is noted. @returns how many are new or changed */
export async function keepRecalls(tx: Tx, recalls: readonly KeptRecall[], at: Date): Promise<number> {
  if (recalls.length === 0) return 0;
  const given = sql`json_to_recordset(${storableJson(recalls)}::json) as given (id text, firm text, description text,
    "productCode" text, "recallClass" text, status text, reason text, action text, "initiatedOn" date, "endedOn" date,
    "codeInfo" text, distribution text, quantity text, terms text, hash text)`;
  await sql`
    insert into recall_change (recall_no, at, what)
    select known.no, ${at}, concat_ws('; ',
      case when known.gone_at is not null then 'published again' end,
      case when known.recall_class is distinct from given."recallClass" then 'class ' || coalesce(given."recallClass", 'not given any more') end,
      case when known.status is distinct from given.status then 'status at the agency: ' || coalesce(given.status, 'not stated') end,
      case when known.code_info is distinct from given."codeInfo" then 'other units are named' end,
      case when known.hash <> given.hash then 'the report changed' end)
    from ${given} join recall known on known.id = given.id
    where known.hash <> given.hash or known.gone_at is not null
    on conflict do nothing
  `.execute(tx);
  const { numAffectedRows = 0n } = await sql`
    insert into recall as known (id, firm, description, product_code, recall_class, status, reason, action, initiated_on,
      ended_on, code_info, distribution, quantity, terms, hash, known_since)
    select id, firm, description, "productCode", "recallClass", status, reason, action, "initiatedOn", "endedOn", "codeInfo",
      distribution, quantity, terms, hash, ${at} from ${given} order by id
    on conflict (id) do update set firm = excluded.firm, description = excluded.description,
      product_code = excluded.product_code, recall_class = excluded.recall_class, status = excluded.status,
      reason = excluded.reason, action = excluded.action, initiated_on = excluded.initiated_on,
      ended_on = excluded.ended_on, code_info = excluded.code_info, distribution = excluded.distribution,
      quantity = excluded.quantity, terms = excluded.terms, hash = excluded.hash, gone_at = null
    where known.hash <> excluded.hash or known.gone_at is not null
  `.execute(tx);
  return Number(numAffectedRows);
}

/** Recalls that the feeds have no more keep their page and their history; they mean no device any more. @returns how many */
export async function noteRecallsGone(tx: Tx, standing: readonly string[], at: Date): Promise<number> {
  const { numAffectedRows = 0n } = await sql`
    update recall set gone_at = ${at} where gone_at is null and kind = 'recall' and not (id = any(${[...standing]}::text[]))
  `.execute(tx);
  return Number(numAffectedRows);
}

export async function readRecallsOf(db: Db | Tx): Promise<string | null> {
  const { rows } = await sql<{ catalogue: string | null }>`
    select recalls_of as catalogue from match_state`.execute(db);
  return rows[0]?.catalogue ?? null;
}

/** Notes where recalls were taken from; where they changed, every device is held against them anew. */
export async function noteRecallsOf(
  tx: Tx,
  catalogueId: string,
  { isChanged }: { readonly isChanged: boolean },
): Promise<void> {
  await sql`update match_state set recalls_of = ${catalogueId}::uuid`.execute(tx);
  if (isChanged) await lookAtAllDevices(tx);
}

async function lookAtAllDevices(tx: Tx): Promise<void> {
  await sql`insert into recall_due_device (device_id) select id from device
    on conflict (device_id) do update set at = excluded.at`.execute(tx);
}

/** What matching looks at of every recall that stands, in the order of their numbers. */
export async function listRecallTexts(db: Db | Tx): Promise<
  (Pick<RecallReport, 'id' | 'firm' | 'description' | 'productCode' | 'codeInfo'> & {
    readonly no: number;
  })[]
> {
  return db
    .selectFrom('recall')
    .select(['no', 'id', 'firm', 'description', 'product_code as productCode', 'code_info as codeInfo'])
    .where('gone_at', 'is', null)
    .orderBy('no')
    .execute();
}

/** A safety communication as a person enters it. */
export interface Communication {
  readonly id: string;
  readonly title: string;
  readonly firm: string;
  /** Product, as it names it. */
  readonly description: string;
  readonly recallClass: RecallClass | null;
  readonly reason: string;
  readonly action: string | null;
  readonly initiatedOn: string;
  readonly codeInfo: string | null;
  readonly url: string | null;
  readonly at: Date;
  readonly byId: string | null;
  readonly byName: string;
}

/** Keeps a safety communication; every device is held against it. */
export async function insertCommunication(tx: Tx, it: Communication): Promise<void> {
  const text = (value: string | null) => (value === null ? null : storableText(value));
  await tx
    .insertInto('recall')
    .values({
      id: it.id,
      kind: 'communication',
      title: storableText(it.title),
      firm: storableText(it.firm),
      description: storableText(it.description),
      product_code: null,
      recall_class: it.recallClass,
      status: null,
      reason: storableText(it.reason),
      action: text(it.action),
      initiated_on: it.initiatedOn,
      ended_on: null,
      code_info: text(it.codeInfo),
      distribution: null,
      quantity: null,
      terms: storableText([it.id, it.title, it.firm, it.description, it.reason].join('\n').toLowerCase()),
      hash: it.id,
      known_since: it.at,
      gone_at: null,
      first_met_on: null,
      work: 'open',
      work_reason: null,
      work_at: null,
      work_by_name: null,
      owner_id: null,
      owner_name: null,
      url: text(it.url),
      told_by_id: it.byId,
      told_by_name: it.byName,
    })
    .execute();
  await lookAtAllDevices(tx);
}

/** Takes a communication back: it means no device any more. @returns whether there is one of this number that stands */
export async function withdrawCommunication(tx: Tx, no: number, at: Date): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable('recall')
    .set({ gone_at: at })
    .where('no', '=', no)
    .where('kind', '=', 'communication')
    .where('gone_at', 'is', null)
    .executeTakeFirst();
  if (numUpdatedRows > 0n) await lookAtAllDevices(tx);
  return numUpdatedRows > 0n;
}

/** Null: there is no such recall. */
export async function findRecallNo(db: Db | Tx, id: string): Promise<number | null> {
  const row = await db.selectFrom('recall').select('no').where('id', '=', id).executeTakeFirst();
  return row?.no ?? null;
}

export interface RecallWork {
  readonly work: Exclude<RecallState, 'done'>;
  readonly reason: string | null;
  readonly owner: { readonly id: string; readonly name: string } | null;
}

export async function setRecallWork(
  tx: Tx,
  no: number,
  { work, reason, owner }: RecallWork,
  by: { readonly at: Date; readonly name: string },
): Promise<void> {
  await tx
    .updateTable('recall')
    .set({
      work,
      work_reason: reason === null ? null : storableText(reason),
      work_at: by.at,
      work_by_name: by.name,
      owner_id: owner?.id ?? null,
      owner_name: owner?.name ?? null,
    })
    .where('no', '=', no)
    .execute();
}

export async function noteRecallChange(tx: Tx, no: number, at: Date, what: string): Promise<void> {
  await sql`insert into recall_change (recall_no, at, what) values (${no}, ${at}, ${storableText(what)})
    on conflict do nothing`.execute(tx);
}

export async function listRecallChanges(
  db: Db | Tx,
  no: number,
): Promise<{ readonly at: Date; readonly what: string }[]> {
  return db
    .selectFrom('recall_change')
    .select(['at', 'what'])
    .where('recall_no', '=', no)
    .orderBy('at', 'desc')
    .limit(200)
    .execute();
}

/** A recall as it bears on a device. */
export interface RecallStanding {
  readonly no: number;
  readonly deviceId: string;
  readonly verdict: (typeof RECALL_VERDICTS)[number];
  readonly grounds: readonly RecallGround[];
}
