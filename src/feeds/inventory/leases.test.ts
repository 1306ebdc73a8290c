import assert from 'node:assert/strict';
import { test } from 'node:test';
import { wholeInventory } from '#test/whole-inventory';

const V4 =
  'address,hwaddr,client_id,valid_lifetime,expire,subnet_id,fqdn_fwd,fqdn_rev,hostname,state,user_context,pool_id';
const V6 =
  'address,duid,valid_lifetime,expire,subnet_id,pref_lifetime,lease_type,iaid,prefix_len,fqdn_fwd,fqdn_rev,hostname,hwaddr,state,user_context,hwtype,hwaddr_source,pool_id';

test('of a Kea lease file the last line of an address rules, and an ended lease gives no address', async () => {
  const { format, accepted, rejected } = await wholeInventory(
    [
      V4,
      '10.0.0.7,00:09:fb:01:02:99,,4000,1764000000,7,0,0,before,0,,0',
      '10.0.0.7,00:09:fb:01:02:03,,4000,1764000000,7,0,0,mx40-7.ward.example.,0,,0',
      '10.0.0.8,00:09:fb:01:02:04,01:00:09,4000,1764000000,7,0,0,mx40&#x2c8,2,,0',
      '10.0.0.9,,,4000,1764000000,7,0,0,,1,,0',
      '10.0.0.10,,,0,0,7,0,0,,2,,0',
    ].join('\n'),
  );
  assert.equal(format, 'kea');
  assert.deepEqual(
    accepted.map((it) => it.fields),
    [
      { ip: '10.0.0.7', mac: '00:09:fb:01:02:03', hostname: 'mx40-7.ward.example' },
      { mac: '00:09:fb:01:02:04', hostname: 'mx40,8' },
    ],
  );
  assert.deepEqual(accepted[1]?.unmapped, {
    'Lease ends': '2025-11-24T16:00:00.000Z',
    'Lease of': '10.0.0.8, ended',
    'Subnet id': '7',
    'Client id': '01:00:09',
  });
  assert.deepEqual(new Set(accepted.map((it) => it.source)), new Set(['discovery']));
  assert.deepEqual(
    rejected.map((it) => [it.line, it.reason]),
    [[5, '10.0.0.9 was declined: something unknown uses it beside the server']],
  );
});

test('a Kea lease of IPv6 is known by the hardware address that its DUID holds', async () => {
  const { accepted } = await wholeInventory(
    [
      V6,
      '2001:db8::7,00:01:00:01:2a:2b:2c:2d:00:09:fb:01:02:03,4000,1764000000,7,3000,0,1,128,0,0,mx40-7,,0,,,,0',
      '2001:db8::8,00:03:00:01:00:09:fb:01:02:04,4000,1764000000,7,3000,0,1,128,0,0,,,0,,,,0',
      '2001:db8:1::,00:03:00:01:00:09:fb:01:02:05,4000,1764000000,7,3000,2,1,56,0,0,,,0,,,,0',
      '2001:db8::9,00:02:00:00:ab:11,4000,1764000000,7,3000,0,1,128,0,0,,,0,,,,0',
    ].join('\n'),
  );
  assert.deepEqual(
    accepted.map((it) => it.fields),
    [
      { ip: '2001:db8::7', mac: '00:09:fb:01:02:03', hostname: 'mx40-7' },
      { ip: '2001:db8::8', mac: '00:09:fb:01:02:04' },
      { ip: '2001:db8::9' },
    ],
  );
});

test('records of the FDA become no devices, and it is said where they belong', async () => {
  const classification = {
    results: [
      { product_code: 'MHX', device_name: 'Monitor', device_class: '2', regulation_number: '870.1025' },
    ],
  };
  const device = { results: [{ public_device_record_key: 'a', brand_name: 'B650', company_name: 'GE' }] };
  for (const it of [classification, device, { gudid: { device: { brandName: 'B650' } } }])
    await assert.rejects(
      wholeInventory(JSON.stringify(it)),
      /it lists products or product codes of the FDA, and no devices of a hospital: take it in under Inventory › Models/,
    );
});
