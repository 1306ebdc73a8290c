import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test, type TestContext } from 'node:test';
import { gzipSync } from 'node:zlib';
import { listFeedFiles } from '#store/feed-files';
import { contextOn, instanceOn, type TestClock } from '#test/context';
import { type Engine, ENGINES, freshStore } from '#test/database';
import { replay, type Replayed } from '#test/replay';
import type { Context } from '../../context.ts';
import { editOutgoingPolicy } from '../../outgoing/policy.ts';
import { addFeed, editFeed } from '../feed-settings.ts';
import { ensureKnownFeeds } from '../known-feeds.ts';
import { listRuns, readFeed } from '../ledger.ts';
import { syncFeed, type SyncWork } from '../sync.ts';

const DAY_MS = 86_400_000;

interface Stand {
  readonly ctx: Context;
  readonly clock: TestClock;
  /** How long was waited, in order; nobody really waits. */
  readonly waits: number[];
  readonly sync: (id: string, over?: Partial<SyncWork>) => ReturnType<typeof syncFeed>;
}

async function stand(t: TestContext, engine: Engine): Promise<Stand | null> {
  const store = await freshStore(t, engine);
  if (store === null) return null;
  const clock = { now: new Date('2026-03-01T08:00:00Z') };
  const ctx = contextOn(instanceOn(store, clock));
  await ensureKnownFeeds(store);
  await editOutgoingPolicy(ctx, { version: 0, allowed: ['127.0.0.1'] });
  const waits: number[] = [];
  return {
    ctx,
    clock,
    waits,
    sync: (id, over = {}) =>
      syncFeed(ctx, id, {
        signal: new AbortController().signal,
        progress: () => {},
        log: () => {},
        wait: async (ms) => void waits.push(ms),
        ...over,
      }),
  };
}

async function pointAt(ctx: Context, id: string, address: string): Promise<void> {
  const { version } = await readFeed(ctx, id);
  await editFeed(ctx, id, { version, address });
}

async function problemOf(ctx: Context, id: string): Promise<string> {
  return (await readFeed(ctx, id)).problem ?? '';
}

/** A vulnerability as NVD's API writes it. */
function cve(number: number, lastModified: string) {
  return {
    cve: {
      id: `CVE-2026-${10_000 + number}`,
      sourceIdentifier: 'test',
      published: '2026-01-01T00:00:00.000',
      lastModified,
      vulnStatus: 'Analyzed',
      descriptions: [{ lang: 'en', value: `Weakness ${number}` }],
      configurations: [
        {
          nodes: [
            {
              operator: 'OR',
              negate: false,
              cpeMatch: [{ vulnerable: true, criteria: `cpe:2.3:o:acme:os_${number}:*:*:*:*:*:*:*:*` }],
            },
          ],
        },
      ],
    },
  };
}

/** NVD's API over a list that a test changes; a page holds 10. */
function nvdApi(state: { records: ReturnType<typeof cve>[]; clock: () => Date }) {
  return ({ searchParams }: URL): Replayed => {
    const [from, to] = ['lastModStartDate', 'lastModEndDate'].map((it) => searchParams.get(it));
    if (from != null && to != null && Date.parse(to) - Date.parse(from) > 120 * DAY_MS)
      return { status: 404, body: '' };
    const found = state.records.filter(({ cve: it }) => {
      const at = `${it.lastModified}Z`;
      return from == null || to == null || (at >= from && at <= to);
    });
    const startIndex = Number(searchParams.get('startIndex'));
    const vulnerabilities = found.slice(startIndex, startIndex + 10);
    return {
      body: JSON.stringify({
        resultsPerPage: vulnerabilities.length,
        startIndex,
        totalResults: found.length,
        format: 'NVD_CVE',
        version: '2.0',
        timestamp: state.clock().toISOString().slice(0, -1),
        vulnerabilities,
      }),
    };
  };
}

const OLD = '2026-02-01T00:00:00.000';

