import * as z from 'zod';
import type { Contract, Route } from './kit.ts';
import { Problem } from './problem.ts';

type Json = Readonly<Record<string, unknown>>;

/** The OpenAPI 3.1 description of a contract; served live, so it can never lag behind the routes. */
export function openApiOf(
  contract: Contract,
  info: { readonly title: string; readonly version: string },
): Json {
  const paths: Record<string, Record<string, Json>> = {};
  for (const [id, it] of Object.entries(contract)) {
    const path = it.path.replace(/:(\w+)/g, '{$1}');
    paths[path] = { ...paths[path], [it.method.toLowerCase()]: operationOf(id, it) };
  }
  return {
    openapi: '3.1.0',
    info,
    paths,
    components: { schemas: { Problem: schemaOf(Problem, 'output') } },
  };
}

function operationOf(id: string, it: Route): Json {
  const content = contentOf(it);
  return {
    operationId: id,
    summary: it.summary,
    'x-permission': it.permission,
    parameters: [...parametersOf('path', it.params), ...parametersOf('query', it.query), ...headersOf(it)],
    ...(content === null ? {} : { requestBody: { required: true, content } }),
    responses: {
      [String(it.status ?? 200)]: {
        description: 'Done',
        ...(hasVersion(it.response) ? { headers: { ETag: ETAG } } : {}),
        ...(it.status === 204
          ? {}
          : { content: { [it.media ?? 'application/json']: { schema: schemaOf(it.response, 'output') } } }),
      },
      default: {
        description: 'The answer is no, and why; with 429 and 503, when to ask again',
        headers: { 'Retry-After': { description: 'Seconds', schema: { type: 'integer' } } },
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      },
    },
  };
}

const ETAG: Json = {
  description: 'The version that is answered, to be sent as If-Match with a change of it',
  schema: { type: 'string', examples: ['"3"'] },
};

/** What callers may say beside the address and the body. */
function headersOf(it: Route): Json[] {
  return [
    ...(isKeyed(it) ? [headerOf('Idempotency-Key', ONCE)] : []),
    ...(hasVersion(it.body) ? [headerOf('If-Match', MATCH)] : []),
  ];
}

/** Uploads, files, and what nobody is signed in for are not carried out by key. */
function isKeyed({ method, upload, media, permission }: Route): boolean {
  const isSignedIn = permission !== 'anybody' && permission !== 'signature';
  return method === 'POST' && upload === undefined && media === undefined && isSignedIn;
}

const ONCE =
  'Text of the caller’s own: the same request with the same key is carried out once, and answered alike';
const MATCH = 'The ETag that was read, in place of "version" in the body; 412 when somebody else was first';

function headerOf(name: string, description: string): Json {
  return { name, in: 'header', required: false, description, schema: { type: 'string' } };
}

function hasVersion(schema: z.ZodType | undefined): boolean {
  return schema instanceof z.ZodObject && 'version' in schema.shape;
}

function contentOf(it: Route): Json | null {
  if (it.body === undefined && it.upload === undefined) return null;
  return {
    ...(it.body === undefined ? {} : { 'application/json': { schema: schemaOf(it.body, 'input') } }),
    ...(it.upload === undefined ? {} : { 'multipart/form-data': { schema: uploadSchemaOf(it.upload) } }),
  };
}

function uploadSchemaOf(fields: z.ZodObject): Json {
  const schema = schemaOf(fields, 'input');
  const files = {
    type: 'array',
    items: { type: 'string', contentMediaType: 'application/octet-stream' },
    description: 'Comes after the fields',
  };
  return { ...schema, properties: { ...(schema['properties'] as Json), file: files }, required: ['file'] };
}

function parametersOf(where: 'path' | 'query', schema: z.ZodObject | undefined): Json[] {
  if (schema === undefined) return [];
  const json = schemaOf(schema, 'input');
  const required = (json['required'] ?? []) as readonly string[];
  return Object.entries(json['properties'] as Json).map(([name, it]) => ({
    name,
    in: where,
    required: where === 'path' || required.includes(name),
    schema: it,
  }));
}

function schemaOf(schema: z.ZodType, io: 'input' | 'output'): Json {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, {
    io,
    target: 'draft-2020-12',
    unrepresentable: 'any',
  }) as Json;
  return rest;
}
