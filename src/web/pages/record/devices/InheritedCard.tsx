import { Link } from '@tanstack/react-router';
import type { DeviceDetail } from '#contract/inventory/device';
import { FIELD_NAMES } from '../../../parts/fields.ts';
import { MODEL_FIELD_NAMES, originWords, valueWords } from '../../../parts/inherited.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';

const NAMES: Readonly<Record<string, string>> = { ...FIELD_NAMES, ...MODEL_FIELD_NAMES };

/** As a person reads them: what it is, how grave, its life, its network. */
const ORDER = Object.keys(NAMES);

function rank(field: string): number {
  const at = ORDER.indexOf(field);
  return at === -1 ? ORDER.length : at;
}

/** What a device has from its model, its segment and its UDI; where its own sources say otherwise, theirs holds. */
export function InheritedCard({ it }: { readonly it: DeviceDetail }) {
  const own: Readonly<Record<string, unknown>> = it.fields;
  // The bill of materials has a card of its own, beside the components.
  const values = Object.entries(it.inherited)
    .filter(([field]) => field !== 'bill')
    .toSorted(([a], [b]) => rank(a) - rank(b));
  return (
    <Card
      title="Inherited"
      note="from model, segment and label"
      footer="A value of the device’s own rules over an inherited one."
    >
      {values.length === 0 ? (
        <Empty title="Nothing is inherited yet">
          {it.belongs.modelId === null ? (
            <span>No source names its model.</span>
          ) : (
            <Link to="/models/$modelId" params={{ modelId: it.belongs.modelId }}>
              Set it for the model
            </Link>
          )}
        </Empty>
      ) : (
        <TableScroll label="Inherited">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Field</th>
                <th>Value</th>
                <th>From</th>
              </tr>
            </thead>
            <tbody>
              {values.map(([field, value]) => (
                <tr key={field}>
                  <th scope="row" className="second">
                    {NAMES[field] ?? field}
                  </th>
                  <td>
                    {own[field] === undefined ? (
                      <b>{valueWords(field, value.value)}</b>
                    ) : own[field] === value.value ? (
                      <>
                        {valueWords(field, value.value)}
                        <span className="muted small block">its own sources say so too</span>
                      </>
                    ) : (
                      <>
                        <del className="muted">{valueWords(field, value.value)}</del>
                        <span className="small block">
                          {`its own: ${valueWords(field, own[field] as string | boolean)}`}
                        </span>
                      </>
                    )}
                  </td>
                  <td className="second">{originWords(value)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}
