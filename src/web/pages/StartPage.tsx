import { SegmentedControl } from '@mantine/core';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { AssessmentView, Preset } from '#contract/assessments/assessment';
import type { AboutView } from '#contract/server';
import { useAbout } from '../data.ts';
import { DropZone } from '../parts/DropZone.tsx';
import { RecentAssessments } from '../parts/RecentAssessments.tsx';
import { Card } from '../ui/Card.tsx';
import { Notice } from '../ui/Notice.tsx';

/** From an inventory file to a ranked list: the first thing a person sees. */
export function StartPage() {
  const [preset, setPreset] = useState<Preset>('graded');
  const about = useAbout();
  const navigate = useNavigate();
  const open = ({ id }: AssessmentView) => void navigate({ to: '/assessments/$id', params: { id } });
  return (
    <div className="page start">
      <title>New assessment · Patchward</title>
      <div className="head">
        <div>
          <h1>What needs patching first?</h1>
          <p className="second">
            Give Patchward a device inventory. It finds the known vulnerabilities of each device, ranks them
            by risk to patients and network, sets a deadline for each and says why.
          </p>
        </div>
      </div>
      {about.error !== null && (
        <Notice tone="bad" title="The server does not answer." urgent>
          Is it still running? {about.error.message}
        </Notice>
      )}
      <div className="start-columns">
        <div className="stack">
          <DropZone preset={preset} about={about.data ?? null} onStarted={open} />
          <PolicyChoice preset={preset} onChange={setPreset} />
          <RecentAssessments />
        </div>
        <aside className="stack">
          <WhatItReads />
          <WhereItStays about={about.data ?? null} />
        </aside>
      </div>
    </div>
  );
}

const PRESET_WORDS = {
  graded:
    'Critical needs a severity of 9 and one aggravator: exploited, life-sustaining, patient data or exposed.',
  strict: 'Any one Critical criterion is enough. Expect more Critical findings.',
} as const satisfies Record<Preset, string>;

function PolicyChoice(props: { readonly preset: Preset; readonly onChange: (it: Preset) => void }) {
  return (
    <Card title="House policy" note="sets tiers and deadlines">
      <div className="card-body row-wrap">
        <SegmentedControl
          aria-label="House policy"
          size="sm"
          data={[
            { value: 'graded', label: 'Graded' },
            { value: 'strict', label: 'Strict' },
          ]}
          value={props.preset}
          onChange={(it) => props.onChange(it === 'strict' ? 'strict' : 'graded')}
        />
        <span className="second small grow">{PRESET_WORDS[props.preset]}</span>
      </div>
    </Card>
  );
}

function WhatItReads() {
  return (
    <Card title="What it reads">
      <dl className="card-body plain-list">
        <div>
          <dt>Inventories</dt>
          <dd>CSV, Excel, JSON, JSON lines from a CMMS, a discovery tool or a spreadsheet</dd>
        </div>
        <div>
          <dt>Scans</dt>
          <dd>Nmap XML, Nessus, DHCP leases</dd>
        </div>
        <div>
          <dt>Standards</dt>
          <dd>FHIR Device, CycloneDX and SPDX bills of materials</dd>
        </div>
        <div>
          <dt>Any columns</dt>
          <dd>Headers are recognised, shown and can be changed. Maker, model and version tell the most.</dd>
        </div>
      </dl>
    </Card>
  );
}

function WhereItStays({ about }: { readonly about: AboutView | null }) {
  const here = about?.loopback !== false;
  return (
    <Card title="Where it stays">
      <dl className="card-body plain-list">
        <div>
          <dt>Your file</dt>
          <dd>
            Stays on this computer and is deleted with the assessment. Patient-data columns are never kept.
          </dd>
        </div>
        <div>
          <dt>Advisories from</dt>
          <dd>{about?.feeds ?? '…'}</dd>
        </div>
        <div>
          <dt>Who can see it</dt>
          <dd>
            {about?.record === true
              ? 'Whoever signs in here with a role that sees assessments.'
              : here
                ? 'Only this computer: there is no sign-in yet, so the server listens nowhere else.'
                : 'Everyone on the network who can reach this address: there is no sign-in yet. Start it without --host to close it.'}
          </dd>
        </div>
      </dl>
    </Card>
  );
}
