import { type Generated, sql } from 'kysely';
import type { Act, Action } from '#engine/triage';
import { storableJson } from './json.ts';
import type { Tx } from './store.ts';

export interface FindingActionTables {
  finding_action: {
    no: Generated<number>;
    key: string;
    kind: Action['kind'];
    ask: Action['ask'];
    is_part: boolean;
    subject: string;
    version: string | null;
    advisory: string | null;
    details: string | null;
    url: string | null;
  };
}

/** Keeps acts, in the words of whoever named them first. @returns short numbers by their ids */
export async function numberActions(tx: Tx, actions: readonly Act[]): Promise<ReadonlyMap<string, number>> {
  const distinct = new Map(actions.map((it) => [it.id, it]));
  const rows = [...distinct.values()].map(
    ({ id, kind, ask, isPart, subject, version, advisory, details, url }) => ({
      id,
      kind,
      ask,
      isPart,
      subject,
      version,
      advisory,
      details,
      url,
    }),
  );
  const given = storableJson(rows);
  await sql`
    insert into finding_action (key, kind, ask, is_part, subject, version, advisory, details, url)
    select id, kind, ask, "isPart", subject, version, advisory, details, url
    from json_to_recordset(${given}::json) as given (id text, kind text, ask text, "isPart" boolean, subject text, version text,
      advisory text, details text, url text)
    order by id
    on conflict (key) do nothing
  `.execute(tx);
  const { rows: found } = await sql<{ id: string; no: number }>`
    select id, no from json_to_recordset(${given}::json) as given (id text) join finding_action on key = id
  `.execute(tx);
  return new Map(found.map((it) => [it.id, it.no]));
}
