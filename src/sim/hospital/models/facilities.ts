// Maker | model | versions, oldest first | operating system | units | sold from–to | end of support
export const FACILITIES = `
# Medication dispensing cabinet
BD | Pyxis MedStation ES | 1.6.1, 1.7.2, 1.11.0 | Windows 10 IoT Enterprise 2016 LTSB | 90 | 2013– | 2033
BD | Pyxis MedStation 4000 | 9.1, 9.2 | Windows XP Embedded | 18 | 2008–2014 | 2022
BD | Pyxis Anesthesia Station ES | 1.6.1, 1.7.2 | Windows 10 IoT Enterprise 2016 LTSB | 24 | 2014– | 2033
Omnicell | XT Automated Dispensing Cabinet | 27.1, 29.0 | Windows 10 IoT Enterprise 2019 LTSC | 44 | 2017– | -
Omnicell | Anesthesia Workstation G4 | 18.5 | Windows 7 Professional | 8 | 2012–2019 | 2025
# Dispensing server
BD | Pyxis MedStation ES Server | 1.6.1, 1.7.2, 1.11.0 | Windows Server 2016 | 2 | 2013– | 2033
Omnicell | OmniCenter | 27.1, 29.0 | Windows Server 2019 | 1 | 2014– | -
# Pharmacy automation
Swisslog Healthcare | PillPick | 4.2 | Windows 7 Professional | 1 | 2010–2021 | 2026
BD | Rowa Vmax | 10.4 | Windows 10 IoT Enterprise 2019 LTSC | 1 | 2018– | -
Baxter | ExactaMix 2400 | 1.10, 1.13 | Windows XP Embedded | 2 | 2008–2021 | 2025
Baxter | ExactaMix Pro 2400 | 2.0 | Windows 10 IoT Enterprise 2019 LTSC | 1 | 2021– | -
Omnicell | i.v.STATION | 3.1 | Windows 7 Professional | 1 | 2012– | 2026
# Pneumatic tube station
Swisslog Healthcare | Nexus Control Panel | 7.2.4.2, 7.2.5.7 | - | 56 | 2009– | 2032
Pevco | SmartStation | 5.1 | - | 10 | 2012– | -
# Nurse call
Hillrom | Voalte Nurse Call Graphical Audio Station | 5.6, 6.2 | - | 70 | 2016– | -
Rauland | Responder 5 Staff Console | 16.1, 18.2 | - | 60 | 2012– | 2030
Ascom | Telligence Staff Station | 6.8 | - | 34 | 2014– | -
# Clinical communication
Vocera | B3000n Badge | 4.3.2, 4.4.4 | - | 110 | 2013–2022 | 2027
Vocera | Smartbadge | 2.2, 2.6 | - | 60 | 2020– | -
Ascom | Myco 3 | 11.2, 13.1 | Android 10 | 50 | 2018– | -
Spectralink | Versity 9540 | 2.6 | Android 10 | 40 | 2019– | -
Zebra | TC52-HC | 11-26 | Android 11 | 70 | 2018– | -
# Integration server
Capsule | Medical Device Information Platform | 10.1, 11.0 | Windows Server 2019 | 2 | 2015– | -
Capsule | Neuron 3 | 8.3, 9.1 | Linux 3.10 | 60 | 2016– | -
Masimo | Iris Gateway | 2.4 | Windows Server 2016 | 1 | 2015– | -
Philips | Capsule Axon | 4.2 | Linux 3.10 | 26 | 2014– | -
Lantronix | UDS1100-IAP | 6.11.0.0, 6.11.0.4 | - | 40 | 2010– | 2029
Digi | Connect ES 4 SB | 2.27, 2.34 | - | 30 | 2011– | -
Moxa | NPort 5110A | 1.4, 1.6 | - | 26 | 2012– | -
InterSystems | HealthShare Health Connect | 2021.1, 2023.1 | Red Hat Enterprise Linux 8 | 2 | 2018– | -
NextGen | Mirth Connect | 3.12.0, 4.4.0, 4.4.1 | Windows Server 2019 | 1 | 2015– | -
Harbour Point Informatics | Alarm Relay | 2.4.0, 2.6.1, 3.0.2 | Debian 11 | 22 | 2019– | -
Harbour Point Informatics | Ward Display Hub | 1.8.3, 1.9.0 | Debian 10 | 14 | 2018– | -
# Patient identification printer
Zebra | ZD510-HC | V84.20.18Z, V84.20.24Z | - | 60 | 2015– | -
Zebra | ZT411 | V92.21.17Z | - | 24 | 2019– | -
Brother | TD-4550DNWB | 1.20 | - | 12 | 2018– | -
# Clinical workstation
Dell | OptiPlex 7080 | - | Windows 10 Enterprise 22H2 | 170 | 2020–2022 | -
Dell | OptiPlex 7010 | - | Windows 11 Enterprise 23H2 | 150 | 2023– | -
Dell | OptiPlex 5050 | - | Windows 10 Enterprise 1809 | 34 | 2017–2019 | -
HP | EliteDesk 800 G6 | - | Windows 10 Enterprise 22H2 | 120 | 2020–2022 | -
HP | EliteDesk 800 G3 | - | Windows 7 Professional | 14 | 2017–2019 | -
Lenovo | ThinkCentre M90n | - | Windows 10 Enterprise 22H2 | 60 | 2019– | -
# Medication cart computer
Capsa Healthcare | Trio | - | Windows 10 Enterprise 22H2 | 90 | 2018– | -
Ergotron | StyleView SV44 | - | Windows 10 Enterprise 22H2 | 70 | 2015– | -
Advantech | HIT-W153 | - | Windows 10 IoT Enterprise 2019 LTSC | 40 | 2016– | -
# Tablet
Apple | iPad (9th generation) | 15.8.2, 16.7.2, 17.6.1 | iPadOS 17 | 90 | 2021–2023 | -
Samsung | Galaxy Tab Active3 | T570XXU6 | Android 12 | 30 | 2020– | -
# Printer
HP | LaserJet Pro M404 | 002_2310A, 002_2408A | - | 90 | 2019– | -
HP | LaserJet Enterprise M507 | 2410028_055003, 2504244_000641 | - | 50 | 2019– | -
Brother | HL-L6400DW | 1.75 | - | 30 | 2016–2022 | -
# Document scanner
Fujitsu | fi-7160 | 9.12 | - | 24 | 2014–2021 | -
# Server
Dell | PowerEdge R740 | 2.12.2, 2.19.1 | VMware ESXi 7.0 | 22 | 2018–2023 | -
HPE | ProLiant DL380 Gen10 | U30 v2.72, U30 v3.10 | VMware ESXi 7.0 | 18 | 2018–2023 | -
Dell | PowerEdge R750 | 1.9.2 | VMware ESXi 8.0 | 10 | 2021– | -
Nuance | PowerScribe One | 7.0 | Windows Server 2019 | 2 | 2019– | -
Epic | Hyperspace Presentation Server | 2022.11, 2024.5 | Windows Server 2019 | 18 | 2018– | -
Oracle Health | PowerChart Server | 2018.13 | Windows Server 2016 | 6 | 2014– | -
# Network switch
Cisco | Catalyst 9300 | 16.12.5b, 17.6.5, 17.9.4a | Cisco IOS XE | 60 | 2018– | -
Cisco | Catalyst 2960X | 15.2(7)E4 | Cisco IOS | 40 | 2013–2022 | 2027
Aruba | CX 6300M | 10.08.1010, 10.10.1060 | - | 24 | 2020– | -
# Wireless access point
Cisco | Catalyst 9120AX | 17.3.5, 17.9.4 | - | 90 | 2019– | -
Cisco | Aironet 2802i | 8.10.185.0 | - | 40 | 2016–2022 | 2027
# Uninterruptible power supply
APC | Smart-UPS SRT 5000 | NMC2 6.9.6, NMC3 1.4.2 | - | 40 | 2014– | -
Eaton | 9PX 6000 | 1.7.5, 2.1.5 | - | 20 | 2016– | -
# Building controller
Johnson Controls | Metasys NAE55 | 9.0.7, 10.1.6 | Windows Embedded Standard 7 | 12 | 2010–2020 | 2026
Johnson Controls | Metasys SNE22 | 11.0, 12.0 | - | 14 | 2019– | -
Siemens | Desigo PXC36 | 6.00.327 | - | 18 | 2014– | 2030
Schneider Electric | EcoStruxure Automation Server | 3.2.1, 4.0.3 | - | 10 | 2015– | -
Honeywell | WEB-8000 | 4.7.110, 4.10.3 | QNX 7 | 8 | 2016– | -
Tridium | JACE 8000 | 4.7.110, 4.10.3 | QNX 7 | 8 | 2016– | -
# Room pressure monitor
Setra | FLEX | 2.1 | - | 24 | 2017– | -
TSI | PresSura RPM10 | 1.4 | - | 14 | 2011– | 2028
# Temperature monitoring
Rees Scientific | Centron | 4.2 | Windows Server 2016 | 1 | 2014– | -
Cox | Cellsius C100 | 1.7 | - | 40 | 2016– | -
Emerson | Oversight Sensor Gateway | 3.1 | - | 10 | 2017– | -
# Access control
Lenel | OnGuard | 7.6, 8.1 | Windows Server 2019 | 1 | 2017– | -
Mercury Security | LP1502 | 1.29.1, 1.30.3 | - | 34 | 2016– | 2031
# Camera
Axis Communications | P3245-V | 9.80.3, 10.12.130, 11.9.60 | - | 60 | 2019– | -
Hanwha Vision | XNV-8080R | 1.41.05 | - | 20 | 2018– | -
# Asset tracking
CenTrak | Gen2IR Monitor | 4.3 | - | 60 | 2013– | -
Stanley Healthcare | AeroScout MobileView | 5.10 | Windows Server 2016 | 1 | 2015– | 2027
# Infant protection
Stanley Healthcare | Hugs Exciter | 10.2 | - | 16 | 2014– | -
# Medical gas alarm
BeaconMedaes | TotalAlert Infinity | 2.0 | - | 30 | 2016– | -
Amico | Alert-4 | 1.5 | - | 24 | 2018– | -
# Robot courier
Aethon | TUG T3 | 24 | Linux 3.10 | 6 | 2016– | 2028
`;
