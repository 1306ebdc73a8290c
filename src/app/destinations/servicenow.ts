import * as z from 'zod';
import type { DestinationPlace } from '#store/destinations';
import type { TicketNews } from '#store/tickets';
import type { Tier } from '#engine/words';
import type { Instance } from '../context.ts';
import { askJson } from './answer-json.ts';
import type { TicketDesk } from './ticket-desk.ts';

/** A field with `sysparm_display_value=all`: what is kept, and what people see. */
const Field = z.object({ value: z.string(), display_value: z.string().nullable() });
const Row = z.object({
  sys_id: Field,
  number: Field,
  state: Field,
  active: Field.optional(),
  correlation_id: Field,
});
type Row = z.output<typeof Row>;

/** Resolved, closed, cancelled: of the states an incident comes with. A table of one's own says it by `active`. */
const SETTLED_STATES: readonly string[] = ['6', '7', '8'];
/** Impact and urgency, 1 to 3; the instance works priority out of them. */
const GRADES: Readonly<Record<Tier, string>> = {
  critical: '1',
  high: '2',
  unscored: '2',
  medium: '3',
  low: '3',
};

/** Tickets in ServiceNow, by its Table API. */
export function serviceNowDesk(
  instance: Pick<Instance, 'store' | 'outgoing'>,
  { url, table, user }: Extract<DestinationPlace, { kind: 'servicenow' }>,
  secret: string,
): TicketDesk {
  const rows = (query: Readonly<Record<string, string>>) =>
    `${url.replace(/\/$/, '')}/api/now/table/${encodeURIComponent(table)}?${new URLSearchParams({
      sysparm_display_value: 'all',
      sysparm_exclude_reference_link: 'true',
      sysparm_fields: 'sys_id,number,state,active,correlation_id',
      ...query,
    })}`;
  const newsOf = (it: Row): TicketNews => ({
    state: isSettled(it, table) ? 'settled' : 'open',
    externalId: it.sys_id.value,
    key: it.number.value,
    status: it.state.display_value ?? it.state.value,
    link: `${url.replace(/\/$/, '')}/nav_to.do?uri=${encodeURIComponent(`${table}.do?sys_id=${it.sys_id.value}`)}`,
  });
  const list = async (query: string, limit: number) =>
    askJson(
      instance,
      rows({ sysparm_query: query, sysparm_limit: String(limit) }),
      { user, secret },
      z.object({ result: z.array(Row) }),
    );
  return {
    find: async (correlationId) => {
      const { status, text, json } = await list(`correlation_id=${correlationId}`, 1);
      const [found] = json.result;
      return found === undefined ? null : { status, text, news: newsOf(found) };
    },
    open: async ({ correlationId, title, lines, tier }) => {
      const { status, text, json } = await askJson(
        instance,
        rows({}),
        {
          method: 'POST',
          user,
          secret,
          body: {
            short_description: title.slice(0, 160),
            description: lines.join('\n'),
            correlation_id: correlationId,
            correlation_display: 'Patchward',
            impact: GRADES[tier],
            urgency: GRADES[tier],
          },
        },
        z.object({ result: Row }),
      );
      return { status, text, news: newsOf(json.result) };
    },
    read: async (tickets) => {
      const { json } = await list(`sys_idIN${tickets.map((it) => it.externalId).join(',')}`, tickets.length);
      return new Map(json.result.map((it) => [it.sys_id.value, newsOf(it)]));
    },
    tryOut: async () => {
      const { status, text } = await list('', 1);
      return { status, text };
    },
  };
}

function isSettled({ state, active }: Row, table: string): boolean {
  return active?.value === 'false' || (table === 'incident' && SETTLED_STATES.includes(state.value));
}
