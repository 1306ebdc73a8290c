import { TextInput } from '@mantine/core';
import { Link, useNavigate } from '@tanstack/react-router';
import { type DragEvent, useRef, useState } from 'react';
import * as api from '#contract/inventory/routes';
import { addressOf } from '#contract/kit';
import { useAbout } from '../../../data.ts';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Icon } from '../../../ui/Icon.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { size } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { sendImport } from './import-file.ts';
import { useReasonNot } from '../session.ts';

/** What people keep of devices, in the order of a list; as keys of columns. */
const TEMPLATE_COLUMNS =
  'assetTag,serial,manufacturer,model,deviceType,version,os,osVersion,udi,' +
  'ip,mac,hostname,vlan,segment,site,building,floor,room,department,owner,' +
  'clinicalUse,criticality,fdaClass,storesPhi,transmitsPhi,installDate,warrantyEnd,eosDate,supportContract,contractProvider,contractEnd,contractConditions,tags';

/** The list of no device as a file, whose titles an import knows again. */
const TEMPLATE = addressOf(api.exportDevices, {
  query: { filter: 'source:none', format: 'csv', columns: TEMPLATE_COLUMNS },
});

/** First step of an import: a file, and whose word it is. */
export function ImportDrop() {
  const navigate = useNavigate();
  const acting = useActing();
  const about = useAbout();
  const reasonNot = useReasonNot('inventory.import');
  const [over, setOver] = useState(false);
  const [source, setSource] = useState('');
  const [refusal, setRefusal] = useState<string | null>(null);
  const chooser = useRef<HTMLInputElement>(null);
  const take = (files: readonly File[]) => {
    const because = reasonNot ?? refusalOf(files, about.data?.uploadBytesMax ?? null);
    setRefusal(because);
    const [file] = files;
    if (because !== null || file === undefined) return;
    acting.run(async () => {
      const view = await sendImport(file, { source: source.trim() });
      await navigate({ to: '/imports/$importId', params: { importId: view.id } });
    });
  };
  const problem = refusal ?? acting.problem;
  return (
    <section
      className={over ? 'drop over import-drop' : 'drop import-drop'}
      aria-label="Inventory file"
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event: DragEvent) => {
        event.preventDefault();
        setOver(false);
        take([...event.dataTransfer.files]);
      }}
    >
      <input
        ref={chooser}
        type="file"
        hidden
        aria-label="Choose an inventory file"
        onChange={(event) => {
          take([...(event.target.files ?? [])]);
          event.target.value = '';
        }}
      />
      <Icon name="up" size={28} />
      <p className="drop-title" role="status">
        {acting.busy ? 'Reading the file' : over ? 'Drop to import it' : 'Drop one inventory file here'}
      </p>
      <p className="second">
        CSV, Excel, JSON, Nmap, Nessus, DHCP leases, FHIR, CycloneDX or SPDX. You see what would change before
        anything is written.
      </p>
      <TextInput
        className="import-source"
        label="Name of the source"
        description="Later files under the same name take the place of what it said before."
        placeholder="the file’s name"
        value={source}
        onChange={(event) => setSource(event.currentTarget.value)}
      />
      <div className="drop-acts">
        <ActButton
          icon="file"
          loading={acting.busy}
          disabledReason={reasonNot}
          onClick={() => chooser.current?.click()}
        >
          Choose a file
        </ActButton>
      </div>
      <p className="small second">
        No list yet? <a href={TEMPLATE}>Download an empty one</a> with the columns that are known, or{' '}
        <Link to="/devices/register">register a single device</Link>.
      </p>
      {problem !== null && (
        <Notice tone="bad" title="Not imported." urgent>
          {problem}
        </Notice>
      )}
    </section>
  );
}

function refusalOf(files: readonly File[], bytesMax: number | null): string | null {
  const [file] = files;
  if (file === undefined) return 'That is not a file';
  if (files.length > 1) return `${files.length} files are too many at once: import one after the other`;
  if (file.size === 0) return `“${file.name}” is empty`;
  if (bytesMax !== null && file.size > bytesMax)
    return `“${file.name}” has ${size(file.size)}; the server takes ${size(bytesMax)} a file`;
  return null;
}
