import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { test, type TestContext } from 'node:test';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';
import { brotliCompressSync, gzipSync } from 'node:zlib';
import type { Context } from '#app/context';
import { CannotFetch } from '#app/outgoing/cannot-fetch';
import { fetchOutgoing, type OutgoingRequest } from '#app/outgoing/fetch-outgoing';
import { editOutgoingPolicy } from '#app/outgoing/policy';
import { contextOn, instanceOn } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { TEST_CERTIFICATE, webServer } from '#test/web-server';

const LIMITS = { bytesMax: 1_000_000, timeoutMs: 20_000 };

interface Reaching {
  /** What names stand for, each time they are asked for; the last answer stays. */
  readonly names?: Readonly<Record<string, readonly (readonly string[])[]>>;
  readonly allowed?: readonly string[];
  readonly proxy?: URL;
}

/** A context whose names are the test's own; null after marking the test as skipped. */
async function reaching(
  t: TestContext,
  engine: Engine,
  { names = {}, allowed = ['127.0.0.1'], proxy }: Reaching,
): Promise<(Context & { readonly resolved: readonly string[] }) | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const resolved: string[] = [];
  const resolve = async (name: string) => {
    const answers = names[name];
    if (answers === undefined) throw new Error(`getaddrinfo ENOTFOUND ${name}`);
    const times = resolved.filter((it) => it === name).length;
    resolved.push(name);
    return answers[Math.min(times, answers.length - 1)] ?? [];
  };
  const ctx = {
    ...contextOn({ ...instanceOn(store), outgoing: { resolve, proxy: proxy ?? null } }),
    resolved,
  };
  await editOutgoingPolicy(ctx, { version: 0, allowed: [...allowed] });
  return ctx;
}

/** How a request fails: the kind of problem and the sentence. */
async function failure(ctx: Context, url: string, over: Partial<OutgoingRequest> = {}): Promise<string> {
  try {
    const answer = await fetchOutgoing(ctx, url, { ...LIMITS, ...over });
    await answer.text();
    return `${answer.status}`;
  } catch (error) {
    assert(error instanceof CannotFetch, String(error));
    return `${error.problem}: ${error.message}`;
  }
}

