import { sql } from 'kysely';
import { SOURCE_KINDS, type SourceKind } from '#engine/words';
import type { Db, Tx } from './store.ts';

/** When a source spoke, and as what kind of system. */
export interface SourceWords {
  readonly source: string;
  readonly kinds: readonly SourceKind[];
  readonly words: readonly Date[];
}

/** Every source that files were applied of, by name. A bill of materials is said once and does not age. */
export async function listSourceWords(db: Db | Tx): Promise<SourceWords[]> {
  const { rows } = await sql<SourceWords>`
    select source, array_agg(at) as words, array(
      select kind from unnest(${[...SOURCE_KINDS]}::text[]) as kind where exists (
        select from observation where observation.source = inventory_import.source and observation.kind = kind.kind
          and is_current)) as kinds
    from inventory_import where state = 'applied' group by source order by source
  `.execute(db);
  return rows.filter((it) => it.kinds.some((kind) => kind !== 'sbom'));
}
