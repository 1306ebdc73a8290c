import { Link, useNavigate } from '@tanstack/react-router';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';
import type { VendorRow } from '#contract/inventory/model';
import { Empty } from '../../../ui/Empty.tsx';
import type { GridColumn } from '../../../ui/RowGrid.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { NounList } from '../NounList.tsx';

const NOT_SAID = <span className="muted">not stated</span>;

const COLUMNS: readonly GridColumn<VendorRow>[] = [
  {
    key: 'name',
    title: 'Vendor',
    track: 'minmax(180px, 1.4fr)',
    sort: ['name', '-name'],
    cell: (it) => (
      <Link to="/vendors/$vendorId" params={{ vendorId: it.id }}>
        <b>{it.name}</b>
      </Link>
    ),
  },
  { key: 'models', title: 'Models', track: '84px', align: 'right', cell: (it) => whole(it.models) },
  {
    key: 'devices',
    title: 'Devices',
    track: '84px',
    align: 'right',
    sort: ['-devices', 'devices'],
    cell: (it) => whole(it.devices),
  },
  {
    key: 'phone',
    title: 'Support',
    track: 'minmax(150px, 1fr)',
    from: 760,
    cell: (it) => it.details.supportPhone ?? it.details.supportEmail ?? NOT_SAID,
  },
  {
    key: 'disclosure',
    title: 'Where weaknesses are reported to',
    track: 'minmax(190px, 1fr)',
    from: 980,
    cell: (it) => it.details.disclosure ?? NOT_SAID,
  },
];

/** Every maker that devices name, each once, whatever its spelling. */
export function VendorsPage() {
  const navigate = useNavigate();
  return (
    <NounList<VendorRow>
      title="Vendors"
      one="vendor"
      many="vendors"
      intro="spellings of one maker are one vendor"
      placeholder="Words of any of its names, or devices:>10"
      sort="name"
      read={(query, signal) => call(api.listVendors, { query }, { signal })}
      columns={COLUMNS}
      keyOf={(it) => it.id}
      onOpen={(it) => void navigate({ to: '/vendors/$vendorId', params: { vendorId: it.id } })}
      card={(it) => (
        <div className="finding-card">
          <Link to="/vendors/$vendorId" params={{ vendorId: it.id }}>
            <b>{it.name}</b>
          </Link>
          <div className="cut small muted">
            {countOf(it.models, 'model')} · {countOf(it.devices, 'device')}
          </div>
        </div>
      )}
      empty={
        <Empty title="No vendors yet">
          <span>They make themselves from what devices say.</span>
          <Link to="/imports">Import an inventory</Link>
        </Empty>
      }
    />
  );
}
