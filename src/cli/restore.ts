import { checkBackup } from '#app/backup/backup-file';
import { restoreBackup } from '#app/backup/restore-backup';
import { openForRestore } from '#app/open-instance';
import { EXIT, type Command } from './command.ts';
import { say } from './io.ts';
import { UsageError } from './options.ts';
import { DATA, HELP } from './shared-options.ts';

export const restoreCommand: Command = {
  name: 'restore',
  summary: 'Put a backup into an empty place, on either engine',
  usage: 'restore --file FILE [--data DIR]',
  options: [{ name: 'file', short: 'f', value: 'FILE', help: 'The backup' }, DATA, HELP],
  examples: [
    {
      line: 'restore --file backup.jsonl.gz --data ./data',
      what: 'Into a folder that holds nothing but the key file (secrets.key) of the instance the backup is from',
    },
  ],
  run: async (given, { io, now, place, outgoing }) => {
    const file = given.one('file');
    if (file === null) throw new UsageError('No backup is given: add --file FILE');
    // A file that cannot be restored leaves no trace in the place.
    const checked = await checkBackup(file);
    const instance = await openForRestore(place(given.one('data')), {
      now,
      outgoing,
      onFault: (error) => say(io, `Fault of the database connection: ${error.message}`),
    });
    try {
      const { takenAt, tables, rows, auditEntries } = await restoreBackup(instance, file, checked);
      io.stdout.write(
        `Restored what was there at ${takenAt}: ${rows} rows of ${tables} tables\nThe audit log is proven: ${auditEntries} entries\n`,
      );
    } finally {
      await instance.store.close();
    }
    return EXIT.done;
  },
};
