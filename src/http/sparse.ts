import type { FastifyRequest } from 'fastify';
import { Refused } from './answer.ts';

type Fields = Readonly<Record<string, unknown>>;

/** With `?fields=id,name` an answer, or each row of a list, holds these members and no others. */
export function onlyFields(request: FastifyRequest, answer: unknown): unknown {
  const { fields } = request.query as { readonly fields?: unknown };
  if (request.method !== 'GET' || typeof fields !== 'string' || !isFields(answer)) return answer;
  const names = fields.split(',').filter((it) => it !== '');
  const { items } = answer;
  return Array.isArray(items)
    ? { ...answer, items: items.map((it: Fields) => picked(it, names)) }
    : picked(answer, names);
}

function picked(it: Fields, names: readonly string[]): Fields {
  const unknown = names.find((name) => !(name in it));
  if (unknown !== undefined)
    throw new Refused(400, `Cannot answer field "${unknown}": there are ${Object.keys(it).join(', ')}`, {
      field: 'fields',
    });
  return Object.fromEntries(names.map((name) => [name, it[name]]));
}

function isFields(it: unknown): it is Fields {
  return typeof it === 'object' && it !== null;
}
