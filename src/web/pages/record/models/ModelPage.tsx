import { useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useParams, useSearch } from '@tanstack/react-router';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';
import type { ModelDetail } from '#contract/inventory/model';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { TabBar } from '../../../ui/TabBar.tsx';
import { capital, countOf } from '../../../ui/words.ts';
import { AttachmentsCard } from '../AttachmentsCard.tsx';
import { MergesCard } from './MergesCard.tsx';
import { ModelDefaultsCard, ModelDetailsCard, RegisterCard } from './ModelCards.tsx';
import { ModelMds2Tab } from './ModelMds2Tab.tsx';
import { ModelSbomsTab } from './ModelSbomsTab.tsx';
import { ClearanceTab } from '../procurement/ClearanceTab.tsx';
import type { ModelTab } from '../search.ts';

/** One model: what its devices inherit, the maker's form, bills of materials, files, names. */
export function ModelPage() {
  const { modelId } = useParams({ from: '/record/models/$modelId' });
  const { tab = 'overview' } = useSearch({ from: '/record/models/$modelId' });
  const navigate = useNavigate({ from: '/models/$modelId' });
  const { data, error } = useQuery({
    queryKey: ['model', modelId],
    queryFn: ({ signal }) => call(api.readModel, { params: { id: modelId } }, { signal }),
    staleTime: 0,
  });
  useTellCrumb(data?.name ?? null);
  if (error !== null || data === undefined)
    return (
      <PendingPage title="Model" what="model" error={error} back={<Link to="/models">All models</Link>} />
    );
  const open = (key: ModelTab) =>
    void navigate({ search: key === 'overview' ? {} : { tab: key }, replace: true, resetScroll: false });
  return (
    <div className="page">
      <title>{`${data.name} · Patchward`}</title>
      <Head it={data} />
      <TabBar<ModelTab>
        label="Parts of the model"
        value={tab}
        onChange={open}
        tabs={[
          { key: 'overview', title: 'Overview' },
          { key: 'mds2', title: 'MDS2', note: data.hasMds2 ? undefined : 'none' },
          { key: 'sboms', title: 'Bills of materials', note: data.hasSbom ? undefined : 'none' },
          { key: 'files', title: 'Attachments' },
          { key: 'clearance', title: 'Clearance' },
        ]}
      />
      {tab === 'overview' && (
        <div className="columns">
          <div className="stack">
            <ModelDefaultsCard it={data} />
            <ModelDetailsCard it={data} />
          </div>
          <div className="stack">
            <RegisterCard it={data} />
            <MergesCard noun="model" it={data} />
          </div>
        </div>
      )}
      {tab === 'mds2' && <ModelMds2Tab it={data} />}
      {tab === 'sboms' && <ModelSbomsTab it={data} />}
      {tab === 'files' && <AttachmentsCard of="model" id={data.id} />}
      {tab === 'clearance' && <ClearanceTab modelId={data.id} />}
    </div>
  );
}

function Head({ it }: { readonly it: ModelDetail }) {
  const criticality = it.passesOn['criticality']?.value;
  const type = it.passesOn['deviceType']?.value;
  const filter = `model:="${it.names[0] ?? it.name}"`;
  return (
    <div className="head">
      <div>
        <h1>{it.name}</h1>
        <p className="row-wrap second">
          {it.vendor === null ? (
            <span className="muted">vendor not stated</span>
          ) : (
            <Link to="/vendors/$vendorId" params={{ vendorId: it.vendor.id }}>
              {it.vendor.name}
            </Link>
          )}
          {typeof type === 'string' && <span>{type}</span>}
          {typeof criticality === 'string' && <span>{capital(criticality)}</span>}
          <Link to="/devices" search={{ filter }}>
            {countOf(it.devices, 'device')}
          </Link>
        </p>
      </div>
    </div>
  );
}
