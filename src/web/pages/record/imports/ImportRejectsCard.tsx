import { useQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useRef } from 'react';
import * as api from '#contract/inventory/routes';
import { call } from '#contract/client';
import { addressOf } from '#contract/kit';
import type { ImportView } from '#contract/inventory/import';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { Waiting } from '../../../ui/Waiting.tsx';
import { whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { nameOfField } from '../field-names.ts';
import { sendImport } from './import-file.ts';

const SHOWN_MAX = 20;

/** What could not be taken, with line, field and reason, to repair and import again. */
export function ImportRejectsCard({ it }: { readonly it: ImportView }) {
  const acting = useActing();
  const navigate = useNavigate();
  const count = it.counts.rejected;
  const { data, error } = useQuery({
    queryKey: ['import-rejects', it.id, it.state, count],
    queryFn: ({ signal }) =>
      call(api.listImportRejects, { params: { id: it.id }, query: { limit: SHOWN_MAX } }, { signal }),
    enabled: count > 0,
  });
  const chooser = useRef<HTMLInputElement>(null);
  const reasonNot =
    count === 0
      ? 'Nothing was rejected'
      : it.state === 'applied'
        ? null
        : 'Apply the import first: then the repaired rows are brought in after it';
  const bring = (file: File) =>
    acting.run(async () => {
      const view = await sendImport(file, { source: it.source, repairs: it.id });
      await navigate({ to: '/imports/$importId', params: { importId: view.id } });
    });
  return (
    <Card
      title="Rejected rows"
      note={whole(count)}
      acts={
        <>
          {count > 0 && (
            <a
              className="button-link"
              href={addressOf(api.downloadRejects, { params: { id: it.id } })}
              download
            >
              Download to repair
            </a>
          )}
          <input
            ref={chooser}
            type="file"
            hidden
            aria-label="Choose the repaired file"
            onChange={(event) => {
              const [file] = event.target.files ?? [];
              if (file !== undefined) bring(file);
              event.target.value = '';
            }}
          />
          <ActButton
            icon="up"
            variant="default"
            loading={acting.busy}
            disabledReason={reasonNot}
            onClick={() => chooser.current?.click()}
          >
            Bring in repaired
          </ActButton>
        </>
      }
      footer={
        data !== undefined && data.total > data.items.length
          ? `${whole(data.total - data.items.length)} more in the download.`
          : 'Download them, repair them in the file, bring it in: rows repaired are cleared here.'
      }
    >
      {acting.problem !== null && (
        <Notice tone="bad" title="Not imported." urgent>
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
                    {row.repairedBy === null ? row.reason : <s>{row.reason}</s>}
                    {row.repairedBy !== null && ' repaired'}
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