for (const engine of ENGINES) {
  test(`requests go nowhere but to public and listed addresses (${engine})`, async (t) => {
    const server = await webServer(t, (_, response) => response.end('never'));
    const ctx = await reaching(t, engine, {
      allowed: [],
      names: { 'two.test': [['8.8.8.8', '127.0.0.1']], 'none.test': [[]], 'inner.test': [['10.1.2.3']] },
    });
    if (ctx === null) return;
    const { port } = server;
    // Each of these spells 127.0.0.1 or another address of this machine or its network.
    for (const host of [
      '127.0.0.1',
      '127.1',
      '2130706433',
      '0x7f000001',
      '0177.0.0.1',
      '0x7f.1',
      '127.0.0.1.',
      '１２７.0.0.1',
      '0',
      '[::1]',
      '[::]',
      '[::ffff:127.0.0.1]',
      '[::ffff:7f00:1]',
      '[64:ff9b::7f00:1]',
      '[::127.0.0.1]',
      '169.254.169.254',
      '2852039166',
      '[fd00:ec2::254]',
      'two.test',
      'inner.test',
    ])
      assert.match(await failure(ctx, `http://${host}:${port}/`), /^not-allowed: /, host);
    assert.match(
      await failure(ctx, 'http://inner.test/'),
      /inner\.test is at 10\.1\.2\.3, a private address/,
    );
    assert.match(await failure(ctx, 'http://none.test/'), /^unreachable: .*has no address/);
    assert.match(await failure(ctx, 'http://unknown.test/'), /^unreachable: .*cannot be resolved/);
    for (const url of ['file:///etc/passwd', 'ftp://x.example/', 'data:,x', 'gopher://x.example', 'nothing'])
      assert.match(await failure(ctx, url), /^not-allowed: /, url);
    const withPassword = await failure(ctx, 'http://ada:secret@x.example/?token=hush');
    assert.match(withPassword, /belong in a header/);
    assert.doesNotMatch(withPassword, /secret|hush/);
    assert.equal(server.asked.length, 0);
  });

  test(`the address that was judged is the one that is connected to (${engine})`, async (t) => {
    const outer = await webServer(t, ({ url }, response) => {
      if (url === '/back') response.writeHead(302, { location: '/' });
      response.end('outer');
    });
    const inner = await webServer(t, (_, response) => response.end('inner'), {
      host: '127.0.0.2',
      port: outer.port,
    });
    const ctx = await reaching(t, engine, {
      names: {
        'rebinding.test': [['127.0.0.1'], ['127.0.0.2']],
        'again.test': [['127.0.0.1'], ['127.0.0.2']],
      },
    });
    if (ctx === null) return;
    const answer = await fetchOutgoing(ctx, `http://rebinding.test:${outer.port}/`, LIMITS);
    assert.equal(await answer.text(), 'outer');
    assert.deepEqual(ctx.resolved, ['rebinding.test'], 'asked for once, when it was judged');
    assert.match(
      await failure(ctx, `http://again.test:${outer.port}/back`),
      /^not-allowed: .*again\.test is at 127\.0\.0\.2, a loopback address/,
      'a redirect is judged anew',
    );
    assert.equal(outer.asked[0]?.headers.host, `rebinding.test:${outer.port}`);
    assert.equal(inner.asked.length, 0);
  });

  test(`every redirect is judged, limited, and told no credentials of another origin (${engine})`, async (t) => {
    const second = await webServer(t, (request, response) => response.end(JSON.stringify(request.headers)));
    const first = await webServer(t, ({ url }, response) => {
      const to: Readonly<Record<string, string>> = {
        '/private': 'http://10.0.0.1/',
        '/metadata': 'http://169.254.169.254/latest/meta-data/',
        '/octal': 'http://0251.0376.0251.0376/',
        '/file': 'file:///etc/passwd',
        '/round': '/round',
        '/other': `http://other.test:${second.port}/`,
        '/same': '/headers',
      };
      const location = to[url ?? ''];
      if (location !== undefined) response.writeHead(307, { location }).end();
      else response.end(JSON.stringify(first.asked.at(-1)?.headers));
    });
    const ctx = await reaching(t, engine, {
      names: { 'server.test': [['127.0.0.1']], 'other.test': [['127.0.0.1']] },
    });
    if (ctx === null) return;
    const base = `http://server.test:${first.port}`;
    for (const path of ['/private', '/metadata', '/octal', '/file'])
      assert.match(await failure(ctx, base + path), /^not-allowed: /, path);
    assert.match(await failure(ctx, `${base}/round`), /^malformed: .*redirects more than 5 times/);
    const headers = {
      Authorization: 'Bearer hush',
      'X-Api-Key': 'hush',
      Accept: 'text/csv',
      Host: 'evil.test',
    };
    const told = async (path: string) => {
      const answer = await fetchOutgoing(ctx, base + path, { ...LIMITS, headers });
      return { url: answer.url.href, headers: JSON.parse(await answer.text()) as Record<string, string> };
    };
    const same = await told('/same');
    assert.equal(same.headers['authorization'], 'Bearer hush');
    assert.equal(same.headers['host'], `server.test:${first.port}`);
    const other = await told('/other');
    assert.equal(other.url, `http://other.test:${second.port}/`);
    assert.equal(other.headers['accept'], 'text/csv');
    assert.doesNotMatch(JSON.stringify(other.headers), /hush|evil/);
    const post = await fetchOutgoing(ctx, `${base}/other`, { ...LIMITS, method: 'POST', body: '{}' });
    assert.equal(post.status, 307, 'what carries a body is not sent on');
    post.close();
  });

  test(`answers are bounded in bytes and time, and unpacked (${engine})`, async (t) => {
    const text = 'serial,model\n'.repeat(10_000);
    const bomb = gzipSync(Buffer.alloc(20_000_000));
    const server = await webServer(t, ({ url }, response) => {
      switch (url) {
        case '/gzip':
          return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(text));
        case '/br':
          return void response.writeHead(200, { 'content-encoding': 'br' }).end(brotliCompressSync(text));
        case '/bomb':
          return void response.writeHead(200, { 'content-encoding': 'gzip' }).end(bomb);
        case '/broken':
          return void response.writeHead(200, { 'content-encoding': 'gzip' }).end('no gzip');
        case '/odd':
          return void response.writeHead(200, { 'content-encoding': 'compress' }).end('x');
        case '/announced':
          return void response.writeHead(200, { 'content-length': 2_000_000 }).write('x');
        case '/endless':
          return void response.write(Buffer.alloc(1_000_001));
        case '/cut':
          response.writeHead(200, { 'content-length': 100 }).write('half');
          return void setImmediate(() => response.destroy());
        case '/stops':
          return void response.writeHead(200).write('half');
        case '/same':
          return void response.writeHead(304, { 'content-encoding': 'gzip', etag: '"7"' }).end();
        default:
        // Never answers.
      }
    });
    const ctx = await reaching(t, engine, { names: { 'stuck.test': [['127.0.0.1']] } });
    if (ctx === null) return;
    const base = `http://127.0.0.1:${server.port}`;
    for (const path of ['/gzip', '/br'])
      assert.equal(await (await fetchOutgoing(ctx, base + path, LIMITS)).text(), text, path);
    const same = await fetchOutgoing(ctx, `${base}/same`, LIMITS);
    assert.deepEqual([same.status, same.headers.get('etag'), await same.text()], [304, '"7"', '']);
    for (const path of ['/bomb', '/announced', '/endless'])
      assert.match(await failure(ctx, base + path), /^large: .*larger than 1000000 bytes/, path);
    for (const path of ['/broken', '/odd'])
      assert.match(await failure(ctx, base + path), /^malformed: /, path);
    assert.match(await failure(ctx, `${base}/cut`), /^unreachable: /);
    assert.match(await failure(ctx, `${base}/silent`, { silenceMs: 30 }), /^slow: .*does not answer/);
    assert.match(await failure(ctx, `${base}/stops`, { silenceMs: 300 }), /^slow: .*does not answer/);
    assert.match(await failure(ctx, `${base}/silent`, { timeoutMs: 30 }), /^slow: .*takes too long/);
    assert.match(await failure(ctx, `${base}/stops`, { timeoutMs: 300 }), /^slow: .*takes too long/);
    const unheard = { ...ctx, outgoing: { ...ctx.outgoing, resolve: () => new Promise<string[]>(() => {}) } };
    assert.match(await failure(unheard, 'http://stuck.test/', { timeoutMs: 30 }), /^slow: /);
  });

  test(`whoever asks can stop, before the answer and in the middle of it (${engine})`, async (t) => {
    const gone: string[] = [];
    const server = await webServer(t, (request, response) => {
      response.once('close', () => gone.push(request.url ?? ''));
      if (request.url === '/begins') response.write('some');
    });
    const ctx = await reaching(t, engine, {});
    if (ctx === null) return;
    const base = `http://127.0.0.1:${server.port}`;
    const stop = new AbortController();
    const waiting = fetchOutgoing(ctx, `${base}/waits`, { ...LIMITS, signal: stop.signal });
    setTimeout(() => stop.abort(new Error('enough')), 50);
    await assert.rejects(waiting, /^Error: enough$/);
    await assert.rejects(fetchOutgoing(ctx, base, { ...LIMITS, signal: stop.signal }), /^Error: enough$/);
    const later = new AbortController();
    const answer = await fetchOutgoing(ctx, `${base}/begins`, { ...LIMITS, signal: later.signal });
    await assert.rejects(async () => {
      for await (const chunk of answer.body) {
        assert.equal(Buffer.from(chunk).toString(), 'some');
        later.abort(new Error('enough'));
      }
    }, /^Error: enough$/);
    const unwanted = await fetchOutgoing(ctx, `${base}/begins`, LIMITS);
    unwanted.close();
    while (gone.filter((it) => it === '/begins').length < 2) await new Promise(setImmediate);
  });

  test(`certificates are checked, and nothing goes from an encrypted origin to a plain one (${engine})`, async (t) => {
    const server = await webServer(
      t,
      ({ url }, response) => {
        if (url === '/down') response.writeHead(301, { location: `http://server.test:${server.port}/` });
        response.end('kept');
      },
      { secure: true },
    );
    const ctx = await reaching(t, engine, {
      names: { 'server.test': [['127.0.0.1']], 'stranger.test': [['127.0.0.1']] },
    });
    if (ctx === null) return;
    const base = `https://server.test:${server.port}`;
    assert.match(await failure(ctx, base), /^unreachable: .*self-signed/);
    trustTests(t);
    assert.equal(await failure(ctx, base), '200');
    assert.match(await failure(ctx, `https://stranger.test:${server.port}`), /^unreachable: .*altnames/i);
    assert.match(await failure(ctx, `${base}/down`), /^not-allowed: .*not encrypted/);
  });

  test(`behind a proxy, all but listed destinations go through it (${engine})`, async (t) => {
    trustTests(t);
    const plain = await webServer(t, (_, response) => response.end('plain'));
    const secure = await webServer(t, (_, response) => response.end('secure'), { secure: true });
    const through: string[] = [];
    const proxy = createServer((request, response) => {
      through.push(request.url ?? '');
      response.end('by proxy');
    }).on('connect', (request, socket) => {
      through.push(request.url ?? '');
      const server = connect(secure.port, '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n');
        server.pipe(socket).pipe(server);
      });
    });
    proxy.listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    t.after(() => {
      proxy.closeAllConnections();
      proxy.close();
    });
    const ctx = await reaching(t, engine, {
      proxy: new URL(`http://127.0.0.1:${(proxy.address() as AddressInfo).port}`),
      names: { 'inside.test': [['127.0.0.1']], 'public.test': [['8.8.8.8']], 'private.test': [['10.0.0.1']] },
    });
    if (ctx === null) return;
    const text = async (url: string) => (await fetchOutgoing(ctx, url, LIMITS)).text();
    assert.equal(await text(`http://inside.test:${plain.port}/`), 'plain');
    assert.equal(await text('http://public.test/a'), 'by proxy');
    assert.equal(await text('http://unknown.test/b'), 'by proxy', 'the proxy may know more names');
    assert.equal(await text('https://server.test/c'), 'secure');
    assert.match(await failure(ctx, 'http://private.test/'), /^not-allowed: /);
    assert.match(await failure(ctx, 'http://169.254.169.254/'), /^not-allowed: /);
    assert.deepEqual(through, ['http://public.test/a', 'http://unknown.test/b', 'server.test:443']);
  });
}

/** Lets the certificate of the test servers count, as that of a hospital would after NODE_EXTRA_CA_CERTS. */
function trustTests(t: TestContext): void {
  const before = getCACertificates('default');
  setDefaultCACertificates([...before, TEST_CERTIFICATE]);
  t.after(() => setDefaultCACertificates(before));
}
