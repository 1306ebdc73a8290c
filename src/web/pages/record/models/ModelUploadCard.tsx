import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { FilePick } from '../../../parts/FilePick.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

/** Files of a model that speak of one of its versions, or of any: uploaded here, listed below. */
export function ModelUploadCard({
  title,
  note,
  footer,
  versionLabel,
  versionHint,
  pick,
  problem,
  onSend,
  children,
}: {
  readonly title: string;
  readonly note: string | undefined;
  readonly footer: string;
  readonly versionLabel: string;
  readonly versionHint: string;
  readonly pick: { readonly label: string; readonly title: string; readonly accept?: string };
  /** Why the list could not be read; null: it could. */
  readonly problem: string | null;
  readonly onSend: (file: File, fields: { readonly version: string }) => Promise<unknown>;
  readonly children: ReactNode;
}) {
  const client = useQueryClient();
  const acting = useActing();
  const reasonNot = useReasonNot('inventory.import');
  const [version, setVersion] = useState('');
  const wrong = problem ?? acting.problem;
  return (
    <Card title={title} note={note} footer={footer}>
      <div className="card-body row-wrap">
        <TextInput
          label={versionLabel}
          placeholder={versionHint}
          value={version}
          onChange={(event) => setVersion(event.currentTarget.value)}
        />
        <FilePick
          {...pick}
          busy={acting.busy}
          disabledReason={reasonNot}
          onPick={(file) =>
            acting.run(async () => {
              await onSend(file, { version: version.trim() });
              await client.invalidateQueries();
            })
          }
        />
      </div>
      {wrong !== null && (
        <Notice tone="bad" title="Not imported." urgent>
          {wrong}
        </Notice>
      )}
      {children}
    </Card>
  );
}
