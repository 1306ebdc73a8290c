import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { Confidence, Device } from '#engine/words';
import type { IdentifiedProduct } from './assessment.ts';
import { isNamedByPartsAlone, isRecognised } from './recognised.ts';

const link = (item: IdentifiedProduct['item'], confidence: Confidence = 'confirmed'): IdentifiedProduct => ({
  item,
  confidence,
  text: 'text',
  product: 'maker › product',
  evidence: [],
});
const PUMP: Device = { id: 'P', manufacturer: 'Acme', model: 'Pump', os: 'Windows 10' };
const HOST: Device = { id: 'H', os: 'Windows 10' };
const BARE: Device = { id: 'B', mac: '00:11:22:33:44:55' };

/** What it is, what of it a feed names, whether that is the device itself, whether it is something of it alone. */
const CASES: readonly (readonly [Device, readonly IdentifiedProduct[], boolean, boolean])[] = [
  [PUMP, [link('device')], true, false],
  [PUMP, [link('device', 'probable'), link('os')], true, false],
  [PUMP, [link('device', 'candidate'), link('os')], false, false],
  [PUMP, [link('os')], false, true],
  [PUMP, [link('os'), link('component')], false, true],
  [PUMP, [], false, false],
  [HOST, [link('os')], true, false],
  [HOST, [link('component')], false, false],
  [BARE, [link('component')], true, false],
  [BARE, [], false, false],
];

test('a device is recognised by what it is itself, not by its system or its parts', () => {
  for (const [device, identified, isItself, isParts] of CASES) {
    const what = `${device.id} ${identified.map((it) => `${it.item} ${it.confidence}`).join(', ')}`;
    assert.equal(isRecognised(device, identified), isItself, what);
    assert.equal(isNamedByPartsAlone(device, identified), isParts, what);
  }
});
