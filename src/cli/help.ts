import type { Command } from './command.ts';
import { wrapped } from './layout.ts';
import type { Option } from './options.ts';

const INDENT = '  ';

/** What `patchward help` prints. */
export function overview(commands: readonly Command[], width: number): string {
  return [
    "Patchward finds what threatens a hospital's devices, says why, and ranks what to do first.",
    '',
    'Usage: patchward <command> [options]',
    '',
    'Commands',
    ...summaries(commands, width),
    '',
    ...MORE_HELP,
    'Exit codes: 0 done, 1 done with rejected input, 2 unusable input or command line',
    '',
  ].join('\n');
}

/** What `patchward user --help` prints: there are several commands that begin with the word. */
export function helpForFamily(commands: readonly Command[], width: number): string {
  return ['Commands', ...summaries(commands, width), '', ...MORE_HELP, ''].join('\n');
}

const MORE_HELP = ['Options of a command and examples: patchward <command> --help'];

function summaries(commands: readonly Command[], width: number): string[] {
  const nameWidth = Math.max(...commands.map((it) => it.name.length));
  return commands.flatMap((it) => entry(it.name, nameWidth, it.summary, width));
}

/** What `patchward <command> --help` prints. */
export function helpFor(command: Command, width: number): string {
  const left = command.options.map(optionWords);
  const leftWidth = Math.max(...left.map((it) => it.length));
  return [
    ...wrapped(command.summary, width),
    '',
    `Usage: patchward ${command.usage}`,
    '',
    'Options',
    ...command.options.flatMap((it, i) => entry(left[i] ?? '', leftWidth, it.help, width)),
    '',
    'Examples',
    ...command.examples.flatMap((it) => [`${INDENT}patchward ${it.line}`, `${INDENT}${INDENT}${it.what}`]),
    '',
  ].join('\n');
}

function optionWords(it: Option): string {
  const short = it.short === undefined ? '    ' : `-${it.short}, `;
  return `${short}--${it.name}${it.value === undefined ? '' : ` ${it.value}`}${it.repeatable === true ? ' …' : ''}`;
}

function entry(left: string, leftWidth: number, text: string, width: number): string[] {
  const room = Math.max(20, width - INDENT.length * 2 - leftWidth);
  return wrapped(text, room).map(
    (line, i) => `${INDENT}${(i === 0 ? left : '').padEnd(leftWidth)}${INDENT}${line}`,
  );
}
