/** An operating system family whose maker ended free security updates on a day. */
interface Support {
  readonly name: RegExp;
  readonly endedOn: string;
}

// Makers' lifecycle pages, as of November 2026; end of (extended) support that everyone gets, without paid extensions.
// Names are matched on lower-case text; the first that fits counts, so special editions stand before their family.
const SUPPORT: readonly Support[] = [
  { name: /windows 10.*(?:ltsb|ltsc|enterprise).*2015|windows 10.*1507/, endedOn: '2025-10-14' },
  { name: /windows 10.*(?:ltsb|ltsc|enterprise).*2016|windows 10.*1607/, endedOn: '2026-10-13' },
  { name: /windows 10.*(?:ltsc|enterprise|iot).*2019|windows 10.*(?:ltsc|iot).*1809/, endedOn: '2029-01-09' },
  { name: /windows 10.*iot.*2021/, endedOn: '2032-01-13' },
  { name: /windows 10.*(?:ltsc|enterprise).*2021/, endedOn: '2027-01-12' },
  { name: /windows 10/, endedOn: '2025-10-14' },
  { name: /windows (?:embedded )?8\.1/, endedOn: '2023-01-10' },
  { name: /windows embedded 8|windows 8/, endedOn: '2023-07-11' },
  { name: /posready 7/, endedOn: '2021-10-12' },
  { name: /windows embedded standard 7/, endedOn: '2020-10-13' },
  { name: /windows (?:embedded )?7/, endedOn: '2020-01-14' },
  { name: /windows vista/, endedOn: '2017-04-11' },
  { name: /posready 2009|windows embedded standard 2009|windows xp embedded/, endedOn: '2019-04-09' },
  { name: /windows xp/, endedOn: '2014-04-08' },
  { name: /windows 2000/, endedOn: '2010-07-13' },
  { name: /windows nt/, endedOn: '2004-12-31' },
  { name: /windows (?:me|9[58])\b/, endedOn: '2006-07-11' },
  { name: /windows (?:embedded )?compact 2013/, endedOn: '2023-10-10' },
  { name: /windows (?:embedded )?(?:compact|ce) 7/, endedOn: '2021-04-13' },
  { name: /windows (?:embedded )?ce/, endedOn: '2018-04-10' },
  { name: /windows server 2003/, endedOn: '2015-07-14' },
  { name: /windows server 2008/, endedOn: '2020-01-14' },
  { name: /windows server 2012/, endedOn: '2023-10-10' },
  { name: /windows server 2016/, endedOn: '2027-01-12' },
  { name: /windows server 2019/, endedOn: '2029-01-09' },
  { name: /windows server 2022/, endedOn: '2031-10-14' },
  { name: /ubuntu.*14\.04/, endedOn: '2019-04-25' },
  { name: /ubuntu.*16\.04/, endedOn: '2021-04-30' },
  { name: /ubuntu.*18\.04/, endedOn: '2023-05-31' },
  { name: /ubuntu.*20\.04/, endedOn: '2025-05-31' },
  { name: /cent ?os.* [56]\b/, endedOn: '2020-11-30' },
  { name: /cent ?os.* 7\b/, endedOn: '2024-06-30' },
  { name: /cent ?os.* 8\b/, endedOn: '2021-12-31' },
  { name: /red hat.* 6\b|rhel ?6/, endedOn: '2020-11-30' },
  { name: /red hat.* 7\b|rhel ?7/, endedOn: '2024-06-30' },
];

/** The day the maker's support of an operating system ended or will end; null: not one we know. */
export function osSupportEndsOn(os: string | undefined, osVersion: string | undefined): string | null {
  if (asked === null || asked.os !== os || asked.osVersion !== osVersion)
    asked = { os, osVersion, endsOn: lookUp(os, osVersion) };
  return asked.endsOn;
}

/** What was asked last: it is asked for each finding of a device. */
let asked: {
  readonly os: string | undefined;
  readonly osVersion: string | undefined;
  readonly endsOn: string | null;
} | null = null;

function lookUp(os: string | undefined, osVersion: string | undefined): string | null {
  const text = `${os ?? ''} ${osVersion ?? ''}`
    .toLowerCase()
    .replaceAll(/microsoft|®|™/g, ' ')
    .replaceAll(/\s+/g, ' ');
  const short = text.replace(/\bwin(?=\s?(?:\d|xp|nt|ce|vista|server))\s?/, 'windows ');
  return SUPPORT.find((it) => it.name.test(short))?.endedOn ?? null;
}
