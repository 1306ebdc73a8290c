import { sql } from 'kysely';
import { storableText } from './json.ts';
import type { Db, Tx } from './store.ts';

export interface TriageTables {
  triage_case: {
    vulnerability_no: number;
    owner_id: string | null;
    owner_name: string | null;
    reviewed_at: Date | null;
    reviewed_by_name: string | null;
  };
  vulnerability_comment: {
    id: string;
    vulnerability_no: number;
    at: Date;
    by_id: string | null;
    by_name: string;
    text: string;
  };
}

/** Gives vulnerabilities to somebody to look after; null: to nobody. */
export async function assignVulnerabilities(
  tx: Tx,
  ids: readonly string[],
  owner: { readonly id: string; readonly name: string } | null,
): Promise<void> {
  await sql`
    insert into triage_case (vulnerability_no, owner_id, owner_name)
    select no, ${owner?.id ?? null}::uuid, ${owner?.name ?? null} from vulnerability where id = any(${[...ids]}::text[])
    on conflict (vulnerability_no) do update set owner_id = excluded.owner_id, owner_name = excluded.owner_name
  `.execute(tx);
}

export async function noteReviewed(
  tx: Tx,
  ids: readonly string[],
  { at, byName }: { readonly at: Date; readonly byName: string },
): Promise<void> {
  await sql`
    insert into triage_case (vulnerability_no, reviewed_at, reviewed_by_name)
    select no, ${at}::timestamptz, ${byName} from vulnerability where id = any(${[...ids]}::text[])
    on conflict (vulnerability_no) do update set reviewed_at = excluded.reviewed_at,
      reviewed_by_name = excluded.reviewed_by_name
  `.execute(tx);
}

export interface Comment {
  readonly id: string;
  readonly at: Date;
  readonly byName: string;
  readonly text: string;
}

export async function insertComment(
  tx: Tx,
  vulnerability: string,
  it: Comment & { readonly byId: string | null },
): Promise<void> {
  await sql`
    insert into vulnerability_comment (id, vulnerability_no, at, by_id, by_name, text)
    select ${it.id}::uuid, no, ${it.at}::timestamptz, ${it.byId}::uuid, ${it.byName}, ${storableText(it.text)}
    from vulnerability where id = ${vulnerability}
  `.execute(tx);
}

/** Newest first. */
export async function listComments(db: Db | Tx, vulnerability: string, limit: number): Promise<Comment[]> {
  return db
    .selectFrom('vulnerability_comment')
    .innerJoin('vulnerability', 'vulnerability.no', 'vulnerability_no')
    .select([
      'vulnerability_comment.id',
      'vulnerability_comment.at',
      'vulnerability_comment.by_name as byName',
      'vulnerability_comment.text',
    ])
    .where('vulnerability.id', '=', vulnerability)
    .orderBy('vulnerability_comment.id', 'desc')
    .limit(limit)
    .execute();
}