for (const engine of ENGINES) {
  test(`NVD is read by pages, then by windows of changes, through whatever goes wrong (${engine})`, async (t) => {
    const it = await stand(t, engine);
    if (it === null) return;
    const { ctx, clock, waits, sync } = it;
    const state = { records: Array.from({ length: 35 }, (_, n) => cve(n, OLD)), clock: () => clock.now };
    const nvd = await replay(t, nvdApi(state));
    await pointAt(ctx, 'nvd', `${nvd.origin}/rest/json/cves/2.0`);

    await t.test('a run that is cut off goes on where it had come to', async () => {
      const stop = new AbortController();
      const progress = (done: number) => (done >= 20 ? stop.abort(new Error('stopped')) : undefined);
      await assert.rejects(sync('nvd', { signal: stop.signal, progress }));
      assert.equal((await readFeed(ctx, 'nvd')).loaded, 0, 'half of it does not count');
      const { items } = await listRuns(ctx, 'nvd', { before: null, limit: 1 });
      assert.equal(items[0]?.state, 'interrupted');
      nvd.forget();
      nvd.fail(
        { kind: 'status', status: 503 },
        { kind: 'status', status: 429, retryAfter: '17' },
        { kind: 'cut', bytes: 300 },
      );
      waits.length = 0;
      const run = await sync('nvd');
      assert.deepEqual([run.state, run.loaded, run.expected], ['loaded', 35, 35]);
      assert(
        nvd.asked.every((url) => !/startIndex=(0|10)&/.test(`${url}&`)),
        nvd.asked.join(' '),
      );
      assert.deepEqual(
        waits.filter((ms) => ms === 5000 || ms === 17_000 || ms === 20_000),
        [5000, 17_000, 20_000],
      );
      assert(waits.includes(6500), 'five requests in thirty seconds');
    });

    await t.test(
      'then only what was modified is asked for, and takes the place of what was said before',
      async () => {
        clock.now = new Date('2026-03-01T12:00:00Z');
        state.records[3] = cve(3, '2026-03-01T10:00:00.000');
        state.records.push(cve(99, '2026-03-01T11:00:00.000'));
        const { version } = await readFeed(ctx, 'nvd');
        await editFeed(ctx, 'nvd', { version, apiKey: 'secret' });
        nvd.forget();
        waits.length = 0;
        const run = await sync('nvd');
        assert.deepEqual([run.state, run.files, nvd.asked.length], ['loaded', 1, 1]);
        assert.match(nvd.asked[0] ?? '', /lastModStartDate=2026-03-01T07%3A45/);
        assert.equal(nvd.headers[0]?.['apikey'], 'secret');
        const names = (await listFeedFiles(ctx.store.db, { feedId: 'nvd', isStaged: false })).map(
          (file) => file.name,
        );
        assert.deepEqual(
          names.filter((name) => !name.startsWith('all/')),
          ['changes/0001.jsonl'],
        );
        clock.now = new Date('2026-03-01T13:00:00Z');
        assert.equal((await sync('nvd')).state, 'unchanged');
      },
    );

    await t.test('after a long time it asks in windows of at most 120 days', async () => {
      clock.now = new Date('2026-12-01T08:00:00Z');
      nvd.forget();
      await sync('nvd');
      assert.equal(nvd.asked.length, 3);
    });

    await t.test('a clock that differs loses nothing: the one behind counts', async () => {
      const behind = new Date('2026-11-30T08:00:00Z');
      state.clock = () => behind;
      await sync('nvd');
      assert.equal((await readFeed(ctx, 'nvd')).asOf?.toISOString(), behind.toISOString());
      state.clock = () => new Date('2027-05-01T00:00:00Z');
      await sync('nvd');
      assert.equal((await readFeed(ctx, 'nvd')).asOf?.toISOString(), clock.now.toISOString());
      state.clock = () => clock.now;
    });

    await t.test('what is empty, cut off or elsewhere replaces nothing', async () => {
      const before = await readFeed(ctx, 'nvd');
      for (const [fault, problem] of [
        [{ kind: 'empty' }, /answer of NVD is empty/],
        [{ kind: 'truncated', bytes: 40 }, /no JSON, or was cut off/],
        [
          { kind: 'redirect', to: 'https://elsewhere.example.org/' },
          /sends elsewhere, to https:\/\/elsewhere/,
        ],
        [{ kind: 'status', status: 400 }, /answered 400/],
        [{ kind: 'status', status: 503, retryAfter: '7200' }, /120 minutes of patience/],
      ] as const) {
        clock.now = new Date(clock.now.getTime() + 3_600_000);
        nvd.fail(fault);
        await assert.rejects(sync('nvd'), problem);
        const { loaded, asOf, state: standing } = await readFeed(ctx, 'nvd');
        assert.deepEqual([loaded, asOf, standing], [before.loaded, before.asOf, 'failing']);
      }
      nvd.fail(...Array.from({ length: 5 }, () => ({ kind: 'cut', bytes: 10 }) as const));
      await assert.rejects(sync('nvd'), /5 times in a row/);
      await sync('nvd');
      assert.equal((await readFeed(ctx, 'nvd')).state, 'fresh');
      const { items } = await listRuns(ctx, 'nvd', { before: null, limit: 7 });
      assert.deepEqual(
        items.map((run) => run.state),
        ['unchanged', ...Array.from({ length: 6 }, () => 'failed')],
      );
    });
  });
}

