import type { Criticality, FdaClass } from '#engine/words';
import { tableRows } from './table.ts';

/** Kinds of network a device stands in; every site has one of each that it needs. */
export type Zone =
  | 'infusion'
  | 'monitoring'
  | 'therapy'
  | 'imaging'
  | 'servers'
  | 'portal'
  | 'laboratory'
  | 'pharmacy'
  | 'clinical'
  | 'mobile'
  | 'legacy'
  | 'facilities'
  | 'none';

/** What devices of one kind have in common. */
export interface DeviceType {
  readonly name: string;
  readonly criticality: Criticality;
  readonly fdaClass: FdaClass | null;
  readonly productCode: string | null;
  readonly storesPhi: boolean;
  readonly transmitsPhi: boolean;
  readonly zone: Zone;
  /** Keys of departments, the likeliest first. */
  readonly departments: readonly string[];
  /** Letters host names begin with. */
  readonly prefix: string;
  /** US dollars for a new one. */
  readonly price: number;
}

// Kind | criticality | FDA class and product code | patient data (stores, transmits) | zone | departments | host | price
const TYPES = `
Infusion pump | life-sustaining | II FRN | T | infusion | icu ms ms2 ms3 ed onc or picu nicu cvicu mat neuro dial | pump | 4200
Syringe pump | life-sustaining | II FRN | T | infusion | nicu picu icu or cvicu ed | syr | 3900
PCA pump | life-sustaining | II MEA | T | infusion | ms ms2 onc or mat | pca | 4100
Enteral feeding pump | general | II LZH | - | none | nicu icu ms ms3 rehab | efp | 1100
Infusion gateway | critical | II MRZ | ST | servers | icu it pharm | infgw | 9800
Patient monitor | critical | II MHX | ST | monitoring | icu ed or cvicu pacu picu nicu card ms endo dial neuro resp | mon | 14500
Telemetry transmitter | critical | II DRT | T | monitoring | card ms ms2 cvicu ed | tele | 2600
Telemetry server | critical | II DRT | ST | monitoring | card it | telesrv | 38000
Central monitoring station | critical | II MHX | ST | monitoring | icu card ed cvicu nicu picu | cms | 42000
Vital signs monitor | diagnostic | II MWI | ST | clinical | ms ms2 ms3 out ed onc mat rehab dial neuro oph endo | vs | 3400
Pulse oximeter | diagnostic | II DQA | T | monitoring | ms ms2 nicu pacu ed out | spo2 | 2900
Capnography monitor | diagnostic | II CCK | T | monitoring | pacu endo ed icu | etco2 | 4800
Brain function monitor | diagnostic | II OLW | S | none | or icu | bis | 6800
Fetal monitor | diagnostic | II HGM | ST | monitoring | mat | fetal | 11500
Electrocardiograph | diagnostic | II DPS | ST | clinical | card ed out ms icu | ecg | 8200
Cardiology information system | diagnostic | II DQK | ST | servers | card it | ecgsrv | 64000
Stress test system | diagnostic | II DQK | ST | clinical | card | stress | 31000
Holter analysis | diagnostic | II MLO | S | none | card | holter | 1900
Pacemaker programmer | critical | III KRG | ST | clinical | card cath | prog | 12000
Remote cardiac monitor | diagnostic | - - | ST | none | card | rcm | 1400
Ventilator | life-sustaining | II CBK | ST | therapy | icu cvicu resp nicu ed picu | vent | 34000
Anaesthesia machine | life-sustaining | II BSZ | ST | therapy | or mat endo | anes | 62000
Defibrillator | life-sustaining | III MKJ | ST | clinical | ed icu ms card or out fac | defib | 11800
Defibrillator management | general | - - | ST | portal | it ed | defsrv | 15000
Heart-lung machine | life-sustaining | II DTQ | S | none | or | hlm | 240000
ECMO console | life-sustaining | II DTQ | S | none | cvicu | ecmo | 88000
Ventricular assist device | life-sustaining | III DSQ | T | none | cvicu | vad | 69000
Intra-aortic balloon pump | life-sustaining | II DSP | S | none | cath cvicu | iabp | 58000
Temperature management | critical | II DWJ | - | none | icu or pacu | temp | 9200
Infant incubator | life-sustaining | II FMZ | T | therapy | nicu | incu | 33000
Infant warmer | critical | II FMT | - | none | mat nicu | warm | 16500
Transcutaneous monitor | diagnostic | II LKD | T | monitoring | nicu | tcm | 17000
Haemodialysis machine | life-sustaining | II KDI | ST | therapy | dial icu | hd | 19500
Dialysis information system | diagnostic | - - | ST | servers | dial it | hdsrv | 45000
Hospital bed | general | II FNL | T | clinical | ms ms2 ms3 icu rehab mat cvicu | bed | 13500
Smart stretcher | general | - - | - | none | ed pacu | str | 7800
CT scanner | diagnostic | II JAK | ST | imaging | rad ed | ct | 1350000
MRI scanner | diagnostic | II LNH | ST | imaging | rad | mr | 1900000
PET/CT | diagnostic | II KPS | ST | imaging | nuc | pet | 2300000
SPECT camera | diagnostic | II KPS | ST | imaging | nuc | spect | 640000
Digital radiography room | diagnostic | II KPR | ST | imaging | rad ed out | dr | 290000
Mobile X-ray | diagnostic | II IZL | ST | imaging | rad icu ed | xrm | 165000
Mammography | diagnostic | II MUE | ST | imaging | womens | mammo | 340000
Bone densitometer | diagnostic | II KGI | ST | imaging | womens | dxa | 72000
Fluoroscopy | diagnostic | II OWB | ST | imaging | rad | fluoro | 480000
C-arm | critical | II OWB | ST | imaging | or | carm | 175000
Angiography system | critical | II OWB | ST | imaging | cath rad | angio | 1450000
Haemodynamic recording | critical | II DQK | ST | imaging | cath | hemo | 145000
Electrophysiology mapping | critical | II DQK | ST | imaging | cath | epmap | 310000
Ultrasound | diagnostic | II IYN | ST | imaging | rad card mat ed womens icu or | us | 96000
PACS server | diagnostic | II LLZ | ST | portal | rad it | pacs | 120000
Imaging workstation | diagnostic | II LLZ | ST | imaging | rad card | iws | 21000
Contrast injector | diagnostic | II DXT | - | imaging | rad cath | inj | 36000
Dose management | general | - - | ST | servers | rad it | dose | 40000
Linear accelerator | critical | II IYE | ST | imaging | radonc | linac | 3100000
Radiation oncology information system | critical | II MUJ | ST | servers | radonc it | rois | 210000
Chemistry analyser | diagnostic | I JJE | ST | laboratory | lab | chem | 420000
Haematology analyser | diagnostic | II GKZ | ST | laboratory | lab | hema | 210000
Coagulation analyser | diagnostic | II JPA | ST | laboratory | lab or | coag | 98000
Blood gas analyser | critical | II CHL | ST | laboratory | icu lab ed nicu or resp | abg | 24000
Point-of-care glucose meter | diagnostic | II NBW | ST | clinical | ms ms2 ms3 icu ed out mat dial onc rehab | gluc | 720
Point-of-care data manager | diagnostic | I JQP | ST | servers | lab it | pocsrv | 36000
Immunoassay analyser | diagnostic | I JJE | ST | laboratory | lab | immu | 260000
Molecular analyser | diagnostic | II OOI | ST | laboratory | lab | pcr | 180000
Microbiology analyser | diagnostic | II LON | ST | laboratory | lab | micro | 120000
Urinalysis analyser | diagnostic | I KQO | ST | laboratory | lab out ed | ua | 14000
Cytology processor | diagnostic | - - | S | laboratory | lab | cyto | 150000
Slide scanner | diagnostic | II PSY | ST | laboratory | lab | slide | 230000
Tissue processor | diagnostic | I IEO | - | laboratory | lab | tiss | 64000
Laboratory automation | diagnostic | I JQP | ST | laboratory | lab it | lauto | 380000
Laboratory centrifuge | general | I JQC | - | none | lab | cent | 9800
Laboratory refrigerator | general | - - | - | facilities | lab bb pharm | fridge | 8600
Blood bank analyser | critical | II KSZ | ST | laboratory | bb | bbank | 190000
Apheresis machine | critical | II LKN | S | none | bb or onc | aph | 54000
Endoscopy processor | diagnostic | II FET | ST | imaging | endo or | endo | 42000
Surgical camera | critical | II GCJ | S | clinical | or | scam | 46000
Endoscope reprocessor | general | II FEB | - | facilities | spd endo | aer | 39000
Surgical robot | critical | II NAY | ST | clinical | or | robot | 1800000
Surgical navigation | critical | II HAW | ST | imaging | or | nav | 380000
Electrosurgical unit | critical | II GEI | - | none | or endo out | esu | 19000
Surgical table | general | I FQO | - | none | or | table | 58000
Surgical light | general | - - | - | none | or | light | 31000
Operating room integration | general | - - | ST | clinical | or | orint | 84000
Anaesthesia information system | critical | II MHX | ST | servers | or it | aims | 160000
Steriliser | general | II FLE | - | facilities | spd out | ster | 78000
Washer disinfector | general | II MEC | - | facilities | spd | wash | 66000
Instrument tracking | administrative | - - | - | servers | spd it | track | 52000
Ophthalmic imaging | diagnostic | II OBO | ST | imaging | oph | oct | 64000
Ophthalmic surgery | critical | II HQC | S | none | oph or | phaco | 110000
Surgical laser | critical | II GEX | - | none | or | laser | 125000
Electroencephalograph | diagnostic | II GWQ | ST | clinical | neuro icu | eeg | 36000
Electromyograph | diagnostic | II IKN | ST | clinical | neuro | emg | 28000
Sleep system | diagnostic | II MNR | ST | clinical | neuro resp | sleep | 22000
Pulmonary function | diagnostic | II BTY | ST | clinical | resp out | pft | 54000
Audiometer | general | II EWO | S | clinical | out | audio | 9600
Newborn hearing screener | diagnostic | II GWJ | S | none | mat nicu | hear | 14000
Physiotherapy system | general | II IPF | - | none | rehab out | phys | 5200
Patient lift | general | - - | - | none | ms rehab | lift | 5600
Patient scale | general | I FRI | - | none | ms out | scale | 1900
Suction and smoke evacuation | general | - - | - | none | or | suct | 21000
Medication dispensing cabinet | critical | - - | ST | pharmacy | ms ms2 icu ed ms3 onc or mat cvicu nicu | adc | 46000
Dispensing server | critical | - - | ST | pharmacy | pharm it | adcsrv | 58000
Pharmacy automation | critical | II NEP | ST | pharmacy | pharm | rxauto | 310000
Pneumatic tube station | general | - - | - | facilities | ms icu ed lab pharm or ms2 | tube | 14000
Nurse call | critical | II ILQ | T | clinical | ms ms2 ms3 icu mat rehab | ncall | 3600
Clinical communication | general | - - | T | mobile | ms icu ed ms2 or lab pharm | badge | 620
Integration server | critical | I OUG | T | servers | it icu or | integ | 2900
Patient identification printer | general | - - | T | clinical | ed ms lab pharm mat admin | lbl | 940
Clinical workstation | general | - - | T | clinical | ms icu ed out admin pharm lab rad or mat ms2 dial rehab oph neuro endo womens | ws | 1250
Medication cart computer | general | - - | T | clinical | ms ms2 ms3 icu onc rehab | cow | 5400
Tablet | general | - - | T | mobile | out ed ms rehab onc oph womens | tab | 610
Printer | administrative | - - | T | clinical | admin ms out ed lab pharm rad | prn | 480
Document scanner | administrative | - - | T | clinical | admin out | scan | 890
Server | general | - - | S | servers | it | srv | 14500
Network switch | general | - - | - | facilities | it | sw | 6800
Wireless access point | general | - - | - | facilities | it ms icu | ap | 1400
Uninterruptible power supply | general | - - | - | facilities | it fac | ups | 5200
Building controller | critical | - - | - | facilities | fac | bms | 6400
Room pressure monitor | critical | - - | - | facilities | or pharm icu fac | press | 2600
Temperature monitoring | general | - - | - | facilities | pharm lab bb fac | tmon | 780
Access control | administrative | - - | - | facilities | fac | door | 2100
Camera | administrative | - - | - | facilities | fac ed | cam | 720
Asset tracking | administrative | - - | - | facilities | fac htm | rtls | 340
Infant protection | critical | - - | - | facilities | mat nicu | hugs | 1900
Medical gas alarm | critical | II CCK | - | facilities | or icu fac ms | gas | 3300
Robot courier | general | - - | - | mobile | pharm fac | tug | 92000
`;

/** Kinds of device by name. */
export const DEVICE_TYPES: ReadonlyMap<string, DeviceType> = new Map(
  tableRows(TYPES, 8).map((row) => {
    const [name, criticality, device, phi, zone, departments, prefix, price] = row as unknown as Eight;
    const [fdaClass, productCode] = device.split(' ');
    const it: DeviceType = {
      name,
      criticality: criticality as Criticality,
      fdaClass: fdaClass === '-' ? null : (fdaClass as FdaClass),
      productCode: productCode === '-' ? null : (productCode ?? null),
      storesPhi: phi.includes('S'),
      transmitsPhi: phi.includes('T'),
      zone: zone as Zone,
      departments: departments.split(' '),
      prefix,
      price: Number(price),
    };
    return [name, it] as const;
  }),
);

type Eight = [string, string, string, string, string, string, string, string];
