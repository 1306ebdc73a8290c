import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import * as api from '#contract/inventory/model-routes';
import { call } from '#contract/client';
import type { ModelDetail } from '#contract/inventory/model';
import { CRITICALITIES, FDA_CLASSES, PATCH_METHODS } from '#engine/words';
import { FIELD_NAMES } from '../../../parts/fields.ts';
import { FieldForm, type FormField } from '../../../parts/FieldForm.tsx';
import { MODEL_FIELD_NAMES, originWords, PATCH_METHOD_WORDS, valueWords } from '../../../parts/inherited.tsx';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { capital, countOf, whole } from '../../../ui/words.ts';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

const NAMES: Readonly<Record<string, string>> = { ...FIELD_NAMES, ...MODEL_FIELD_NAMES };
const nameOf = (field: string): string => NAMES[field] ?? field;

const choice = (key: string, values: readonly string[], words: (value: string) => string): FormField => ({
  kind: 'choice',
  key,
  label: nameOf(key),
  choices: values.map((value) => ({ value, label: words(value) })),
});
const field = (kind: 'text' | 'day' | 'flag', key: string): FormField => ({ kind, key, label: nameOf(key) });

const DEFAULTS: readonly FormField[] = [
  field('text', 'deviceType'),
  choice('criticality', CRITICALITIES, capital),
  choice('fdaClass', FDA_CLASSES, (it) => it),
  field('text', 'fdaProductCode'),
  field('flag', 'storesPhi'),
  field('flag', 'transmitsPhi'),
  field('day', 'endOfSale'),
  field('day', 'eolDate'),
  field('day', 'eosDate'),
  field('day', 'osEosDate'),
  choice('patchMethod', PATCH_METHODS, (it) => PATCH_METHOD_WORDS[it as keyof typeof PATCH_METHOD_WORDS]),
];

const DETAILS: readonly FormField[] = [
  {
    kind: 'choice',
    key: 'activeScan',
    label: 'Active network scans',
    choices: [
      { value: 'allowed', label: 'Allowed' },
      { value: 'not-allowed', label: 'Not allowed' },
    ],
  },
  { kind: 'number', key: 'replacementCost', label: 'Replacement cost, each', hint: 'In your own currency' },
  { kind: 'long', key: 'scanGuidance', label: 'Scan guidance of the vendor' },
  { kind: 'long', key: 'supportTerms', label: 'Support terms' },
  { kind: 'long', key: 'notes', label: 'Notes' },
];

/** What a model passes on, each value with where it is from; a person may set it. */
export function ModelDefaultsCard({ it }: { readonly it: ModelDetail }) {
  const edit = useModelEdit(it);
  return (
    <Card
      title="Inherited by its devices"
      note={countOf(it.devices, 'device')}
      acts={<EditButton {...edit} />}
      footer="A device that says something itself keeps it. What a person sets here rules over the MDS2 form, and that over registers."
    >
      {edit.open ? (
        <div className="card-body">
          <FieldForm
            label="What devices inherit"
            fields={DEFAULTS}
            values={it.defaults}
            {...edit.form}
            onSave={(defaults) => edit.save({ defaults })}
          />
        </div>
      ) : (
        <dl className="facts roomy card-body">
          {DEFAULTS.map(({ key }) => {
            const passed = it.passesOn[key];
            return (
              <div key={key}>
                <dt>{nameOf(key)}</dt>
                <dd>
                  {passed === undefined ? (
                    <span className="muted">not stated</span>
                  ) : (
                    <>
                      {valueWords(key, passed.value)}
                      <span className="muted small block">
                        {passed.from === 'model' ? 'set by a person' : originWords(passed)}
                      </span>
                    </>
                  )}
                </dd>
              </div>
            );
          })}
        </dl>
      )}
    </Card>
  );
}

/** What concerns the model itself: scans, cost, support. */
export function ModelDetailsCard({ it }: { readonly it: ModelDetail }) {
  const edit = useModelEdit(it);
  const { activeScan, replacementCost, scanGuidance, supportTerms, notes } = it.details;
  const facts: readonly (readonly [string, string | undefined])[] = [
    [
      'Active network scans',
      activeScan === undefined ? undefined : activeScan === 'allowed' ? 'Allowed' : 'Not allowed',
    ],
    ['Scan guidance of the vendor', scanGuidance],
    ['Replacement cost, each', replacementCost === undefined ? undefined : whole(replacementCost)],
    ['Support terms', supportTerms],
    ['Notes', notes],
  ];
  return (
    <Card title="Care and cost" acts={<EditButton {...edit} />}>
      {edit.open ? (
        <div className="card-body">
          <FieldForm
            label="Care and cost"
            fields={[{ kind: 'text', key: 'name', label: 'Name of the model' }, ...DETAILS]}
            values={{ name: it.name, ...it.details }}
            {...edit.form}
            onSave={({ name, ...details }) =>
              edit.save({ ...(typeof name === 'string' ? { name } : {}), details })
            }
          />
        </div>
      ) : (
        <dl className="facts roomy card-body">
          {facts.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value ?? <span className="muted">not stated</span>}</dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}

/** What a public register says of the model. */
export function RegisterCard({ it: { registered } }: { readonly it: ModelDetail }) {
  if (registered === null) return null;
  const facts: readonly (readonly [string, string | null])[] = [
    ['Device identifier', registered.di],
    ['Brand', registered.brand],
    ['Version or model number', registered.modelNumber],
    ['Labeler', registered.company],
    ['FDA class', registered.fdaClass],
    ['Product code', registered.fdaProductCode],
    ['Description', registered.description],
  ];
  return (
    <Card title="Device register" note="GUDID, openFDA">
      <dl className="facts roomy card-body">
        {facts.map(([name, value]) =>
          value === null ? null : (
            <div key={name}>
              <dt>{name}</dt>
              <dd>{value}</dd>
            </div>
          ),
        )}
      </dl>
    </Card>
  );
}

type Edit = ReturnType<typeof useModelEdit>;

function useModelEdit({ id, version }: ModelDetail) {
  const client = useQueryClient();
  const acting = useActing();
  const disabledReason = useReasonNot('inventory.structure');
  const [open, setOpen] = useState(false);
  return {
    open,
    disabledReason,
    onOpen: () => setOpen(true),
    form: {
      busy: acting.busy,
      problem: acting.problem,
      field: acting.field,
      disabledReason,
      onCancel: () => {
        acting.forget();
        setOpen(false);
      },
    },
    save: (change: Readonly<Record<string, unknown>>) =>
      acting.run(async () => {
        const saved = await call(api.editModel, { params: { id }, body: { version, ...change } });
        client.setQueryData(['model', id], saved);
        await client.invalidateQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'model' });
        setOpen(false);
      }),
  };
}

function EditButton({ open, disabledReason, onOpen }: Pick<Edit, 'open' | 'disabledReason' | 'onOpen'>) {
  if (open) return null;
  return (
    <ActButton variant="default" size="xs" disabledReason={disabledReason} onClick={onOpen}>
      Edit
    </ActButton>
  );
}
