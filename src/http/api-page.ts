import type { FastifyInstance } from 'fastify';
import { randomBytes } from 'node:crypto';
import { api } from '#contract/api';
import type { Route } from '#contract/kit';
import { openApiOf } from '#contract/open-api';
import { serveStream } from './serve-route.ts';

const NONCE_MARK = '__NONCE__';

/** The API to read through, made of the same description that programs read. No script, nothing from elsewhere. */
export function serveApiPage(app: FastifyInstance, version: string): void {
  // Made once, when it is first asked for: all schemas go into it.
  let page: string | null = null;
  serveStream(app, api.readApiPage, async (_, reply) => {
    page ??= pageOf(version, NONCE_MARK);
    const nonce = randomBytes(16).toString('base64');
    return reply
      .type('text/html; charset=utf-8')
      .header(
        'content-security-policy',
        `default-src 'none'; style-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
      )
      .send(page.replace(NONCE_MARK, nonce));
  });
}

interface Operation {
  readonly parameters: readonly {
    readonly name: string;
    readonly in: string;
    readonly required: boolean;
    readonly schema: unknown;
  }[];
  readonly requestBody?: { readonly content: unknown };
  readonly responses: Readonly<Record<string, { readonly content?: unknown }>>;
}

function pageOf(version: string, nonce: string): string {
  const { paths } = openApiOf(api, { title: 'Patchward', version }) as {
    readonly paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>;
  };
  const routes = Object.entries(api) as readonly (readonly [string, Route])[];
  const groups = Map.groupBy(routes, ([, it]) => groupOf(it.path));
  const sections = [...groups]
    .toSorted(([a], [b]) => a.localeCompare(b))
    .map(([name, members]) => {
      const entries = members.map(([id, it]) => {
        const path = it.path.replace(/:(\w+)/g, '{$1}');
        return entryOf(id, it, path, paths[path]?.[it.method.toLowerCase()]);
      });
      return `<section><h2 id="${escaped(name)}">${escaped(name)}</h2>${entries.join('')}</section>`;
    });
  const links = [...groups.keys()].toSorted().map((it) => `<a href="#${escaped(it)}">${escaped(it)}</a>`);
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>API · Patchward</title><style nonce="${nonce}">${STYLE}</style></head><body><main><h1>Patchward API ${escaped(version)}</h1>
<p>Everything the web app does goes through these routes. Programs send <code>Authorization: Bearer</code> and an API token. Lists answer
<code>{ items, next, total }</code>; <code>cursor=next</code> goes on, <code>fields=a,b</code> answers these members alone. Errors are problems of RFC 9457. A POST with an
<code>Idempotency-Key</code> is carried out once; an edit takes its version in the body or as <code>If-Match</code>. The same for programs:
<a href="/api/v1/openapi.json">OpenAPI 3.1</a>.</p><nav aria-label="Nouns">${links.join(' ')}</nav>${sections.join('')}</main></body></html>`;
}

function groupOf(path: string): string {
  return path.startsWith('/api/v1/') ? (path.split('/')[3] ?? '').replace('.json', '') : 'operation';
}

function entryOf(id: string, it: Route, path: string, operation: Operation | undefined): string {
  const parameters = (operation?.parameters ?? []).map(
    ({ name, in: where, required, schema }) =>
      `<tr><td><code>${escaped(name)}</code></td><td>${where}${required ? ', required' : ''}</td><td><code>${escaped(JSON.stringify(schema))}</code></td></tr>`,
  );
  const [status, answer] = Object.entries(operation?.responses ?? {})[0] ?? ['', {}];
  return `<details id="${escaped(id)}"><summary><b>${it.method}</b> <code>${escaped(path)}</code> <span>${escaped(it.summary)}</span></summary>
<p>Needs <code>${escaped(it.permission)}</code></p>
${parameters.length === 0 ? '' : `<table><thead><tr><th>Parameter</th><th>In</th><th>Schema</th></tr></thead><tbody>${parameters.join('')}</tbody></table>`}
${schemaOf('Body', operation?.requestBody?.content)}${schemaOf(`Answer ${status}`, answer?.content)}</details>`;
}

function schemaOf(title: string, content: unknown): string {
  if (content === undefined) return '';
  return `<h3>${escaped(title)}</h3><pre tabindex="0">${escaped(JSON.stringify(content, null, 2))}</pre>`;
}

function escaped(text: string): string {
  return text.replace(/[&<>"]/g, (it) => `&#${it.charCodeAt(0)};`);
}

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#d7dedd,#33403e);--sunk:light-dark(#f1f4f4,#17201f);--accent:light-dark(#0b655c,#6fd3c5)}
body{margin:0;font:14px/1.5 system-ui,sans-serif}main{max-width:960px;margin:0 auto;padding:24px 16px}a{color:var(--accent)}nav a{margin-right:10px}
details{border:1px solid var(--line);border-radius:6px;margin:6px 0;padding:8px 12px}summary{cursor:pointer}summary b{display:inline-block;min-width:58px}
summary span{opacity:.85}pre{background:var(--sunk);padding:12px;border-radius:6px;overflow:auto;max-height:420px}table{border-collapse:collapse;width:100%}
td,th{border-bottom:1px solid var(--line);padding:4px 8px;text-align:left;vertical-align:top;overflow-wrap:anywhere}`;