const KEV_ENTRY = (n: number) => ({
  cveID: `CVE-2026-${10_000 + n}`,
  dateAdded: '2026-02-01',
  dueDate: '2026-05-01',
});

test('KEV is asked with conditions, and an answer that cannot be whole replaces nothing', async (t) => {
  const it = await stand(t, 'embedded');
  if (it === null) return;
  const { ctx, sync } = it;
  let version = '2026.03.01';
  let entries = 30;
  let count: number | null = null;
  const kev = await replay(t, (_, headers) => {
    const etag = `"${version}"`;
    if (headers['if-none-match'] === etag) return { status: 304, body: '' };
    const vulnerabilities = Array.from({ length: entries }, (__, n) => KEV_ENTRY(n));
    const body = {
      title: 'CISA Catalog of Known Exploited Vulnerabilities',
      catalogVersion: version,
      count: count ?? entries,
      vulnerabilities,
    };
    return { headers: { etag }, body: JSON.stringify(body) };
  });
  await pointAt(ctx, 'kev', `${kev.origin}/kev.json`);
  assert.deepEqual([(await sync('kev')).state, (await readFeed(ctx, 'kev')).loaded], ['loaded', 30]);
  assert.equal((await sync('kev')).state, 'unchanged');
  assert.equal(kev.headers.at(-1)?.['if-none-match'], '"2026.03.01"');
  const refused = async (
    over: { version: string; entries: number; count: number | null },
    because: RegExp,
  ) => {
    ({ version, entries, count } = over);
    await assert.rejects(sync('kev'), because);
    assert.equal((await readFeed(ctx, 'kev')).loaded, 30);
    assert.match(await problemOf(ctx, 'kev'), because);
  };
  await refused({ version: '2026.03.02', entries: 30, count: 31 }, /30 of the 31 entries it announces/);
  await refused({ version: '2026.03.03', entries: 12, count: null }, /shorter than plausible/);
  await refused({ version: '2026.02.01', entries: 30, count: null }, /older than that of 2026\.03\.01/);
  version = '2026.03.04';
  entries = 31;
  kev.fail({ kind: 'truncated', bytes: 900 });
  await assert.rejects(sync('kev'), /no JSON, or was cut off/);
  kev.fail({ kind: 'redirect', to: '/moved.json' });
  assert.equal((await sync('kev')).loaded, 31, 'within its own host it may move');
});

test('EPSS must be whole, and not of an earlier day', async (t) => {
  const it = await stand(t, 'embedded');
  if (it === null) return;
  const { ctx, sync } = it;
  let day = '2026-02-28';
  const lastModified = 'Sat, 28 Feb 2026 12:00:00 GMT';
  const rows = Array.from({ length: 500 }, (_, n) => `CVE-2026-${10_000 + n},0.${100 + n},0.5`).join('\n');
  const epss = await replay(t, (_, headers) =>
    headers['if-modified-since'] === lastModified
      ? { status: 304, body: '' }
      : {
          headers: day === '2026-02-28' ? { 'last-modified': lastModified } : {},
          body: gzipSync(`#model_version:v1,score_date:${day}T00:00:00Z\ncve,epss,percentile\n${rows}\n`),
        },
  );
  await pointAt(ctx, 'epss', `${epss.origin}/epss.csv.gz`);
  epss.fail({ kind: 'truncated', bytes: 700 });
  await assert.rejects(sync('epss'), /damaged or cut off/);
  epss.fail({ kind: 'empty' });
  await assert.rejects(sync('epss'), /is empty/);
  assert.deepEqual([(await sync('epss')).loaded, (await sync('epss')).state], [500, 'unchanged']);
  await pointAt(ctx, 'epss', `${epss.origin}/other/epss.csv.gz`);
  await sync('epss');
  day = '2026-02-27';
  await pointAt(ctx, 'epss', `${epss.origin}/epss.csv.gz?fresh`);
  await ctx.store.pool.query(`update feed set cursor = '{"scoredOn":"2026-02-28"}' where id = 'epss'`);
  await ctx.store.pool.query(`update feed_file set last_modified = null where feed_id = 'epss'`);
  await assert.rejects(sync('epss'), /older than those of 2026-02-28/);
});

