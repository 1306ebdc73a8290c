import type { FastifyInstance } from 'fastify';
import { editSignInPolicy, readSignInPolicy, type SignInPolicy } from '#app/people/sign-in-policy';
import type { IdentityProvider } from '#app/people/single-sign-on';
import { api } from '#contract/api';
import { serveRoute } from '../serve-route.ts';
import { contextOf } from './attend.ts';

/** The routes under `/api/v1/sign-in-policy`. */
export function servePolicy(app: FastifyInstance, provider: IdentityProvider | null): void {
  const shown =
    provider === null ? null : { name: provider.name, issuer: provider.issuer, clientId: provider.clientId };
  const answer = (policy: SignInPolicy) => ({ policy, provider: shown });
  serveRoute(app, api.readSignInPolicy, async (_, { request }) =>
    answer(await readSignInPolicy(contextOf(request))),
  );
  serveRoute(app, api.editSignInPolicy, async ({ body }, { request }) =>
    answer(await editSignInPolicy(contextOf(request), body, provider !== null)),
  );
}
