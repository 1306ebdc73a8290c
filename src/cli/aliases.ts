import { exportAliases } from '#app/vulnerabilities/identifications';
import { previewAliases, takeAliases } from '#app/vulnerabilities/take-aliases';
import { readJsonFile } from '#app/read-json-file';
import { EXIT, type Command } from './command.ts';
import { say } from './io.ts';
import { counted } from './layout.ts';
import { UsageError } from './options.ts';
import { writeWhole } from './out-file.ts';
import { DATA, HELP, OUT_FILE } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

export const aliasesExportCommand: Command = {
  name: 'aliases export',
  summary: 'Write what people said about texts of the inventory as an alias file',
  usage: 'aliases export --data DIR [--out FILE]',
  options: [DATA, OUT_FILE, HELP],
  examples: [
    {
      line: 'aliases export --data ./data --out aliases.json',
      what: 'For "assess --aliases", or another hospital',
    },
  ],
  run: async (given, session) =>
    withInstance(given, session, async (ctx) => {
      const text = await exportAliases(ctx);
      const file = given.one('out');
      if (file === null) session.io.stdout.write(text);
      else await writeWhole(file, [text]);
      return EXIT.done;
    }),
};

export const aliasesImportCommand: Command = {
  name: 'aliases import',
  summary: 'Take in what an alias file says of texts: which product of the feeds they are, or are not',
  usage: 'aliases import --data DIR --file FILE [--dry-run]',
  options: [
    DATA,
    { name: 'file', short: 'f', value: 'FILE', help: 'The alias file' },
    { name: 'dry-run', help: 'Say what it would come to, and change nothing' },
    HELP,
  ],
  examples: [
    {
      line: 'aliases import --data ./data --file aliases.json --dry-run',
      what: 'Exit code 1: some of it cannot be taken, and which',
    },
  ],
  run: async (given, session) => {
    const file = given.one('file');
    if (file === null) throw new UsageError('No alias file is given: add --file FILE');
    const json = await readJsonFile(file, 'alias file');
    return withInstance(given, session, async (ctx) => {
      const isDry = given.has('dry-run');
      const it = await (isDry ? previewAliases : takeAliases)(ctx, json);
      const { io } = session;
      io.stdout.write(
        `${counted(it.taken.length, 'statement')} ${isDry ? 'would be taken' : 'taken'}, ${it.known} said here already\n`,
      );
      for (const each of it.unknown)
        say(
          io,
          `Not taken, no feed names it: ${each.vendor} ${each.product} (${each.manufacturer} ${each.model})`,
        );
      for (const each of it.contradicted)
        say(
          io,
          `Not taken, people here said the opposite: ${each.manufacturer} ${each.model}, ${each.product}`,
        );
      const { companies, words } = it.passedOver;
      if (companies + words > 0)
        say(
          io,
          `Passed over: ${counted(companies, 'company', 'companies')} and ${counted(words, 'word')}; the record goes by those that ship`,
        );
      return it.unknown.length + it.contradicted.length > 0 ? EXIT.rejectedInput : EXIT.done;
    });
  },
};
