import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ImpactDevice, impactOf, type ImpactWeakness } from './impact.ts';

const REMOTE: ImpactWeakness = {
  cvss: { version: '3.1', vector: 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H' },
  exploited: null,
  cwes: ['CWE-787'],
  summary: 'A crafted frame is written past its end',
};
const READS: ImpactWeakness = {
  ...REMOTE,
  cvss: { version: '3.1', vector: 'CVSS:3.1/AV:A/AC:L/PR:L/UI:R/S:U/C:H/I:N/A:N' },
  cwes: ['CWE-200'],
};
const VENTILATOR: ImpactDevice = {
  criticality: 'life-sustaining',
  deviceType: 'Ventilator',
  storesPhi: true,
  transmitsPhi: true,
};

function answers(weakness: ImpactWeakness, device: ImpactDevice): Record<string, string | null> {
  return Object.fromEntries(impactOf(weakness, device).map((it) => [it.name, it.value]));
}

const CASES: readonly (readonly [string, ImpactWeakness, ImpactDevice, Record<string, string | null>])[] = [
  [
    'code from anywhere on a ventilator',
    REMOTE,
    VENTILATOR,
    {
      Reached: 'from anywhere on the network',
      'Login needed': 'none',
      'Somebody has to help': 'no',
      'Attackers can':
        'run their own code, stop or slow it (denial of service), change what it holds, read what it holds',
      'Known exploit': 'none that is known to be used',
      'Place in care': 'life sustaining',
      Use: 'Ventilator',
      'Safety hazard': 'yes: care that rests on it can be stopped or changed',
      'Alarms depend on it': 'yes, and they may fail',
      'Patient data': 'stored and sent',
      HIPAA: 'concerned: confidentiality, integrity, availability of patient data',
    },
  ],
  [
    'patient data that can be read, and no more, harms no patient but concerns HIPAA',
    READS,
    { ...VENTILATOR, transmitsPhi: false },
    {
      Reached: 'from the same network or radio range',
      'Login needed': 'any account',
      'Somebody has to help': 'yes',
      'Attackers can': 'read what it holds',
      'Known exploit': 'none that is known to be used',
      'Place in care': 'life sustaining',
      Use: 'Ventilator',
      'Safety hazard': 'none from this weakness',
      'Alarms depend on it': 'yes, and they stand',
      'Patient data': 'stored',
      HIPAA: 'concerned: confidentiality of patient data',
    },
  ],
];

for (const [name, weakness, device, expected] of CASES)
  test(`impactOf(): ${name}`, () => assert.deepEqual(answers(weakness, device), expected));

test('impactOf(): what nobody says is told as not known, never as harmless', () => {
  const nothing = answers({ cvss: null, exploited: null, cwes: [], summary: null }, {});
  assert.deepEqual(
    Object.entries(nothing).filter(([, value]) => value !== null),
    [['Known exploit', 'none that is known to be used']],
  );
  const unplaced = answers(REMOTE, { model: 'Box 9' });
  assert.equal(unplaced['Safety hazard'], null);
  assert.equal(unplaced['HIPAA'], null);
  assert.equal(unplaced['Alarms depend on it'], null);
  assert.equal(answers(REMOTE, { storesPhi: false })['HIPAA'], 'not concerned');
});

test('impactOf(): vectors of every version are read', () => {
  const of = (version: '2.0' | '4.0', vector: string) =>
    answers({ ...REMOTE, cwes: [], cvss: { version, vector } }, VENTILATOR);
  const two = of('2.0', 'AV:N/AC:L/Au:S/C:N/I:N/A:C');
  assert.deepEqual(
    [two['Login needed'], two['Somebody has to help'], two['Attackers can']],
    ['one account', null, 'stop or slow it (denial of service)'],
  );
  const four = of('4.0', 'CVSS:4.0/AV:P/AC:L/AT:N/PR:H/UI:A/VC:N/VI:N/VA:N/SC:N/SI:H/SA:N');
  assert.deepEqual(
    [four['Reached'], four['Login needed'], four['Attackers can'], four['Safety hazard']],
    [
      'by hand, at the device',
      'an administrator’s account',
      'change what it holds',
      'yes: care that rests on it can be changed',
    ],
  );
});

test('impactOf(): a summary that says code can be run is enough', () => {
  const said = {
    ...REMOTE,
    cvss: null,
    cwes: [],
    summary: 'Allows remote attackers to execute arbitrary code',
  };
  assert.equal(answers(said, VENTILATOR)['Attackers can'], 'run their own code');
});
