import type { DeviceSupportView } from '#contract/inventory/model-files';
import { PART_WORDS, type PatchedPart } from '#engine/mds2';
import { TableScroll } from '../ui/TableScroll.tsx';
import { capital } from '../ui/words.ts';
import { PATCH_METHOD_WORDS } from './inherited.tsx';

type Path = NonNullable<DeviceSupportView['path']>;

const ANSWERS = { yes: 'Yes', no: 'No', 'not-applicable': 'N/A', 'see-note': 'See note' } as const;

export function answerWords(answer: keyof typeof ANSWERS | null): string {
  return answer === null ? 'not answered' : ANSWERS[answer];
}

/** How each kind of software is patched, with the answers that decided it. */
export function PatchPathTable({ path }: { readonly path: Path }) {
  return (
    <TableScroll label="Patch path">
      <table className="plain-table">
        <thead>
          <tr>
            <th>Part</th>
            <th>Who patches it</th>
            <th>Decided by</th>
          </tr>
        </thead>
        <tbody>
          {path.parts.map((it) => (
            <tr key={it.part}>
              <th scope="row" className="second">
                {capital(PART_WORDS[it.part as PatchedPart] ?? it.part)}
              </th>
              <td>
                <span className={it.path === null ? 'strong' : ''}>
                  {it.path === null
                    ? 'Cannot be told'
                    : it.path === 'not-present'
                      ? 'Not present'
                      : PATCH_METHOD_WORDS[it.path]}
                </span>
                {it.path !== 'not-present' && <span className="muted small block">{it.because}</span>}
              </td>
              <td className="small">
                {it.answers.length === 0 && <span className="muted">no answer</span>}
                {it.answers.map((said) => (
                  <span key={said.question} className="block">
                    <span className="mono">{said.question}</span> {answerWords(said.answer)}
                    {said.note !== '' && <span className="muted">{` (${said.note})`}</span>}
                  </span>
                ))}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
