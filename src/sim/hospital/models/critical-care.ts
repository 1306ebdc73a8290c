// Maker | model | versions, oldest first | operating system | units | sold from–to | end of support
export const CRITICAL_CARE = `
# Ventilator
Draeger | Evita Infinity V500 | 2.51, 2.60 | - | 46 | 2010– | 2031
Draeger | Evita XL | 7.04 | - | 14 | 2003–2016 | 2023
Draeger | Savina 300 | 5.01 | - | 18 | 2012– | 2030
Draeger | Babylog VN500 | 2.51, 2.60 | - | 22 | 2010– | 2031
Hamilton Medical | HAMILTON-G5 | 2.60, 2.81 | - | 24 | 2008–2021 | 2028
Hamilton Medical | HAMILTON-C6 | 1.1.6, 1.2.3 | - | 22 | 2018– | -
Hamilton Medical | HAMILTON-C3 | 2.0.8 | - | 12 | 2014– | 2029
Hamilton Medical | HAMILTON-T1 | 2.1.3, 2.2.3, 3.0.2 | - | 28 | 2012– | 2031
Getinge | Servo-i | 7.0, 8.0 | - | 20 | 2003–2017 | 2025
Getinge | Servo-u | 3.0, 4.2, 4.4 | - | 30 | 2014– | -
Getinge | Servo-n | 4.2, 4.4 | - | 10 | 2015– | -
Medtronic | Puritan Bennett 980 | 4.5, 4.8 | - | 34 | 2014–2024 | 2029
Medtronic | Puritan Bennett 840 | 4-070212-85-AN | - | 14 | 2002–2015 | 2021
GE Healthcare | CARESCAPE R860 | 10SP07, 11SP02 | - | 16 | 2014–2024 | 2029
Vyaire Medical | AVEA | 4.7 | - | 8 | 2004–2020 | 2024
Vyaire Medical | LTV 1200 | 4.10 | - | 10 | 2006–2019 | 2023
Baxter | Life2000 Ventilation System | 06.05.00.00, 06.08.00.00 | - | 12 | 2017– | 2028
Philips | Trilogy Evo | 1.06.10, 1.07.02 | - | 18 | 2019– | -
Philips | Trilogy 202 | 14.2.05 | - | 10 | 2011–2020 | 2025
Philips | V60 | 2.30, 3.10 | - | 24 | 2009–2024 | 2029
ResMed | Astral 150 | SX544-0501 | - | 10 | 2014– | -
Fisher & Paykel | Airvo 3 | 1.2 | - | 26 | 2021– | -
Fisher & Paykel | Airvo 2 | 5.04 | - | 22 | 2012–2022 | 2028
# Anaesthesia machine
GE Healthcare | Aisys CS2 | 10.00, 11.00 | - | 28 | 2012– | 2031
GE Healthcare | Avance CS2 | 10.00, 11.00 | - | 14 | 2013– | 2031
GE Healthcare | Aespire 7900 | 4.30 | - | 6 | 2004–2016 | 2023
GE Healthcare | Carestation 650 | 01.11 | - | 8 | 2015– | -
Draeger | Perseus A500 | 1.1n, 2.03 | - | 18 | 2013– | -
Draeger | Apollo | 4.52 | - | 12 | 2006–2022 | 2028
Draeger | Atlan A350 | 1.01 | - | 6 | 2019– | -
Mindray | A7 | 01.05 | - | 5 | 2017– | -
Getinge | Flow-i C20 | 4.7 | - | 4 | 2012– | 2030
# Defibrillator
Philips | HeartStart MRx | F.03.10 | - | 26 | 2004–2018 | 2024
Philips | HeartStart XL+ | B.01.03 | - | 18 | 2011– | 2027
ZOLL | R Series | 18.21, 18.39 | - | 60 | 2008– | 2030
ZOLL | X Series | 02.36.20, 02.38.01 | - | 20 | 2012– | 2030
ZOLL | X Series Advanced | 03.04.00 | - | 12 | 2019– | -
Stryker | LIFEPAK 15 | 3306808-011, 3314910-001 | - | 26 | 2009– | 2029
Stryker | LIFEPAK 20e | 3202609-036 | - | 34 | 2006–2022 | 2027
Stryker | LIFEPAK CR2 | 5.1 | - | 24 | 2017– | -
ZOLL | AED 3 | 01.01.06 | - | 30 | 2017– | -
Philips | HeartStart FRx | 3.0 | - | 20 | 2006– | 2030
# Defibrillator management
ZOLL | Defibrillator Dashboard | 2.1, 2.2 | Windows Server 2016 | 1 | 2013– | 2026
ZOLL | CaseReview Enterprise | 12.0 | Windows Server 2019 | 1 | 2017– | -
# Heart-lung machine
LivaNova | S5 | 5.1, 5.4 | - | 5 | 2009– | 2030
Terumo | Advanced Perfusion System 1 | 1.70 | - | 3 | 2007– | 2028
# ECMO console
Getinge | Cardiohelp | 3.0.1, 4.0.0 | - | 8 | 2011– | 2030
Getinge | Rotaflow II | 1.0 | - | 4 | 2019– | -
# Ventricular assist device
Abiomed | Automated Impella Controller | V6.1, V8.4.1 | - | 9 | 2012– | -
Abbott | HeartMate 3 System Monitor | 6.20 | - | 6 | 2017– | -
# Intra-aortic balloon pump
Getinge | Cardiosave Hybrid | D.00, E.00 | - | 10 | 2012– | 2030
Teleflex | AutoCAT 2 WAVE | 3.10 | - | 4 | 2005–2019 | 2024
# Temperature management
Stryker | Altrix | 2.0 | - | 8 | 2017– | -
ZOLL | Thermogard XP | 2.1 | - | 4 | 2012– | 2027
BD | Arctic Sun 5000 | 2.1.0 | - | 6 | 2011– | 2028
3M | Bair Hugger 775 | 1.0 | - | 40 | 2008–2022 | 2028
# Infant incubator
GE Healthcare | Giraffe OmniBed Carestation | 2.0, 3.1 | - | 36 | 2015– | -
GE Healthcare | Giraffe OmniBed | 1.4 | - | 18 | 2002–2015 | 2023
Draeger | Isolette 8000 plus | 4.0 | - | 22 | 2015– | 2031
Draeger | Babyleo TN500 | 1.02 | - | 10 | 2016– | -
# Infant warmer
GE Healthcare | Panda iRes | 1.6 | - | 20 | 2007– | 2029
Draeger | Resuscitaire RW82 | 3.0 | - | 10 | 2005–2018 | 2026
# Transcutaneous monitor
Radiometer | TCM5 | 1.3 | - | 10 | 2018– | -
Sentec | Digital Monitor SDM | SMB SW-V08.04 | - | 8 | 2011– | 2028
# Haemodialysis machine
Fresenius Medical Care | 2008T BlueStar | 2.72, 2.81 | - | 60 | 2016– | 2033
Fresenius Medical Care | 2008K | 2.64 | - | 14 | 2001–2014 | 2022
Baxter | Prismaflex | 8.20, 8.22 | - | 18 | 2006–2023 | 2027
Baxter | PrisMax | 2.1, 3.0 | - | 16 | 2018– | -
B. Braun | Dialog+ | 9.18, 9.1A | - | 24 | 2009– | 2030
Outset Medical | Tablo | 3.10, 4.0 | - | 10 | 2018– | -
NxStage | System One S | 4.11 | - | 6 | 2014– | 2029
# Dialysis information system
Fresenius Medical Care | Therapy Data Management System | 2.9 | Windows Server 2016 | 1 | 2015– | -
# Hospital bed
Stryker | ProCuity ZMX | 3.2, 3.3 | - | 170 | 2020– | -
Stryker | Secure 3 | 2.4 | - | 150 | 2010–2021 | 2031
Hillrom | Progressa | 3.0, 3.2 | - | 90 | 2013– | 2031
Hillrom | Centrella Smart+ | 1.36, 1.40 | - | 120 | 2017– | -
Hillrom | VersaCare P3200 | 7.1 | - | 40 | 2003–2018 | 2026
# Smart stretcher
Stryker | Prime TC | 1.1 | - | 30 | 2012– | -
`;
