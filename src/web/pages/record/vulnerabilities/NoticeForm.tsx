import { Button, Select, Textarea, TextInput } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/vulnerabilities/notice-routes';
import { readAdvisory } from '#contract/vulnerabilities/vulnerability-routes';
import { readRange } from '#engine/versions';
import { NOTICE_REMEDIES, type NoticeProduct, type VendorNotice } from '#engine/words';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { type Acting, useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

/** The form as it is typed: empty texts where the notice has null. */
interface Draft {
  readonly title: string;
  readonly maker: string;
  readonly products: readonly { readonly model: string; readonly versions: string }[];
  readonly cves: string;
  readonly text: string;
  readonly cvss: string;
  readonly remedy: VendorNotice['remedy'];
  readonly workaround: string;
  readonly url: string;
  readonly publishedOn: string;
}

const NO_PRODUCT = { model: '', versions: '' };
const EMPTY: Draft = {
  title: '',
  maker: '',
  products: [NO_PRODUCT],
  cves: '',
  text: '',
  cvss: '',
  remedy: { kind: 'vendor-fix', details: '' },
  workaround: '',
  url: '',
  publishedOn: '',
};

const REMEDY_WORDS = {
  'vendor-fix': 'There is a fix',
  'fix-planned': 'A fix is planned',
  mitigation: 'It can be mitigated',
  'none-available': 'There is no fix yet',
  'no-fix-planned': 'There will be no fix',
} as const satisfies Record<(typeof NOTICE_REMEDIES)[number], string>;

interface NoticeFormProps {
  /** The notice to correct, as it stands; null: a new one. */
  readonly it: (VendorNotice & { readonly id: string; readonly version: number }) | null;
  readonly onCancel: () => void;
}

/** Enters what a maker says of its products where no feed brings it, or corrects it. */
export function NoticeForm({ it, onCancel }: NoticeFormProps) {
  const [draft, setDraft] = useState<Draft>(() => (it === null ? EMPTY : draftOf(it)));
  const [taken, setTaken] = useState<string | null>(null);
  const acting = useActing();
  const mayNot = useReasonNot('feeds.manage');
  const client = useQueryClient();
  const because = mayNot ?? whyNotSave(draft);
  const send = () =>
    acting.run(async () => {
      const body = noticeOf(draft);
      if (it === null) setTaken((await call(api.enterNotice, { body })).id);
      else {
        await call(api.reviseNotice, { params: { id: it.id }, body: { ...body, version: it.version } });
        await refreshAdvisory(client, it.id);
        onCancel();
      }
    });
  if (taken !== null) return <BeingRead id={taken} />;
  return (
    <Card
      title={it === null ? 'Vendor notice' : 'Correct the notice'}
      note="of a letter, a page or an e-mail, where no feed brings it"
    >
      <form
        className="card-body stack"
        aria-label="Vendor notice"
        onSubmit={(event) => {
          event.preventDefault();
          if (because === null) send();
        }}
      >
        <NoticeFields draft={draft} acting={acting} onChange={(next) => setDraft({ ...draft, ...next })} />
        {acting.problem !== null && (
          <Notice tone="bad" title="It could not be saved" urgent>
            {acting.problem}
          </Notice>
        )}
        <div className="row-wrap">
          <ActButton loading={acting.busy} disabledReason={because} onClick={send}>
            {it === null ? 'Enter' : 'Save'}
          </ActButton>
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Has the pages of an advisory, and the list, ask anew. */
export async function refreshAdvisory(client: ReturnType<typeof useQueryClient>, id: string): Promise<void> {
  for (const queryKey of [['advisory', id], ['notice', id], ['advisories']])
    await client.invalidateQueries({ queryKey });
}

/** Goes to the advisory as soon as it is one. */
function BeingRead({ id }: { readonly id: string }) {
  const navigate = useNavigate();
  const { data } = useQuery({
    queryKey: ['advisory', id],
    queryFn: ({ signal }) => call(readAdvisory, { params: { id } }, { signal }),
    retry: false,
    refetchInterval: 1000,
  });
  const isThere = data !== undefined;
  useEffect(() => {
    if (isThere) void navigate({ to: '/advisories/$id', params: { id } });
  }, [isThere, id, navigate]);
  return (
    <Card title="Vendor notice" note={id}>
      <div className="card-body stack">
        <p role="status">It was entered. Devices are being held against it; its page opens by itself.</p>
      </div>
    </Card>
  );
}

interface FieldsProps {
  readonly draft: Draft;
  readonly acting: Acting;
  readonly onChange: (next: Partial<Draft>) => void;
}

function NoticeFields({ draft, acting, onChange }: FieldsProps) {
  const text = (
    key: 'title' | 'maker' | 'cves' | 'text' | 'cvss' | 'workaround' | 'url' | 'publishedOn',
  ) => ({
    value: draft[key],
    error: acting.field === key ? acting.problem : null,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      onChange({ [key]: event.currentTarget.value }),
  });
  return (
    <>
      <TextInput label="Title" required {...text('title')} />
      <TextInput label="Maker" description="As devices name it" required {...text('maker')} />
      <ProductsField products={draft.products} onChange={(products) => onChange({ products })} />
      <TextInput
        label="CVE ids"
        description="Separated by blanks; none: the notice stands for itself"
        {...text('cves')}
      />
      <Textarea label="What is wrong" required autosize minRows={2} {...text('text')} />
      <TextInput label="CVSS vector" description="The one it gives, if any" {...text('cvss')} />
      <Select
        label="What it offers"
        required
        allowDeselect={false}
        data={NOTICE_REMEDIES.map((value) => ({ value, label: REMEDY_WORDS[value] }))}
        value={draft.remedy.kind}
        onChange={(kind) => onChange({ remedy: { ...draft.remedy, kind: kind as typeof draft.remedy.kind } })}
      />
      <Textarea
        label="In its words"
        description="Which version brings the fix, when it comes, or why there is none"
        required
        value={draft.remedy.details}
        onChange={(event) => onChange({ remedy: { ...draft.remedy, details: event.currentTarget.value } })}
      />
      <Textarea label="What can be done until then" {...text('workaround')} />
      <TextInput label="Address" description="Where it can be read" {...text('url')} />
      <TextInput type="date" label="Published" required {...text('publishedOn')} />
    </>
  );
}

interface ProductsProps {
  readonly products: Draft['products'];
  readonly onChange: (next: Draft['products']) => void;
}

function ProductsField({ products, onChange }: ProductsProps) {
  const change = (at: number, next: Partial<Draft['products'][number]>) =>
    onChange(products.map((it, i) => (i === at ? { ...it, ...next } : it)));
  return (
    <fieldset className="stack repeated">
      <legend className="small second">
        Products, and the versions of them that it is about, in its words
      </legend>
      {products.map((it, i) => (
        <div className="row-wrap" key={i}>
          <TextInput
            label="Model"
            required
            value={it.model}
            onChange={(event) => change(i, { model: event.currentTarget.value })}
          />
          <TextInput
            label="Versions"
            placeholder="all versions"
            value={it.versions}
            error={isReadable(it.versions) ? null : 'Not understood: devices will show as “can’t be told”'}
            onChange={(event) => change(i, { versions: event.currentTarget.value })}
          />
          {products.length > 1 && (
            <Button variant="default" onClick={() => onChange(products.filter((_, at) => at !== i))}>
              Remove
            </Button>
          )}
        </div>
      ))}
      <div>
        <Button variant="default" size="xs" onClick={() => onChange([...products, NO_PRODUCT])}>
          Add a product
        </Button>
      </div>
    </fieldset>
  );
}

function isReadable(versions: string): boolean {
  return versions.trim() === '' || readRange(versions) !== null;
}

function whyNotSave(it: Draft): string | null {
  if (it.title.trim().length < 2) return 'Title is not filled in';
  if (it.maker.trim().length < 2) return 'Maker is not filled in';
  if (it.products.some(({ model }) => model.trim() === '')) return 'A product has no model';
  if (it.text.trim().length < 2) return 'Say what is wrong';
  if (it.remedy.details.trim().length < 2) return 'Say what it offers, in its words';
  return it.publishedOn === '' ? 'Say when it was published' : null;
}

function noticeOf(it: Draft) {
  const orNull = (text: string) => (text.trim() === '' ? null : text);
  return {
    ...it,
    products: it.products.map(({ model, versions }) => ({ model, versions: orNull(versions) })),
    cves: it.cves.split(/[\s,;]+/).filter((id) => id !== ''),
    cvss: orNull(it.cvss),
    workaround: orNull(it.workaround),
    url: orNull(it.url),
  };
}

function draftOf({ id: _, version: __, ...it }: NonNullable<NoticeFormProps['it']>): Draft {
  return {
    ...it,
    products: it.products.map(({ model, versions }: NoticeProduct) => ({ model, versions: versions ?? '' })),
    cves: it.cves.join(' '),
    cvss: it.cvss ?? '',
    workaround: it.workaround ?? '',
    url: it.url ?? '',
  };
}
