import * as z from 'zod';
import { NOTICE_REMEDIES } from '#engine/words';
import { route } from '../kit.ts';
import { Because } from './decision.ts';

const Said = z.string().trim().min(2).max(4000);
const Params = z.object({ id: z.string().min(1).max(200) });

/** The notice of a vendor as a person enters it. */
const Notice = z.strictObject({
  title: z.string().trim().min(2).max(300),
  maker: z.string().trim().min(2).max(200),
  products: z
    .array(
      z.strictObject({
        model: z.string().trim().min(1, 'Name a model').max(300),
        /** As the maker writes them: "all versions prior to 3.2"; null: every version. */
        versions: z.string().trim().min(1).max(300).nullable().default(null),
      }),
    )
    .min(1, 'Name a product')
    .max(200)
    .readonly(),
  cves: z
    .array(
      z
        .string()
        .trim()
        .toUpperCase()
        .regex(/^CVE-\d{4}-\d{4,19}$/, 'Not a CVE id'),
    )
    .max(200)
    .readonly()
    .default([]),
  text: Said,
  cvss: z.string().trim().min(1).max(500).nullable().default(null),
  remedy: z.strictObject({ kind: z.enum(NOTICE_REMEDIES), details: Said }),
  workaround: Said.nullable().default(null),
  url: z
    .url({ protocol: /^https?$/ })
    .max(2000)
    .nullable()
    .default(null),
  publishedOn: z.iso.date(),
});

const Version = z.number().int().positive();

/** The advisory that a notice is, and the job that has devices held against it. */
const Taken = z.object({ id: z.string(), jobId: z.uuid() });

export const enterNotice = route({
  method: 'POST',
  path: '/api/v1/advisories/notices',
  permission: 'feeds.manage',
  summary:
    'Enter the notice of a vendor that no feed brings: it becomes an advisory, and devices are held against it',
  body: Notice,
  response: Taken,
  status: 201,
});

export const readNotice = route({
  method: 'GET',
  path: '/api/v1/advisories/notices/:id',
  permission: 'findings.read',
  summary: 'A notice as it was entered',
  params: Params,
  response: Notice.extend({ id: z.string(), version: Version }),
});

export const reviseNotice = route({
  method: 'PATCH',
  path: '/api/v1/advisories/notices/:id',
  permission: 'feeds.manage',
  summary: 'Correct a notice, all of it; 412 when somebody else was first',
  params: Params,
  body: Notice.extend({ version: Version }),
  response: Taken,
});

export const withdrawNotice = route({
  method: 'POST',
  path: '/api/v1/advisories/notices/:id/withdraw',
  permission: 'feeds.manage',
  summary: 'Withdraw a notice: what rests on it alone closes',
  params: Params,
  body: Because.extend({ version: Version }),
  response: Taken,
});
