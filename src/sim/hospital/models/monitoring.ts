// Maker | model | versions, oldest first | operating system | units | sold from–to | end of support
export const MONITORING = `
# Patient monitor
Philips | IntelliVue MX800 | J.10.50, L.01.22, M.04.01 | - | 110 | 2010–2021 | 2030
Philips | IntelliVue MX750 | N.01.30, P.01.12 | - | 70 | 2019– | -
Philips | IntelliVue MX700 | J.10.50, M.04.01 | - | 60 | 2011–2021 | 2030
Philips | IntelliVue MX450 | J.21.19, M.04.01 | - | 90 | 2012– | 2031
Philips | IntelliVue MX500 | J.21.19, M.04.01 | - | 56 | 2012– | 2031
Philips | IntelliVue MP70 | G.01.80, J.10.50 | - | 44 | 2004–2013 | 2023
Philips | IntelliVue MP50 | G.01.80, J.10.50 | - | 36 | 2004–2013 | 2023
Philips | IntelliVue MP30 | G.01.80, J.10.50 | - | 30 | 2004–2014 | 2024
Philips | IntelliVue X3 | M.02.10, N.01.30 | - | 48 | 2017– | -
Philips | IntelliVue MP5 | G.01.80, J.10.50 | - | 22 | 2006–2016 | 2025
Philips | Efficia CM150 | A.01.10, C.00.12 | - | 34 | 2014– | 2029
GE Healthcare | CARESCAPE B650 | 1.0.9, 2.0.7, 3.2.1 | - | 62 | 2010– | 2030
GE Healthcare | CARESCAPE B450 | 2.0.7, 3.2.1 | - | 46 | 2012– | 2031
GE Healthcare | CARESCAPE B850 | 1.0.9, 2.0.7, 3.2.1 | - | 34 | 2009– | 2029
GE Healthcare | CARESCAPE ONE | 3.1.0, 3.3.0 | - | 22 | 2018– | -
GE Healthcare | Dash 4000 | 7.2 | - | 18 | 2003–2013 | 2020
GE Healthcare | B105M | 1.1.4 | - | 14 | 2020– | -
Draeger | Infinity Delta | VF8.3, VF10.1 | - | 30 | 2003–2018 | 2025
Draeger | Infinity Delta XL | VF8.3, VF10.1 | - | 12 | 2004–2018 | 2025
Draeger | Infinity Acute Care System M540 | VG4.1, VG6.0 | - | 26 | 2012– | 2032
Mindray | BeneVision N17 | 02.41.00, 03.10.00 | - | 64 | 2017– | -
Mindray | BeneVision N12 | 02.41.00, 03.10.00 | - | 40 | 2017– | -
Mindray | BeneVision N1 | 02.33.00, 03.08.00 | - | 34 | 2018– | -
Mindray | Passport 12m | 11.8, 12.1 | - | 22 | 2014–2022 | 2029
Mindray | DPM 6 | 05.20 | - | 12 | 2011–2017 | 2024
Spacelabs Healthcare | Qube 91390 | 3.02.03, 3.04.01 | - | 26 | 2012– | 2030
Spacelabs Healthcare | Xprezzon 91393 | 3.02.03, 3.04.01 | - | 20 | 2013– | 2030
Nihon Kohden | Life Scope BSM-6000 | 01-13, 02-09 | - | 22 | 2011–2022 | 2029
Nihon Kohden | Life Scope G9 | 03-11, 04-02 | - | 12 | 2016– | -
Contec Medical Systems | CMS8000 | smart3250-2.6.27-wlan2.1.7.cramfs, CMS7.820.120.01/0.93 | - | 9 | 2014– | -
Edan Instruments | iM80 | 1.71 | - | 6 | 2013– | -
# Telemetry transmitter
Philips | IntelliVue MX40 | B.05.32, B.06.18, C.02.10 | - | 190 | 2011– | 2029
GE Healthcare | ApexPro CH | 4.2 | - | 46 | 2006–2019 | 2024
GE Healthcare | CARESCAPE Telemetry T14 | 4.3 | - | 30 | 2015– | 2031
Spacelabs Healthcare | AriaTele 96281 | 1.01.03 | - | 34 | 2014– | -
Mindray | BeneVision TM80 | 01.22 | - | 26 | 2019– | -
# Telemetry server
GE Healthcare | ApexPro Telemetry Server | 4.2, 4.3 | Windows XP Embedded | 3 | 2006–2019 | 2024
GE Healthcare | CARESCAPE Telemetry Server | 4.2, 4.3 | Windows Embedded Standard 7 | 3 | 2012– | 2031
Spacelabs Healthcare | Xhibit Telemetry Receiver | 1.2.2, 1.3.1 | - | 5 | 2013– | 2030
# Central monitoring station
Philips | Patient Information Center iX | B.02.31, C.02.05, C.03.14, 4.0.2 | Windows 10 IoT Enterprise 2019 LTSC | 40 | 2013– | -
GE Healthcare | CARESCAPE Central Station | 1.1.8, 2.0.3 | Windows Embedded Standard 7 | 16 | 2012– | 2029
GE Healthcare | Clinical Information Center | 4.1.2, 5.1.4 | Windows XP Embedded | 7 | 2003–2014 | 2019
Mindray | BeneVision CMS | 06.10.00, 07.04.00 | Windows 10 IoT Enterprise 2019 LTSC | 9 | 2017– | -
Spacelabs Healthcare | Xhibit Central Station 96102 | 1.2.2, 1.3.1 | Windows 10 IoT Enterprise 2016 LTSB | 6 | 2013– | 2030
Draeger | Infinity CentralStation | VG2.1 | Windows 7 Professional | 4 | 2010–2019 | 2025
Nihon Kohden | CNS-6801 | 02-05, 03-01 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2013– | -
# Vital signs monitor
Welch Allyn | Connex Spot Monitor | 1.30, 1.46, 1.52, 1.53 | - | 170 | 2016– | 2032
Welch Allyn | Connex Vital Signs Monitor 6000 | 2.41.00, 2.43.02 | - | 90 | 2011–2022 | 2029
Welch Allyn | Connex Integrated Wall System | 2.41.00, 2.43.02 | - | 44 | 2011– | 2030
Welch Allyn | Spot Vital Signs 4400 | 1.09.00, 1.11.00 | - | 24 | 2017– | 2028
GE Healthcare | CARESCAPE VC150 | 2.2, 2.4 | - | 40 | 2014– | 2029
GE Healthcare | DINAMAP ProCare 400 | 5.4 | - | 18 | 2003–2014 | 2020
Mindray | VS-900 | 01.08 | - | 26 | 2014– | -
Philips | EarlyVue VS30 | A.00.24, A.01.10 | - | 30 | 2018– | -
Philips | SureSigns VS4 | A.03.31 | - | 14 | 2010–2018 | 2024
# Pulse oximeter
Masimo | Radical-7 | 7.9.1, 8.1.2 | - | 120 | 2010– | 2030
Masimo | Rad-97 | 1.4, 1.6 | - | 44 | 2017– | -
Masimo | Root | 2.1.6, 2.3.2 | - | 38 | 2014– | -
Nonin | Avant 9700 | 1.3 | - | 14 | 2004–2019 | 2025
Medtronic | Nellcor PM1000N | 2.0.1 | - | 26 | 2012– | 2028
# Capnography monitor
Medtronic | Capnostream 35 | 1.10, 1.20 | - | 34 | 2016– | -
Medtronic | Capnostream 20p | 5.05 | - | 14 | 2009–2019 | 2025
Masimo | EMMA | 1.2 | - | 10 | 2012– | -
# Brain function monitor
Medtronic | BIS Advance | 1.02 | - | 18 | 2022– | -
Medtronic | BIS VISTA | 3.23 | - | 14 | 2008–2022 | 2027
Masimo | SedLine Root | 2.1.6 | - | 10 | 2016– | -
# Fetal monitor
Philips | Avalon FM30 | F.01.42, J.30.58 | - | 36 | 2006–2019 | 2027
Philips | Avalon FM50 | J.30.58, K.03.11 | - | 20 | 2008– | 2030
Philips | Avalon FM20 | F.01.42 | - | 8 | 2006–2016 | 2024
GE Healthcare | Corometrics 259cx | 3.3 | - | 16 | 2011– | 2029
# Electrocardiograph
Philips | PageWriter TC70 | A.07.02.11, A.08.01.01 | - | 30 | 2009–2021 | 2028
Philips | PageWriter TC50 | A.07.02.11, A.08.01.01 | - | 26 | 2009–2021 | 2028
Philips | PageWriter TC35 | A.08.01.01 | - | 8 | 2019– | -
GE Healthcare | MAC 5500 HD | 10.1, 10.3 | - | 28 | 2009–2019 | 2025
GE Healthcare | MAC VU360 | 1.02, 1.03 | - | 16 | 2018– | -
GE Healthcare | MAC 2000 | 1.2 | - | 8 | 2014– | 2027
Welch Allyn | ELI 380 | 2.4.0, 2.6.0, 2.6.1 | - | 20 | 2014– | 2030
Welch Allyn | ELI 280 | 2.2.1, 2.3.1 | - | 16 | 2013–2022 | 2028
Welch Allyn | ELI 250c | 2.1.2 | - | 10 | 2009–2019 | 2025
Welch Allyn | ELI 150c | 2.2.0 | - | 8 | 2009–2019 | 2025
Nihon Kohden | ECG-3150 | 01-40 | - | 6 | 2018– | -
# Cardiology information system
GE Healthcare | MUSE Cardiology Information System | 9.0 SP4, 9.0 SP7 | Windows Server 2016 | 2 | 2011– | -
Philips | IntelliSpace ECG | D.01, E.02 | Windows Server 2019 | 1 | 2013– | -
Philips | IntelliSpace Cardiovascular | 5.2, 6.1 | Windows Server 2019 | 2 | 2015– | -
Medtronic | Paceart Optima | 1.8, 1.11, 1.12 | Windows Server 2016 | 2 | 2012– | -
# Stress test system
GE Healthcare | CASE | 7.0 | Windows 10 IoT Enterprise 2016 LTSB | 6 | 2016– | -
Welch Allyn | Q-Stress | 6.3.1 | Windows 7 Professional | 5 | 2012–2022 | 2025
# Holter analysis
Philips | DigiTrak XT | 3.0 | - | 22 | 2009– | 2027
GE Healthcare | SEER 1000 | 1.2 | - | 14 | 2015– | -
# Pacemaker programmer
Medtronic | 2090 CareLink Programmer | 2.0, 2.1 | Windows XP Embedded | 8 | 2003–2019 | 2022
Medtronic | CareLink SmartSync | 3.2 | - | 8 | 2019– | -
Abbott | Merlin 3650 PCS | 24.8.2, 26.1.1 | - | 6 | 2007– | 2029
Boston Scientific | ZOOM LATITUDE 3120 | 2.9, 3.0 | - | 5 | 2005–2022 | 2025
Boston Scientific | LATITUDE 3300 | 1.04 | - | 5 | 2019– | -
Biotronik | Renamic Neo | 2103.A | - | 3 | 2018– | -
# Remote cardiac monitor
Medtronic | 24950 MyCareLink Monitor | 2.4 | - | 6 | 2013–2021 | 2025
Abbott | Merlin@home EX1150 | 8.2.2, 8.6.1 | - | 6 | 2010– | 2027
`;
