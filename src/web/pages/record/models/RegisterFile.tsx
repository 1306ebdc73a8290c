import { useQueryClient } from '@tanstack/react-query';
import * as api from '#contract/inventory/model-file-routes';
import type { RegisterTaken } from '#contract/inventory/model-files';
import { FilePick } from '../../../parts/FilePick.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { countOf } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { sendFile } from '../send-file.ts';
import { useReasonNot } from '../session.ts';

/** Takes a file of the FDA in: GUDID, openFDA's UDI dataset, or its device classification. */
export function RegisterPick({ onTaken }: { readonly onTaken: (taken: RegisterTaken) => void }) {
  const client = useQueryClient();
  const acting = useActing();
  const send = (file: File) =>
    acting.run(async () => {
      onTaken(await sendFile(api.importRegister, {}, file));
      await client.invalidateQueries({ queryKey: ['models'] });
    });
  return (
    <>
      <FilePick
        label="Choose a JSON file of GUDID, openFDA UDI or openFDA classification"
        title="Take in an FDA file"
        accept=".json"
        busy={acting.busy}
        disabledReason={useReasonNot('inventory.import')}
        onPick={send}
      />
      {acting.problem !== null && (
        <Notice tone="bad" title="Not taken in." urgent>
          {acting.problem}
        </Notice>
      )}
    </>
  );
}

/** What a file of the FDA brought. */
export function RegisterTakenCard({
  it: { records, codes, models, devices, rejects },
  onDone,
}: {
  readonly it: RegisterTaken;
  readonly onDone: () => void;
}) {
  return (
    <Card
      className="below"
      title="FDA file taken in"
      note={`${countOf(records, 'product')}, ${countOf(codes, 'product code')}, ${countOf(rejects.length, 'record')} not taken`}
      acts={
        <ActButton variant="default" size="xs" onClick={onDone}>
          Close
        </ActButton>
      }
    >
      <p className="card-body">
        {`${countOf(models, 'model')} named by it; ${countOf(devices, 'device')} ${devices === 1 ? 'has' : 'have'} something from it that it had not.`}
      </p>
      {rejects.length > 0 && (
        <ul className="plain-list card-body">
          {rejects.slice(0, 20).map((reject) => (
            <li key={reject.record}>{`Record ${reject.record}: ${reject.reason}`}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
