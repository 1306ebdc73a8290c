import { linesOfDetail } from '../detail-lines.ts';

/** What an act changed, before and after; and whatever else it left to read. */
export function AuditDetail({ of }: { readonly of: unknown }) {
  const lines = linesOfDetail(of);
  if (lines.length === 0) return <span className="muted">no further detail</span>;
  const hasChange = lines.some((it) => it.before !== null);
  return (
    <table className="plain-table detail-table">
      <thead>
        <tr>
          <th>What</th>
          {hasChange && <th>Before</th>}
          <th>{hasChange ? 'After' : 'Value'}</th>
        </tr>
      </thead>
      <tbody>
        {lines.map(({ name, before, value }) => (
          <tr key={name}>
            <th scope="row" className="break">
              {name}
            </th>
            {hasChange && <td className="break second">{before ?? ''}</td>}
            <td className="break">{value}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
