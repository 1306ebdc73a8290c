// Bills of material of what the hospital's own informatics team builds; no maker's product is spoken of.

interface Part {
  readonly name: string;
  readonly version: string;
  readonly purl: string;
}

const part = (type: string, path: string, version: string): Part => ({
  name: path.split('/').at(-1) ?? path,
  version,
  purl: `pkg:${type}/${path}@${version}`,
});

const RELEASES: Readonly<Record<string, readonly Part[]>> = {
  'Alarm Relay 2.4.0': [
    part('maven', 'org.apache.logging.log4j/log4j-core', '2.14.1'),
    part('maven', 'com.fasterxml.jackson.core/jackson-databind', '2.9.8'),
    part('maven', 'org.springframework/spring-webmvc', '5.3.16'),
    part('generic', 'openssl', '1.1.1k'),
    part('maven', 'ca.uhn.hapi/hapi-base', '2.3'),
  ],
  'Alarm Relay 2.6.1': [
    part('maven', 'org.apache.logging.log4j/log4j-core', '2.17.1'),
    part('maven', 'com.fasterxml.jackson.core/jackson-databind', '2.13.4'),
    part('maven', 'org.springframework/spring-webmvc', '5.3.30'),
    part('generic', 'openssl', '1.1.1t'),
    part('maven', 'ca.uhn.hapi/hapi-base', '2.3'),
  ],
  'Alarm Relay 3.0.2': [
    part('maven', 'org.apache.logging.log4j/log4j-core', '2.23.1'),
    part('maven', 'com.fasterxml.jackson.core/jackson-databind', '2.17.2'),
    part('maven', 'org.springframework/spring-webmvc', '6.1.14'),
    part('generic', 'openssl', '3.0.15'),
    part('maven', 'ca.uhn.hapi/hapi-base', '2.5.1'),
  ],
  'Ward Display Hub 1.8.3': [
    part('npm', 'lodash', '4.17.15'),
    part('npm', 'express', '4.16.4'),
    part('npm', 'ws', '7.2.0'),
    part('generic', 'nginx', '1.14.2'),
    part('generic', 'openssl', '1.1.1d'),
  ],
  'Ward Display Hub 1.9.0': [
    part('npm', 'lodash', '4.17.21'),
    part('npm', 'express', '4.19.2'),
    part('npm', 'ws', '8.17.1'),
    part('generic', 'nginx', '1.26.1'),
    part('generic', 'openssl', '3.0.15'),
  ],
};

/** A CycloneDX document for each release, by name of the release. */
export function billsOfMaterial(): { readonly name: string; readonly text: string }[] {
  return Object.entries(RELEASES).map(([release, parts]) => {
    const gap = release.lastIndexOf(' ');
    const document = {
      bomFormat: 'CycloneDX',
      specVersion: '1.5',
      version: 1,
      metadata: {
        supplier: { name: 'Harbour Point Informatics' },
        component: { type: 'device', name: release.slice(0, gap), version: release.slice(gap + 1) },
      },
      components: parts.map((it) => ({ type: 'library', name: it.name, version: it.version, purl: it.purl })),
    };
    return { name: release, text: `${JSON.stringify(document, null, 1)}\n` };
  });
}
