import { TextInput } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { call } from '#contract/client';
import * as api from '#contract/feeds/routes';
import { ActButton } from '../../../ui/ActButton.tsx';
import { Card } from '../../../ui/Card.tsx';
import { Notice } from '../../../ui/Notice.tsx';
import { useActing } from '../act.ts';
import { useReasonNot } from '../session.ts';

/** A provider of advisories that the product does not know of. */
export function AddFeedCard({ onAdded }: { readonly onAdded: (id: string) => void }) {
  const client = useQueryClient();
  const acting = useActing();
  const mayNot = useReasonNot('feeds.manage');
  const [name, setName] = useState('');
  const [address, setAddress] = useState('');
  const reason = name.trim() === '' || address.trim() === '' ? 'Say its name and its address first' : null;
  const add = () =>
    acting.run(async () => {
      const { id } = await call(api.addFeed, { body: { source: 'csaf-provider', name, address } });
      setName('');
      setAddress('');
      await client.invalidateQueries({ queryKey: ['feeds'] });
      onAdded(id);
    });
  return (
    <Card
      title="Add a provider of advisories"
      footer="Folders on the server are named when it starts, with --feeds; files are brought to “Files brought by hand”."
    >
      <form
        className="card-body stack"
        aria-label="Add a provider of advisories"
        onSubmit={(event) => {
          event.preventDefault();
          if ((mayNot ?? reason) === null) add();
        }}
      >
        <TextInput
          label="Name"
          maxLength={80}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <TextInput
          label="Address of its provider-metadata.json"
          placeholder="https://vendor.example.com/.well-known/csaf/provider-metadata.json"
          maxLength={500}
          value={address}
          error={acting.field === 'address' ? acting.problem : null}
          onChange={(event) => setAddress(event.currentTarget.value)}
        />
        {acting.problem !== null && acting.field !== 'address' && (
          <Notice tone="bad" title="Not added." urgent>
            {acting.problem}
          </Notice>
        )}
        <span>
          <ActButton icon="plus" loading={acting.busy} disabledReason={mayNot ?? reason} onClick={add}>
            Add feed
          </ActButton>
        </span>
      </form>
    </Card>
  );
}
