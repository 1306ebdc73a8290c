import * as z from 'zod';
import { STANDINGS } from '#engine/absence';
import { route } from '../kit.ts';
import { PageQuery } from '../page.ts';

const count = z.number().int().nonnegative();
const Kind = z.enum(['vulnerability', 'advisory', 'product']);
const Params = z.object({ id: z.uuid() });

/** Where a weakness or a product is, where it is known not to be, and where that cannot be told, at one time. */
export const AbsenceView = z.object({
  id: z.string(),
  kind: Kind,
  about: z.string(),
  askedAt: z.string(),
  askedBy: z.string(),
  jobId: z.string().nullable(),
  /** Null: it is being made. */
  madeAt: z.string().nullable(),
  /** What it was judged by. */
  feeds: z.string().nullable(),
  /** Devices by how they stand to it. */
  counts: z
    .object(
      Object.fromEntries(STANDINGS.map((it) => [it, count])) as Record<
        (typeof STANDINGS)[number],
        typeof count
      >,
    )
    .nullable(),
  /** The paragraph to cite. */
  text: z.string().nullable(),
});
export type AbsenceView = z.output<typeof AbsenceView>;

export const AbsenceRowView = z.object({
  deviceId: z.string(),
  name: z.string().nullable(),
  label: z.string(),
  standing: z.enum(STANDINGS),
  because: z.string(),
});
export type AbsenceRowView = z.output<typeof AbsenceRowView>;

export const askForStatement = route({
  method: 'POST',
  path: '/api/v1/absence-statements',
  permission: 'findings.triage',
  summary:
    'State, as a job, where a vulnerability, an advisory or a product is, and where it is known not to be',
  body: z.strictObject({ kind: Kind, about: z.string().trim().min(1).max(200) }),
  response: AbsenceView,
  status: 202,
});

export const listStatements = route({
  method: 'GET',
  path: '/api/v1/absence-statements',
  permission: 'findings.read',
  summary: 'Statements of absence, newest first',
  query: PageQuery.extend({ kind: Kind.optional(), about: z.string().max(200).optional() }),
  response: z.object({ items: z.array(AbsenceView).readonly(), next: z.string().nullable() }),
});

export const readStatement = route({
  method: 'GET',
  path: '/api/v1/absence-statements/:id',
  permission: 'findings.read',
  summary: 'One statement of absence',
  params: Params,
  response: AbsenceView,
});

export const listStatementRows = route({
  method: 'GET',
  path: '/api/v1/absence-statements/:id/devices',
  permission: 'findings.read',
  summary: 'How each device stands, with the grounds',
  params: Params,
  query: PageQuery.extend({ standing: z.enum(STANDINGS).optional() }),
  response: z.object({ items: z.array(AbsenceRowView).readonly(), next: z.string().nullable() }),
});

export const exportStatement = route({
  method: 'GET',
  path: '/api/v1/absence-statements/:id/export',
  permission: 'findings.read',
  summary: 'A statement of absence as a file: the paragraph to cite, or every device with its grounds',
  params: Params,
  query: z.object({ format: z.enum(['csv', 'json', 'txt']).default('csv') }),
  response: z.unknown(),
  media: 'application/octet-stream',
});
