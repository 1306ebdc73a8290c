import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';
import type { ModelRow } from '#contract/inventory/model';
import type { RegisterTaken } from '#contract/inventory/model-files';
import { PATCH_METHOD_WORDS } from '../../../parts/inherited.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { StateText } from '../../../ui/StateShape.tsx';
import { capital, countOf, day, whole } from '../../../ui/words.ts';
import { NounList } from '../NounList.tsx';
import { useAlikeModels } from './alike-models.ts';
import { RegisterPick, RegisterTakenCard } from './RegisterFile.tsx';
import type { PatchMethod } from '#engine/words';

const NOT_SAID = <span className="muted">not stated</span>;

const COLUMNS: readonly GridColumn<ModelRow>[] = [
  {
    key: 'name',
    title: 'Model',
    track: 'minmax(180px, 1.4fr)',
    sort: ['name', '-name'],
    cell: (it) => (
      <Link to="/models/$modelId" params={{ modelId: it.id }}>
        <b>{it.name}</b>
      </Link>
    ),
  },
  {
    key: 'vendor',
    title: 'Vendor',
    track: 'minmax(130px, 1fr)',
    sort: ['vendor,name', '-vendor,name'],
    cell: (it) =>
      it.vendor === null ? (
        NOT_SAID
      ) : (
        <Link to="/vendors/$vendorId" params={{ vendorId: it.vendor.id }}>
          {it.vendor.name}
        </Link>
      ),
  },
  {
    key: 'devices',
    title: 'Devices',
    track: '84px',
    align: 'right',
    sort: ['-devices', 'devices'],
    cell: (it) => whole(it.devices),
  },
  {
    key: 'criticality',
    title: 'Criticality',
    track: '116px',
    from: 820,
    cell: (it) => wordOf(it, 'criticality') ?? NOT_SAID,
  },
  {
    key: 'patch',
    title: 'Who can patch it',
    track: 'minmax(150px, 1fr)',
    from: 1040,
    cell: (it) => patchWords(it) ?? NOT_SAID,
  },
  {
    key: 'eos',
    title: 'End of support',
    track: '112px',
    from: 700,
    sort: ['eos', '-eos'],
    cell: (it) => endOf(it) ?? NOT_SAID,
  },
  { key: 'papers', title: 'MDS2 · SBOM', track: '124px', from: 920, cell: (it) => <Papers it={it} /> },
];

function valueOf({ passesOn }: ModelRow, field: string): string | null {
  const value = passesOn[field]?.value;
  return typeof value === 'string' ? value : null;
}

function wordOf(it: ModelRow, field: string): string | null {
  const value = valueOf(it, field);
  return value === null ? null : capital(value);
}

function patchWords(it: ModelRow): string | null {
  const method = valueOf(it, 'patchMethod');
  return method === null ? null : PATCH_METHOD_WORDS[method as PatchMethod];
}

function endOf(it: ModelRow): string | null {
  const date = valueOf(it, 'eosDate');
  return date === null ? null : day(date);
}

function Papers({ it: { hasMds2, hasSbom } }: { readonly it: ModelRow }) {
  if (!hasMds2 && !hasSbom) return <span className="muted">none</span>;
  return (
    <StateText shape="check" tone="good">
      {hasMds2 && hasSbom ? 'Both' : hasMds2 ? 'MDS2 only' : 'SBOM only'}
    </StateText>
  );
}

/** How many may be spellings of another, where any are. */
function AlikeLink() {
  const alike = useAlikeModels().data?.items.length ?? 0;
  if (alike === 0) return null;
  return (
    <Link className="button-link" to="/models/alike">
      {`${whole(alike)} may be another’s spelling`}
    </Link>
  );
}

/** Every model that devices name; what is set here its devices inherit. */
export function ModelsPage() {
  const navigate = useNavigate();
  const [taken, setTaken] = useState<RegisterTaken | null>(null);
  return (
    <NounList<ModelRow>
      title="Models"
      one="model"
      many="models"
      intro="what is set for a model, its devices inherit"
      placeholder="Words, or vendor:philips eosDate:<today+180d mds2:no devices:>10"
      sort="vendor,name"
      read={(query, signal) => call(api.listModels, { query }, { signal })}
      columns={COLUMNS}
      keyOf={(it) => it.id}
      onOpen={(it) => void navigate({ to: '/models/$modelId', params: { modelId: it.id } })}
      card={(it) => <ModelCard it={it} />}
      acts={
        <>
          <AlikeLink />
          <RegisterPick onTaken={setTaken} />
        </>
      }
      empty={
        <Empty title="No models yet">
          <span>They make themselves from what devices say.</span>
          <Link to="/imports">Import an inventory</Link>
        </Empty>
      }
    >
      {taken !== null && <RegisterTakenCard it={taken} onDone={() => setTaken(null)} />}
    </NounList>
  );
}

function ModelCard({ it }: { readonly it: ModelRow }) {
  return (
    <div className="finding-card">
      <div className="row">
        <Link to="/models/$modelId" params={{ modelId: it.id }}>
          <b>{it.name}</b>
        </Link>
        <span className="push small">{countOf(it.devices, 'device')}</span>
      </div>
      <div className="cut">{it.vendor?.name ?? 'Vendor not stated'}</div>
      <div className="cut small muted">
        {[wordOf(it, 'criticality'), patchWords(it), endOf(it)].filter((part) => part !== null).join(' · ') ||
          'nothing set yet'}
      </div>
    </div>
  );
}
