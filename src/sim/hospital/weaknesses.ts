import { tableRows } from './table.ts';

/** A weakness that nobody ever found: it exists in the demonstration alone. */
export interface InventedWeakness {
  /** Of a year in which no CVE is given out, so that none is taken for a real one. */
  readonly id: string;
  /** Days before the history ends on which its advisory came; below zero: the day after its end on which it is played. */
  readonly daysAgo: number;
  /** The same for the day on which it became known to be exploited; null: it is not. */
  readonly exploitedDaysAgo: number | null;
  readonly title: string;
  /** CVSS 3.1 vector and its base score. */
  readonly vector: string;
  readonly score: number;
  /** Probability of exploitation within 30 days. */
  readonly forecast: number;
  readonly products: readonly InventedProduct[];
}

interface InventedProduct {
  readonly maker: string;
  readonly name: string;
  /** First version without it; null: none is published. */
  readonly fixedIn: string | null;
}

const VECTORS = {
  remote: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 9.8],
  reads: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:H/I:N/A:N', 7.5],
  stops: ['CVSS:3.1/AV:N/AC:L/PR:N/UI:N/S:U/C:N/I:N/A:H', 7.5],
  nearby: ['CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:H/I:H/A:H', 8.8],
  login: ['CVSS:3.1/AV:N/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 8.8],
  local: ['CVSS:3.1/AV:L/AC:L/PR:L/UI:N/S:U/C:H/I:H/A:H', 7.8],
  small: ['CVSS:3.1/AV:A/AC:L/PR:N/UI:N/S:U/C:L/I:L/A:N', 5.4],
} as const satisfies Record<string, readonly [string, number]>;

