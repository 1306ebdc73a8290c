import { useQuery, useQueryClient } from '@tanstack/react-query';
import * as api from '#contract/inventory/model-file-routes';
import { call } from '#contract/client';
import type { AttachmentView } from '#contract/inventory/model-files';
import { addressOf } from '#contract/kit';
import { FilePick } from '../../parts/FilePick.tsx';
import { ActButton } from '../../ui/ActButton.tsx';
import { Card } from '../../ui/Card.tsx';
import { Empty } from '../../ui/Empty.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { TableScroll } from '../../ui/TableScroll.tsx';
import { Waiting } from '../../ui/Waiting.tsx';
import { countOf, moment, size } from '../../ui/words.ts';
import { useActing } from './act.ts';
import { sendFile } from './send-file.ts';
import { useReasonNot } from './session.ts';

const ROUTES = {
  device: {
    permission: 'inventory.edit',
    list: api.listDeviceFiles,
    attach: api.attachToDevice,
    download: api.downloadDeviceFile,
    remove: api.removeDeviceFile,
  },
  model: {
    permission: 'inventory.structure',
    list: api.listModelFiles,
    attach: api.attachToModel,
    download: api.downloadModelFile,
    remove: api.removeModelFile,
  },
} as const;

/** Files kept with a device or a model: added, saved to disk, removed. */
export function AttachmentsCard({ of, id }: { readonly of: keyof typeof ROUTES; readonly id: string }) {
  const { permission, list, attach, remove } = ROUTES[of];
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot(permission);
  const { data, error } = useQuery({
    queryKey: ['attachments', of, id],
    queryFn: ({ signal }) => call(list, { params: { id } }, { signal }),
    staleTime: 0,
  });
  const again = () => client.invalidateQueries({ queryKey: ['attachments', of, id] });
  const add = (file: File) =>
    acting.run(async () => {
      await sendFile(attach, { params: { id } }, file);
      await again();
    });
  const drop = (attachmentId: string) =>
    acting.run(async () => {
      await call(remove, { params: { id, attachmentId } });
      await again();
    });
  return (
    <Card
      title="Attachments"
      note={data === undefined ? undefined : countOf(data.total, 'file')}
      acts={
        <FilePick
          label="Choose a file to attach"
          title="Attach a file"
          busy={acting.busy}
          disabledReason={reasonNot}
          onPick={add}
        />
      }
      footer="Up to 10 MB each. Files are saved to your disk, never opened here."
    >
      {(error ?? acting.problem) !== null && (
        <Notice tone="bad" title="That did not work." urgent>
          {error?.message ?? acting.problem}
        </Notice>
      )}
      {data === undefined && error === null && (
        <div className="card-body">
          <Waiting lines={2} label="Loading attachments" />
        </div>
      )}
      {data?.items.length === 0 && (
        <Empty title="No files yet">Service reports, certificates, photos of the label.</Empty>
      )}
      {data !== undefined && data.items.length > 0 && (
        <FilesTable of={of} id={id} files={data.items} reasonNot={reasonNot} onRemove={drop} />
      )}
    </Card>
  );
}

interface FilesTableProps {
  readonly of: keyof typeof ROUTES;
  readonly id: string;
  readonly files: readonly AttachmentView[];
  readonly reasonNot: string | null;
  readonly onRemove: (id: string) => void;
}

function FilesTable({ of, id, files, reasonNot, onRemove }: FilesTableProps) {
  return (
    <TableScroll label="Attachments">
      <table className="plain-table">
        <thead>
          <tr>
            <th>File</th>
            <th className="right">Size</th>
            <th className="wide-only">Added</th>
            <th>
              <span className="visually-hidden">Remove</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {files.map((it) => (
            <tr key={it.id}>
              <td className="break">
                <a href={addressOf(ROUTES[of].download, { params: { id, attachmentId: it.id } })} download>
                  {it.name}
                </a>
              </td>
              <td className="right second nowrap">{size(it.bytes)}</td>
              <td className="second wide-only">{`${moment(it.at)}, ${it.by}`}</td>
              <td className="right">
                <ActButton
                  variant="default"
                  size="xs"
                  disabledReason={reasonNot}
                  onClick={() => onRemove(it.id)}
                >
                  Remove
                </ActButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </TableScroll>
  );
}
