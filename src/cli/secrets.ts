import { keptKey } from '#app/secrets/key-file';
import { renewKeyFile, renewSecretsKey } from '#app/secrets/renew-key';
import { type Command, EXIT } from './command.ts';
import { say } from './io.ts';
import { counted } from './layout.ts';
import { UsageError } from './options.ts';
import { DATA, HELP } from './shared-options.ts';
import { withInstance } from './with-instance.ts';

export const secretsRenewKeyCommand: Command = {
  name: 'secrets renew-key',
  summary: 'Encrypt every secret of the database with another key',
  usage: 'secrets renew-key (--data DIR | --key-file FILE)',
  options: [
    DATA,
    {
      name: 'key-file',
      value: 'FILE',
      isWritten: true,
      help: 'Where the key stands in PATCHWARD_KEY: the new one, 32 bytes in base64; made where there is no such file',
    },
    HELP,
  ],
  examples: [
    {
      line: 'secrets renew-key --data ./data',
      what: 'A new secrets.key in the data folder, while no server runs',
    },
    {
      line: 'secrets renew-key --key-file new.key',
      what: 'With DATABASE_URL and PATCHWARD_KEY: stop every node first, start them with the new key afterwards',
    },
  ],
  run: async (given, session) => {
    const { folder, key } = session.place(given.one('data'));
    const file = given.one('key-file');
    const isInFolder = key === null && folder !== null;
    if (isInFolder && file !== null)
      throw new UsageError('The key stands in the data folder: leave --key-file out');
    return withInstance(given, session, async (ctx) => {
      if (isInFolder) {
        const { before, after, secrets, kept } = await renewKeyFile(ctx, folder);
        session.io.stdout.write(`${after}\n`);
        say(
          session.io,
          `${counted(secrets, 'secret')} encrypted anew; key ${before} opens none of them any more`,
        );
        say(
          session.io,
          `It is kept in ${kept}, because backups made until now need it: delete it once they are gone`,
        );
        return EXIT.done;
      }
      if (file === null)
        throw new UsageError(
          'The key stands in PATCHWARD_KEY: add --key-file FILE, which keeps the new one before anything is encrypted with it',
        );
      const { before, after, secrets } = await renewSecretsKey(ctx, await keptKey(file));
      session.io.stdout.write(`${after}\n`);
      say(
        session.io,
        `${counted(secrets, 'secret')} encrypted anew; key ${before} opens none of them any more`,
      );
      say(
        session.io,
        `Set PATCHWARD_KEY to what ${file} holds on every node, and start them again. Keep the old key as long as backups made until now: they need it`,
      );
      return EXIT.done;
    });
  },
};