// Number | days ago | exploited days ago | kind | forecast | title | maker, product < first version without it, or all; …
const TABLE = `
0001 | 266 | - | remote | 0.34 | Service port accepts commands without a login | BD, Alaris PC Unit Model 8015 < 12.1.3
0002 | 252 | - | nearby | 0.08 | Wireless setup trusts any access point | Welch Allyn, Connex Spot Monitor < 1.52
0003 | 240 | - | reads | 0.11 | Export interface hands out patient names | Baxter, Spectrum IQ < 9.02.01
0004 | 231 | - | stops | 0.05 | Malformed network packets restart the ventilator display | Hamilton Medical, HAMILTON-T1 < 3.0.2; Hamilton Medical, HAMILTON-C6 < 1.2.3
0005 | 205 | - | login | 0.07 | Maintenance account keeps its first password | BD, Pyxis MedStation ES < 1.11.0; BD, Pyxis MedStation ES Server < 1.11.0
0006 | 189 | - | small | 0.02 | Status page can be changed from the same network | ZOLL, R Series < 18.39; ZOLL, X Series < 02.38.01
0007 | 163 | 70 | remote | 0.52 | Alarm messages can be forged | Harbour Point Informatics, Alarm Relay < 2.6.1
0008 | 149 | - | nearby | 0.09 | Drug library is loaded without checking who signed it | ICU Medical, Plum 360 < 15.20
0009 | 121 | - | stops | 0.06 | Monitoring network can be flooded until screens freeze | GE Healthcare, CARESCAPE B650 < 3.2.1; GE Healthcare, CARESCAPE B450 < 3.2.1; GE Healthcare, CARESCAPE B850 < 3.2.1
0010 | 107 | - | remote | 0.41 | Remote service answers to a built-in key | Mindray, BeneVision N17 < 03.10.00; Mindray, BeneVision N12 < 03.10.00
0011 | 93 | 9 | login | 0.63 | Update server can be replaced by another | Masimo, Radical-7 < 8.1.2; Masimo, Root < 2.3.2
0012 | 79 | - | remote | 0.29 | Network stack runs code from crafted frames | Welch Allyn, Connex Spot Monitor < 1.53; Welch Allyn, Connex Vital Signs Monitor 6000 < 2.43.02
0013 | 58 | - | local | 0.03 | Diagnostic mode leaves administrator rights behind | Getinge, Servo-u < 4.4; Draeger, Evita Infinity V500 < 2.60; Draeger, Babylog VN500 < 2.60
0014 | 37 | - | remote | 0.37 | Web page of the gateway runs commands | Swisslog Healthcare, Nexus Control Panel < 7.2.5.7
0015 | 30 | - | nearby | 0.06 | Telemetry can be read and replayed | Philips, IntelliVue MX40 < C.02.10
0016 | 23 | - | remote | 0.33 | Cabinet service deserialises what it is sent | Omnicell, XT Automated Dispensing Cabinet < 29.0
0017 | 9 | - | stops | 0.04 | Oversized requests stop the relay | Harbour Point Informatics, Alarm Relay < 3.0.2; Harbour Point Informatics, Ward Display Hub < 1.9.0
0018 | 5 | - | remote | 0.45 | Pump accepts a drug library from any host | BD, Alaris PC Unit Model 8015 < 12.3.1
0019 | 2 | - | login | 0.05 | Reports can be opened across wards | Masimo, Rad-97 < 1.6
0020 | -1 | -1 | remote | 0.71 | Discovery service runs code sent by anybody on the network | Baxter, Sigma Spectrum < 8.00.01; Baxter, Spectrum IQ < 9.02.01
0021 | -1 | - | nearby | 0.12 | Radio module accepts unsigned updates | Philips, IntelliVue MX450 < M.04.01; Philips, IntelliVue MX500 < M.04.01; Philips, IntelliVue MX800 < M.04.01
0022 | -1 | - | stops | 0.08 | Clock messages can stop therapy | B. Braun, Infusomat Space < 012U000093; B. Braun, Perfusor Space < 012U000083
0023 | -1 | - | reads | 0.09 | Log files keep patient identifiers | GE Healthcare, CARESCAPE VC150 < 2.4
0024 | -2 | - | remote | 0.38 | Image server runs code from a crafted study | Carestream, DRX-Revolution < 6.0; Carestream, DRX-Evolution Plus < 6.0
0025 | -2 | - | login | 0.06 | Shared account reaches the settings | Masimo, Root < 2.3.2; Masimo, SedLine Root all
0026 | -2 | - | remote | 0.44 | Badge directory trusts what callers say | Vocera, B3000n Badge < 4.4.4; Vocera, Smartbadge < 2.6
0027 | -3 | - | remote | 0.58 | Serial server opens a console to the network | Digi, Connect ES 4 SB < 2.34; Moxa, NPort 5110A < 1.6; Lantronix, UDS1100-IAP < 6.11.0.4
0028 | -3 | - | nearby | 0.10 | Pairing never ends | Fresenius Kabi, Agilia VP MC WiFi < 4.2; Fresenius Kabi, Agilia SP MC WiFi < 4.2
`;

/** Days that can be played. */
export const PLAYED_DAYS = 3;

export const WEAKNESSES: readonly InventedWeakness[] = tableRows(TABLE, 7).map((row) => {
  const [number, days, exploited, kind, forecast, title, products] = row as [
    string,
    string,
    string,
    keyof typeof VECTORS,
    string,
    string,
    string,
  ];
  const [vector, score] = VECTORS[kind];
  return {
    id: `CVE-9999-${number}`,
    daysAgo: Number(days),
    exploitedDaysAgo: exploited === '-' ? null : Number(exploited),
    title,
    vector,
    score,
    forecast: Number(forecast),
    products: products.split('; ').map(productIn),
  };
});

function productIn(text: string): InventedProduct {
  const [, maker, name, , fixedIn] = /^(.+?), (.+?) (< (\S+)|all)$/.exec(text) ?? [];
  if (maker === undefined || name === undefined)
    throw new Error(`Cannot build hospital: "${text}" names no product`);
  return { maker, name, fixedIn: fixedIn ?? null };
}
