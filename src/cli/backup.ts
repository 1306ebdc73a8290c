import { readFile } from 'node:fs/promises';
import { makeBackup } from '#app/backup/make-backup';
import { InputError } from '#app/input-error';
import { api } from '#contract/api';
import { addressOf } from '#contract/kit';
import { EXIT, type Command } from './command.ts';
import { type Chunks, say } from './io.ts';
import { type Given, UsageError } from './options.ts';
import { writeWhole } from './out-file.ts';
import { DATA, HELP, OUT_FILE } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

export const backupCommand: Command = {
  name: 'backup',
  summary: 'Write everything the database holds into one consistent file',
  usage: 'backup --out FILE (--data DIR | --server URL --token-file FILE)',
  options: [
    { ...OUT_FILE, help: 'File to write, gzipped; the key file is not part of it' },
    DATA,
    {
      name: 'server',
      value: 'URL',
      help: 'Take it from a running server: an embedded database is open to its server alone',
    },
    {
      name: 'token-file',
      value: 'FILE',
      help: 'File with an API token that may make backups, for --server',
    },
    HELP,
  ],
  examples: [
    {
      line: 'backup --server http://localhost:8080 --token-file token.txt --out backup.jsonl.gz',
      what: 'While the server runs',
    },
    { line: 'backup --data ./data --out backup.jsonl.gz', what: 'While it does not' },
  ],
  run: async (given, session) => {
    const file = given.one('out');
    if (file === null) throw new UsageError('No file is given: add --out FILE');
    const server = given.one('server');
    if (server === null)
      await withInstance(given, session, async (ctx) => writeWhole(file, await makeBackup(ctx)));
    else await writeWhole(file, await fromServer(server, given, session.signal));
    say(session.io, `Wrote ${file}. Keep it apart from the key file, which it needs to be restored`);
    return EXIT.done;
  },
};

async function fromServer(server: string, given: Given, signal: AbortSignal): Promise<Chunks> {
  const file = given.one('token-file');
  if (file === null) throw new UsageError('No token is given: add --token-file FILE');
  const token = (await readFile(file, 'utf8')).trim();
  const response = await fetch(new URL(addressOf(api.makeBackup, {}), server), {
    method: api.makeBackup.method,
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: '{}',
    signal,
  });
  if (!response.ok || response.body === null)
    throw new InputError(`Cannot take a backup from ${server}: ${await response.text()}`);
  return response.body;
}
