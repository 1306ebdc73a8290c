import { createHash } from 'node:crypto';
import { type RawBuilder, sql } from 'kysely';
import { entryHash, NO_HASH } from '#engine/audit';
import { streamAudit } from '#store/audit';
import type { Store } from '#store/store';

/** What a database holds, without the ids and times that are made anew each time. */
export interface EndState {
  readonly devices: readonly string[];
  readonly observations: readonly string[];
  readonly findings: readonly string[];
  /** What holds of configurations that devices have. */
  readonly verdicts: readonly string[];
  readonly unfinished: readonly string[];
}

export async function endStateOf({ db }: Store): Promise<EndState> {
  return {
    devices: await texts(
      db,
      sql<{ text: string }>`select (fields::jsonb)::text || ' ' || coalesce((
            select string_agg(t.name, ',' order by t.name) from device_tag d join tag t on t.id = d.tag_id
            where d.device_id = device.id), '') as text
          from device order by 1`,
    ),
    observations: await texts(
      db,
      sql<{
        text: string;
      }>`select source || ' ' || key || ' ' || fields::text as text from observation where is_current order by 1`,
    ),
    findings: await texts(
      db,
      sql<{
        text: string;
      }>`select (device.fields ->> 'serial') || ' ' || vulnerability.id || ' ' || judgement.rank || ' ' || judgement.tier as text
        from device join device_cohort on device_cohort.device_id = device.id
        join judgement on judgement.cohort_id = device_cohort.cohort_id
        join vulnerability on vulnerability.no = judgement.vulnerability_no order by 1`,
    ),
    verdicts: await texts(
      db,
      sql<{
        text: string;
      }>`select configuration.fields::text || ' ' || vulnerability.id || ' ' || verdict.degree as text
        from verdict join configuration on configuration.id = configuration_id
        join vulnerability on vulnerability.no = vulnerability_no
        join (select distinct configuration_id from cohort where devices > 0) as held using (configuration_id)
        where verdict.closed_at is null order by 1`,
    ),
    unfinished: await texts(
      db,
      sql<{ text: string }>`select kind || ' ' || state || coalesce(' ' || failure, '') as text from job
          where not periodic and state <> 'done'
          union all select 'device to match' from device_to_match order by 1`,
    ),
  };
}

/** @throws when the chain of the audit log is broken anywhere */
export async function proveChain({ db }: Store): Promise<number> {
  let seq = 0;
  let before: Uint8Array = NO_HASH;
  for await (const { entry, previousHash, hash } of streamAudit(db, Number.MAX_SAFE_INTEGER)) {
    seq += 1;
    const right = entryHash(entry, before, (bytes) => createHash('sha256').update(bytes).digest());
    if (entry.seq !== seq || !same(previousHash, before) || !same(hash, right))
      throw new Error(`The audit log is broken at entry ${seq}`);
    before = hash;
  }
  return seq;
}

function same(a: Uint8Array, b: Uint8Array): boolean {
  return Buffer.compare(a, b) === 0;
}

async function texts(db: Store['db'], query: RawBuilder<{ text: string }>): Promise<string[]> {
  const { rows } = await query.execute(db);
  return rows.map((it) => it.text);
}
