import { exportAudit } from '#app/audit/export';
import { renewSigningKey } from '#app/audit/renew-key';
import { verifyAuditFile } from '#app/audit/verify';
import { EXIT, type Command } from './command.ts';
import { say, writeAll } from './io.ts';
import { UsageError } from './options.ts';
import { writeWhole } from './out-file.ts';
import { DATA, HELP, OUT_FILE } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

export const auditExportCommand: Command = {
  name: 'audit export',
  summary: 'Write the whole audit log as lines that prove themselves',
  usage: 'audit export --data DIR [--out FILE]',
  options: [DATA, OUT_FILE, HELP],
  examples: [{ line: 'audit export --data ./data --out audit.jsonl', what: 'The log, in a file' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const lines = await exportAudit(ctx);
      const file = given.one('out');
      if (file === null) await writeAll(session.io.stdout, lines);
      else await writeWhole(file, lines);
      return EXIT.done;
    }),
};

export const auditRenewKeyCommand: Command = {
  name: 'audit renew-key',
  summary: 'Have another key sign the audit log and feed bundles from now on',
  usage: 'audit renew-key --data DIR',
  options: [DATA, HELP],
  examples: [{ line: 'audit renew-key --data ./data', what: 'Keep the line it prints elsewhere' }],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const { before, after } = await renewSigningKey(ctx);
      session.io.stdout.write(`${after}\n`);
      say(
        session.io,
        `${before} signs no more. What it signed stays proven; whoever takes feed bundles of this instance needs the new key`,
      );
      return EXIT.done;
    }),
};

export const auditVerifyCommand: Command = {
  name: 'audit verify',
  summary: 'Prove an exported audit log without its server: every row, their order, both ends',
  usage: 'audit verify --file FILE [--key KEY]',
  options: [
    { name: 'file', short: 'f', value: 'FILE', help: 'The export' },
    { name: 'key', value: 'KEY', help: 'Public key of the log, as Settings › Audit log shows it' },
    HELP,
  ],
  examples: [
    {
      line: 'audit verify --file audit.jsonl --key patchward-70c1ad66d22c+1f0a…+AQ…',
      what: 'Exit code 0: proven. 1: something was changed, and where',
    },
  ],
  run: async (given, { io }) => {
    const file = given.one('file');
    if (file === null) throw new UsageError('No export is given: add --file FILE');
    const verdict = await verifyAuditFile(file, given.one('key'));
    if (!verdict.proven) {
      say(io, `Not proven: ${verdict.because}`);
      return EXIT.rejectedInput;
    }
    const { entries, checkpoints, exportedAt, key, formerKeys } = verdict.proof;
    io.stdout.write(
      `Proven: ${entries} entries and ${checkpoints} checkpoints, exported at ${exportedAt}\nSigned by ${key}\n`,
    );
    if (formerKeys.length > 0) io.stdout.write(`Handed over to by ${formerKeys.join(', by ')}\n`);
    if (formerKeys.includes(given.one('key') ?? ''))
      say(
        io,
        'The key given has been changed: if it may be in strange hands, check against the one that Settings › Audit log shows',
      );
    if (given.one('key') === null)
      say(io, 'No key was given: compare the one above with the one that Settings › Audit log shows');
    return EXIT.done;
  },
};
