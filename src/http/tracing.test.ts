import assert from 'node:assert/strict';
import { text } from 'node:stream/consumers';
import { test, type TestContext } from 'node:test';
import * as z from 'zod';
import { jobKind } from '#app/jobs/kind';
import { createRunner } from '#app/jobs/runner';
import { startJob } from '#app/jobs/start';
import { fetchOutgoing } from '#app/outgoing/fetch-outgoing';
import { editOutgoingPolicy } from '#app/outgoing/policy';
import { systemOutgoing } from '#app/outgoing/ports';
import { readTracingSettings, type TracingEnvironment } from '#app/tracing/settings';
import { startTracing } from '#app/tracing/start-tracing';
import { api } from '#contract/api';
import { contextOn } from '#test/context';
import { ENGINES } from '#test/database';
import { recordServer } from '#test/record-server';
import { webServer } from '#test/web-server';

interface SentSpan {
  readonly traceId: string;
  readonly spanId: string;
  readonly parentSpanId?: string;
  readonly name: string;
  readonly kind: number;
  readonly startTimeUnixNano: string;
  readonly endTimeUnixNano: string;
  readonly attributes: readonly { readonly key: string; readonly value: Readonly<Record<string, unknown>> }[];
  readonly status: { readonly code?: number };
}

/** A receiver of OTLP over HTTP, and tracing that sends there. */
async function traced(t: TestContext, over: TracingEnvironment = {}) {
  const bodies: Promise<string>[] = [];
  const receiver = { status: 200 };
  const server = await webServer(t, (request, response) => {
    bodies.push(text(request));
    response.writeHead(receiver.status).end('{}');
  });
  const settings = readTracingSettings({
    OTEL_EXPORTER_OTLP_ENDPOINT: `http://127.0.0.1:${server.port}/`,
    OTEL_EXPORTER_OTLP_HEADERS: 'authorization=Bearer%20hush',
    OTEL_BSP_SCHEDULE_DELAY: '999999',
    ...over,
  });
  assert(settings !== null);
  const log: string[] = [];
  const tracing = startTracing({
    settings,
    outgoing: systemOutgoing(null),
    version: '1.2.3',
    nowMs: () => performance.timeOrigin + performance.now(),
    log: (line) => log.push(line),
  });
  return {
    tracing,
    receiver,
    server,
    log,
    spans: async (): Promise<SentSpan[]> =>
      (await Promise.all(bodies)).flatMap((body) => JSON.parse(body).resourceSpans[0].scopeSpans[0].spans),
    resource: async () => JSON.parse((await bodies[0]) ?? '').resourceSpans[0].resource,
  };
}

for (const engine of ENGINES)
  test(`requests, jobs and what they ask of other servers are sent as traces (${engine})`, async (t) => {
    const { tracing, server: receiver, spans, resource } = await traced(t);
    const { tracer } = tracing;
    const server = await recordServer(t, engine, { tracer });
    if (server === null) return tracing.stop();
    const traceId = 'a'.repeat(32);
    const asked = await server.visitor().ask(
      api.readDevice,
      { params: { id: 'x', deviceId: 'Ward-7?secret=hush' } },
      {
        traceparent: `00-${traceId}-${'b'.repeat(16)}-01`,
      },
    );
    assert.equal(asked.status, 400);
    const other = await webServer(t, (_, response) => response.end('fine'));
    const kind = jobKind({
      name: 'test.ask',
      words: 'Ask',
      input: z.object({}),
      permission: 'jobs.read',
      title: () => 'Ask',
      run: async (ctx) => {
        await fetchOutgoing(ctx, `http://127.0.0.1:${other.port}/?key=hush`, {
          bytesMax: 10,
          timeoutMs: 9000,
        }).then((answer) => answer.text());
        return fetchOutgoing(ctx, 'http://10.9.8.7/', { bytesMax: 10, timeoutMs: 9000 });
      },
      triesMax: 1,
    });
    const ctx = contextOn(server.instance);
    await editOutgoingPolicy(ctx, { version: 0, allowed: ['127.0.0.1'] });
    await server.instance.store.db.transaction().execute((tx) => startJob(ctx, tx, kind, {}));
    const runner = createRunner({
      instance: server.instance,
      jobs: { kinds: [kind], reconcilers: [] },
      node: 'test',
      slots: 1,
      onFault: () => {},
      tracer,
    });
    await runner.fill();
    await runner.settle();
    await tracing.stop();

    assert.equal(receiver.asked[0]?.url, '/v1/traces');
    assert.equal(receiver.asked[0]?.headers.authorization, 'Bearer hush');
    const sent = await spans();
    const request = sent.find((it) => it.kind === 2);
    assert.equal(request?.name, 'GET /api/v1/assessments/:id/devices/:deviceId');
    assert.deepEqual([request?.traceId, request?.parentSpanId], [traceId, 'b'.repeat(16)]);
    assert.deepEqual(request?.attributes.find((it) => it.key === 'http.response.status_code')?.value, {
      intValue: '400',
    });
    assert(BigInt(request?.endTimeUnixNano ?? 0) >= BigInt(request?.startTimeUnixNano ?? 1));
    const job = sent.find((it) => it.name === 'job test.ask');
    assert.deepEqual([job?.kind, job?.status.code], [1, 2]);
    const calls = sent.filter((it) => it.kind === 3);
    assert.deepEqual(
      calls.map((it) => [it.traceId, it.parentSpanId, it.status.code]),
      [
        [job?.traceId, job?.spanId, undefined],
        [job?.traceId, job?.spanId, 2],
      ],
    );
    assert.equal(other.asked[0]?.headers['traceparent'], undefined, 'strangers are not told of traces');
    assert.doesNotMatch(JSON.stringify(sent), /hush|Ward-7/);
    assert.deepEqual((await resource()).attributes, [
      { key: 'service.name', value: { stringValue: 'patchward' } },
      { key: 'service.version', value: { stringValue: '1.2.3' } },
    ]);
  });

