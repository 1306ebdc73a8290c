// Maker | model | versions, oldest first | operating system | units | sold from–to | end of support
export const THEATRE = `
# Endoscopy processor
Olympus | EVIS X1 CV-1500 | 1.05, 2.01 | - | 24 | 2020– | -
Olympus | EVIS EXERA III CV-190 | 1.40, 1.71 | - | 20 | 2012–2022 | 2029
Olympus | EVIS EXERA II CV-180 | 1.20 | - | 6 | 2006–2014 | 2022
Fujifilm | ELUXEO VP-7000 | 3.0 | - | 6 | 2018– | -
Pentax Medical | EPK-i7010 | 2.4 | - | 4 | 2014– | 2029
# Surgical camera
Karl Storz | IMAGE1 S Connect TC200 | 3.1, 4.0 | - | 26 | 2014– | -
Stryker | 1688 AIM 4K | 2.0 | - | 18 | 2019– | -
Stryker | 1288 HD | 1.4 | - | 6 | 2009–2016 | 2023
Arthrex | SynergyUHD4 | 3.2 | - | 8 | 2015– | -
Karl Storz | AIDA C | 1.6, 2.0 | Windows 10 IoT Enterprise 2016 LTSB | 10 | 2015– | -
# Endoscope reprocessor
Steris | Enspire 3000 | 2.1 | - | 6 | 2018– | -
Olympus | OER-Pro | 1.5 | - | 5 | 2008–2021 | 2027
Advanced Sterilization Products | EVOTECH | 5.3 | - | 3 | 2008–2019 | 2024
# Surgical robot
Intuitive | da Vinci Xi | P11, P13 | - | 4 | 2014– | -
Intuitive | da Vinci X | P11 | - | 1 | 2017– | -
Stryker | Mako | 4.1 | - | 2 | 2015– | -
Medtronic | Hugo RAS | 1.2 | - | 1 | 2022– | -
# Surgical navigation
Medtronic | StealthStation S8 | 1.3.0, 2.0.1 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2017– | -
Brainlab | Curve | 3.1 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2012– | -
# Electrosurgical unit
Medtronic | ForceTriad | 4.00 | - | 24 | 2007–2020 | 2026
Medtronic | Valleylab FT10 | 4.0.1 | - | 34 | 2016– | -
Erbe | VIO 3 | 2.3.1 | - | 14 | 2016– | -
Bovie | X | 1.0 | - | 8 | 2012– | -
Olympus | Thunderbeat USG-410 | 1.3 | - | 6 | 2018– | -
# Surgical table
Getinge | Maquet Meera | 1.4 | - | 18 | 2014– | -
Steris | 5085 SRT | 2.0 | - | 12 | 2009– | -
Hillrom | TruSystem 7000dV | 1.9 | - | 6 | 2015– | -
# Surgical light
Steris | HarmonyAIR | 1.1 | - | 20 | 2015– | -
Getinge | Maquet PowerLED II | 1.2 | - | 12 | 2016– | -
# Operating room integration
Stryker | ConnectSuite | 3.4 | Windows 10 IoT Enterprise 2019 LTSC | 12 | 2018– | -
Getinge | Tegris | 3.2 | Windows 10 IoT Enterprise 2016 LTSB | 6 | 2015– | -
Brainlab | Buzz | 3.0 | Windows 10 IoT Enterprise 2016 LTSB | 5 | 2013– | -
# Anaesthesia information system
Philips | IntelliSpace Critical Care and Anesthesia | H.0, J.1 | Windows Server 2016 | 2 | 2012– | 2028
Draeger | Innovian | 5.0 | Windows Server 2012 R2 | 1 | 2008–2019 | 2024
# Steriliser
Steris | AMSCO 430LS | 2.5 | - | 10 | 2014– | -
Steris | V-PRO maX 2 | 1.3 | - | 6 | 2016– | -
Getinge | 533LS | 2.0 | - | 6 | 2005–2018 | 2025
Advanced Sterilization Products | STERRAD 100NX | 2.01 | - | 6 | 2012– | -
Tuttnauer | EZ11Plus | 3.1 | - | 8 | 2013– | -
# Washer disinfector
Getinge | 88 Turbo | 2.2 | - | 8 | 2012– | -
Steris | Reliance Vision | 1.6 | - | 5 | 2010– | 2028
# Instrument tracking
Censis | CensiTrac | 6.1 | Windows Server 2019 | 1 | 2017– | -
Getinge | T-DOC | 11.2 | Windows Server 2016 | 1 | 2015– | -
# Ophthalmic imaging
Heidelberg Engineering | SPECTRALIS OCT | 6.12, 6.16 | Windows 10 Enterprise LTSB 2016 | 5 | 2010– | -
Carl Zeiss Meditec | CIRRUS HD-OCT 6000 | 11.5 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2019– | -
Carl Zeiss Meditec | CIRRUS HD-OCT 5000 | 10.0 | Windows 7 Professional | 3 | 2013–2021 | 2027
Topcon | 3D OCT-1 Maestro2 | 8.53 | Windows 10 IoT Enterprise 2019 LTSC | 3 | 2019– | -
Carl Zeiss Meditec | Humphrey HFA3 | 1.5.3 | Linux 3.10 | 5 | 2015– | -
Optos | California P200DTx | 3.2 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2015– | -
# Ophthalmic surgery
Alcon | Centurion Vision System | 3.02 | - | 4 | 2013– | -
Alcon | Constellation | 6.01 | Windows XP Embedded | 2 | 2008– | 2027
Carl Zeiss Meditec | OPMI Lumera 700 | 3.1 | - | 3 | 2010– | -
# Surgical laser
Lumenis | MOSES Pulse 120H | 4.2 | - | 3 | 2017– | -
Boston Scientific | GreenLight XPS | 2.0 | - | 2 | 2011– | 2028
# Electroencephalograph
Natus | Xltek EMU40EX | 9.1, 9.3 | Windows 10 IoT Enterprise 2016 LTSB | 10 | 2012– | 2030
Natus | NeuroWorks | 8.5, 9.3 | Windows 10 Enterprise LTSB 2016 | 6 | 2012– | -
Nihon Kohden | EEG-1200 | 05-11 | Windows 7 Professional | 4 | 2009– | 2027
Cadwell | Arc Zenith | 3.1 | Windows 10 Enterprise LTSB 2016 | 3 | 2019– | -
# Electromyograph
Cadwell | Sierra Summit | 1.6 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2016– | -
# Sleep system
Philips | Alice 6 | 2.9, 3.0 | Windows 10 IoT Enterprise 2016 LTSB | 8 | 2013– | 2029
# Pulmonary function
Vyaire Medical | Vyntus PFT | 3.10 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2015– | 2027
MGC Diagnostics | Ultima PF | 10.1 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2012– | -
# Audiometer
Natus | Otometrics Madsen Astera2 | 4.9 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2013– | -
# Newborn hearing screener
Natus | ALGO 5 | 2.1 | - | 6 | 2012– | 2028
# Physiotherapy system
BTL | BTL-6000 | 2.1 | - | 10 | 2014– | -
Hocoma | Lokomat Pro | 6.3 | Windows 10 IoT Enterprise 2016 LTSB | 1 | 2014– | -
Chattanooga | Intelect Transport 2 | 1.2 | - | 12 | 2016– | -
Biodex | System 4 Pro | 4.63 | Windows 7 Professional | 2 | 2008– | 2027
# Patient lift
Arjo | Maxi Move | 1.0 | - | 26 | 2010– | -
Hillrom | Liko Viking | 1.1 | - | 20 | 2008– | -
# Patient scale
Seca | 634 | 1.3 | - | 24 | 2014– | -
Welch Allyn | Scale-Tronix 5002 | 1.4 | - | 14 | 2011– | -
# Suction and smoke evacuation
Stryker | Neptune 3 | 2.0 | - | 16 | 2014– | -
`;