function advisory(id: string, revised: string): string {
  return JSON.stringify({
    document: {
      category: 'csaf_security_advisory',
      csaf_version: '2.0',
      title: `Advisory ${id}`,
      publisher: { category: 'vendor', name: 'Acme', namespace: 'https://acme.test' },
      tracking: {
        id,
        current_release_date: revised,
        initial_release_date: revised,
        status: 'final',
        version: '1',
        revision_history: [],
      },
    },
    product_tree: {
      branches: [
        {
          category: 'vendor',
          name: 'Acme',
          branches: [
            { category: 'product_name', name: 'Pump', product: { product_id: 'P1', name: 'Acme Pump' } },
          ],
        },
      ],
    },
    vulnerabilities: [{ cve: `CVE-2026-2000${id.at(-1)}`, product_status: { known_affected: ['P1'] } }],
  });
}

interface Document {
  text: string;
  updated: string;
  hash?: string;
  signed?: boolean;
}

function csafServer(
  documents: Map<string, Document>,
  listing: 'rolie' | 'changes.csv' | 'index.txt',
  foreign = false,
) {
  return (url: URL, headers: { readonly host?: string | undefined }): Replayed | null => {
    const origin = `http://${headers.host}`;
    const path = url.pathname.slice(1);
    if (path === 'provider-metadata.json')
      return {
        body: JSON.stringify({
          distributions:
            listing === 'rolie'
              ? [
                  {
                    rolie: {
                      feeds: [
                        { url: `${origin}/feed.json`, tlp_label: 'WHITE' },
                        { url: `${origin}/secret.json`, tlp_label: 'RED' },
                      ],
                    },
                  },
                ]
              : [{ directory_url: `${origin}/white/` }],
        }),
      };
    if (path === 'feed.json')
      return {
        body: JSON.stringify({
          feed: {
            id: 'feed',
            entry: [...documents].map(([name, { updated }]) => {
              const src = `${foreign ? 'http://other.test' : origin}/white/${name}`;
              return {
                id: name,
                updated,
                content: { src },
                link: [
                  { rel: 'hash', href: `${src}.sha512` },
                  { rel: 'signature', href: `${src}.asc` },
                ],
              };
            }),
          },
        }),
      };
    if (path === 'white/changes.csv' && listing === 'changes.csv')
      return { body: [...documents].map(([name, { updated }]) => `"${name}","${updated}"\n`).join('') };
    if (path === 'white/index.txt')
      return { body: [...documents.keys()].map((name) => `${name}\n`).join('') };
    const [, name, ending] = /^white\/(.*?\.json)(\..*)?$/.exec(path) ?? [];
    const found = documents.get(name ?? '');
    if (found === undefined || found.text === '') return null;
    if (ending === undefined) return { body: found.text };
    if (ending === '.asc') return found.signed === true ? { body: 'signature' } : null;
    const algorithm = ending === '.sha512' ? 'sha512' : 'sha256';
    return { body: `${found.hash ?? createHash(algorithm).update(found.text).digest('hex')}  ${name}\n` };
  };
}

