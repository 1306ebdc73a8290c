import assert from 'node:assert/strict';
import { test } from 'node:test';
import { sharedOrSkip } from '#test/shared';
import { wholeInventory } from '#test/whole-inventory';

const nmap = (...hosts: string[]) =>
  `<?xml version="1.0"?><!DOCTYPE nmaprun><nmaprun>${hosts.join('')}</nmaprun>`;
const host = `<host><status state="up"/><address addr="10.0.0.7" addrtype="ipv4"/>
  <address addr="00:09:FB:01:02:03" addrtype="mac" vendor="Philips"/><hostnames><hostname name="mx40-7"/></hostnames>
  <ports><port protocol="tcp" portid="22"><state state="open"/><service name="ssh" product="OpenSSH" version="7.4">
  <cpe>cpe:/a:openbsd:openssh:7.4</cpe></service><script id="vulners" output="CVE-2018-15919 CVE-2018-15919"/></port>
  <port protocol="tcp" portid="80"><state state="closed"/></port></ports>
  <os><osmatch name="VxWorks 6.9" accuracy="100"><osclass osfamily="VxWorks"/></osmatch></os></host>`;

test('an Nmap host becomes a device with its services as components', async () => {
  const { accepted, rejected } = await wholeInventory(nmap(host, '<host><status state="down"/></host>'));
  assert.deepEqual(accepted[0]?.fields, {
    ip: '10.0.0.7',
    mac: '00:09:fb:01:02:03',
    hostname: 'mx40-7',
    os: 'VxWorks 6.9',
    components: [{ kind: 'application', name: 'OpenSSH', version: '7.4', cpe: 'cpe:/a:openbsd:openssh:7.4' }],
  });
  assert.deepEqual(accepted[0]?.reported, ['CVE-2018-15919']);
  assert.match(rejected[0]?.reason ?? '', /did not answer/);
});

test('an operating system that Nmap only guesses is kept as a guess', async () => {
  const { accepted } = await wholeInventory(nmap(host.replace('accuracy="100"', 'accuracy="94"')));
  assert.deepEqual(
    [accepted[0]?.fields.os, accepted[0]?.unmapped?.['OS guesses']],
    [undefined, 'VxWorks 6.9 (94 %)'],
  );
});

test('a Nessus host becomes a device with what the report claims about it', async () => {
  const { accepted } =
    await wholeInventory(`<?xml version="1.0"?><NessusClientData_v2><Report><ReportHost name="10.0.0.8">
    <HostProperties><tag name="host-ip">10.0.0.8</tag><tag name="netbios-name">CT-1</tag>
    <tag name="mac-address">00:09:FB:01:02:04\n00:09:FB:01:02:05</tag><tag name="operating-system">Microsoft Windows 7</tag>
    <tag name="cpe">cpe:/o:microsoft:windows_7</tag><tag name="cpe-1">cpe:/a:apache:http_server:2.4.1 -&gt; Apache</tag>
    </HostProperties><ReportItem port="445" svc_name="cifs" protocol="tcp" severity="3" pluginID="1"><cve>CVE-2017-0144</cve>
    <cve>CVE-2017-0145</cve><plugin_output>long</plugin_output></ReportItem></ReportHost></Report></NessusClientData_v2>`);
  assert.deepEqual(accepted[0]?.fields, {
    ip: '10.0.0.8',
    hostname: 'CT-1',
    mac: '00:09:fb:01:02:04',
    os: 'Microsoft Windows 7',
    components: [{ kind: 'application', name: 'http_server', cpe: 'cpe:/a:apache:http_server:2.4.1' }],
  });
  assert.deepEqual(accepted[0]?.reported, ['CVE-2017-0144', 'CVE-2017-0145']);
  assert.equal(accepted[0]?.unmapped?.['Open ports'], '445/tcp cifs');
});

test('XML entities are refused and nothing outside is loaded', async () => {
  const bomb =
    '<!DOCTYPE nmaprun [<!ENTITY a "x"><!ENTITY b "&a;&a;&a;">]><nmaprun><host>&b;</host></nmaprun>';
  await assert.rejects(wholeInventory(bomb), /declares XML entities/);
  const external = `<!DOCTYPE nmaprun SYSTEM "file:///etc/passwd">${nmap(host).slice(nmap().indexOf('<nmaprun>'))}`;
  assert.equal((await wholeInventory(external)).accepted.length, 1);
  const unknown = await wholeInventory(nmap(host, '<host>&xxe;</host>'));
  assert.deepEqual([unknown.accepted.length, unknown.rejected.length], [1, 1]);
  await assert.rejects(wholeInventory(`<nmaprun>${'<a>'.repeat(1000)}`), /nested deeper/);
});

test('a host with addresses of both kinds keeps both', async () => {
  const second = '<address addr="FD00::12" addrtype="ipv6"/><address addr="00:09:FB';
  const { accepted } = await wholeInventory(nmap(host.replace('<address addr="00:09:FB', second)));
  assert.deepEqual([accepted[0]?.fields.ip, accepted[0]?.fields.ipv6], ['10.0.0.7', 'fd00::12']);
  const alone = await wholeInventory(
    nmap(host.replace('10.0.0.7" addrtype="ipv4', 'FD00::12" addrtype="ipv6')),
  );
  assert.deepEqual([alone.accepted[0]?.fields.ip, alone.accepted[0]?.fields.ipv6], ['fd00::12', undefined]);
});

test('a report cut short keeps its hosts and says where it ends', async () => {
  const { accepted, rejected } = await wholeInventory(nmap(host, host).slice(0, -100));
  assert.equal(accepted.length, 1);
  assert.match(rejected[0]?.reason ?? '', /the XML is broken/);
});

// Counted in the reference material with another XML parser.
const COUNTS: [string, { hosts: number; open?: number; items?: number; cves: number }][] = [
  ['suites/scans/nmap/nmap_1port.xml', { hosts: 1, open: 1, cves: 0 }],
  ['suites/scans/nmap/nmap_multiple_port.xml', { hosts: 1, open: 13, cves: 0 }],
  ['suites/scans/tenable/nessus/nessus_many_vuln.xml', { hosts: 1, items: 7, cves: 0 }],
  ['data/scans/defectdojo/nmap/nmap_0port.xml', { hosts: 1, open: 0, cves: 0 }],
  ['data/scans/defectdojo/nmap/nmap_script_vulners.xml', { hosts: 1, open: 1, cves: 2 }],
];
for (const [file, counts] of COUNTS)
  test(`${file} is read in full`, async (t) => {
    const path = sharedOrSkip(t, file);
    if (path === null) return;
    const { accepted } = await wholeInventory({ path });
    assert.equal(accepted.length, counts.hosts);
    const [first] = accepted;
    assert.equal(first?.reported?.length ?? 0, counts.cves);
    if (counts.open !== undefined)
      assert.equal(first?.unmapped?.['Open ports']?.split(', ').length ?? 0, counts.open);
    if (counts.items !== undefined)
      assert.equal(first?.unmapped?.['Findings reported'], String(counts.items));
  });
