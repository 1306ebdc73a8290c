import * as z from 'zod';
import type { DestinationPlace } from '#store/destinations';
import type { TicketNews } from '#store/tickets';
import type { Instance } from '../context.ts';
import { askJson } from './answer-json.ts';
import type { TicketDesk } from './ticket-desk.ts';

const Issue = z.object({
  id: z.string(),
  key: z.string(),
  fields: z.object({
    status: z.object({ name: z.string(), statusCategory: z.object({ key: z.string() }) }),
  }),
});
type Issue = z.output<typeof Issue>;

/** Tickets in Jira, by version 2 of its REST API, whose descriptions are plain text in Cloud and Data Center alike. */
export function jiraDesk(
  instance: Pick<Instance, 'store' | 'outgoing'>,
  { url, edition, project, issueType, user }: Extract<DestinationPlace, { kind: 'jira' }>,
  secret: string,
): TicketDesk {
  const base = url.replace(/\/$/, '');
  const api = `${base}/rest/api/2`;
  const linkOf = (key: string) => `${base}/browse/${encodeURIComponent(key)}`;
  const newsOf = ({ id, key, fields: { status } }: Issue): TicketNews => ({
    state: status.statusCategory.key === 'done' ? 'settled' : 'open',
    externalId: id,
    key,
    status: status.name,
    link: linkOf(key),
  });
  const search = (jql: string, maxResults: number) =>
    askJson(
      instance,
      // Cloud took the older address away in 2025; Data Center has no other.
      `${api}/search${edition === 'cloud' ? '/jql' : ''}`,
      { method: 'POST', user, secret, body: { jql, maxResults, fields: ['status'] } },
      z.object({ issues: z.array(Issue) }),
    );
  return {
    find: async (correlationId) => {
      const { status, text, json } = await search(
        `project = "${project}" AND labels = "${labelOf(correlationId)}"`,
        1,
      );
      const [found] = json.issues;
      return found === undefined ? null : { status, text, news: newsOf(found) };
    },
    open: async ({ correlationId, title, lines }) => {
      const { status, text, json } = await askJson(
        instance,
        `${api}/issue`,
        {
          method: 'POST',
          user,
          secret,
          body: {
            fields: {
              project: { key: project },
              issuetype: { name: issueType },
              summary: title.slice(0, 255),
              description: lines.join('\n'),
              labels: ['patchward', labelOf(correlationId)],
            },
          },
        },
        z.object({ id: z.string(), key: z.string() }),
      );
      const { id, key } = json;
      // The answer names no status: it is read like that of any other ticket.
      return { status, text, news: { state: 'open', externalId: id, key, status: null, link: linkOf(key) } };
    },
    read: async (tickets) => {
      // By label: a query that names an issue which was deleted is refused whole.
      const labels = tickets.map((it) => `"${labelOf(it.correlationId)}"`).join(', ');
      const { json } = await search(`project = "${project}" AND labels in (${labels})`, tickets.length);
      return new Map(json.issues.map((it) => [it.id, newsOf(it)]));
    },
    tryOut: async () => {
      const { status, text } = await askJson(
        instance,
        `${api}/project/${encodeURIComponent(project)}`,
        { user, secret },
        z.object({ key: z.string() }),
      );
      return { status, text };
    },
  };
}

/** Labels hold no spaces, and are found by their whole. */
function labelOf(correlationId: string): string {
  return `patchward-${correlationId}`;
}
