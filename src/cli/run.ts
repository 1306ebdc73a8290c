import { InputError } from '#app/input-error';
import { Refused } from '#app/refusal';
import { COMMANDS, type NamedCommand } from './commands.ts';
import { EXIT, type Command, type Exit } from './command.ts';
import { helpFor, helpForFamily, overview } from './help.ts';
import { ReaderGone, say } from './io.ts';
import { nearest } from './nearest.ts';
import { type Given, readArguments, UsageError } from './options.ts';
import { CannotWrite, isSameFile, refuseUnwritable } from './out-file.ts';
import type { Session } from './session.ts';

/** Runs one command line and says how it ended. Every way to end is caught here and nowhere else. */
export async function runCommandLine(args: readonly string[], session: Session): Promise<Exit> {
  try {
    return await dispatch(args, session);
  } catch (error) {
    return ended(error, session);
  }
}

async function dispatch(args: readonly string[], session: Session): Promise<Exit> {
  const { io } = session;
  const [first = 'help', ...rest] = args;
  if (first === 'version' || first === '--version' || first === '-V') {
    io.stdout.write(`patchward ${session.version}\n`);
    return EXIT.done;
  }
  if (first === 'help' || first === '--help' || first === '-h') {
    io.stdout.write(
      rest.length === 0
        ? overview(await Promise.all(COMMANDS.map((it) => it.load())), io.width)
        : ((await familyHelp(rest, io.width)) ?? helpFor(await commandIn(rest).command.load(), io.width)),
    );
    return EXIT.done;
  }
  const ofFamily = args.some(asksForHelp)
    ? await familyHelp(
        args.filter((it) => !asksForHelp(it)),
        io.width,
      )
    : null;
  if (ofFamily !== null) {
    io.stdout.write(ofFamily);
    return EXIT.done;
  }
  const { command: named, rest: commandArgs } = commandIn(args);
  const command = await named.load();
  if (commandArgs.some(asksForHelp)) {
    io.stdout.write(helpFor(command, io.width));
    return EXIT.done;
  }
  const given = readCommandArguments(command, commandArgs);
  await refuseUnwritableFiles(command, given);
  return command.run(given, session);
}

/** Long work whose result has nowhere to go is not begun. */
async function refuseUnwritableFiles({ options }: Command, given: Given): Promise<void> {
  for (const { name } of options.filter((it) => it.isWritten === true))
    for (const file of given.all(name)) {
      const read = options.find(
        (it) =>
          it.name !== name &&
          (it.value === 'FILE' || it.value === 'PATH') &&
          given.all(it.name).some((other) => isSameFile(file, other)),
      );
      if (read !== undefined)
        throw new UsageError(`Cannot write --${name} to ${file}: it would take the place of --${read.name}`);
      await refuseUnwritable(file);
    }
}

function readCommandArguments(command: Command, args: readonly string[]) {
  try {
    return readArguments(args, command.options);
  } catch (error) {
    if (error instanceof UsageError)
      throw new UsageError(`${error.message}\nSee: patchward ${command.name} --help`, { cause: error });
    throw error;
  }
}

function asksForHelp(argument: string): boolean {
  return argument === '--help' || argument === '-h';
}

/** Help on all commands whose names begin with the one word given; null: there are none. */
async function familyHelp(words: readonly string[], width: number): Promise<string | null> {
  const family = words.length === 1 ? familyOf(words[0] ?? '') : [];
  return family.length === 0 ? null : helpForFamily(await Promise.all(family.map((it) => it.load())), width);
}

function familyOf(word: string): readonly NamedCommand[] {
  return COMMANDS.filter((it) => it.name.startsWith(`${word} `));
}

/** A command's name may have two words. */
function commandIn(args: readonly string[]): {
  readonly command: NamedCommand;
  readonly rest: readonly string[];
} {
  for (const words of [2, 1]) {
    const command = COMMANDS.find((it) => it.name === args.slice(0, words).join(' '));
    if (command !== undefined) return { command, rest: args.slice(words) };
  }
  const written = args[0] ?? '';
  const names = COMMANDS.map((it) => it.name);
  const family = familyOf(written).map((it) => it.name);
  if (family.length > 0)
    throw new UsageError(
      `"${args.slice(0, 2).join(' ')}" is no command on its own: there is ${family.join(', ')}; see patchward ${written} --help`,
    );
  const close = nearest(written, names);
  throw new UsageError(
    `Unknown command "${written}": ${close === null ? 'see patchward help' : `did you mean "${close}"?`}`,
  );
}

/** What a person can put right: their words are for the person, not for the log. */
const UNUSABLE = [UsageError, InputError, CannotWrite, Refused];

function ended(error: unknown, { io, signal }: Session): Exit {
  if (error instanceof ReaderGone) return EXIT.done;
  if (signal.aborted) {
    say(io, 'Cancelled: nothing was written');
    return EXIT.cancelled;
  }
  if (UNUSABLE.some((it) => error instanceof it)) {
    say(io, (error as Error).message);
    return EXIT.unusable;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  say(io, `This is a fault of Patchward, not of your input:\n${trace}`);
  return EXIT.fault;
}
