import { once } from 'node:events';
import { createServer } from 'node:http';
import type { TestContext } from 'node:test';
import Provider from 'oidc-provider';
import type { IdentityProvider } from '../src/app/people/single-sign-on.ts';

export const CLIENT_SECRET = 'a secret that only these two know';

/** A real OpenID provider on this machine: whoever signs in as X has the claims of X. */
export async function identityProvider(
  t: TestContext,
  callback: string,
  people: Readonly<Record<string, Readonly<Record<string, unknown>>>>,
): Promise<IdentityProvider> {
  const server = createServer();
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  t.after(() => server.close());
  const { port } = server.address() as { readonly port: number };
  const issuer = `http://localhost:${port}`;
  const provider = new Provider(issuer, {
    clients: [{ client_id: 'patchward', client_secret: CLIENT_SECRET, redirect_uris: [callback] }],
    findAccount: (_: unknown, accountId: string) => ({
      accountId,
      claims: async () => ({ sub: accountId, ...people[accountId] }),
    }),
    claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'groups'] },
    cookies: { keys: ['test'] },
    pkce: { required: () => true },
  });
  server.on('request', provider.callback());
  return { name: 'Hospital account', issuer, clientId: 'patchward', clientSecret: CLIENT_SECRET };
}

/** Walks the provider's own pages as a person would. @returns the address it sends the browser back to */
export async function signInAt(start: string, account: string): Promise<string> {
  const jar = new Map<string, string>();
  const origin = new URL(start).origin;
  const visit = async (url: string, form?: Readonly<Record<string, string>>) => {
    const response = await fetch(url, {
      redirect: 'manual',
      headers: { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') },
      ...(form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) }),
    });
    for (const set of response.headers.getSetCookie()) {
      const [name = '', value = ''] = (set.split(';')[0] ?? '').split('=');
      jar.set(name, value);
    }
    return response;
  };
  let response = await visit(start);
  for (let steps = 0; steps < 12; steps++) {
    const location = response.headers.get('location');
    if (location !== null) {
      const next = new URL(location, origin);
      if (next.origin !== origin) return next.href;
      response = await visit(next.href);
      continue;
    }
    const page = await response.text();
    const action = /<form[^>]* action="([^"]+)"/.exec(page)?.[1];
    const prompt = /name="prompt" value="(\w+)"/.exec(page)?.[1];
    if (action === undefined || prompt === undefined) throw new Error(`Cannot go on from this page: ${page}`);
    response = await visit(new URL(action, origin).href, { prompt, login: account, password: 'any' });
  }
  throw new Error('Cannot sign in: the provider sends the browser round and round');
}
