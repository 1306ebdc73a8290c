import { createReadStream } from 'node:fs';
import { basename } from 'node:path';
import { fingerprintOf, listBundleKeys, trustBundleKey } from '#app/feeds/bundle-keys';
import { exportBundle } from '#app/feeds/export-bundle';
import { importBundle } from '#app/feeds/import-bundle';
import { type LedgerFeed, listFeeds } from '#app/feeds/ledger';
import { syncFeed } from '#app/feeds/sync';
import { fileTrouble } from '#app/file-trouble';
import { InputError } from '#app/input-error';
import { EXIT, type Command } from './command.ts';
import { say } from './io.ts';
import { counted, grouped, tableLines } from './layout.ts';
import { type Option, UsageError } from './options.ts';
import { writeWhole } from './out-file.ts';
import { DATA, HELP, OUT_FILE } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

const SHORTER: Option = {
  name: 'accept-shorter',
  help: 'Take it even where it brings much less than what is here, or is older',
};

export const feedsListCommand: Command = {
  name: 'feeds list',
  summary: 'List all feeds: how each stands, what it brought, what is missing',
  usage: 'feeds list --data DIR',
  options: [DATA, HELP],
  examples: [{ line: 'feeds list --data ./data', what: 'The ledger, and the key that signs bundles' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const lines = tableLines<LedgerFeed>(
        [
          { title: 'Feed', text: (it) => it.id },
          { title: 'Name', text: (it) => it.name, flexible: true },
          { title: 'State', text: (it) => it.state },
          { title: 'As of', text: (it) => it.asOf?.toISOString().slice(0, 16).replace('T', ' ') ?? '' },
          { title: 'Records', align: 'right', text: (it) => grouped(it.loaded) },
          { title: 'Quarantined', align: 'right', text: (it) => grouped(it.quarantined) },
          { title: 'Problem or gaps', flexible: true, text: (it) => it.problem ?? it.gaps.join('; ') },
        ],
        await listFeeds(ctx),
        session.io.width,
      );
      session.io.stdout.write(lines.map((it) => `${it}\n`).join(''));
      const { own } = await listBundleKeys(ctx);
      session.io.stdout.write(
        `\nBundles are signed by ${own.name}: key ${own.publicKey}, fingerprint ${fingerprintOf(own.publicKey)}\n`,
      );
      return EXIT.done;
    }),
};

export const feedsSyncCommand: Command = {
  name: 'feeds sync',
  summary: 'Read feeds now; the server compiles and matches what they bring',
  usage: 'feeds sync --data DIR [--feed ID …]',
  options: [
    {
      name: 'feed',
      value: 'ID',
      repeatable: true,
      help: 'Feed to read, by its id; all that are switched on unless given',
    },
    SHORTER,
    DATA,
    HELP,
  ],
  examples: [{ line: 'feeds sync --data ./data --feed kev', what: 'The known exploited vulnerabilities' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const named = given.all('feed');
      const switchedOn = (await listFeeds(ctx)).filter((it) => it.isEnabled && it.source !== 'files');
      const ids = named.length > 0 ? named : switchedOn.map((it) => it.id);
      if (ids.length === 0) throw new UsageError('No feed is switched on: add --feed ID');
      for (const id of ids) {
        const run = await syncFeed(ctx, id, {
          signal: session.signal,
          progress: () => {},
          log: (line) => say(session.io, line),
          acceptShorter: given.has('accept-shorter'),
        });
        session.io.stdout.write(
          `${id}: ${run.state}, ${counted(run.files, 'file')} new or changed; ${counted(run.loaded ?? 0, 'record')}, ${grouped(run.quarantined ?? 0)} quarantined\n`,
        );
      }
      return EXIT.done;
    }),
};

export const feedsExportCommand: Command = {
  name: 'feeds export',
  summary: 'Write everything the feeds brought into one signed bundle, for an instance no network reaches',
  usage: 'feeds export --data DIR --out FILE',
  options: [{ ...OUT_FILE, help: 'File to write, a tar archive' }, DATA, HELP],
  examples: [{ line: 'feeds export --data ./data --out feeds.tar', what: 'To be carried across' }],
  run: async (given, session) => {
    const file = given.one('out');
    if (file === null) throw new UsageError('No file is given: add --out FILE');
    return withInstance(given, session, async (ctx) => {
      await writeWhole(file, await exportBundle(ctx));
      const { own } = await listBundleKeys(ctx);
      say(session.io, `Wrote ${file}, signed by ${own.name} (${fingerprintOf(own.publicKey)})`);
      return EXIT.done;
    });
  },
};

export const feedsImportCommand: Command = {
  name: 'feeds import',
  summary: 'Take a signed bundle of feeds in; nothing of it counts unless all of it is whole',
  usage: 'feeds import --data DIR --file FILE',
  options: [
    { name: 'file', short: 'f', value: 'FILE', help: 'Bundle that "feeds export" wrote' },
    {
      name: 'trust',
      value: 'KEY',
      help: 'Trust this key from now on, as "feeds list" shows it where the bundle was made',
    },
    SHORTER,
    DATA,
    HELP,
  ],
  examples: [
    { line: 'feeds import --data ./data --file feeds.tar', what: 'From an instance that is trusted' },
  ],
  run: async (given, session) => {
    const file = given.one('file');
    if (file === null) throw new UsageError('No bundle is given: add --file FILE');
    return withInstance(given, session, async (ctx) => {
      const key = given.one('trust');
      if (key !== null)
        await trustBundleKey(ctx, { name: `Instance ${fingerprintOf(key).slice(0, 8)}`, publicKey: key });
      const { madeBy, madeAt, feeds } = await importBundle(ctx, fileAt(file), {
        acceptShorter: given.has('accept-shorter'),
        signal: session.signal,
        log: (line) => say(session.io, line),
      });
      for (const it of feeds) session.io.stdout.write(`${it.name}: ${counted(it.records, 'record')}\n`);
      say(session.io, `Taken in from ${madeBy}, as it stood on ${madeAt}`);
      return EXIT.done;
    });
  },
};

async function* fileAt(path: string): AsyncGenerator<Uint8Array> {
  try {
    yield* createReadStream(path);
  } catch (cause) {
    const why = fileTrouble(cause) ?? 'the file cannot be opened';
    throw new InputError(`Cannot read bundle "${basename(path)}": ${why}`, { cause });
  }
}
