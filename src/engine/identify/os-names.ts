/**
 * Operating systems other than Windows: how people write them and what NVD calls them. Order matters: the first
 * pattern that fits counts, so the special stands before the general.
 * Source of the product names: NVD CPE dictionary.
 */
export interface OsName {
  readonly pattern: RegExp;
  readonly maker: string;
  readonly name: string;
  /** NVD vendor and product. */
  readonly products: readonly (readonly [vendor: string, product: string])[];
  /** How NVD writes the version of this system, from the version found: default as found. */
  readonly scheme?: 'major' | 'major.minor';
  /** A distribution back-ports fixes without a new version, so a match by version alone is not certain. */
  readonly backports?: true;
}

export const OS_NAMES: readonly OsName[] = [
  os(/\bubuntu\b/, 'Canonical', 'Ubuntu', [['canonical', 'ubuntu_linux']], 'major.minor', true),
  os(/\braspbian\b|\bdebian\b/, 'Debian', 'Debian', [['debian', 'debian_linux']], 'major', true),
  os(/\boracle\s+linux\b|\bol\d\b/, 'Oracle', 'Oracle Linux', [['oracle', 'linux']], 'major', true),
  os(
    /\bred\s*hat\b|\brhel\b/,
    'Red Hat',
    'Red Hat Enterprise Linux',
    [
      ['redhat', 'enterprise_linux'],
      ['redhat', 'enterprise_linux_server'],
    ],
    'major',
    true,
  ),
  os(/\bcentos\b/, 'CentOS', 'CentOS', [['centos', 'centos']], 'major', true),
  os(/\brocky\b/, 'Rocky', 'Rocky Linux', [['rockylinux', 'rocky_linux']], 'major', true),
  os(/\balma\s*linux\b/, 'AlmaLinux', 'AlmaLinux', [['almalinux', 'almalinux']], 'major', true),
  os(/\bfedora\b/, 'Fedora Project', 'Fedora', [['fedoraproject', 'fedora']], 'major', true),
  os(
    /\bsles\b|\bsuse\s+(?:linux\s+)?enterprise\b/,
    'SUSE',
    'SUSE Linux Enterprise Server',
    [
      ['suse', 'linux_enterprise_server'],
      ['suse', 'suse_linux_enterprise_server'],
    ],
    'major',
    true,
  ),
  os(/\bopensuse\b|\bleap\b/, 'openSUSE', 'openSUSE Leap', [['opensuse', 'leap']], undefined, true),
  os(/\bamazon\s+linux\b/, 'Amazon', 'Amazon Linux', [['amazon', 'linux_2']], 'major', true),
  os(/\bphoton\s*os\b/, 'VMware', 'Photon OS', [['vmware', 'photon_os']]),
  os(/\balpine\b/, 'Alpine', 'Alpine Linux', [['alpinelinux', 'alpine_linux']], 'major.minor'),
  os(/\bopenwrt\b/, 'OpenWrt', 'OpenWrt', [['openwrt', 'openwrt']]),
  os(/\byocto\b|\bpoky\b/, 'Yocto Project', 'Yocto', [['yoctoproject', 'yocto']]),
  os(/\bwind\s*river\s+linux\b/, 'Wind River', 'Wind River Linux', [['windriver', 'linux']]),
  os(/\bvx\s?works\b/, 'Wind River', 'VxWorks', [['windriver', 'vxworks']]),
  os(/\bqnx\b|\bneutrino\b/, 'BlackBerry', 'QNX Neutrino RTOS', [
    ['blackberry', 'qnx_neutrino_rtos'],
    ['blackberry', 'qnx_neutrino_real-time_operating_system'],
    ['qnx', 'neutrino_rtos'],
    ['blackberry', 'qnx_software_development_platform'],
  ]),
  os(
    /\bintegrity(?:\s|-)?(?:178b?)?\b.*\b(?:rtos|os)\b|\bintegrity\s*rtos\b|\bgreen\s*hills\b/,
    'Green Hills Software',
    'INTEGRITY RTOS',
    [['ghs', 'integrity_rtos']],
  ),
  os(/\bfree\s?rtos\b/, 'Amazon', 'FreeRTOS', [['amazon', 'freertos']]),
  os(/\bthread\s?x\b|\bazure\s+rtos\b/, 'Microsoft', 'Azure RTOS ThreadX', [
    ['microsoft', 'azure_rtos_threadx'],
    ['eclipse', 'threadx'],
  ]),
  os(/\bnucleus\b/, 'Siemens', 'Nucleus RTOS', [
    ['siemens', 'nucleus_rtos'],
    ['siemens', 'nucleus_net'],
  ]),
  os(/\bzephyr\b/, 'Zephyr Project', 'Zephyr', [['zephyrproject', 'zephyr']]),
  os(/\benea\s+ose\b|\bose\s*\d\b/, 'ENEA', 'OSE', [['enea', 'ose']]),
  os(/\bipad\s?os\b/, 'Apple', 'iPadOS', [['apple', 'ipados']]),
  os(/\bios[\s-]*xe\b/, 'Cisco', 'IOS XE', [['cisco', 'ios_xe']]),
  os(/\bios[\s-]*xr\b/, 'Cisco', 'IOS XR', [['cisco', 'ios_xr']]),
  os(/\bnx[\s-]?os\b/, 'Cisco', 'NX-OS', [['cisco', 'nx-os']]),
  os(/\bcisco\b.*\bios\b|\bios\s+\d+\.\d+\(/, 'Cisco', 'IOS', [['cisco', 'ios']]),
  os(
    /\bcisco\b.*\basa\b|\badaptive\s+security\s+appliance\b/,
    'Cisco',
    'Adaptive Security Appliance Software',
    [['cisco', 'adaptive_security_appliance_software']],
  ),
  os(/\bapple\s+ios\b|\biphone\s*os\b|\bios\b/, 'Apple', 'iOS', [['apple', 'iphone_os']]),
  os(/\bmac\s?os\s?x\b|\bos\s?x\b|\bmac\s?os\s+10\b/, 'Apple', 'Mac OS X', [
    ['apple', 'mac_os_x'],
    ['apple', 'macos'],
  ]),
  os(/\bmac\s?os\b/, 'Apple', 'macOS', [['apple', 'macos']]),
  os(/\btv\s?os\b/, 'Apple', 'tvOS', [['apple', 'tvos']]),
  os(/\bwatch\s?os\b/, 'Apple', 'watchOS', [['apple', 'watchos']]),
  os(/\bandroid\b/, 'Google', 'Android', [['google', 'android']]),
  os(/\bchrome\s?os\b/, 'Google', 'Chrome OS', [['google', 'chrome_os']]),
  os(/\besxi?\b/, 'VMware', 'ESXi', [['vmware', 'esxi']]),
  os(/\bfree\s?bsd\b/, 'FreeBSD', 'FreeBSD', [['freebsd', 'freebsd']]),
  os(/\bopen\s?bsd\b/, 'OpenBSD', 'OpenBSD', [['openbsd', 'openbsd']]),
  os(/\bnet\s?bsd\b/, 'NetBSD', 'NetBSD', [['netbsd', 'netbsd']]),
  os(/\bsolaris\b|\bsunos\b/, 'Oracle', 'Solaris', [
    ['oracle', 'solaris'],
    ['sun', 'solaris'],
  ]),
  os(/\baix\b/, 'IBM', 'AIX', [['ibm', 'aix']]),
  os(/\bhp[\s-]?ux\b/, 'HP', 'HP-UX', [['hp', 'hp-ux']]),
  os(/\bforti\s?os\b/, 'Fortinet', 'FortiOS', [['fortinet', 'fortios']]),
  os(/\bpan[\s-]?os\b/, 'Palo Alto Networks', 'PAN-OS', [['paloaltonetworks', 'pan-os']]),
  os(/\bjunos\b/, 'Juniper', 'Junos', [['juniper', 'junos']]),
  os(/\baruba\s?os\b/, 'Aruba Networks', 'ArubaOS', [['arubanetworks', 'arubaos']]),
  os(/\brouter\s?os\b/, 'MikroTik', 'RouterOS', [['mikrotik', 'routeros']]),
  os(/\bdiskstation\b|\bdsm\s*\d/, 'Synology', 'DiskStation Manager', [['synology', 'diskstation_manager']]),
  os(/\bqts\b/, 'QNAP', 'QTS', [['qnap', 'qts']]),
  os(/\bontap\b/, 'NetApp', 'Data ONTAP', [
    ['netapp', 'data_ontap'],
    ['netapp', 'ontap'],
  ]),
  os(/\btizen\b/, 'Samsung', 'Tizen', [['linux', 'tizen']]),
  os(/\blinux\b/, 'Linux', 'Linux kernel', [['linux', 'linux_kernel']]),
];

/** Debian by its release names. Source: Debian, "Debian Releases". */
export const DEBIAN_RELEASES: Readonly<Record<string, string>> = {
  wheezy: '7',
  jessie: '8',
  stretch: '9',
  buster: '10',
  bullseye: '11',
  bookworm: '12',
  trixie: '13',
};

function os(
  pattern: RegExp,
  maker: string,
  name: string,
  products: OsName['products'],
  scheme?: OsName['scheme'],
  backports?: true,
): OsName {
  return {
    pattern,
    maker,
    name,
    products,
    ...(scheme !== undefined && { scheme }),
    ...(backports && { backports }),
  };
}
