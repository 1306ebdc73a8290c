import { tableRows } from './table.ts';

/** How a maker's name turns up, and what its network cards begin with. */
export interface Maker {
  readonly name: string;
  /** As people and systems write it, the usual way first. */
  readonly spellings: readonly string[];
  /** First three bytes of hardware addresses, as the IEEE registered them; empty: cards of other makers. */
  readonly ouis: readonly string[];
}

// Name | other spellings | OUIs
const TABLE = `
BD | Becton Dickinson; Becton, Dickinson and Company; CareFusion; BD (CareFusion) | F8C678 9CC8AE
Philips | Philips Healthcare; Phillips; PHILIPS; Philips Medical Systems | 0009FB 00095C 7C94B2
GE Healthcare | GE; General Electric; GE Medical Systems; GE HealthCare | 444B5D A0F217
Baxter | Baxter Healthcare; Baxter International; BAXTER | 5842E4 5846E1
B. Braun | BBraun; B Braun Medical; B. Braun Medical Inc. | 001221
Fresenius Kabi | Fresenius; FRESENIUS KABI USA | 001338
Fresenius Medical Care | Fresenius Medical Care North America; FMC | B04C05
ICU Medical | ICU Medical Inc; Hospira | 0003B1
Hospira | Hospira Inc | 0003B1
Smiths Medical | Smiths Medical ASD; Smith Medical; SMITHS MEDICAL | 001A01
Draeger | Drägerwerk; Draeger Medical; Dräger; Drager | 0030E6 00105D F0E5C3
Mindray | Mindray DS USA; MINDRAY; Shenzhen Mindray | 00A037 000F14
Spacelabs Healthcare | Spacelabs; Spacelabs Medical | 00A0AA
Nihon Kohden | Nihon Kohden America; NIHON KOHDEN | 00A09A
Contec Medical Systems | Contec; CONTEC MEDICAL | 00804C
Welch Allyn | WelchAllyn; Hillrom; Hill-Rom | 001AFA
Hillrom | Hill-Rom; Hill Rom; Baxter | 0014B8
Masimo | Masimo Corporation; MASIMO | E0C2B7 0809B6
Nonin | Nonin Medical | 001C05
Medtronic | Medtronic Inc; Covidien; MEDTRONIC | DC16A2
Getinge | Maquet; MAQUET Critical Care; Getinge Group | 002541 349B5B 0064A6
Stryker | Stryker Medical; Physio-Control; STRYKER | 000DD1 40BD9E
ZOLL | ZOLL Medical; Zoll | -
Hamilton Medical | Hamilton Medical AG; Hamilton | -
Siemens Healthineers | Siemens; Siemens Medical Solutions; SIEMENS HEALTHINEERS | 001865 20E791
Siemens | Siemens Healthineers; SIEMENS | 001865
Canon Medical Systems | Canon Medical; Toshiba Medical Systems | -
Carestream | Carestream Health | 001D4A
Agfa | Agfa HealthCare; AGFA | 080066
Fujifilm | FUJIFILM Medical; Fuji | -
Olympus | Olympus America; OLYMPUS | 000113
Karl Storz | Karl Storz Endoscopy; KARL STORZ | 001686
Abbott | Abbott Laboratories; Abbott Point of Care; St. Jude Medical | 0013DD C0A26D
Roche Diagnostics | Roche; ROCHE | 004049 000E2F
Beckman Coulter | Beckman; BECKMAN COULTER | D0D286
Sysmex | Sysmex America | 00066B
Steris | STERIS; STERIS Corporation | -
Carl Zeiss Meditec | Zeiss; Carl Zeiss | F095F1
Heidelberg Engineering | Heidelberg | 0011FB
Topcon | Topcon Medical | BCFFAC
Hologic | Hologic Inc; HOLOGIC | -
Johnson Controls | JCI; Johnson Controls International | 00108D
Schneider Electric | Schneider; APC by Schneider Electric | 001100
APC | APC by Schneider Electric; American Power Conversion | 282986
Honeywell | Honeywell International | 00064A
Zebra | Zebra Technologies; ZEBRA | 00074D 84248D
Lantronix | Lantronix Inc | 0080A3
Moxa | MOXA Technologies | 0090E8
Axis Communications | Axis; AXIS | 00408C ACCC8E B8A44F
Cisco | Cisco Systems; CISCO | 00000C 000142
Aruba | HPE Aruba Networking | 000B86 001A1E
Dell | Dell Inc.; DELL | 00065B 000874 0016F0
HP | HP Inc.; Hewlett-Packard; Hewlett Packard | 040E3C 9C7BEF
HPE | Hewlett Packard Enterprise | 4CAEA3
Lenovo | LENOVO | A03299
Apple | Apple Inc. | 000393 000502
Samsung | Samsung Electronics | 0000F0 0007AB
Advantech | ADVANTECH | 00D0C9 000BAB
Swisslog Healthcare | Swisslog; TransLogic | -
Omnicell | Omnicell Inc; OMNICELL | -
Varian | Varian Medical Systems; VARIAN | -
Radiometer | Radiometer America | -
`;

const MAKERS: ReadonlyMap<string, Maker> = new Map(
  tableRows(TABLE, 3).map((row) => {
    const [name, spellings, ouis] = row as [string, string, string];
    return [
      name,
      { name, spellings: [name, ...spellings.split('; ')], ouis: ouis === '-' ? [] : ouis.split(' ') },
    ] as const;
  }),
);

/** Network modules that makers without a range of their own build in: Silex, Laird, Digi-like, Redpine, Advantech. */
export const MODULE_OUIS = ['008092', '84253F', '00233D', '0023A7', '80C955', '74FE48'] as const;

export function makerOf(name: string): Maker {
  return MAKERS.get(name) ?? { name, spellings: [name, name.toUpperCase()], ouis: [] };
}
