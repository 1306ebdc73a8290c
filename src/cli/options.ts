import { parseArgs } from 'node:util';
import { nearest } from './nearest.ts';

export interface Option {
  readonly name: string;
  readonly short?: string;
  /** What stands for the value in the help, e.g. `FILE`; a flag has none. */
  readonly value?: string;
  readonly repeatable?: boolean;
  /** The value names a file that the command writes: whether it can is looked at before the command begins. */
  readonly isWritten?: boolean;
  readonly help: string;
}

/** What the command line said, by option. */
export interface Given {
  one(name: string): string | null;
  all(name: string): readonly string[];
  has(name: string): boolean;
}

/** The command line cannot be understood; the message says what to write instead. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
}

/** Reads the arguments of one command against its options. Throws `UsageError`: an option misspelt is never ignored. */
export function readArguments(args: readonly string[], options: readonly Option[]): Given {
  const { tokens } = parseArgs({
    args: [...args],
    options: Object.fromEntries(options.map((it) => [it.name, parseArgsOption(it)])),
    strict: false,
    tokens: true,
  });
  const values = new Map<string, string[]>();
  for (const token of tokens) {
    if (token.kind === 'positional')
      throw new UsageError(
        `Unexpected argument "${token.value}": every argument belongs to an option; a repeatable option is written once for each value`,
      );
    if (token.kind !== 'option') continue;
    const option = options.find((it) => it.name === token.name);
    if (option === undefined) throw unknownOption(token.rawName, options);
    values.set(option.name, [
      ...(values.get(option.name) ?? []),
      valueOf(option, token.value, token.inlineValue),
    ]);
  }
  for (const [name, given] of values)
    if (given.length > 1 && options.find((it) => it.name === name)?.repeatable !== true)
      throw new UsageError(`Option --${name} is given ${given.length} times: it takes one value`);
  return {
    one: (name) => values.get(name)?.[0] ?? null,
    all: (name) => values.get(name) ?? [],
    has: (name) => values.has(name),
  };
}

function parseArgsOption(option: Option) {
  return {
    type: option.value === undefined ? ('boolean' as const) : ('string' as const),
    multiple: true,
    ...(option.short === undefined ? {} : { short: option.short }),
  };
}

function valueOf(option: Option, value: string | undefined, inline: boolean | undefined): string {
  if (option.value === undefined) {
    if (value !== undefined) throw new UsageError(`Option --${option.name} takes no value: "${value}"`);
    return '';
  }
  if (value === undefined)
    throw new UsageError(`Option --${option.name} needs a value: --${option.name} ${option.value}`);
  if (inline !== true && value.startsWith('--'))
    throw new UsageError(
      `Option --${option.name} needs a value, and "${value}" looks like the next option: write --${option.name}=${value} if it is meant`,
    );
  return value;
}

function unknownOption(written: string, options: readonly Option[]): UsageError {
  const close = nearest(
    written.replace(/^-+/, ''),
    options.map((it) => it.name),
  );
  const hint = close === null ? 'see --help for those there are' : `did you mean --${close}?`;
  return new UsageError(`Unknown option ${written}: ${hint}`);
}

/** One of a few words. */
export function choiceOf<Word extends string>(
  given: Given,
  name: string,
  words: readonly Word[],
): Word | null {
  const written = given.one(name);
  if (written === null) return null;
  const word = words.find((it) => it === written.toLowerCase());
  if (word !== undefined) return word;
  const close = nearest(written, words);
  throw new UsageError(
    `Cannot read --${name} "${written}": it is one of ${words.join(', ')}${close === null ? '' : `; did you mean ${close}?`}`,
  );
}

/** A whole number from 1 up. */
export function countOf(given: Given, name: string): number | null {
  const written = given.one(name);
  if (written === null) return null;
  if (!/^[1-9]\d{0,8}$/.test(written))
    throw new UsageError(`Cannot read --${name} "${written}": it is a whole number from 1 up`);
  return Number(written);
}

/** A calendar day, `YYYY-MM-DD`. */
export function dayOf(given: Given, name: string): string | null {
  const written = given.one(name);
  if (written === null) return null;
  const ms = /^\d{4}-\d{2}-\d{2}$/.test(written) ? Date.parse(`${written}T00:00:00Z`) : Number.NaN;
  if (Number.isNaN(ms) || new Date(ms).toISOString().slice(0, 10) !== written)
    throw new UsageError(
      `Cannot read --${name} "${written}": it is no day of the calendar written YYYY-MM-DD`,
    );
  return written;
}
