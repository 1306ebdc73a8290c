import { useQuery } from '@tanstack/react-query';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import type { Answer } from '#contract/kit';
import type { ImportView } from '#contract/inventory/import';
import { ActButton } from '../../ui/ActButton.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TableScroll } from '../../ui/TableScroll.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { whole } from '../../ui/words.ts';
import { useActing } from './act.ts';
import { nameOfField } from './field-names.ts';
import { rejectsCsv } from './rejects-csv.ts';

const SHOWN_MAX = 20;
const PAGE_ROWS = 500;

/** What could not be taken, with line, field and reason, to repair and import again. */
export function ImportRejectsCard({ it }: { readonly it: ImportView }) {
  const acting = useActing();
  const count = it.counts.rejected;
  const { data, error } = useQuery({
    queryKey: ['import-rejects', it.id],
    queryFn: ({ signal }) =>
      call(api.listImportRejects, { params: { id: it.id }, query: { limit: SHOWN_MAX } }, { signal }),
    enabled: count > 0,
  });
  const download = () =>
    acting.run(async () => {
      offer(rejectsCsv(await allRejects(it.id)), `rejected-${it.file.replace(/\.[^.]*$/, '')}.csv`);
    });
  return (
    <Card
      title="Rejected rows"
      note={whole(count)}
      acts={
        <ActButton
          icon="down"
          variant="default"
          loading={acting.busy}
          disabledReason={count === 0 ? 'Nothing was rejected' : null}
          onClick={download}
        >
          Download
        </ActButton>
      }
      footer={
        data !== undefined && data.total > data.items.length
          ? `${whole(data.total - data.items.length)} more in the download.`
          : 'Repair them in your file and import it again: rows already taken are not written twice.'
      }
    >
      {acting.problem !== null && (
        <Notice tone="bad" title="Not downloaded." urgent>
          {acting.problem}
        </Notice>
      )}
      {count === 0 && <Empty title="Every row was taken" />}
      {error !== null && <Empty title="The rejected rows could not be read">{error.message}</Empty>}
      {count > 0 && data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={4} label="Loading rejected rows" />
        </div>
      )}
      {data !== undefined && (
        <TableScroll label="Rejected rows">
          <table className="plain-table">
            <thead>
              <tr>
                <th className="right">Line</th>
                <th>Field</th>
                <th>Reason</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((row) => (
                <tr key={`${row.line ?? ''} ${row.field ?? ''} ${row.reason}`}>
                  <td className="right second">{row.line === null ? '–' : whole(row.line)}</td>
                  <td>{row.field === null ? 'row' : nameOfField(row.field)}</td>
                  <td className="small" title={row.raw ?? undefined}>
                    {row.reason}
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

type Reject = Answer<typeof api.listImportRejects>['items'][number];

async function allRejects(id: string): Promise<readonly Reject[]> {
  const all: Reject[] = [];
  let next: string | null = null;
  do {
    const query: { limit: number; cursor?: string } = {
      limit: PAGE_ROWS,
      ...(next === null ? {} : { cursor: next }),
    };
    const page: Answer<typeof api.listImportRejects> = await call(api.listImportRejects, {
      params: { id },
      query,
    });
    all.push(...page.items);
    next = page.next;
  } while (next !== null);
  return all;
}

function offer(text: string, name: string): void {
  const address = URL.createObjectURL(new Blob([text], { type: 'text/csv' }));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}
