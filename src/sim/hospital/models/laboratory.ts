// Maker | model | versions, oldest first | operating system | units | sold from–to | end of support
export const LABORATORY = `
# Chemistry analyser
Roche Diagnostics | cobas 8000 | 06-02, 06-07 | Windows 7 Professional | 4 | 2010–2022 | 2028
Roche Diagnostics | cobas pro | 02-03 | Windows 10 IoT Enterprise 2019 LTSC | 4 | 2019– | -
Roche Diagnostics | cobas c 311 | 01-13 | Windows 7 Professional | 2 | 2009–2021 | 2027
Abbott | Alinity ci-series | 3.2.1, 3.5.0 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2017– | -
Abbott | ARCHITECT c8000 | 9.41 | Windows XP Embedded | 2 | 2004–2019 | 2024
Siemens Healthineers | Atellica Solution | 1.25.2, 1.27.0 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2017– | -
Siemens Healthineers | Dimension EXL 200 | 9.4 | - | 3 | 2009–2022 | 2028
Beckman Coulter | DxC 700 AU | 1.6 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2017– | -
Ortho Clinical Diagnostics | VITROS 5600 | 3.8.0 | - | 2 | 2009– | 2029
# Haematology analyser
Sysmex | XN-1000 | 00-21, 00-25 | Windows 10 IoT Enterprise 2016 LTSB | 6 | 2012– | -
Sysmex | XN-9100 | 00-25 | Windows 10 IoT Enterprise 2019 LTSC | 2 | 2018– | -
Sysmex | XE-5000 | 00-12 | Windows XP Embedded | 1 | 2007–2015 | 2021
Beckman Coulter | DxH 900 | 2.1 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2018– | -
Beckman Coulter | UniCel DxH 800 | 3.3 | Windows 7 Professional | 2 | 2009–2019 | 2025
Abbott | CELL-DYN Ruby | 2.4 | - | 2 | 2006–2020 | 2026
# Coagulation analyser
Werfen | ACL TOP 750 CTS | 6.2 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2015– | -
Siemens Healthineers | Sysmex CS-2500 | 01-40 | Windows 7 Professional | 2 | 2013– | 2028
Stago | STA R Max | 110.06 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2015– | -
Haemonetics | TEG 6s | 2.3 | - | 5 | 2016– | -
Werfen | ROTEM sigma | 4.2 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2017– | -
# Blood gas analyser
Radiometer | ABL90 FLEX PLUS | 3.4 MR2, 3.5 MR1 | Windows Embedded Standard 7 | 18 | 2013– | 2031
Radiometer | ABL800 FLEX | 6.17 | Windows XP Embedded | 6 | 2004–2020 | 2025
Siemens Healthineers | RAPIDPoint 500e | 4.0, 5.1 | - | 12 | 2018– | -
Siemens Healthineers | RAPIDPoint 500 | 2.4, 3.0 | - | 6 | 2010–2018 | 2026
Werfen | GEM Premier 5000 | 1.2 | - | 8 | 2015– | -
Abbott | i-STAT Alinity | 4.0, 5.0 | - | 26 | 2017– | -
Abbott | i-STAT 1 | JAMS151, JAMS152 | - | 16 | 2000–2020 | 2027
Nova Biomedical | Stat Profile Prime Plus | 1.14 | - | 5 | 2016– | -
# Point-of-care glucose meter
Roche Diagnostics | Accu-Chek Inform II | 03.06.00, 04.02.00 | - | 150 | 2012– | 2029
Nova Biomedical | StatStrip Glucose | 1.88, 1.92 | - | 110 | 2010– | 2030
Abbott | Precision Xceed Pro | 3.4 | - | 24 | 2008–2019 | 2024
# Point-of-care data manager
Roche Diagnostics | cobas infinity POC | 3.03.02 | Windows Server 2019 | 1 | 2018– | -
Werfen | GEMweb Plus 500 | 5.1 | Windows Server 2016 | 1 | 2014– | -
# Immunoassay analyser
Roche Diagnostics | cobas e 801 | 02-03 | Windows 10 IoT Enterprise 2016 LTSB | 3 | 2016– | -
Beckman Coulter | UniCel DxI 800 | 5.6 | Windows 7 Professional | 2 | 2004–2019 | 2026
bioMérieux | VIDAS 3 | 1.3 | Windows Embedded Standard 7 | 2 | 2013– | 2028
DiaSorin | LIAISON XL | 4.2 | Windows 7 Professional | 2 | 2011– | 2027
# Molecular analyser
Cepheid | GeneXpert XVI | 6.4, 6.5 | Windows 10 IoT Enterprise 2016 LTSB | 6 | 2010– | -
Roche Diagnostics | cobas 6800 | 1.4 | Windows 10 IoT Enterprise 2016 LTSB | 1 | 2015– | -
Hologic | Panther | 7.2 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2012– | -
bioMérieux | BioFire FilmArray Torch | 2.1, 3.0 | Windows 10 IoT Enterprise 2016 LTSB | 4 | 2016– | -
Illumina | NextSeq 550Dx | 4.0.1 | Windows 10 Enterprise LTSB 2016 | 1 | 2017– | -
Illumina | MiSeqDx | 3.1, 4.0.1 | Windows 7 Professional | 1 | 2013– | 2027
Qiagen | QIAsymphony SP | 5.0.4 | Windows XP Embedded | 1 | 2008– | 2027
# Microbiology analyser
bioMérieux | VITEK 2 XL | 9.02, 9.03 | - | 3 | 2005– | 2030
BD | BACTEC FX | 6.20, 6.40 | - | 4 | 2008– | 2030
BD | Kiestra TLA | 3.3 | Windows 10 IoT Enterprise 2016 LTSB | 1 | 2013– | -
bioMérieux | BacT/ALERT VIRTUO | R3.0 | - | 3 | 2015– | -
Bruker | MALDI Biotyper sirius | 4.1 | Windows 10 Enterprise LTSB 2016 | 1 | 2018– | -
# Urinalysis analyser
Siemens Healthineers | CLINITEK Novus | 1.3 | - | 3 | 2014– | -
Siemens Healthineers | CLINITEK Status+ | 2.6 | - | 26 | 2008– | 2029
Beckman Coulter | iQ200 | 7.1 | Windows XP Embedded | 2 | 2006–2019 | 2024
# Cytology processor
BD | Totalys MultiProcessor | 1.60, 1.70, 1.71 | Windows 7 Professional | 1 | 2014– | 2027
Hologic | ThinPrep 5000 | 1.3 | - | 2 | 2012– | -
# Slide scanner
Leica Biosystems | Aperio GT 450 DX | 1.1 | - | 2 | 2019– | -
Philips | IntelliSite Ultra Fast Scanner | 1.8.6 | Windows 10 IoT Enterprise 2016 LTSB | 1 | 2015– | -
# Tissue processor
Sakura | Tissue-Tek VIP 6 AI | 2.01 | - | 3 | 2014– | -
Leica Biosystems | BOND-III | 6.0 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2012– | -
Roche Diagnostics | BenchMark ULTRA PLUS | 12.5 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2020– | -
# Laboratory automation
Beckman Coulter | DxA 5000 | 1.5 | Windows 10 IoT Enterprise 2019 LTSC | 1 | 2019– | -
Roche Diagnostics | cobas 8100 | 2.0 | Windows 7 Professional | 1 | 2014–2021 | 2027
Data Innovations | Instrument Manager | 8.17, 9.1 | Windows Server 2019 | 3 | 2015– | -
# Laboratory centrifuge
Thermo Fisher Scientific | Sorvall ST 40R | 1.0 | - | 12 | 2010– | -
Beckman Coulter | Allegra X-30 | 1.2 | - | 8 | 2013– | -
# Laboratory refrigerator
Helmer Scientific | iB125 | 2.1 | - | 14 | 2008– | -
Thermo Fisher Scientific | TSX60086 | 1.4 | - | 12 | 2014– | -
# Blood bank analyser
Ortho Clinical Diagnostics | ORTHO VISION | 5.14 | Windows 10 IoT Enterprise 2016 LTSB | 2 | 2014– | -
Grifols | Erytra Eflexis | 3.0 | Windows 10 IoT Enterprise 2016 LTSB | 1 | 2018– | -
Immucor | NEO Iris | 2.0 | Windows 7 Professional | 1 | 2015– | 2028
# Apheresis machine
Terumo BCT | Spectra Optia | 11.3, 12.0 | - | 4 | 2009– | -
Fresenius Kabi | Amicus | 6.0 | - | 3 | 2006– | 2029
Haemonetics | Cell Saver Elite+ | 2.2 | - | 8 | 2012– | 2030
`;
