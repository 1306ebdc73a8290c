import assert from 'node:assert/strict';
import { test } from 'node:test';
import { rulingVector, traitsOf } from './vector-traits.ts';

test('traitsOf() reads attack vector, automatable, total impact and exploit maturity in every version', () => {
  const cases: [Parameters<typeof traitsOf>[0]['version'], string, string, boolean, boolean, boolean][] = [
    ['2.0', 'AV:N/AC:L/Au:N/C:C/I:C/A:C', 'network', true, true, false],
    ['2.0', 'AV:A/AC:M/Au:N/C:C/I:C/A:P/E:POC/RL:W/RC:UC', 'adjacent', false, false, true],
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 'network', true, true, false],
    ['3.0', 'CVSS:3.0/AV:P/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:N/E:P', 'physical', false, false, true],
    ['3.1', 'CVSS:3.1/AV:N/AC:L/PR:N/UI:R/S:U/C:H/I:H/A:H/E:U', 'network', false, true, false],
    ['4.0', 'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N', 'network', true, true, false],
    [
      '4.0',
      'CVSS:4.0/AV:N/AC:L/AT:N/PR:N/UI:N/VC:H/VI:H/VA:H/SC:N/SI:N/SA:N/AU:N',
      'network',
      false,
      true,
      false,
    ],
    [
      '4.0',
      'CVSS:4.0/AV:L/AC:L/AT:N/PR:L/UI:N/VC:H/VI:N/VA:H/SC:N/SI:N/SA:N/E:A/AU:Y',
      'local',
      true,
      false,
      true,
    ],
  ];
  for (const [version, vector, attackVector, automatable, totalImpact, publicExploit] of cases)
    assert.deepEqual(
      traitsOf({ version, vector }),
      { attackVector, automatable, totalImpact, publicExploit },
      vector,
    );
});

test('rulingVector() takes the newest version, and within it the highest score', () => {
  const vector = (version: '2.0' | '3.1' | '4.0', baseScore: number) => ({
    version,
    vector: '',
    baseScore,
    by: '',
  });
  assert.equal(rulingVector([]), null);
  assert.equal(rulingVector([vector('2.0', 10), vector('3.1', 5), vector('3.1', 7.5)])?.baseScore, 7.5);
  assert.equal(rulingVector([vector('4.0', 6), vector('3.1', 9.8)])?.baseScore, 6);
});
