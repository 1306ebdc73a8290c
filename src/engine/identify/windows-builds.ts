/**
 * Windows by build number: the build fixes the feature version even where the text leaves it out or is out of date.
 * Source: Microsoft, "Windows 10 release information", "Windows 11 release information", "Windows Server release
 * information" and the operating system version table of the Windows App Development documentation.
 */
interface WindowsBuild {
  readonly build: number;
  /** The kernel version in front of the build. */
  readonly kernel: string;
  /** NVD's product for clients and for servers; null: no such release. */
  readonly client: string | null;
  readonly server: string | null;
}

export const WINDOWS_BUILDS: readonly WindowsBuild[] = [
  { build: 1381, kernel: '4.0', client: 'windows_nt', server: 'windows_nt' },
  { build: 2195, kernel: '5.0', client: 'windows_2000', server: 'windows_2000' },
  { build: 2600, kernel: '5.1', client: 'windows_xp', server: null },
  { build: 3790, kernel: '5.2', client: 'windows_xp', server: 'windows_server_2003' },
  { build: 6000, kernel: '6.0', client: 'windows_vista', server: null },
  { build: 6001, kernel: '6.0', client: 'windows_vista', server: 'windows_server_2008' },
  { build: 6002, kernel: '6.0', client: 'windows_vista', server: 'windows_server_2008' },
  { build: 6003, kernel: '6.0', client: null, server: 'windows_server_2008' },
  { build: 7600, kernel: '6.1', client: 'windows_7', server: 'windows_server_2008_r2' },
  { build: 7601, kernel: '6.1', client: 'windows_7', server: 'windows_server_2008_r2' },
  { build: 9200, kernel: '6.2', client: 'windows_8', server: 'windows_server_2012' },
  { build: 9600, kernel: '6.3', client: 'windows_8.1', server: 'windows_server_2012_r2' },
  { build: 10240, kernel: '10.0', client: 'windows_10_1507', server: null },
  { build: 10586, kernel: '10.0', client: 'windows_10_1511', server: null },
  { build: 14393, kernel: '10.0', client: 'windows_10_1607', server: 'windows_server_2016' },
  { build: 15063, kernel: '10.0', client: 'windows_10_1703', server: null },
  { build: 16299, kernel: '10.0', client: 'windows_10_1709', server: 'windows_server_1709' },
  { build: 17134, kernel: '10.0', client: 'windows_10_1803', server: 'windows_server_1803' },
  { build: 17763, kernel: '10.0', client: 'windows_10_1809', server: 'windows_server_2019' },
  { build: 18362, kernel: '10.0', client: 'windows_10_1903', server: 'windows_server_1903' },
  { build: 18363, kernel: '10.0', client: 'windows_10_1909', server: 'windows_server_1909' },
  { build: 19041, kernel: '10.0', client: 'windows_10_2004', server: 'windows_server_2004' },
  { build: 19042, kernel: '10.0', client: 'windows_10_20h2', server: 'windows_server_20h2' },
  { build: 19043, kernel: '10.0', client: 'windows_10_21h1', server: null },
  { build: 19044, kernel: '10.0', client: 'windows_10_21h2', server: null },
  { build: 19045, kernel: '10.0', client: 'windows_10_22h2', server: null },
  { build: 20348, kernel: '10.0', client: null, server: 'windows_server_2022' },
  { build: 22000, kernel: '10.0', client: 'windows_11_21h2', server: null },
  { build: 22621, kernel: '10.0', client: 'windows_11_22h2', server: null },
  { build: 22631, kernel: '10.0', client: 'windows_11_23h2', server: null },
  { build: 25398, kernel: '10.0', client: null, server: 'windows_server_2022_23h2' },
  { build: 26100, kernel: '10.0', client: 'windows_11_24h2', server: 'windows_server_2025' },
  { build: 26200, kernel: '10.0', client: 'windows_11_25h2', server: null },
  { build: 28000, kernel: '10.0', client: 'windows_11_26h1', server: null },
];

/**
 * Editions with a name of their own. Source: Microsoft Lifecycle, "Windows 10 Enterprise LTSC", "Windows IoT
 * Enterprise LTSC", "Windows Embedded" product pages. The first pattern that fits counts.
 */
export const WINDOWS_EDITIONS: readonly { readonly pattern: RegExp; readonly product: string }[] = [
  { pattern: /\bembedded\s+compact\b|\bwindows\s+ce\b|\bwince\b/, product: 'windows_ce' },
  {
    pattern:
      /\b(?:posready|wepos|embedded\s+standard|wes)\s*2009\b|\bembedded\s+for\s+point\s+of\s+service\b|\bxp\s*e(?:mbedded)?\b|\bxpe\b/,
    product: 'windows_xp',
  },
  {
    pattern:
      /\b(?:posready|embedded\s+standard|embedded\s+posready|wes|we)\s*7\b|\bwes7e?\b|\bembedded\s+(?:enterprise\s+)?7\b/,
    product: 'windows_7',
  },
  { pattern: /\bembedded\s+8\.1\b/, product: 'windows_8.1' },
  { pattern: /\bembedded\s+8\b/, product: 'windows_8' },
  { pattern: /\bwindows\s+thin\s*pc\b/, product: 'windows_7' },
  { pattern: /\blts[bc]\s*2015\b|\b2015\s+lts[bc]\b/, product: 'windows_10_1507' },
  { pattern: /\blts[bc]\s*2016\b|\b2016\s+lts[bc]\b/, product: 'windows_10_1607' },
  {
    pattern: /\blts[bc]\s*2019\b|\b2019\s+lts[bc]\b|\biot\s*(?:enterprise\s*)?2019\b/,
    product: 'windows_10_1809',
  },
  {
    pattern: /\blts[bc]\s*2021\b|\b2021\s+lts[bc]\b|\biot\s*(?:enterprise\s*)?2021\b/,
    product: 'windows_10_21h2',
  },
  { pattern: /\blts[bc]\s*2024\b|\b2024\s+lts[bc]\b/, product: 'windows_11_24h2' },
];
