import { isMailAddress, ownerAddress } from '#engine/destinations';
import { addDays } from '#engine/risk';
import { type Destination, listTold } from '#store/destinations';
import { type DueDepartment, listDueByDepartment } from '#store/due-by-department';
import type { DeliveryContent } from '#store/deliveries';
import { listPeople } from '#store/people';
import type { Db, Tx } from '#store/store';
import { listToldSubjects, noteTold } from '#store/told';
import { actUnasked } from '../act.ts';
import type { Reconciler } from '../jobs/kind.ts';
import { readHospital } from '../settings/hospital.ts';
import { dayOf } from '../today/days.ts';
import { policyInForce } from '../vulnerabilities/policy-in-force.ts';
import { post } from './announce.ts';

const EVENT = 'findings.due';
/** By the hospital's clocks: before the day begins. */
const TOLD_FROM_HOUR = 6;
/** Groups that are named of each department; the rest is counted. */
const NAMED = 10;
const PEOPLE_MAX = 5000;

/** Tells once a day what is overdue and due soon: owners of departments their own, everybody else all of it. */
export const tellWhatIsDue: Reconciler = {
  name: 'due.tell',
  words: 'Tell what is overdue and due soon',
  everyMinutes: 30,
  run: async (ctx) => {
    const told = await listTold(ctx.store.db, [EVENT]);
    const { zone } = await readHospital(ctx.store.db);
    const local = Temporal.Instant.fromEpochMilliseconds(ctx.now().getTime()).toZonedDateTimeISO(zone);
    if (told.length === 0 || local.hour < TOLD_FROM_HOUR) return null;
    const day = local.toPlainDate().toString();
    if ((await listToldSubjects(ctx.store.db, EVENT)).includes(day)) return null;
    const { dueSoonDays } = await policyInForce(ctx.store.db);
    const today = dayOf(ctx.now());
    const until = addDays(today, dueSoonDays + 1);
    // Of a large fleet this takes its time, so no transaction waits for it.
    const departments = await listDueByDepartment(ctx.store.db, { today, until, each: NAMED });
    const count = await actUnasked(ctx, async (tx) => {
      const isNew = await noteTold(tx, EVENT, day, ctx.now());
      if (!isNew || departments.length === 0) return { value: 0, audit: null };
      const addresses = await addressesOfPeople(tx);
      const notices = told.flatMap((it) => noticesFor(it, departments, addresses));
      for (const { destinationId, ...notice } of notices)
        await post(ctx, tx, {
          destinationId,
          event: EVENT,
          ...digestOf(notice, { today, dueSoonDays }),
          ticketId: null,
        });
      return {
        value: notices.length,
        audit: { act: 'due.tell', subject: null, detail: { on: today, notices: notices.length } },
      };
    });
    return count === 0 ? null : `${count} notices of what is due`;
  },
};

/** Mail addresses of accounts, by name in lower case; a name that two accounts have stands for neither. */
async function addressesOfPeople(db: Db | Tx): Promise<ReadonlyMap<string, string>> {
  const { people } = await listPeople(
    db,
    { kind: 'person', disabled: false },
    { after: null, limit: PEOPLE_MAX },
  );
  const byName = Map.groupBy(people, (it) => it.name.trim().toLowerCase());
  return new Map(
    [...byName].flatMap(([name, its]) => {
      const [only] = its;
      return its.length === 1 && only !== undefined && isMailAddress(only.login)
        ? [[name, only.login] as const]
        : [];
    }),
  );
}

interface Notice {
  readonly departments: readonly DueDepartment[];
  /** Null: to the destination itself. */
  readonly to: string | null;
  /** Departments are the reader's own; or nobody is known who answers for them; or they are all there are. */
  readonly kind: 'own' | 'unowned' | 'all';
}

function noticesFor(
  { id: destinationId, place }: Destination,
  departments: readonly DueDepartment[],
  addresses: ReadonlyMap<string, string>,
): (Notice & { readonly destinationId: string })[] {
  if (place.kind !== 'email' || !place.owners) return [{ destinationId, departments, to: null, kind: 'all' }];
  const byOwner = Map.groupBy(departments, (it) => ownerAddress(it.details, addresses));
  return [...byOwner].map(([to, its]) => ({
    destinationId,
    departments: its,
    to,
    kind: to === null ? ('unowned' as const) : ('own' as const),
  }));
}

function digestOf(
  { departments, to, kind }: Notice,
  { today, dueSoonDays }: { readonly today: string; readonly dueSoonDays: number },
): { readonly title: string; readonly content: DeliveryContent } {
  const overdue = departments.reduce((sum, it) => sum + it.overdue, 0);
  const dueSoon = departments.reduce((sum, it) => sum + it.dueSoon, 0);
  return {
    title: `${overdue} findings overdue, ${dueSoon} due within ${dueSoonDays} days`,
    content: {
      lines: [
        ...(kind === 'unowned'
          ? [
              'Nobody with a mail address is known who answers for these. Departments name owners in Patchward.',
              '',
            ]
          : []),
        ...departments.flatMap((it) => [...departmentLines(it, today), '']),
        `As of ${today}. A finding is due by the strictest clock that is switched on.`,
      ],
      data: {
        on: today,
        dueSoonDays,
        overdue,
        dueSoon,
        departments: departments.map(({ details, ...it }) => ({
          ...it,
          owner: details.owner ?? null,
          manager: details.manager ?? null,
        })),
      },
      ...(to === null ? {} : { to: [to] }),
    },
  };
}

function departmentLines({ name, details, overdue, dueSoon, first }: DueDepartment, today: string): string[] {
  const owner = details.owner ?? details.manager;
  const named = first.reduce((sum, it) => sum + it.devices, 0);
  const rest = overdue + dueSoon - named;
  return [
    `${name ?? 'No department'}${owner === undefined ? '' : ` (${owner})`}: ${overdue} overdue, ${dueSoon} due soon`,
    ...first.map(
      (it) =>
        `- ${it.vulnerability} on ${it.devices} × ${it.label}, ${it.tier}${it.exploited ? ', exploited' : ''}, due ${it.dueOn}${it.dueOn < today ? ' (overdue)' : ''}`,
    ),
    ...(rest > 0 ? [`- and ${rest} more`] : []),
  ];
}
