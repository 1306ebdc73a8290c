import { type Kysely, sql } from 'kysely';

/** While findings are counted anew, what was counted last stands in, and says of which moment it is. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table match_state add column figures_at timestamptz;
    comment on column match_state.figures_at is 'When figures of patching were last counted; null: not known';
    alter table kept_due add column counted_at timestamptz;
    comment on column kept_due.counted_at is 'When it was counted; null: not known';
  `.execute(db);
}
