import { useState } from 'react';
import type { DeviceDetail } from '#contract/inventory/device';
import { isEditableField } from '../../../parts/device-fields.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, moment } from '../../../ui/words.ts';
import { nameOfField } from '../field-names.ts';
import { FieldEditor } from './FieldEditor.tsx';
import { useReasonNot } from '../session.ts';

type Provenance = DeviceDetail['provenance'][number];
type Saying = Provenance['sayings'][number];

export const GRADES: Readonly<Record<Saying['grade'], { readonly letter: string; readonly words: string }>> =
  {
    'read-from-device': { letter: 'A', words: 'read from the device' },
    label: { letter: 'B', words: 'read from a label or photo' },
    entered: { letter: 'C', words: 'entered by a person' },
    network: { letter: 'D', words: 'seen on the network' },
    unstated: { letter: '–', words: 'not stated' },
  };

const KINDS: Readonly<Record<Saying['kind'], string>> = {
  person: 'by hand',
  cmms: 'CMMS',
  discovery: 'discovery',
  scanner: 'scanner',
  register: 'register',
  list: 'list',
  sbom: 'bill of materials',
};

/** Every field with its value, who says so, how well it is known and since when; disagreement stands beneath. */
export function ProvenanceCard({ it }: { readonly it: DeviceDetail }) {
  const [adding, setAdding] = useState(false);
  const mayNot = useReasonNot('inventory.edit');
  return (
    <Card
      title="Identity and provenance"
      note={countOf(it.provenance.length, 'field')}
      acts={<GradeKey />}
      footer="Where sources disagree, the first line holds; what the others say stands beneath it. Times are in your own zone."
    >
      {it.provenance.length === 0 ? (
        <Empty title="No source says anything about this device now" />
      ) : (
        <TableScroll label="Identity and provenance">
          <table className="plain-table provenance">
            <thead>
              <tr>
                <th>Field</th>
                <th>Value</th>
                <th>Source</th>
                <th>Grade</th>
                <th className="wide-only">When</th>
              </tr>
            </thead>
            <tbody>
              {it.provenance.map((each) => (
                <FieldRows key={each.field} device={it} it={each} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
      <div className="card-body no-print">
        {adding ? (
          <FieldEditor it={it} field={null} onClose={() => setAdding(false)} />
        ) : (
          <ActButton size="xs" variant="default" disabledReason={mayNot} onClick={() => setAdding(true)}>
            Add a field
          </ActButton>
        )}
      </div>
    </Card>
  );
}

function FieldRows({
  device,
  it: { field, isConflict, sayings },
}: {
  readonly device: DeviceDetail;
  readonly it: Provenance;
}) {
  const [editing, setEditing] = useState(false);
  const mayNot = useReasonNot('inventory.edit');
  const ruling = sayings.find((it) => it.rules) ?? sayings[0];
  if (ruling === undefined) return null;
  const alike = sayings.filter((it) => it !== ruling && it.text === ruling.text);
  const others = sayings.filter((it) => it !== ruling && it.text !== ruling.text);
  return (
    <>
      <tr>
        <th scope="row">
          {nameOfField(field)}
          {isEditableField(field) && mayNot === null && (
            <button
              type="button"
              className="link field-edit no-print"
              aria-expanded={editing}
              onClick={() => setEditing(!editing)}
            >
              Edit<span className="visually-hidden">{` ${nameOfField(field)}`}</span>
            </button>
          )}
        </th>
        <td className="strong break">
          {ruling.text}
          <Placeholder it={ruling} />
          {isConflict && (
            <span className="block">
              <StateText shape="diamond" tone="warn">
                Conflict
              </StateText>
            </span>
          )}
          {device.unproven.some((it) => it === field) && (
            <span className="block">
              <StateText shape="dashed" tone="warn">
                Weaker evidence than the policy asks for
              </StateText>
            </span>
          )}
        </td>
        <td>{[...new Set([ruling, ...alike].map(saidBy))].join(', ')}</td>
        <td>
          <Grade of={ruling.grade} />
        </td>
        <td className="second wide-only nowrap">
          <time dateTime={ruling.at} title={ruling.at}>
            {moment(ruling.at)}
          </time>
        </td>
      </tr>
      {editing && (
        <tr>
          <td colSpan={5}>
            <FieldEditor it={device} field={field} onClose={() => setEditing(false)} />
          </td>
        </tr>
      )}
      {others.map((it) => (
        <tr
          key={`${it.source} ${it.at} ${it.text}`}
          className={isConflict && it.junk === null ? 'dispute' : 'older'}
        >
          <td>
            <span className="visually-hidden">{`${nameOfField(field)}, otherwise`}</span>
          </td>
          <td className="break">
            {it.text}
            <Placeholder it={it} />
          </td>
          <td>{saidBy(it)}</td>
          <td>
            <Grade of={it.grade} />
          </td>
          <td className="second wide-only nowrap">{moment(it.at)}</td>
        </tr>
      ))}
    </>
  );
}

/** Why a value rules over no other. */
function Placeholder({ it: { junk, rules } }: { readonly it: Saying }) {
  if (junk === null) return null;
  return (
    <span className="block">
      <StateText shape="dashed" tone="idle">
        {rules ? `Not known: ${junk}` : `Does not count: ${junk}`}
      </StateText>
    </span>
  );
}

function saidBy({ source, kind, by }: Saying): string {
  if (by !== null) return `${by} (${KINDS[kind]})`;
  return source.toLowerCase() === KINDS[kind].toLowerCase() ? source : `${source} (${KINDS[kind]})`;
}

function Grade({ of }: { readonly of: Saying['grade'] }) {
  const { letter, words } = GRADES[of];
  return (
    <span className={letter === 'A' ? 'grade best' : 'grade'} title={words}>
      {letter}
      <span className="visually-hidden">{`, ${words}`}</span>
    </span>
  );
}

function GradeKey() {
  return (
    <span className="grade-key small second wide-only">
      {Object.values(GRADES).map(({ letter, words }) => (
        <span key={letter}>
          <span className={letter === 'A' ? 'grade best' : 'grade'}>{letter}</span> {words}
        </span>
      ))}
    </span>
  );
}