test('a provider of CSAF is read by its ROLIE feed: hashes held against documents, gaps named, the rest taken', async (t) => {
  const it = await stand(t, 'embedded');
  if (it === null) return;
  const { ctx, sync } = it;
  const DAY = '2026-02-01T00:00:00Z';
  const documents = new Map<string, Document>(
    ['a-1', 'a-2', 'a-3', 'a-4'].map((id) => [
      `2026/${id}.json`,
      { text: advisory(id, DAY), updated: DAY, signed: id === 'a-1' },
    ]),
  );
  const server = await replay(t, csafServer(documents, 'rolie'));
  const id = await addFeed(ctx, {
    source: 'csaf-provider',
    name: 'Acme',
    address: `${server.origin}/provider-metadata.json`,
  });
  (documents.get('2026/a-2.json') as Document).hash = '0'.repeat(128);
  (documents.get('2026/a-3.json') as Document).text = '';
  assert.equal((await sync(id)).files, 2);
  const feed = await readFeed(ctx, id);
  assert.deepEqual(feed.gaps, [
    'white/2026/a-2.json: its SHA-512 is not the one its provider states',
    'white/2026/a-3.json: listed, but not there',
  ]);
  const checked = new Map(
    (await listFeedFiles(ctx.store.db, { feedId: id, isStaged: false })).map((file) => [
      file.name,
      file.checked,
    ]),
  );
  assert.equal(checked.get('white/2026/a-1.json'), 'SHA-512 agrees; OpenPGP signature not verified');
  assert.equal(checked.get('white/2026/a-4.json'), 'SHA-512 agrees; no OpenPGP signature');
  assert(
    server.asked.every((path) => path !== '/secret.json'),
    'what is not public is left alone',
  );

  server.forget();
  documents.set('2026/a-2.json', { text: advisory('a-2', DAY), updated: DAY });
  documents.set('2026/a-3.json', { text: advisory('a-3', DAY), updated: DAY });
  const second = await sync(id);
  assert.deepEqual(
    [second.files, (await readFeed(ctx, id)).gaps, (await readFeed(ctx, id)).kinds],
    [2, [], ['csaf']],
  );
  assert(
    server.asked.every((path) => !/a-[14]\.json/.test(path)),
    'what has not changed is not asked for',
  );

  documents.set('2026/a-1.json', {
    text: advisory('a-1', '2026-03-01T00:00:00Z'),
    updated: '2026-03-01T00:00:00Z',
    hash: 'ff',
  });
  await sync(id);
  const [kept] = (await listFeedFiles(ctx.store.db, { feedId: id, isStaged: false })).filter((file) =>
    file.name.includes('a-1'),
  );
  assert.equal(kept?.lastModified, DAY, 'the document that was whole stays');
  documents.clear();
  await assert.rejects(sync(id), /lists no document any more/);
  assert.equal((await readFeed(ctx, id)).files, 4);
});

test('a provider of CSAF is read by its directory, and followed nowhere else', async (t) => {
  const it = await stand(t, 'embedded');
  if (it === null) return;
  const { ctx, sync } = it;
  const DAY = '2026-02-01T00:00:00Z';
  const documents = () =>
    new Map<string, Document>(
      ['a-1', 'a-2'].map((id) => [`2026/${id}.json`, { text: advisory(id, DAY), updated: DAY }]),
    );
  for (const listing of ['changes.csv', 'index.txt'] as const) {
    const server = await replay(t, csafServer(documents(), listing));
    const id = await addFeed(ctx, {
      source: 'csaf-provider',
      name: listing,
      address: `${server.origin}/provider-metadata.json`,
    });
    assert.equal((await sync(id)).files, 2);
    assert.equal((await sync(id)).state, 'unchanged');
  }
  const foreign = await replay(t, csafServer(documents(), 'rolie', true));
  const id = await addFeed(ctx, {
    source: 'csaf-provider',
    name: 'Foreign',
    address: `${foreign.origin}/provider-metadata.json`,
  });
  await assert.rejects(sync(id), /leads to another host, other\.test/);
  const out = await replay(
    t,
    csafServer(new Map([['../../etc/passwd', { text: '', updated: DAY }]]), 'changes.csv'),
  );
  const escaping = await addFeed(ctx, {
    source: 'csaf-provider',
    name: 'Out',
    address: `${out.origin}/provider-metadata.json`,
  });
  await assert.rejects(sync(escaping), /leads out of its directory/);
});

