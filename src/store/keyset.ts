import { type RawBuilder, sql } from 'kysely';

type Condition = RawBuilder<boolean>;

/** A column that a list can be sorted by. Rows without a value come last, whichever way the order runs. */
export interface SortColumn {
  readonly sql: RawBuilder<unknown>;
  readonly type: 'text' | 'integer' | 'bigint' | 'timestamptz';
  readonly isNullable: boolean;
}

export interface SortStep<Name extends string = string> {
  readonly column: Name;
  readonly falling: boolean;
}

/** Where a page ended: the keys of its last row in the order of the sort, and its id. */
export interface ListPlace {
  readonly keys: readonly (string | null)[];
  readonly id: string;
}

interface Step extends SortColumn {
  readonly falling: boolean;
}

/** Everything a page of a sorted list needs, for any mix of columns and directions. */
export function keysetOf<Name extends string>(
  columns: Readonly<Record<Name, SortColumn>>,
  sort: readonly SortStep<Name>[],
  id: RawBuilder<unknown>,
  idType: 'uuid' | 'integer' = 'uuid',
): {
  /** The keys of a row as a JSON array of texts, to be selected. */
  readonly keys: RawBuilder<(string | null)[]>;
  readonly order: RawBuilder<unknown>;
  readonly beyond: (place: ListPlace) => Condition;
} {
  const steps: Step[] = sort.map(({ column, falling }) => ({ ...columns[column], falling }));
  // One direction for the id and the last column lets an index on both serve the order.
  const idOf = (place: string) => (idType === 'uuid' ? sql`${place}::uuid` : sql`${place}::integer`);
  const idFalling = steps.at(-1)?.falling === true;
  return {
    keys: sql`jsonb_build_array(${sql.join(steps.map(textOf))})`,
    order: sql.join([...steps.map(orderOf), idFalling ? sql`${id} desc` : sql`${id}`]),
    beyond: ({ keys, id: lastId }) => {
      const last = { sql: id, type: 'text', isNullable: false, falling: idFalling } as const;
      const [first] = steps;
      const only = steps.length === 1 && first !== undefined && !first.isNullable && keys[0] != null;
      if (only)
        return sql`(${first.sql}, ${id}) ${first.falling ? sql`<` : sql`>`} (${valueOf(first, keys[0] as string)}, ${idOf(lastId)})`;
      const ways = steps.map((it, at) => after(it, keys[at] ?? null));
      const same = steps.map((it, at) => equal(it, keys[at] ?? null));
      const chain = [...ways, sql<boolean>`${last.sql} ${idFalling ? sql`<` : sql`>`} ${idOf(lastId)}`].map(
        (way, at) => sql`(${sql.join([...same.slice(0, at), way], sql` and `)})`,
      );
      return sql`(${sql.join(chain, sql` or `)})`;
    },
  };
}

function textOf(it: Step): RawBuilder<unknown> {
  return it.type === 'timestamptz'
    ? sql`to_char(${it.sql} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`
    : sql`${it.sql}::text`;
}

function orderOf(it: Step): RawBuilder<unknown> {
  if (!it.falling) return it.sql;
  return it.isNullable ? sql`${it.sql} desc nulls last` : sql`${it.sql} desc`;
}

const FORMS = {
  text: /^/,
  integer: /^-?\d{1,9}$/,
  bigint: /^-?\d{1,18}$/,
  timestamptz: /^\d{4}-\d\d-\d\dT[\d:.]{8,15}Z$/,
} as const;

/** A key that is none, of a cursor somebody made up, is after everything. */
function valueOf(it: Step, key: string): RawBuilder<unknown> {
  if (!FORMS[it.type].test(key)) return sql`null`;
  switch (it.type) {
    case 'text':
      return sql`${key}::text collate "C"`;
    case 'integer':
      return sql`${key}::integer`;
    case 'bigint':
      return sql`${key}::bigint`;
    case 'timestamptz':
      return sql`${key}::timestamptz`;
  }
}

function equal(it: Step, key: string | null): Condition {
  return key === null ? sql`${it.sql} is null` : sql`${it.sql} = ${valueOf(it, key)}`;
}

function after(it: Step, key: string | null): Condition {
  if (key === null) return sql`false`;
  const beyond = sql<boolean>`${it.sql} ${it.falling ? sql`<` : sql`>`} ${valueOf(it, key)}`;
  return it.isNullable ? sql`(${beyond} or ${it.sql} is null)` : beyond;
}
