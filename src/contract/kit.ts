import * as z from 'zod';
import type { Permission } from '#engine/access';

/** One route, declared once: the server validates with it, the web app and the command line call through it. */
export interface Route {
  readonly method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  readonly path: `/${string}`;
  readonly summary: string;
  /**
   * Who may call it: holders of a permission, everybody who is signed in, anybody, or whoever signs the message with
   * the secret of what it is sent to. Use cases ask again.
   */
  readonly permission: Permission | 'signed-in' | 'anybody' | 'signature';
  readonly params?: z.ZodObject;
  readonly query?: z.ZodObject;
  /** JSON body. */
  readonly body?: z.ZodType;
  /** The same act also takes `multipart/form-data`: files, with the fields named here beside them. */
  readonly upload?: z.ZodObject;
  readonly response: z.ZodType;
  /** Status of success; 200 unless told. */
  readonly status?: 200 | 201 | 202 | 204;
  /** Set where success is not one JSON document: a stream of events, or a file. */
  readonly media?: 'text/event-stream' | 'application/octet-stream' | 'text/html' | 'text/plain';
}

export type Contract = Readonly<Record<string, Route>>;

/** Keeps the literal types of a route, which the client and the server are typed from. */
export function route<const R extends Route>(it: R): R {
  return it;
}

type Input<S> = S extends z.ZodType ? z.input<S> : never;
type Output<S> = S extends z.ZodType ? z.output<S> : undefined;
type Nothing = Record<never, never>;

type Part<R, K extends 'params' | 'query' | 'body'> = R extends { readonly [P in K]: infer S }
  ? Nothing extends Input<S>
    ? { readonly [P in K]?: Input<S> }
    : { readonly [P in K]: Input<S> }
  : Nothing;

/** What a caller passes. */
export type Arguments<R extends Route> = Part<R, 'params'> & Part<R, 'query'> & Part<R, 'body'>;

/** What a handler receives after validation. */
export interface Request<R extends Route> {
  readonly params: Output<R['params']>;
  readonly query: Output<R['query']>;
  readonly body: Output<R['body']>;
}

export type Answer<R extends Route> = z.output<R['response']>;

interface Placed {
  readonly params?: Readonly<Record<string, unknown>>;
  readonly query?: Readonly<Record<string, unknown>>;
}

/** The address of a call: path parameters filled in, `undefined` left out, lists repeated. */
export function addressOf<R extends Route>(it: R, args: Omit<Arguments<R>, 'body'>): string {
  const { params = {}, query = {} } = args as Placed;
  const path = it.path.replace(/:(\w+)/g, (_, name: string) => encodeURIComponent(String(params[name])));
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query))
    for (const each of Array.isArray(value) ? value : [value])
      if (each !== undefined) search.append(name, String(each));
  return search.size === 0 ? path : `${path}?${search}`;
}