test('the CVE list is followed by its log of changes, and what the log does not hold is a gap', async (t) => {
  const it = await stand(t, 'embedded');
  if (it === null) return;
  const { ctx, sync } = it;
  const record = (id: string, title: string) => ({
    dataType: 'CVE_RECORD',
    dataVersion: '5.1',
    cveMetadata: { cveId: id, state: 'PUBLISHED', dateUpdated: '2026-02-20T00:00:00Z' },
    containers: {
      cna: {
        title,
        affected: [{ vendor: 'Acme', product: 'Pump', versions: [{ version: '1.0', status: 'affected' }] }],
      },
    },
  });
  const records = new Map<string, object>();
  const log: object[] = [];
  const server = await replay(t, ({ pathname }, { host }) => {
    if (pathname === '/deltaLog.json')
      return { body: JSON.stringify(log).replaceAll('HOST', `http://${host}`) };
    const found = records.get(pathname.slice(1, -'.json'.length));
    return found === undefined ? null : { body: JSON.stringify(found) };
  });
  const change = (cveId: string) => ({ cveId, githubLink: `HOST/${cveId}.json` });
  await pointAt(ctx, 'cve', `${server.origin}/deltaLog.json`);
  await assert.rejects(sync('cve'), /log of changes is empty/);
  records
    .set('CVE-2026-1001', record('CVE-2026-1001', 'One'))
    .set('CVE-2026-1002', record('CVE-2026-1002', 'Two'));
  log.push({
    fetchTime: '2026-02-20T00:00:00.000Z',
    new: [change('CVE-2026-1001'), change('CVE-2026-1009')],
    updated: [change('CVE-2026-1002')],
  });
  assert.equal((await sync('cve')).files, 1, 'records stand together by the thousand');
  assert.deepEqual((await readFeed(ctx, 'cve')).gaps, [
    'Records that last changed before 2026-02-20: bring them as a file of the CVE list',
    'CVE-2026-1009: listed, but not there',
  ]);
  server.forget();
  records.set('CVE-2026-1002', record('CVE-2026-1002', 'Two, and better'));
  log.push({ fetchTime: '2026-02-21T00:00:00.000Z', new: [], updated: [change('CVE-2026-1002')] });
  await sync('cve');
  assert.deepEqual(server.asked, ['/deltaLog.json', '/CVE-2026-1009.json', '/CVE-2026-1002.json']);
  const [file] = await listFeedFiles(ctx.store.db, { feedId: 'cve', isStaged: false });
  assert.equal(file?.name, '2026/1xxx.jsonl');
  records.set('CVE-2026-1002', record('CVE-2026-1001', 'Not the one'));
  log.splice(0, 2, { fetchTime: '2026-02-28T00:00:00.000Z', updated: [change('CVE-2026-1002')] });
  await assert.rejects(sync('cve'), /record of CVE-2026-1002 is that of CVE-2026-1001/);
  records.set('CVE-2026-1002', record('CVE-2026-1002', 'Right again'));
  await sync('cve');
  assert.match((await readFeed(ctx, 'cve')).gaps.join(), /Changes between 2026-02-21 and 2026-02-28/);
});

test('openFDA is read year by year, each held against its total', async (t) => {
  const it = await stand(t, 'embedded');
  if (it === null) return;
  const { ctx, clock, sync } = it;
  const years = new Map([
    [2025, 3],
    [2026, 2],
  ]);
  let announced = 0;
  const server = await replay(t, ({ searchParams }) => {
    const year = Number(/\[(\d{4})/.exec(searchParams.get('search') ?? '')?.[1]);
    const skip = Number(searchParams.get('skip'));
    const total = years.get(year) ?? 0;
    if (total === 0) return null;
    const results = Array.from({ length: total }, (_, n) => ({
      recall_number: `Z-${n}-${year}`,
      classification: 'Class I',
    })).slice(skip, skip + 2);
    return {
      body: JSON.stringify({ meta: { results: { skip, limit: 2, total: total + announced } }, results }),
    };
  });
  await pointAt(ctx, 'openfda', `${server.origin}/device/enforcement.json`);
  const first = await sync('openfda');
  assert.deepEqual([first.loaded, first.expected], [5, 5]);
  assert(server.asked.some((path) => path.includes('[20120101+TO+20121231]')));
  server.forget();
  years.set(2026, 3);
  assert.equal((await sync('openfda')).loaded, 6);
  assert(
    server.asked.every((path) => /\[202[56]/.test(path)),
    'earlier years wait for their turn',
  );
  announced = 4;
  await assert.rejects(sync('openfda'), /empty page after 3 of 7 reports of 2025/);
  announced = 0;
  server.forget();
  clock.now = new Date('2026-04-15T08:00:00Z');
  await sync('openfda');
  assert(
    server.asked.some((path) => path.includes('[20120101')),
    'after a month all years are read again',
  );
});
