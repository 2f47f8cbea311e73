// Countries and territories of ISO 3166-1: alpha-2, alpha-3, numeric, English name, and names that directories use for them.
// `XKX` for Kosovo is user-assigned. Compiled from the public-domain list of datasets/country-codes (PDDL).
export const countryTable = `
AW ABW 533 Aruba
AF AFG 004 Afghanistan
AO AGO 024 Angola
AI AIA 660 Anguilla
AX ALA 248 Åland Islands
AL ALB 008 Albania
AD AND 020 Andorra
AE ARE 784 United Arab Emirates|UAE
AR ARG 032 Argentina
AM ARM 051 Armenia
AS ASM 016 American Samoa
AQ ATA 010 Antarctica
TF ATF 260 French Southern Territories
AG ATG 028 Antigua & Barbuda|Antigua and Barbuda
AU AUS 036 Australia
AT AUT 040 Austria
AZ AZE 031 Azerbaijan
BI BDI 108 Burundi
BE BEL 056 Belgium
BJ BEN 204 Benin
BQ BES 535 Caribbean Netherlands|Bonaire, Sint Eustatius and Saba
BF BFA 854 Burkina Faso
BD BGD 050 Bangladesh
BG BGR 100 Bulgaria
BH BHR 048 Bahrain
BS BHS 044 Bahamas|The Bahamas
BA BIH 070 Bosnia and Herzegovina|Bosnia|Bosnia Herzegovina
BL BLM 652 St. Barthélemy|Saint Barthélemy
BY BLR 112 Belarus|Byelorussia
BZ BLZ 084 Belize
BM BMU 060 Bermuda
BO BOL 068 Bolivia|Bolivia (Plurinational State of)|Bolivia|Plurinational State of Bolivia
BR BRA 076 Brazil
BB BRB 052 Barbados
BN BRN 096 Brunei|Brunei Darussalam|Brunei
BT BTN 064 Bhutan
BV BVT 074 Bouvet Island
BW BWA 072 Botswana
CF CAF 140 Central African Republic|Central African Rep
CA CAN 124 Canada
CC CCK 166 Cocos Islands|Cocos (Keeling) Islands
CH CHE 756 Switzerland
CL CHL 152 Chile
CN CHN 156 China|PR China|Peoples Republic of China|China PR|China mainland|Mainland China|PRC
CI CIV 384 Côte d'Ivoire|Ivory Coast|Cote d Ivoire
CM CMR 120 Cameroon
CD COD 180 Congo (Kinshasa)|Democratic Republic of the Congo|Democratic Republic of Congo|Dem Rep Congo|
  DR Congo|DRC|D R Congo|Congo Dem Rep|Congo Democratic Republic|Zaire|RDC|RD Congo
CG COG 178 Congo (Brazzaville)|Republic of the Congo|Republic of Congo|Congo Rep|Congo
CK COK 184 Cook Islands
CO COL 170 Colombia
KM COM 174 Comoros
CV CPV 132 Cape Verde|Cabo Verde|Cape Verde
CR CRI 188 Costa Rica
CU CUB 192 Cuba
CW CUW 531 Curaçao
CX CXR 162 Christmas Island
KY CYM 136 Cayman Islands
CY CYP 196 Cyprus|Northern Cyprus|N. Cyprus|ZNC
CZ CZE 203 Czechia|Czech Republic
DE DEU 276 Germany
DJ DJI 262 Djibouti
DM DMA 212 Dominica
DK DNK 208 Denmark
DO DOM 214 Dominican Republic|Dominican Rep
DZ DZA 012 Algeria
EC ECU 218 Ecuador
EG EGY 818 Egypt|Arab Republic of Egypt
ER ERI 232 Eritrea
EH ESH 732 Western Sahara
ES ESP 724 Spain
EE EST 233 Estonia
ET ETH 231 Ethiopia
FI FIN 246 Finland
FJ FJI 242 Fiji
FK FLK 238 Falkland Islands
FR FRA 250 France
FO FRO 234 Faroe Islands
FM FSM 583 Micronesia|Micronesia (Federated States of)|Micronesia
GA GAB 266 Gabon
GB GBR 826 United Kingdom|United Kingdom of Great Britain and Northern Ireland|Great Britain|Britain|U.K.|
  England|Scotland|Wales|Northern Ireland
GE GEO 268 Georgia
GG GGY 831 Guernsey
GH GHA 288 Ghana
GI GIB 292 Gibraltar
GN GIN 324 Guinea
GP GLP 312 Guadeloupe
GM GMB 270 Gambia|The Gambia
GW GNB 624 Guinea-Bissau
GQ GNQ 226 Equatorial Guinea|Eq Guinea
GR GRC 300 Greece
GD GRD 308 Grenada
GL GRL 304 Greenland
GT GTM 320 Guatemala
GF GUF 254 French Guiana
GU GUM 316 Guam
GY GUY 328 Guyana
HK HKG 344 Hong Kong|China, Hong Kong Special Administrative Region|Hong Kong SAR|Hong Kong China
HM HMD 334 Heard & McDonald Islands|Heard Island and McDonald Islands
HN HND 340 Honduras
HR HRV 191 Croatia
HT HTI 332 Haiti
HU HUN 348 Hungary
ID IDN 360 Indonesia
IM IMN 833 Isle of Man
IN IND 356 India
IO IOT 086 British Indian Ocean Territory
IE IRL 372 Ireland
IR IRN 364 Iran|Iran (Islamic Republic of)|Iran|Islamic Republic of Iran|Iran Islamic Rep
IQ IRQ 368 Iraq
IS ISL 352 Iceland
IL ISR 376 Israel
IT ITA 380 Italy
JM JAM 388 Jamaica
JE JEY 832 Jersey
JO JOR 400 Jordan
JP JPN 392 Japan
KZ KAZ 398 Kazakhstan|Kazakstan
KE KEN 404 Kenya
KG KGZ 417 Kyrgyzstan|Kyrgyz Republic|Kirghizia
KH KHM 116 Cambodia
KI KIR 296 Kiribati
KN KNA 659 St. Kitts & Nevis|Saint Kitts and Nevis
KR KOR 410 South Korea|Republic of Korea|Korea|Korea Rep|Korea South|S Korea|South Korea
KW KWT 414 Kuwait
LA LAO 418 Laos|Lao People's Democratic Republic|Laos|Lao PDR|Lao Peoples Democratic Republic
LB LBN 422 Lebanon
LR LBR 430 Liberia
LY LBY 434 Libya
LC LCA 662 St. Lucia|Saint Lucia
LI LIE 438 Liechtenstein
LK LKA 144 Sri Lanka
LS LSO 426 Lesotho
LT LTU 440 Lithuania
LU LUX 442 Luxembourg
LV LVA 428 Latvia
MO MAC 446 Macao|China, Macao Special Administrative Region|Macau
MF MAF 663 St. Martin|Saint Martin (French Part)
MA MAR 504 Morocco
MC MCO 492 Monaco
MD MDA 498 Moldova|Moldova|Republic of Moldova
MG MDG 450 Madagascar
MV MDV 462 Maldives
MX MEX 484 Mexico
MH MHL 584 Marshall Islands
MK MKD 807 North Macedonia|Macedonia|FYROM|The former Yugoslav Republic of Macedonia
ML MLI 466 Mali
MT MLT 470 Malta
MM MMR 104 Myanmar|Burma|Myanmar Burma
ME MNE 499 Montenegro
MN MNG 496 Mongolia
MP MNP 580 Northern Mariana Islands
MZ MOZ 508 Mozambique
MR MRT 478 Mauritania
MS MSR 500 Montserrat
MQ MTQ 474 Martinique
MU MUS 480 Mauritius
MW MWI 454 Malawi
MY MYS 458 Malaysia
YT MYT 175 Mayotte
NA NAM 516 Namibia
NC NCL 540 New Caledonia
NE NER 562 Niger
NF NFK 574 Norfolk Island
NG NGA 566 Nigeria
NI NIC 558 Nicaragua
NU NIU 570 Niue
NL NLD 528 Netherlands|The Netherlands|Holland
NO NOR 578 Norway
NP NPL 524 Nepal
NR NRU 520 Nauru
NZ NZL 554 New Zealand
OM OMN 512 Oman
PK PAK 586 Pakistan
PA PAN 591 Panama
PN PCN 612 Pitcairn
PE PER 604 Peru
PH PHL 608 Philippines|The Philippines
PW PLW 585 Palau
PG PNG 598 Papua New Guinea|Papua N Guinea
PL POL 616 Poland
PR PRI 630 Puerto Rico
KP PRK 408 North Korea|Democratic People's Republic of Korea|Democratic Peoples Republic of Korea|
  Korea Dem Peoples Rep|Korea North|N Korea|DPRK
PT PRT 620 Portugal
PY PRY 600 Paraguay
PS PSE 275 Palestine|Palestine|State of Palestine|West Bank and Gaza
PF PYF 258 French Polynesia
QA QAT 634 Qatar
RE REU 638 Réunion
RO ROU 642 Romania|Rumania
RU RUS 643 Russia|Russian Federation|USSR
RW RWA 646 Rwanda
SA SAU 682 Saudi Arabia|KSA
SD SDN 729 Sudan
SN SEN 686 Senegal
SG SGP 702 Singapore
GS SGS 239 South Georgia & South Sandwich Islands|South Georgia and the South Sandwich Islands
SH SHN 654 St. Helena|Saint Helena
SJ SJM 744 Svalbard & Jan Mayen|Svalbard and Jan Mayen Islands
SB SLB 090 Solomon Islands
SL SLE 694 Sierra Leone
SV SLV 222 El Salvador
SM SMR 674 San Marino
SO SOM 706 Somalia|Somaliland
PM SPM 666 St. Pierre & Miquelon|Saint Pierre and Miquelon
RS SRB 688 Serbia|Republic of Serbia
SS SSD 728 South Sudan|S Sudan
ST STP 678 São Tomé & Príncipe|Sao Tome and Principe|Sao Tome
SR SUR 740 Suriname
SK SVK 703 Slovakia|Slovak Republic
SI SVN 705 Slovenia
SE SWE 752 Sweden
SZ SWZ 748 Eswatini|Swaziland
SX SXM 534 Sint Maarten|Sint Maarten (Dutch part)
SC SYC 690 Seychelles
SY SYR 760 Syria|Syria|Syrian Arab Republic
TC TCA 796 Turks & Caicos Islands|Turks and Caicos Islands
TD TCD 148 Chad
TG TGO 768 Togo
TH THA 764 Thailand
TJ TJK 762 Tajikistan
TK TKL 772 Tokelau
TM TKM 795 Turkmenistan
TL TLS 626 Timor-Leste|East Timor
TO TON 776 Tonga
TT TTO 780 Trinidad & Tobago|Trinidad and Tobago
TN TUN 788 Tunisia
TR TUR 792 Türkiye|Turkey|Turkiye
TV TUV 798 Tuvalu
TW TWN 158 Taiwan|Taiwan|Chinese Taipei|Taiwan Province of China|Taiwan China
TZ TZA 834 Tanzania|United Republic of Tanzania
UG UGA 800 Uganda
UA UKR 804 Ukraine
UM UMI 581 U.S. Outlying Islands|United States Minor Outlying Islands
UY URY 858 Uruguay
US USA 840 United States|United States|United States of America|U.S.|U.S.A.|America|EE UU|EEUU|Etats Unis
UZ UZB 860 Uzbekistan
VA VAT 336 Vatican City|Holy See|Vatican|Vatican City
VC VCT 670 St. Vincent & Grenadines|Saint Vincent and the Grenadines
VE VEN 862 Venezuela|Venezuela (Bolivarian Republic of)|Venezuela|Bolivarian Republic of Venezuela|Venezuela RB
VG VGB 092 British Virgin Islands
VI VIR 850 U.S. Virgin Islands|United States Virgin Islands
VN VNM 704 Vietnam|Viet Nam
VU VUT 548 Vanuatu
WF WLF 876 Wallis & Futuna|Wallis and Futuna Islands
WS WSM 882 Samoa
XK XKX --- Kosovo|XKO|KSV
YE YEM 887 Yemen|Yemen Rep
ZA ZAF 710 South Africa|RSA|Republic of South Africa
ZM ZMB 894 Zambia
ZW ZWE 716 Zimbabwe
`
