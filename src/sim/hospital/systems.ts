import { tableRows } from './table.ts';

/** An operating system, and the builds its machines came through. */
export interface System {
  /** As network tools name it. */
  readonly name: string;
  /** Oldest first. */
  readonly builds: readonly string[];
  /** Its maker no longer mends it. */
  readonly isLegacy: boolean;
}

// As models name it | as network tools name it | builds, oldest first | no longer mended
const TABLE = `
Windows 10 Enterprise 22H2 | Windows 10 22H2 | 10.0.19045.4529, 10.0.19045.5011, 10.0.19045.5737, 10.0.19045.6456 | no
Windows 11 Enterprise 23H2 | Windows 11 23H2 | 10.0.22631.3737, 10.0.22631.4317, 10.0.22631.5189, 10.0.22631.6060 | no
Windows 10 Enterprise 1809 | Windows 10 1809 | 10.0.17763.557, 10.0.17763.1999 | yes
Windows 10 IoT Enterprise 2019 LTSC | Windows 10 IoT Enterprise LTSC 2019 | 10.0.17763.5936, 10.0.17763.6414, 10.0.17763.7314 | no
Windows 10 IoT Enterprise 2016 LTSB | Windows 10 IoT Enterprise LTSB 2016 | 10.0.14393.7070, 10.0.14393.7428 | no
Windows 10 Enterprise LTSB 2016 | Windows 10 Enterprise LTSB 2016 | 10.0.14393.7070, 10.0.14393.7428 | no
Windows 7 Professional | Windows 7 | 6.1.7601.24214, 6.1.7601.24545 | yes
Windows Embedded Standard 7 | Windows Embedded Standard 7 | 6.1.7601.24545 | yes
Windows XP Embedded | Windows XP Embedded | 5.1.2600 | yes
Windows Server 2012 R2 | Windows Server 2012 R2 | 6.3.9600.20144, 6.3.9600.21620 | yes
Windows Server 2016 | Windows Server 2016 | 10.0.14393.7070, 10.0.14393.7428, 10.0.14393.7970 | no
Windows Server 2019 | Windows Server 2019 | 10.0.17763.5936, 10.0.17763.6414, 10.0.17763.7314, 10.0.17763.8389 | no
Windows Server 2022 | Windows Server 2022 | 10.0.20348.2527, 10.0.20348.2762, 10.0.20348.3807 | no
Linux 2.6 | Linux | 2.6.32 | yes
Linux 3.10 | Linux | 3.10.0 | yes
Red Hat Enterprise Linux 7 | Red Hat Enterprise Linux | 7.9 | yes
Red Hat Enterprise Linux 8 | Red Hat Enterprise Linux | 8.8, 8.10 | no
Debian 10 | Debian | 10 | yes
Debian 11 | Debian | 11 | no
Android 10 | Android | 10 | yes
Android 11 | Android | 11 | yes
Android 12 | Android | 12 | no
iPadOS 17 | iPadOS | 16.7.2, 17.6.1 | no
VMware ESXi 7.0 | VMware ESXi | 7.0.3 | no
VMware ESXi 8.0 | VMware ESXi | 8.0.2, 8.0.3 | no
Cisco IOS XE | Cisco IOS XE | 16.12.5b, 17.6.5, 17.9.4a | no
Cisco IOS | Cisco IOS | 15.2(7)E4 | no
QNX 7 | QNX Neutrino | 7.0 | no
`;

const SYSTEMS: ReadonlyMap<string, System> = new Map(
  tableRows(TABLE, 4).map((row) => {
    const [called, name, builds, legacy] = row as [string, string, string, string];
    return [called, { name, builds: builds.split(', '), isLegacy: legacy === 'yes' }] as const;
  }),
);

/** @throws when a model names a system that nobody described */
export function systemOf(called: string): System {
  const found = SYSTEMS.get(called);
  if (found === undefined) throw new Error(`Cannot build hospital: no operating system "${called}"`);
  return found;
}
