import type { Exposure } from '#engine/words';
import { tableRows } from './table.ts';
import type { Zone } from './types.ts';

export const HOSPITAL_NAME = 'Harbour Point Health';

export interface Site {
  readonly code: string;
  readonly name: string;
  /** Of a hundred devices. */
  readonly share: number;
  /** Second number of its network addresses. */
  readonly octet: number;
}

// Code | name | share of devices | second number of addresses
const SITES_TABLE = `
HPG | Harbour Point General | 36 | 20
SBR | St Brannoc's Hospital | 21 | 24
LRC | Lindley Road Children's | 14 | 28
CBC | Calder Bay Community Hospital | 13 | 32
NGR | Northgate Rehabilitation and Dialysis | 9 | 36
WMO | Westmere Outpatient Centre | 7 | 40
`;

export const SITES: readonly Site[] = tableRows(SITES_TABLE, 4).map((row) => {
  const [code, name, share, octet] = row as [string, string, string, string];
  return { code, name, share: Number(share), octet: Number(octet) };
});

export interface Department {
  readonly key: string;
  readonly name: string;
  readonly building: string;
  readonly floor: string;
  /** Room numbers begin with it. */
  readonly rooms: string;
  readonly roomCount: number;
  /** Codes of the sites that have it. */
  readonly sites: readonly string[];
  /** Who answers for it, as a telephone list has it. */
  readonly manager: string;
}

// Key | name | building | floor | rooms | how many | sites | manager
const DEPARTMENTS_TABLE = `
icu | Intensive Care | Tower | 3 | IC | 28 | HPG SBR CBC | Marguerite Oyelaran
cvicu | Cardiac Intensive Care | Tower | 4 | CV | 16 | HPG | Tomasz Wieczorek
nicu | Neonatal Intensive Care | Tower | 5 | NI | 24 | LRC HPG | Leilani Kahale
picu | Paediatric Intensive Care | Tower | 4 | PI | 16 | LRC | Ruairi Gallagher
ed | Emergency | Main | G | ED | 34 | HPG SBR LRC CBC | Dolores Quintanilla
or | Operating Theatres | Main | 2 | TH | 18 | HPG SBR LRC CBC | Anselm Richter
pacu | Recovery | Main | 2 | RC | 14 | HPG SBR LRC | Hyun-woo Seo
card | Cardiology | Tower | 2 | CD | 20 | HPG SBR | Farida Al-Masri
cath | Catheter Laboratory | Main | 1 | CL | 6 | HPG SBR | Beatriz Nogueira
rad | Radiology | Main | 1 | XR | 22 | HPG SBR LRC CBC WMO | Kwabena Asante
nuc | Nuclear Medicine | Main | B1 | NM | 5 | HPG | Yael Shapira
radonc | Radiation Oncology | Pavilion | B1 | RO | 8 | HPG WMO | Niamh Corcoran
womens | Women's Imaging | Pavilion | 1 | WI | 8 | WMO HPG | Ximena Vargas
lab | Laboratory | Main | B1 | LB | 16 | HPG SBR LRC CBC | Devendra Kulkarni
bb | Blood Bank | Main | B1 | BB | 5 | HPG SBR | Signe Halvorsen
pharm | Pharmacy | Main | G | PH | 8 | HPG SBR LRC CBC NGR WMO | Chidinma Eze
dial | Dialysis | East Wing | 1 | DI | 30 | NGR HPG CBC | Mateus Figueiredo
mat | Maternity | Tower | 6 | MT | 26 | HPG SBR | Aoife Brennan
ms | Medical Ward | Tower | 7 | MW | 36 | HPG SBR LRC CBC NGR | Parvati Nair
ms2 | Surgical Ward | Tower | 8 | SW | 32 | HPG SBR CBC LRC | Emeka Nwosu
ms3 | Elderly Care Ward | East Wing | 2 | EC | 28 | NGR SBR CBC HPG | Ingrid Lindqvist
onc | Oncology | Pavilion | 2 | ON | 18 | HPG WMO LRC | Samir Haddad
endo | Endoscopy | Main | 1 | EN | 8 | HPG SBR WMO | Vasiliki Papadaki
oph | Ophthalmology | Pavilion | 1 | OP | 8 | WMO HPG | Haruto Miyazaki
neuro | Neurology | Tower | 9 | NE | 14 | HPG LRC | Zanele Dlamini
resp | Respiratory Care | Tower | 3 | RS | 8 | HPG SBR NGR | Luca Ferrante
rehab | Rehabilitation | East Wing | 1 | RH | 20 | NGR | Oksana Melnyk
spd | Sterile Services | Main | B2 | SS | 6 | HPG SBR CBC | Delroy Campbell
out | Outpatient Clinic | Pavilion | G | OC | 30 | WMO HPG SBR NGR CBC LRC | Mei-Ling Tan
fac | Facilities | Main | B2 | FA | 20 | HPG SBR LRC CBC NGR WMO | Gunnar Eiriksson
it | Information Technology | Main | B1 | DC | 6 | HPG SBR LRC CBC NGR WMO | Rashida Bangura
htm | Clinical Engineering | Main | B1 | CE | 4 | HPG SBR | Nikolai Petrov
admin | Administration | Pavilion | 3 | AD | 24 | HPG SBR WMO | Catarina Salgado
`;

