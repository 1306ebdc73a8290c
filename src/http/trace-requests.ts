import type { FastifyInstance } from 'fastify';
import type { Span, Tracer } from '#app/tracing/tracer';

/** Makes each request a span, named by its route: nothing that a person typed is told, and no address. */
export function traceRequests(app: FastifyInstance, tracer: Tracer): void {
  const spans = new WeakMap<object, Span>();
  app.addHook('onRequest', (request, _, done) => {
    const { traceparent } = request.headers;
    const route = request.routeOptions.url ?? 'none';
    const span = tracer.begin(`${request.method} ${route}`, {
      kind: 'server',
      attributes: {
        'http.request.method': request.method,
        'http.route': route,
        'patchward.request.id': request.id,
      },
      traceparent: typeof traceparent === 'string' ? traceparent : undefined,
    });
    spans.set(request.raw, span);
    span.within(done);
  });
  app.addHook('onResponse', async (request, reply) => {
    const span = spans.get(request.raw);
    span?.note({ 'http.response.status_code': reply.statusCode });
    if (reply.statusCode >= 500) span?.fail(`The answer is ${reply.statusCode}`);
    span?.end();
  });
}
