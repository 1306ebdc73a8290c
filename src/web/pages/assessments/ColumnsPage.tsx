import { Select } from '@mantine/core';
import { useNavigate, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import type { ColumnView, ColumnsView } from '#contract/assessments/assessment';
import { useAssessment, useColumns } from '../../data.ts';
import { change, type Changes, chosenColumns, fieldOf } from '../../parts/chosen-columns.ts';
import { FIELD_NAMES } from '../../parts/fields.ts';
import { ActButton } from '../../ui/ActButton.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { StateText } from '../../ui/StateShape.tsx';
import { TableScroll } from '../../ui/TableScroll.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf } from '../../ui/words.ts';
import { assessAgain } from '../../upload.ts';

/** What each column was taken for. A wrong guess is put right here, and the same file is assessed again. */
export function ColumnsPage() {
  const { id } = useParams({ from: '/assessments/$id' });
  const { data, error } = useColumns(id);
  if (error !== null) return <Empty title="The columns could not be read">{error.message}</Empty>;
  if (data === undefined)
    return (
      <div className="page">
        <Waiting lines={12} label="Loading columns" />
      </div>
    );
  return <ColumnsEditor key={id} id={id} view={data} />;
}

function ColumnsEditor({ id, view }: { readonly id: string; readonly view: ColumnsView }) {
  const assessment = useAssessment(id).data;
  const navigate = useNavigate();
  const [changes, setChanges] = useState<Changes>(new Map());
  const [problem, setProblem] = useState<string | null>(null);
  const [busy, setBusy] = useState(false);
  const { columns } = view;
  const changed = columns.filter((it) => fieldOf(it, changes) !== it.field);
  const choose = (column: ColumnView, field: string | null) =>
    setChanges(change(columns, changes, column, field));

  const run = async () => {
    setBusy(true);
    try {
      const next = await assessAgain(
        id,
        chosenColumns(columns, changes, assessment?.mapping ?? {}),
        assessment?.preset ?? 'graded',
      );
      await navigate({ to: '/assessments/$id', params: { id: next.id } });
    } catch (error) {
      setProblem(error instanceof Error ? error.message : String(error));
    } finally {
      setBusy(false);
    }
  };

  const refused = view.columns.filter((it) => it.state === 'refused');
  return (
    <div className="page">
      <div className="head">
        <div>
          <h1>Column mapping</h1>
          <p className="muted">{summaryOf(view)}</p>
          {changed.length === 0 && view.columns.length > 0 && (
            <p className="muted small">A wrong guess? Choose another field, or “Not used”, then run again.</p>
          )}
        </div>
        <div className="head-acts">
          {changed.length > 0 && (
            <ActButton variant="default" onClick={() => setChanges(new Map())}>
              Undo changes
            </ActButton>
          )}
          <ActButton
            icon="again"
            loading={busy}
            disabledReason={
              changed.length === 0
                ? 'Change a column first: with the same columns the result is the same'
                : null
            }
            onClick={() => void run()}
          >
            Run again with this mapping
          </ActButton>
        </div>
      </div>
      {problem !== null && (
        <Notice tone="bad" title="Not started." urgent>
          {problem}
        </Notice>
      )}
      {refused.length > 0 && (
        <Notice tone="warn" title="Patient data is not kept.">
          {refused.map((it) => `“${it.column}”`).join(', ')}: the values were dropped while reading and are
          nowhere in the result.
        </Notice>
      )}
      {view.columns.length === 0 ? (
        <Empty title="This kind of file has fixed fields">There are no columns to map.</Empty>
      ) : (
        <Card title="Columns" note={changed.length === 0 ? undefined : countOf(changed.length, 'change')}>
          <MappingTable view={view} changes={changes} onChoose={choose} />
        </Card>
      )}
    </div>
  );
}

function summaryOf({ columns }: ColumnsView): string {
  const of = (state: ColumnView['state']) => columns.filter((it) => it.state === state).length;
  const parts = [`${of('mapped')} of ${countOf(columns.length, 'column')} feed a field`];
  if (of('unmapped') > 0) parts.push(`${of('unmapped')} kept beside the device, not used`);
  if (of('refused') > 0) parts.push(`${of('refused')} refused`);
  return parts.join(' · ');
}

const NOT_USED = '';
const FIELDS = [
  { value: NOT_USED, label: 'Not used' },
  ...Object.entries(FIELD_NAMES).map(([value, label]) => ({ value, label })),
];

interface MappingTableProps {
  readonly view: ColumnsView;
  readonly changes: Changes;
  readonly onChoose: (it: ColumnView, field: string | null) => void;
}

function MappingTable({ view, changes, onChoose }: MappingTableProps) {
  const severalFiles = new Set(view.columns.map((it) => it.file)).size > 1;
  return (
    <TableScroll label="Columns of the file">
      <table className="plain-table mapping">
        <thead>
          <tr>
            {severalFiles && <th>File</th>}
            <th>Column</th>
            <th className="wide-only">Example</th>
            <th>Goes to</th>
            <th className="wide-only">Why</th>
            <th>State</th>
          </tr>
        </thead>
        <tbody>
          {view.columns.map((it) => (
            <tr
              key={`${it.file}›${it.column}`}
              className={fieldOf(it, changes) === it.field ? '' : 'changed'}
            >
              {severalFiles && <td className="second">{it.file}</td>}
              <td className="mono strong">{it.column}</td>
              <td className="mono muted cut wide-only" title={it.example}>
                {it.example}
              </td>
              <td>
                {it.state === 'refused' ? (
                  <span className="muted">not kept</span>
                ) : (
                  <Select
                    aria-label={`Field for column ${it.column}`}
                    className="field-select"
                    allowDeselect={false}
                    searchable
                    data={FIELDS}
                    value={fieldOf(it, changes) ?? NOT_USED}
                    onChange={(field) => onChoose(it, field === NOT_USED ? null : field)}
                    nothingFoundMessage="No such field"
                  />
                )}
              </td>
              <td className="second small wide-only">
                {fieldOf(it, changes) === it.field ? it.because : 'chosen by you, not run yet'}
              </td>
              <td>
                <ColumnState it={it} changed={fieldOf(it, changes) !== it.field} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}

function ColumnState({ it, changed }: { readonly it: ColumnView; readonly changed: boolean }) {
  if (changed)
    return (
      <StateText shape="diamond" tone="accent">
        Changed
      </StateText>
    );
  switch (it.state) {
    case 'mapped':
      return (
        <StateText shape="check" tone="good">
          Mapped
        </StateText>
      );
    case 'unmapped':
      return (
        <StateText shape="dashed" tone="idle">
          Not used
        </StateText>
      );
    case 'refused':
      return (
        <StateText shape="triangle" tone="warn">
          Refused
        </StateText>
      );
  }
}
