import { useQuery, useQueryClient } from '@tanstack/react-query';
import { Link, useParams } from '@tanstack/react-router';
import { useState } from 'react';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';
import type { VendorDetail } from '#contract/inventory/model';
import { useTellCrumb } from '../../../parts/crumb.ts';
import { FieldForm, type FormField } from '../../../parts/FieldForm.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Empty } from '../../../ui/Empty.tsx';
import { Pending } from '../../../ui/Pending.tsx';
import { PendingPage } from '../../../ui/PendingPage.tsx';
import { TableScroll } from '../../../ui/TableScroll.tsx';
import { countOf, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { MergesCard } from './MergesCard.tsx';
import { useReasonNot } from '../session.ts';

const FIELDS: readonly FormField[] = [
  { kind: 'text', key: 'contact', label: 'Contact' },
  { kind: 'text', key: 'supportPhone', label: 'Support phone' },
  { kind: 'text', key: 'supportEmail', label: 'Support e-mail' },
  { kind: 'text', key: 'securityPage', label: 'Security page' },
  { kind: 'text', key: 'disclosure', label: 'Where weaknesses are reported to' },
  { kind: 'long', key: 'supportTerms', label: 'Support terms' },
  { kind: 'long', key: 'notes', label: 'Notes' },
];

/** One vendor: whom to reach, on what terms, its models, its names. */
export function VendorPage() {
  const { vendorId } = useParams({ from: '/record/vendors/$vendorId' });
  const { data, error } = useQuery({
    queryKey: ['vendor', vendorId],
    queryFn: ({ signal }) => call(api.readVendor, { params: { id: vendorId } }, { signal }),
    staleTime: 0,
  });
  useTellCrumb(data?.name ?? null);
  if (error !== null || data === undefined)
    return (
      <PendingPage title="Vendor" what="vendor" error={error} back={<Link to="/vendors">All vendors</Link>} />
    );
  return (
    <div className="page">
      <title>{`${data.name} · Patchward`}</title>
      <div className="head">
        <div>
          <h1>{data.name}</h1>
          <p className="row-wrap second">
            <span>{countOf(data.models, 'model')}</span>
            <span>{countOf(data.devices, 'device')}</span>
          </p>
        </div>
      </div>
      <div className="columns">
        <div className="stack">
          <ContactCard it={data} />
          <VendorModelsCard id={data.id} />
        </div>
        <div className="stack">
          <MergesCard noun="vendor" it={data} />
        </div>
      </div>
    </div>
  );
}

function ContactCard({ it }: { readonly it: VendorDetail }) {
  const client = useQueryClient();
  const acting = useActing();
  const disabledReason = useReasonNot('inventory.structure');
  const [open, setOpen] = useState(false);
  const save = ({ name, ...details }: Readonly<Record<string, string | number | boolean | null>>) =>
    acting.run(async () => {
      const saved = await call(api.editVendor, {
        params: { id: it.id },
        body: {
          version: it.version,
          details: details as Readonly<Record<string, string | null>>,
          ...(typeof name === 'string' ? { name } : {}),
        },
      });
      client.setQueryData(['vendor', it.id], saved);
      await client.invalidateQueries({ queryKey: ['vendors'] });
      setOpen(false);
    });
  return (
    <Card
      title="Contact and support"
      acts={
        open ? undefined : (
          <ActButton
            variant="default"
            size="xs"
            disabledReason={disabledReason}
            onClick={() => setOpen(true)}
          >
            Edit
          </ActButton>
        )
      }
    >
      {open ? (
        <div className="card-body">
          <FieldForm
            label="Contact and support"
            fields={[{ kind: 'text', key: 'name', label: 'Name of the vendor' }, ...FIELDS]}
            values={{ name: it.name, ...it.details }}
            busy={acting.busy}
            problem={acting.problem}
            field={acting.field}
            disabledReason={disabledReason}
            onSave={save}
            onCancel={() => setOpen(false)}
          />
        </div>
      ) : (
        <dl className="facts roomy card-body">
          {FIELDS.map(({ key, label }) => (
            <div key={key}>
              <dt>{label}</dt>
              <dd>
                <Fact field={key} text={it.details[key as keyof typeof it.details]} />
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

function Fact({ field, text }: { readonly field: string; readonly text: string | undefined }) {
  if (text === undefined) return <span className="muted">not stated</span>;
  if (field === 'securityPage' && /^https?:\/\//i.test(text))
    return (
      <a href={text} target="_blank" rel="noreferrer">
        {text}
      </a>
    );
  return text;
}

function VendorModelsCard({ id }: { readonly id: string }) {
  const { data, error } = useQuery({
    queryKey: ['models', 'of-vendor', id],
    queryFn: ({ signal }) =>
      call(api.listModels, { query: { vendor: id, sort: '-devices', limit: 100 } }, { signal }),
    staleTime: 0,
  });
  return (
    <Card title="Models" note={data === undefined ? undefined : countOf(data.total, 'model')}>
      <Pending what="models" lines={4} data={data} error={error} />
      {data?.items.length === 0 && <Empty title="No models of this vendor" />}
      {data !== undefined && data.items.length > 0 && (
        <TableScroll label="Models of the vendor">
          <table className="plain-table">
            <thead>
              <tr>
                <th>Model</th>
                <th className="right">Devices</th>
              </tr>
            </thead>
            <tbody>
              {data.items.map((it) => (
                <tr key={it.id}>
                  <td>
                    <Link to="/models/$modelId" params={{ modelId: it.id }}>
                      {it.name}
                    </Link>
                  </td>
                  <td className="right">{whole(it.devices)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </TableScroll>
      )}
    </Card>
  );
}
