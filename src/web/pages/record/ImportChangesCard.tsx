import { Link } from '@tanstack/react-router';
import type { ImportChange, ImportView } from '#contract/inventory/import';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { StateText } from '../../ui/StateShape.tsx';
import { TableScroll } from '../../ui/TableScroll.tsx';
import { countOf, whole } from '../../ui/words.ts';
import { nameOfField } from './field-names.ts';

/** Devices that the import makes or changes, field by field. */
export function ImportChangesCard({ it }: { readonly it: ImportView }) {
  const total = it.counts.create + it.counts.change;
  return (
    <Card
      title="Before and after"
      note={`${whole(it.changes.length)} of ${countOf(total, 'device')}`}
      footer="Applied as a whole or not at all."
    >
      {it.changes.length === 0 ? (
        <Empty title="No device changes">What the file says was known already.</Empty>
      ) : (
        <TableScroll label="Before and after">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Device</th>
                <th>Field</th>
                <th className="wide-only">Before</th>
                <th>After</th>
                <th>Result</th>
              </tr>
            </thead>
            <tbody>
              {it.changes.map((each, index) => (
                <ChangeRows key={each.deviceId ?? `${each.label} ${index}`} it={each} />
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function ChangeRows({ it }: { readonly it: ImportChange }) {
  if (it.kind === 'create')
    return (
      <tr>
        <td className="break">
          <DeviceName it={it} />
        </td>
        <td className="second">{countOf(it.changes.length, 'field')}</td>
        <td className="wide-only muted">not there yet</td>
        <td className="small break">{summaryOf(it)}</td>
        <td>
          <StateText shape="diamond" tone="accent">
            Create
          </StateText>
        </td>
      </tr>
    );
  return it.changes.map((change, index) => (
    <tr key={change.field}>
      <td className="break">{index === 0 && <DeviceName it={it} />}</td>
      <td>{nameOfField(change.field)}</td>
      <td className="wide-only">
        <del className="second">{change.before ?? 'not known'}</del>
      </td>
      <td className="strong break">{change.after ?? 'not known'}</td>
      <td>
        <StateText shape="half" tone="idle">
          Change
        </StateText>
      </td>
    </tr>
  ));
}

function DeviceName({ it: { deviceId, label } }: { readonly it: ImportChange }) {
  if (deviceId === null) return <b>{label}</b>;
  return (
    <Link to="/devices/$deviceId" params={{ deviceId }}>
      {label}
    </Link>
  );
}

/** Fields that tell one device from the next, where there is room for a line only. */
const TELLING = ['assetTag', 'serial', 'version', 'site', 'department', 'room', 'ip', 'mac'];

function summaryOf({ changes }: ImportChange): string {
  return TELLING.flatMap((field) => {
    const found = changes.find((it) => it.field === field);
    return found?.after == null ? [] : [`${nameOfField(field)} ${found.after}`];
  })
    .slice(0, 4)
    .join(' · ');
}
