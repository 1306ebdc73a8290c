// Maker | model | versions, oldest first | operating system | units | sold from–to | end of support
export const IMAGING = `
# CT scanner
Siemens Healthineers | SOMATOM Force | VA50A, VB20A | Windows 10 Enterprise LTSB 2016 | 3 | 2014– | 2032
Siemens Healthineers | SOMATOM Definition AS | VA44A, VA48A | Windows 7 Professional | 3 | 2008–2018 | 2026
Siemens Healthineers | SOMATOM go.Top | VA20A, VA40A | Windows 10 IoT Enterprise 2019 LTSC | 2 | 2018– | -
GE Healthcare | Revolution CT | 19HW44.6, 21MW34.9 | Red Hat Enterprise Linux 7 | 3 | 2014– | 2032
GE Healthcare | LightSpeed VCT | 12HW28.8 | Linux 2.6 | 2 | 2005–2016 | 2022
GE Healthcare | Discovery CT750 HD | gmp_hcs.49 | Linux 2.6 | 2 | 2009–2018 | 2025
Canon Medical Systems | Aquilion ONE | V8.8, V10.6 | Windows 10 Enterprise LTSB 2016 | 2 | 2012– | 2032
Philips | Ingenuity CT | 4.1.6, 4.1.10 | Windows 7 Professional | 2 | 2011–2020 | 2027
Philips | Incisive CT | 4.5.0, 5.0.0 | Windows 10 IoT Enterprise 2019 LTSC | 1 | 2019– | -
# MRI scanner
Siemens Healthineers | MAGNETOM Skyra | E11C, XA30 | Windows 10 Enterprise LTSB 2016 | 3 | 2010– | 2030
Siemens Healthineers | MAGNETOM Aera | E11C, XA30 | Windows 7 Professional | 2 | 2010–2020 | 2028
Siemens Healthineers | MAGNETOM Vida | XA20, XA50 | Windows 10 IoT Enterprise 2019 LTSC | 2 | 2018– | -
GE Healthcare | SIGNA Architect | DV26.0, RX29.1 | Linux 3.10 | 2 | 2017– | -
GE Healthcare | Optima MR450w | DV25.1 | Linux 2.6 | 2 | 2010–2019 | 2026
Philips | Ingenia 3.0T | R5.4, R5.7 | Windows 10 Enterprise LTSB 2016 | 2 | 2011– | 2030
# PET/CT
Siemens | Biograph mCT PET/CT (Windows 7) | VG60A, VG70A | Windows 7 Professional | 2 | 2010–2019 | 2026
GE Healthcare | Discovery MI | 1.10 | Red Hat Enterprise Linux 7 | 1 | 2016– | -
# SPECT camera
Siemens | Symbia Intevo SPECT/CT | VB20A | Windows 7 Professional | 2 | 2013–2021 | 2027
GE Healthcare | Discovery NM/CT 670 | 1.003 | Windows 10 Enterprise LTSB 2016 | 1 | 2011– | 2028
# Digital radiography room
Carestream | DRX-Evolution Plus | 5.7, 6.0 | Windows 10 IoT Enterprise 2016 LTSB | 6 | 2014– | 2030
Siemens Healthineers | Ysio Max | VE10U | Windows 7 Professional | 4 | 2013–2021 | 2027
Siemens Healthineers | YSIO X.pree | VA10 | Windows 10 IoT Enterprise 2019 LTSC | 3 | 2020– | -
Philips | DigitalDiagnost C90 | 1.1, 1.2 | Windows 10 IoT Enterprise 2019 LTSC | 4 | 2018– | -
GE Healthcare | Optima XR656 | 2.2 | Linux 2.6 | 4 | 2011–2020 | 2026
Agfa | DX-D 600 | NX 20 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2012– | 2028
# Mobile X-ray
Carestream | DRX-Revolution | 5.7, 6.0 | Windows 10 IoT Enterprise 2016 LTSB | 14 | 2012– | 2030
GE Healthcare | Optima XR240amx | 2.0 | Linux 3.10 | 8 | 2016– | 2031
Siemens Healthineers | Mobilett Mira Max | VE10 | Windows 7 Professional | 6 | 2014–2022 | 2028
Fujifilm | FDR Go Plus | 10.1 | Windows 10 IoT Enterprise 2016 LTSB | 5 | 2016– | -
Samsung | GM85 | 1.10 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2017– | -
# Mammography
Hologic | Selenia Dimensions | 1.8.3, 1.10 | Windows 7 Professional | 5 | 2009–2020 | 2028
Hologic | 3Dimensions | 2.1, 2.3 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2017– | -
GE Healthcare | Senographe Pristina | 2.0 | Linux 3.10 | 2 | 2017– | -
# Bone densitometer
Hologic | Horizon A | 5.6 | Windows 10 Enterprise LTSB 2016 | 2 | 2013– | 2030
GE Healthcare | Lunar iDXA | 17 | Windows 10 Enterprise LTSB 2016 | 1 | 2006– | -
# Fluoroscopy
Siemens Healthineers | Luminos dRF Max | VF10 | Windows 7 Professional | 3 | 2013–2021 | 2027
Canon Medical Systems | Ultimax-i | V4.2 | Windows 7 Professional | 1 | 2010–2020 | 2026
# C-arm
GE Healthcare | OEC 9900 Elite | 9.1 | Windows XP Embedded | 8 | 2006–2018 | 2023
GE Healthcare | OEC Elite | 2.0 | Windows 10 IoT Enterprise 2016 LTSB | 6 | 2017– | -
Ziehm Imaging | Vision RFD 3D | 5.40 | Linux 3.10 | 3 | 2014– | -
Siemens Healthineers | Cios Alpha | VA30 | Windows 7 Professional | 3 | 2013– | 2029
Hologic | Fluoroscan InSight FD | 6.1 | Windows XP Embedded | 2 | 2010–2021 | 2025
# Angiography system
Philips | Azurion 7 M20 | 1.2, 2.1, 2.2 | Windows 10 Enterprise LTSB 2016 | 5 | 2017– | -
Philips | Allura Xper FD20 | 8.1.25, 8.2.27 | Windows 7 Professional | 3 | 2006–2017 | 2025
Siemens Healthineers | Artis zee | VC14, VC21 | Windows 7 Professional | 2 | 2008–2018 | 2026
Siemens Healthineers | ARTIS icono | VE20 | Windows 10 IoT Enterprise 2019 LTSC | 1 | 2019– | -
GE Healthcare | Innova IGS 540 | 1.11 | Linux 2.6 | 1 | 2012– | 2028
# Haemodynamic recording
GE Healthcare | Mac-Lab AltiX | AltiX 2.0 | Windows 10 IoT Enterprise 2019 LTSC | 5 | 2019– | -
Philips | Xper Flex Cardio | 2.6 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2012– | 2028
Siemens Healthineers | Sensis Vibe | VD12 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2015– | -
# Electrophysiology mapping
Abbott | EnSite X | 2.0.1 | Windows 10 IoT Enterprise 2019 LTSC | 2 | 2020– | -
Biosense Webster | CARTO 3 | 7.2 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2013– | -
# Ultrasound
Philips | EPIQ 7 | 3.0.3, 5.0.2, 9.0.3 | Windows 10 IoT Enterprise 2016 LTSB | 24 | 2013– | 2031
Philips | Affiniti 70 | 3.0.3, 5.0.2 | Windows 7 Professional | 18 | 2014– | 2030
Philips | CX50 | 5.0.2 | Windows XP Embedded | 10 | 2009–2020 | 2025
Philips | Lumify | 3.0 | - | 12 | 2016– | -
GE Healthcare | Vivid E95 | 202, 204, 206 | Windows 10 IoT Enterprise 2016 LTSB | 18 | 2015– | 2032
GE Healthcare | LOGIQ E10 | R2, R3 | Windows 10 IoT Enterprise 2019 LTSC | 18 | 2018– | -
GE Healthcare | LOGIQ e | R8 | Windows 7 Professional | 14 | 2010–2020 | 2027
GE Healthcare | Voluson E10 | BT18, BT20 | Windows 10 IoT Enterprise 2016 LTSB | 10 | 2014– | 2031
GE Healthcare | Venue Go | R4 | Windows 10 IoT Enterprise 2019 LTSC | 22 | 2019– | -
Siemens Healthineers | ACUSON Sequoia | VA20, VB10 | Windows 10 IoT Enterprise 2019 LTSC | 10 | 2018– | -
Siemens Healthineers | ACUSON SC2000 | VB20 | Windows 7 Professional | 6 | 2008–2021 | 2027
Canon Medical Systems | Aplio i800 | V4.5, V6.0 | Windows 10 IoT Enterprise 2016 LTSB | 8 | 2016– | -
Fujifilm SonoSite | X-Porte | 3.2 | - | 14 | 2013– | 2029
Fujifilm SonoSite | Edge II | 3.4 | - | 22 | 2015– | 2030
Fujifilm SonoSite | M-Turbo | 3.0.6 | - | 10 | 2007–2019 | 2024
Samsung Medison | HERA W10 | 1.02 | Windows 10 IoT Enterprise 2019 LTSC | 4 | 2019– | -
Mindray | TE7 | 4.0 | - | 14 | 2015– | -
BK Medical | bkActiv | 6.2 | - | 4 | 2020– | -
Butterfly Network | iQ+ | 2.23 | - | 12 | 2020– | -
# PACS server
Philips | Vue PACS | 12.2.1.4, 12.2.8.0, 12.2.8.410 | Windows Server 2019 | 4 | 2012– | -
Philips | Vue Motion | 12.2.1.4, 12.2.1.6 | Windows Server 2016 | 2 | 2013– | -
Philips | IntelliSpace PACS | 4.4.551 | Windows Server 2012 R2 | 1 | 2010–2020 | 2025
Sectra | PACS | 22.1, 24.1 | Windows Server 2022 | 2 | 2018– | -
Merge Healthcare | Merge PACS | 8.0 | Windows Server 2019 | 1 | 2017– | -
Laurel Bridge | Compass | 2.13 | Windows Server 2019 | 2 | 2015– | -
# Imaging workstation
Philips | IntelliSpace Portal 8.0 | 8.0.1, 8.0.3 | Windows 7 Professional | 6 | 2015–2019 | 2025
Philips | IntelliSpace Portal 12 | 12.1 | Windows Server 2019 | 2 | 2021– | -
Siemens Healthineers | syngo.via | VB30A, VB60A | Windows Server 2016 | 3 | 2012– | -
GE Healthcare | AW Server 3.2 | 3.2 Ext 4.8 | Linux 3.10 | 2 | 2017– | -
Barco | Coronis Fusion 6MP | 1.8 | - | 40 | 2016– | -
Eizo | RadiForce RX660 | 1.0 | - | 30 | 2016– | -
TeraRecon | Intuition | 4.4.14 | Windows Server 2016 | 1 | 2014– | -
# Contrast injector
Bayer | MEDRAD Stellant | 105.8 | - | 12 | 2007–2021 | 2028
Bayer | MEDRAD Centargo | 1.3 | - | 3 | 2021– | -
Bayer | MEDRAD MRXperion | 2.1 | - | 6 | 2015– | -
Bracco | EmpowerCTA+ | 9.2 | - | 4 | 2014– | -
# Dose management
Bayer | Radimetrics | 3.4 | Windows Server 2019 | 1 | 2014– | -
# Linear accelerator
Varian | TrueBeam | 2.7 MR3, 3.0 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2012– | -
Varian | Clinac iX | 7.11 | Windows 7 Professional | 1 | 2005–2016 | 2025
Elekta | Versa HD | Integrity R3.2 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2013– | -
Accuray | CyberKnife M6 | 10.6 | Windows 7 Professional | 1 | 2013– | 2028
# Radiation oncology information system
Varian | ARIA | 15.6, 16.1 | Windows Server 2016 | 3 | 2010– | -
Varian | Eclipse | 15.6, 16.1 | Windows Server 2016 | 4 | 2010– | -
Elekta | MOSAIQ | 2.83 | Windows Server 2016 | 1 | 2012– | -
`;
