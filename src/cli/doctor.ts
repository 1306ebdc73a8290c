import { examine } from '#app/doctor';
import { EXIT, type Command } from './command.ts';
import { tableLines } from './layout.ts';
import { DATA, HELP } from './shared-options.ts';

export const doctorCommand: Command = {
  name: 'doctor',
  summary: 'Show how the system of record is set up, with secrets hidden, and what needs attention',
  usage: 'doctor [--data DIR]',
  options: [DATA, HELP],
  examples: [{ line: 'doctor --data ./data', what: 'Exit code 1 when something needs attention' }],
  run: async (given, { io, place, environment, now }) => {
    const findings = await examine(place(given.one('data')), environment, now());
    const lines = tableLines(
      [
        { title: 'What', text: (it) => it.name },
        { title: 'State', text: (it) => it.value },
        { title: 'Needs attention', flexible: true, text: (it) => it.problem ?? '' },
      ],
      findings,
      io.width,
    );
    io.stdout.write(lines.map((it) => `${it}\n`).join(''));
    return findings.some((it) => it.problem !== null) ? EXIT.rejectedInput : EXIT.done;
  },
};