export const DEPARTMENTS: readonly Department[] = tableRows(DEPARTMENTS_TABLE, 8).map((row) => {
  const [key, name, building, floor, rooms, roomCount, sites, manager] = row as unknown as Eight;
  return {
    key,
    name,
    building,
    floor,
    rooms,
    roomCount: Number(roomCount),
    sites: sites.split(' '),
    manager,
  };
});

type Eight = [string, string, string, string, string, string, string, string];

export interface Segment {
  readonly site: Site;
  readonly zone: Zone;
  readonly name: string;
  readonly vlan: number;
  readonly cidr: string;
  readonly exposure: Exposure;
}

// Zone | name | third number of addresses, first of eight | how reachable | at these sites it is flat instead
const ZONES_TABLE = `
infusion | Infusion Wi-Fi | 8 | segmented | CBC
monitoring | Patient monitoring | 16 | segmented | -
therapy | Ventilation and dialysis | 24 | segmented | NGR
imaging | Imaging | 32 | segmented | SBR CBC
servers | Clinical servers | 40 | segmented | -
portal | Portal DMZ | 48 | internet-facing | -
laboratory | Laboratory | 56 | segmented | CBC
pharmacy | Pharmacy | 64 | segmented | -
clinical | Clinical LAN | 72 | flat | -
mobile | Clinical Wi-Fi | 80 | flat | -
legacy | Legacy isolation | 88 | isolated | -
facilities | Building services | 96 | segmented | WMO
`;

export const SEGMENTS: readonly Segment[] = SITES.flatMap((site, index) =>
  tableRows(ZONES_TABLE, 5).map((row) => {
    const [zone, name, third, exposure, flatAt] = row as [Zone, string, string, Exposure, string];
    return {
      site,
      zone,
      name: `${site.code} ${name}`,
      vlan: 100 * (index + 1) + Number(third) / 8,
      cidr: `10.${site.octet}.${third}.0/21`,
      exposure: flatAt.split(' ').includes(site.code) ? 'flat' : exposure,
    };
  }),
);

/** The hospital's list of its network, as a spreadsheet has it. */
export function segmentList(): string {
  const rows = SEGMENTS.map((it) => [it.name, it.cidr, it.vlan, it.exposure].join(','));
  return ['Segment,CIDR,VLAN,Exposure', ...rows, ''].join('\n');
}

/** The segment of a zone at a site. */
export function segmentAt(site: Site, zone: Zone): Segment | null {
  return SEGMENTS.find((it) => it.site === site && it.zone === zone) ?? null;
}