test('what cannot be sent is kept and sent again, up to a limit, and said once', async (t) => {
  const { tracing, receiver, log, spans } = await traced(t, {
    OTEL_BSP_MAX_QUEUE_SIZE: '3',
    OTEL_BSP_MAX_EXPORT_BATCH_SIZE: '2',
  });
  receiver.status = 503;
  const one = (name: string) => tracing.tracer.begin(name, { kind: 'internal', attributes: {} }).end();
  for (const name of ['a', 'b', 'c', 'd']) one(name);
  await tracing.stop();
  assert.deepEqual(log, ['Cannot send traces: the receiver answers 503']);
  receiver.status = 200;
  await tracing.stop();
  assert.match(log[1] ?? '', /sent again; 1 spans were dropped/);
  assert.deepEqual(
    (await spans()).slice(-3).map((it) => it.name),
    ['a', 'b', 'c'],
  );
});

test('which traces are kept follows the sampler and the caller', async (t) => {
  const kept = async (over: TracingEnvironment, traceparent?: string) => {
    const { tracing, spans } = await traced(t, over);
    for (let i = 0; i < 200; i++)
      tracing.tracer.begin('x', { kind: 'internal', attributes: {}, traceparent }).end();
    await tracing.stop();
    return (await spans()).length;
  };
  const [yes, no] = ['01', '00'].map((flags) => `00-${'c'.repeat(32)}-${'d'.repeat(16)}-${flags}`);
  assert.equal(await kept({}), 200);
  assert.equal(await kept({}, no), 0);
  assert.equal(await kept({ OTEL_TRACES_SAMPLER: 'always_on' }, no), 200);
  assert.equal(await kept({ OTEL_TRACES_SAMPLER: 'always_off' }), 0);
  assert.equal(await kept({ OTEL_TRACES_SAMPLER: 'parentbased_always_off' }, yes), 200);
  const half = await kept({ OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.5' });
  assert(half > 50 && half < 150, `${half} of 200`);
});

test('traces are off until a receiver is named, and what cannot be read is said', () => {
  const endpoint = { OTEL_EXPORTER_OTLP_ENDPOINT: 'http://collector:4318' };
  const url = (env: TracingEnvironment) => readTracingSettings(env)?.url ?? null;
  assert.equal(url({}), null);
  assert.equal(url({ OTEL_SERVICE_NAME: 'x' }), null);
  assert.equal(url({ ...endpoint, OTEL_SDK_DISABLED: 'true' }), null);
  assert.equal(url({ ...endpoint, OTEL_TRACES_EXPORTER: 'none' }), null);
  assert.equal(url(endpoint), 'http://collector:4318/v1/traces');
  assert.equal(url({ ...endpoint, OTEL_EXPORTER_OTLP_TRACES_ENDPOINT: 'https://c/x' }), 'https://c/x');
  assert.deepEqual(
    readTracingSettings({
      ...endpoint,
      OTEL_SERVICE_NAME: 'p1',
      OTEL_RESOURCE_ATTRIBUTES: 'a=b%20c,service.name=z',
    })?.resource,
    { a: 'b c', 'service.name': 'p1' },
  );
  const wrong: readonly TracingEnvironment[] = [
    { OTEL_EXPORTER_OTLP_ENDPOINT: 'collector:4318' },
    { ...endpoint, OTEL_EXPORTER_OTLP_PROTOCOL: 'grpc' },
    { ...endpoint, OTEL_TRACES_EXPORTER: 'zipkin' },
    { ...endpoint, OTEL_TRACES_SAMPLER: 'sometimes' },
    { ...endpoint, OTEL_TRACES_SAMPLER: 'traceidratio', OTEL_TRACES_SAMPLER_ARG: '2' },
    { ...endpoint, OTEL_BSP_SCHEDULE_DELAY: 'soon' },
  ];
  for (const env of wrong) assert.throws(() => readTracingSettings(env), /^InputError: Cannot use OTEL_/);
});
