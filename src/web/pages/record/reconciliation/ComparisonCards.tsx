import { Link } from '@tanstack/react-router';
import type { ReconciliationDetail } from '#contract/inventory/reconciliation-routes';
import { valueText } from '#engine/filter';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, day, percent, whole } from '../../../ui/words.ts';
import { nameOfField } from '../field-names.ts';

/** Who has which devices and who does not. */
export function SourcesCard({ it }: { readonly it: ReconciliationDetail }) {
  const { sources, unconnected, byHandAlone } = it;
  return (
    <Card
      title="Sources"
      note={countOf(sources.length, 'source')}
      footer={`Matched: devices that another source has as well. ${countOf(unconnected, 'registered device')} without any address cannot be told by the network${byHandAlone === 0 ? '' : `; ${countOf(byHandAlone, 'device')} known by hand alone`}. Links show the inventory of now.`}
    >
      {sources.length === 0 ? (
        <Empty title="No source reports a device" />
      ) : (
        <TableScroll label="Sources">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Source</th>
                <th>Last report</th>
                <th className="right">Devices</th>
                <th className="right">Matched</th>
                <th className="right">Only here</th>
                <th className="right">Lacks</th>
                <th className="right">Complete</th>
              </tr>
            </thead>
            <tbody>
              {sources.map((each) => (
                <tr key={each.source}>
                  <th scope="row" className="break">
                    <Link to="/devices" search={{ filter: spokenOf(each.source) }}>
                      {each.source}
                    </Link>
                  </th>
                  <td className="second nowrap">{each.lastAt === null ? 'not known' : day(each.lastAt)}</td>
                  <td className="right">{whole(each.devices)}</td>
                  <td className="right">
                    {each.devices === 0 ? '—' : percent(each.matched / each.devices)}
                    <span className="muted small block">{whole(each.matched)}</span>
                  </td>
                  <td className="right">
                    <Link to="/devices" search={{ filter: `${spokenOf(each.source)} sources:1` }}>
                      {whole(each.alone)}
                    </Link>
                  </td>
                  <td className="right">
                    <Link to="/devices" search={{ filter: `-${spokenOf(each.source)}` }}>
                      {whole(each.lacks)}
                    </Link>
                  </td>
                  <td className="right">
                    {each.devices === 0 ? '—' : percent(each.complete / each.devices)}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}

function spokenOf(source: string): string {
  return `source:=${valueText(source)}`;
}

/** Any two sources held against each other. */
export function PairsCard({ it: { pairs } }: { readonly it: ReconciliationDetail }) {
  if (pairs.length === 0) return null;
  return (
    <Card title="Source against source" note={countOf(pairs.length, 'pair')}>
      <TableScroll label="Source against source">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Two sources</th>
              <th className="right">In both</th>
              <th className="right">Only in the first</th>
              <th className="right">Only in the other</th>
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ a, b, both, onlyA, onlyB }) => (
              <tr key={`${a}\n${b}`}>
                <th scope="row" className="break">{`${a} and ${b}`}</th>
                <td className="right">{whole(both)}</td>
                <td className="right">
                  <Link to="/devices" search={{ filter: `${spokenOf(a)} -${spokenOf(b)}` }}>
                    {whole(onlyA)}
                  </Link>
                </td>
                <td className="right">
                  <Link to="/devices" search={{ filter: `${spokenOf(b)} -${spokenOf(a)}` }}>
                    {whole(onlyB)}
                  </Link>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

/** Which critical fields are not known, and on how many devices. */
export function MissingCard({ it: { missing, devices } }: { readonly it: ReconciliationDetail }) {
  return (
    <Card title="Critical fields" note="devices that lack them">
      <TableScroll label="Critical fields">
        <table className="plain-table">
          <thead>
            <tr>
              <th>Field</th>
              <th className="right">Not known</th>
              <th className="right">Known</th>
            </tr>
          </thead>
          <tbody>
            {Object.entries(missing).map(([field, count]) => (
              <tr key={field}>
                <th scope="row">{nameOfField(field)}</th>
                <td className="right">{whole(count)}</td>
                <td className="right">{devices === 0 ? '—' : percent((devices - count) / devices)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </TableScroll>
    </Card>
  );
}

/** How complete the devices of each department are. */
export function PlacesCard({ it: { places } }: { readonly it: ReconciliationDetail }) {
  return (
    <Card title="Departments" note="with every critical field">
      {places.length === 0 ? (
        <Empty title="No device within your scope" />
      ) : (
        <TableScroll label="Departments">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Department</th>
                <th>Site</th>
                <th className="right">Devices</th>
                <th className="right">Complete</th>
              </tr>
            </thead>
            <tbody>
              {places.map(({ site, department, devices, complete }) => (
                <tr key={`${site}\n${department}`}>
                  <th scope="row" className="break">
                    {department ?? <span className="muted">not stated</span>}
                  </th>
                  <td className="break">{site ?? <span className="muted">not stated</span>}</td>
                  <td className="right">{whole(devices)}</td>
                  <td className="right">{percent(complete / devices)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}
