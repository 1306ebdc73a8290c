/**
 * What words of a model name are worth. Names and numbers decide; what kind of thing it is ("pump", "server") supports;
 * filler ("system", "series") says nothing.
 */

export const STOP_WORDS = new Set(
  (
    'the a an of for with and or using by to in on from used sold running all including not which that as built upon ' +
    'based only models model version versions type no nr number numbers part s its is are under at via it used use enabled ' +
    'optional formerly capability support supporting inc incorporated corp corporation company ltd limited llc gmbh plc'
  ).split(' '),
);

/** Stop words that also link the words of a hyphened chunk: "point-of-care". */
export const LINKING_WORDS = new Set(['of', 'and', 'for', 'the', 'with', 'to']);

export const FILLER_WORDS = new Set(
  (
    'system systems series family software firmware application applications app apps product products device devices ' +
    'unit units equipment sw fw hw hardware program release line generation edition editions solution solutions platform'
  ).split(' '),
);

/** Words that make another model of the name or number they stand beside: "Mini", "Pro", "Mark III". */
export const VARIANT_WORDS = new Set(
  (
    'plus pro xt max mini lite se lx ultra elite neo xl touch duo trio ii iii iv vi vii viii mk mark ' +
    'advance advanced basic premium premier deluxe compact slim prime select next evo classic junior senior'
  ).split(' '),
);

export const KIND_WORDS = new Set(
  (
    'monitor monitors monitoring pump pumps programmer programmers workstation workstations station stations server ' +
    'servers client clients viewer controller controllers control panel panels camera cameras cam cams reader readers ' +
    'gateway gateways hub hubs module modules card cards printer printers analyzer analyser scanner scanners ventilator ' +
    'ventilators defibrillator bed beds recorder recorders nvr nvrs dvr dvrs ups pdu switch switches router routers ' +
    'engine engines tool tools manager console consoles terminal interface service services portal suite editor access ' +
    'door doors patient patients infusion syringe wireless web mobile network networks data information clinical central ' +
    'medical health healthcare hospital imaging ultrasound ecg electrocardiograph electrocardiographs cardiograph cardiographs ' +
    'telemetry transmitter receiver detector processor processors instrument instruments operating management ' +
    'configuration configurator database report reporting reports reporter analysis testing test diagnostic diagnostics ' +
    'surgical laboratory blood glucose insulin ventilation dialysis hemodialysis anesthesia anesthetic machine machines ' +
    'thermostat thermostats chiller chillers ethernet serial modem phone telephone intercom video audio ip digital analog ' +
    'remote handheld portable cart charger battery power supply kit sdk api driver installer agent framework runtime ' +
    'converter adapter bridge sensor sensors communicator encoder decoder storage archive dashboard display enterprise professional ' +
    'standard communication communications automation building security stack protocol library tablet smartphone desktop laptop ' +
    'cardiac fetal maternal electrosurgical generator stretcher microscope sequencer centrifuge sterilizer washer injector ' +
    'angiography mammography tomography radiography ct mri xray pet mr worn bedside multi parameter multiparameter vital signs ' +
    'resting stress holter exercise spot check portal site web based internet online offline local cloud node host ' +
    'platform energy implantable cardioverter pacemaker icd pacing lead clinician physician nurse call bed side intensive ' +
    'care transport neonatal infant pediatric adult large volume pumps lvp pca smart medication dispensing cabinet cabinets ' +
    'robot robotic point extended vision ray x-ray fluoroscopy injector contrast cath catheterization hemodynamic ' +
    'electrophysiology endoscopy endoscope video camera dome bullet ptz fisheye thermal outdoor indoor fixed turret nvr ' +
    'hvac thermostat rooftop lighting meter metering power energy rack mount transfer switch distribution environmental ' +
    'master slave expansion extension input output io i/o relay board chassis rail din plug adaptor'
  ).split(' '),
);

/** Marks that buyers and asset managers add to a model name and makers do not. */
export const ASSET_NOISE = new Set(
  (
    'refurb refurbished refurbed reman remanufactured used demo loaner loan spare rental new old decommissioned ' +
    'wlan wifi bluetooth us usa eu uk jp intl row na emea apac ' +
    'oem bundle pkg package qty each ea assy assembly w wo'
  ).split(' '),
);
