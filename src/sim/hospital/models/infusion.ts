// Maker | model | versions, oldest first | operating system | units | sold from–to | end of support
export const INFUSION = `
# Infusion pump
BD | Alaris PC Unit Model 8015 | 9.33.1, 12.1.2, 12.1.3, 12.3.1 | - | 620 | 2008– | 2031
BD | Alaris PC Unit Model 8000 | 8.3, 9.19 | - | 24 | 2004–2013 | 2022
Baxter | Sigma Spectrum | 6.02.07, 8.00.01 | - | 150 | 2009–2017 | 2026
Baxter | Spectrum IQ | 9.00.02, 9.02.01 | - | 170 | 2017– | 2033
B. Braun | Infusomat Space | 012U000061, 012U000083, 012U000093 | - | 160 | 2009–2022 | 2029
B. Braun | Infusomat Space plus | 023V000012 | - | 32 | 2022– | -
Fresenius Kabi | Agilia VP MC WiFi | D25, D29, 4.2 | - | 120 | 2014– | 2030
ICU Medical | Plum 360 | 15.10, 15.20, 15.21 | - | 130 | 2015– | 2032
Hospira | Plum A+ | 13.41, 13.6 | - | 26 | 2005–2015 | 2021
Ivenix | Infusion System | 5.9.1, 5.10.2 | - | 20 | 2020– | -
# Syringe pump
Smiths Medical | Medfusion 4000 Wireless Syringe Infusion Pump | 1.1, 1.5, 1.6, 1.6.1 | - | 130 | 2011–2024 | 2027
BD | Alaris Syringe Module 8110 | 9.33.1, 12.1.2, 12.3.1 | - | 95 | 2008– | 2031
B. Braun | Perfusor Space | 012U000061, 012U000083 | - | 58 | 2009–2022 | 2029
Fresenius Kabi | Agilia SP MC WiFi | D25, D29, 4.2 | - | 40 | 2014– | 2030
# PCA pump
ICU Medical | LifeCare PCA | 7.02, 7.03 | - | 42 | 2012– | 2028
BD | Alaris PCA Module 8120 | 9.33.1, 12.1.2 | - | 34 | 2008– | 2031
Smiths Medical | CADD-Solis | 4.1, 4.2 | - | 36 | 2010– | 2029
# Enteral feeding pump
Cardinal Health | Kangaroo Joey | 1.12, 1.18 | - | 46 | 2010– | 2028
Cardinal Health | Kangaroo Connect | 2.0.1, 2.1.4 | - | 14 | 2018– | -
Moog | Infinity Enteral | 1.50 | - | 18 | 2012– | -
# Infusion gateway
B. Braun | SpaceStation with SpaceCom 2 | L81, 012U000061, 012U000093 | - | 24 | 2010– | 2029
Fresenius Kabi | Agilia Link+ | 3.0 D15, 3.0 D19 | - | 10 | 2014– | 2030
BD | Alaris Systems Manager | 4.33, 12.0, 12.3 | Windows Server 2016 | 3 | 2012– | 2031
ICU Medical | MedNet | 6.3, 6.4 | Windows Server 2019 | 2 | 2014– | -
Baxter | Gateway | 3.1, 3.2 | Windows Server 2019 | 2 | 2017– | -
Smiths Medical | PharmGuard Server | 1.1, 1.6 | Windows Server 2012 R2 | 1 | 2011–2022 | 2024
`;
