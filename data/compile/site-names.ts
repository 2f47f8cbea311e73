// Judged by hand: which names in the open data are one site, what the site is called here, and whose it is. The key is
// the name under which the participant tables hold the site; the public number of the site is derived from the key and
// written into data/sites.csv, so that a later change of any name never moves an address.

/** Names of a site beside its own; a leading `local:` or `former:` says which kind of name it is. */
export type NamedSite = {
  readonly key: string
  readonly name: string
  readonly organisation: string
  readonly place?: string
  /** Where the sources give more than the one type of the site table. */
  readonly types?: readonly string[]
  readonly names: readonly string[]
}

const site = (key: string, name: string, organisation: string, names: readonly string[] = [], more: { place?: string; types?: readonly string[] } = {}): NamedSite =>
  ({ key, name, organisation, names, ...more })

export const NAMED_SITES: readonly NamedSite[] = [
  site('Kennecott (Kennecott Utah Copper LLC)', 'Kennecott', 'org-rio-tinto', ['Kennecott (Bingham Canyon)', 'Bingham Canyon', 'Kennecott Utah Copper', 'Garfield smelter and refinery'], { types: ['integrated', 'mine', 'smelter', 'refinery'], place: 'Utah' }),
  site('Oyu Tolgoi (Oyu Tolgoi LLC)', 'Oyu Tolgoi', 'org-rio-tinto', ['local:Оюу толгой']),
  site('Cerro Verde', 'Cerro Verde', 'org-freeport-mcmoran', ['Sociedad Minera Cerro Verde']),
  site('El Abra', 'El Abra', 'org-freeport-mcmoran', ['Minera El Abra', 'Sociedad Contractual Minera El Abra']),
  site('Atlantic Copper', 'Atlantic Copper', 'org-freeport-mcmoran', ['Atlantic Copper (Huelva)', 'Huelva smelter and refinery'], { place: 'Huelva' }),
  site('Bagdad', 'Bagdad', 'org-freeport-mcmoran', ['Freeport-McMoRan Bagdad'], { place: 'Arizona' }),
  site('Chino', 'Chino', 'org-freeport-mcmoran', ['Freeport-McMoRan Chino', 'Santa Rita'], { place: 'New Mexico' }),
  site('Tyrone', 'Tyrone', 'org-freeport-mcmoran', ['Freeport-McMoRan Tyrone'], { place: 'New Mexico' }),
  site('Safford', 'Safford', 'org-freeport-mcmoran', ['Safford and Lone Star', 'Lone Star', 'Freeport-McMoRan Safford'], { place: 'Arizona' }),
  site('Sierrita', 'Sierrita', 'org-freeport-mcmoran', ['Freeport-McMoRan Sierrita'], { place: 'Arizona' }),
  site('PT Freeport Indonesia - Grasberg', 'Grasberg', 'org-freeport-mcmoran', ['Grasberg (PT Freeport Indonesia)', 'PT Freeport Indonesia']),
  site('Climax', 'Climax', 'org-freeport-mcmoran', ['Climax Molybdenum, Climax mine'], { place: 'Colorado' }),
  site('Henderson', 'Henderson', 'org-freeport-mcmoran', ['Climax Molybdenum, Henderson mine'], { place: 'Colorado' }),
  site('Compania Minera Condestable', 'Condestable', 'org-southern-peaks-mining', ['local:Compañía Minera Condestable']),
  site('Pirdop (Aurubis Bulgaria)', 'Aurubis Bulgaria (Pirdop)', 'org-aurubis', ['Pirdop', 'Aurubis Pirdop', 'Aurubis Bulgaria', 'local:Аурубис България'], { place: 'Pirdop' }),
  site('Hamburg', 'Aurubis Hamburg', 'org-aurubis', ['Hamburg', 'former:Norddeutsche Affinerie'], { place: 'Hamburg' }),
  site('Luenen', 'Aurubis Lünen', 'org-aurubis', ['local:Lünen', 'former:Hüttenwerke Kayser'], { types: ['recycler', 'smelter', 'refinery'], place: 'Lünen' }),
  site('Olen', 'Aurubis Olen', 'org-aurubis', ['Olen'], { place: 'Olen' }),
  site('Beerse', 'Aurubis Beerse', 'org-aurubis', ['Beerse', 'former:Metallo-Chimique'], { types: ['recycler', 'smelter'], place: 'Beerse' }),
  site('Stolberg', 'Aurubis Stolberg', 'org-aurubis', ['Stolberg', 'local:Aurubis Stolberg (Rheinland)'], { place: 'Stolberg' }),
  site('Deutsche Giessdraht Emmerich', 'Deutsche Giessdraht', 'org-aurubis', ['local:Deutsche Gießdraht', 'Emmerich'], { place: 'Emmerich' }),
  site('Avellino', 'Aurubis Avellino', 'org-aurubis', ['Avellino'], { place: 'Avellino' }),
  site('Glogow', 'Głogów', 'org-kghm', ['local:Huta Miedzi Głogów', 'KGHM Glogow'], { place: 'Głogów' }),
  site('Legnica', 'Legnica', 'org-kghm', ['local:Huta Miedzi Legnica', 'KGHM Legnica'], { place: 'Legnica' }),
  site('Cedynia', 'Cedynia', 'org-kghm', ['local:Huta Miedzi Cedynia', 'KGHM Cedynia'], { place: 'Orsk' }),
  site('Minera Centinela', 'Centinela', 'org-antofagasta-minerals', ['Centinela (Esperanza, El Tesoro)']),
  site('Minera Zaldivar', 'Zaldívar', 'org-antofagasta-minerals', ['local:Compañía Minera Zaldívar', 'local:Minera Zaldívar']),
  site('Minera Antucoya', 'Antucoya', 'org-antofagasta-minerals', [], { types: ['mine'] }),
  site('Minera Los Pelambres', 'Los Pelambres', 'org-antofagasta-minerals'),
  site('Olympic Dam', 'Olympic Dam', 'org-bhp', [], { types: ['integrated', 'mine', 'smelter', 'refinery'] }),
  site('Minera Escondida', 'Escondida', 'org-bhp', ['Minera Escondida Limitada']),
  site('Minera Spence', 'Spence', 'org-bhp'),
  site('Los Bronces', 'Los Bronces', 'org-anglo-american', ['Anglo American Los Bronces']),
  site('El Soldado', 'El Soldado', 'org-anglo-american', ['Anglo American El Soldado']),
  site('Chagres', 'Chagres', 'org-anglo-american', ['Chagres smelter', 'local:Fundición Chagres']),
  site('Highland Valley Copper', 'Highland Valley Copper', 'org-teck', ['Highland Valley']),
  site('Quebrada Blanca', 'Quebrada Blanca', 'org-teck', ['Teck Quebrada Blanca', 'QB2']),
  site('Carmen de Andacollo', 'Carmen de Andacollo', 'org-teck', ['Andacollo', 'Teck Carmen de Andacollo']),
  site('Trail Operations', 'Trail', 'org-teck', ['Trail smelter and refinery'], { place: 'Trail' }),
  site('Red Dog Operations', 'Red Dog', 'org-teck', [], { place: 'Alaska' }),
  site('Division El Teniente', 'El Teniente', 'org-codelco', ['local:División El Teniente', 'Caletones smelter', 'Codelco El Teniente'], { types: ['integrated', 'mine', 'smelter'] }),
  site('Division Andina', 'Andina', 'org-codelco', ['local:División Andina', 'Codelco Andina']),
  site('Division Salvador', 'Salvador', 'org-codelco', ['local:División Salvador', 'El Salvador', 'Potrerillos smelter and refinery', 'Codelco Salvador'], { types: ['integrated', 'mine', 'smelter', 'refinery'] }),
  site('Division Ventanas', 'Ventanas', 'org-codelco', ['local:División Ventanas', 'Ventanas refinery', 'Codelco Ventanas']),
  site('Division Chuquicamata', 'Chuquicamata', 'org-codelco', ['local:División Chuquicamata', 'Codelco Chuquicamata'], { types: ['integrated', 'mine', 'smelter', 'refinery'] }),
  site('Division Radomiro Tomic', 'Radomiro Tomic', 'org-codelco', ['local:División Radomiro Tomic', 'Codelco Radomiro Tomic']),
  site('Division Ministro Hales', 'Ministro Hales', 'org-codelco', ['local:División Ministro Hales', 'Mina Ministro Hales', 'Codelco Ministro Hales']),
  site('Division Gabriela Mistral', 'Gabriela Mistral', 'org-codelco', ['local:División Gabriela Mistral', 'Gaby', 'Codelco Gabriela Mistral']),
  site('Distrito Candelaria', 'Candelaria', 'org-lundin-mining', ['Candelaria (Candelaria and Ojos del Salado)', 'Minera Candelaria']),
  site('Roennskaer', 'Rönnskär', 'org-boliden', ['Boliden Rönnskär', 'local:Rönnskärsverken']),
  site('Harjavalta', 'Harjavalta', 'org-boliden', ['Boliden Harjavalta'], { place: 'Harjavalta' }),
  site('Kokkola', 'Kokkola', 'org-boliden', ['Boliden Kokkola', 'local:Kokkolan sinkkitehdas'], { place: 'Kokkola' }),
  site('Molymet Belgium NV', 'Molymet Belgium', 'org-molymet', [], { types: ['processing'], place: 'Ghent' }),
  site('Complejo Industrial Molynor S.A.', 'Molynor', 'org-molymet', ['Complejo Industrial Molynor'], { types: ['processing'], place: 'Mejillones' }),
  site('Mantos Blancos', 'Mantos Blancos', 'org-capstone-copper', ['Capstone Mantos Blancos']),
  site('Mantoverde', 'Mantoverde', 'org-capstone-copper', ['Capstone Mantoverde', 'Manto Verde']),
  site('Mexicana de Cobre - Unidad La Caridad', 'La Caridad', 'org-grupo-mexico', ['Mexicana de Cobre', 'La Caridad mine']),
  site('Mexicana de Cobre - Unidad Planta Metalurgica', 'La Caridad metallurgical plant', 'org-grupo-mexico', ['local:Planta Metalúrgica, Mexicana de Cobre', 'local:Complejo Metalúrgico La Caridad', 'La Caridad smelter and refinery']),
  site('Buenavista del Cobre', 'Buenavista', 'org-grupo-mexico', ['former:Cananea']),
  site('Refineria Electrolitica de Zinc', 'San Luis Potosí zinc refinery', 'org-grupo-mexico', ['local:Refinería Electrolítica de Zinc', 'San Luis Potosi zinc refinery'], { place: 'San Luis Potosí' }),
  site('Toquepala', 'Toquepala', 'org-southern-peru', ['Southern Peru Toquepala']),
  site('Cuajone', 'Cuajone', 'org-southern-peru', ['Southern Peru Cuajone']),
  site('Ilo', 'Ilo', 'org-southern-peru', ['Ilo smelter', 'Ilo refinery', 'Southern Peru Ilo'], { place: 'Ilo' }),
  site('Mina Justa', 'Mina Justa', 'org-marcobre', ['Marcobre']),
  site('Tenke Fungurume Mining (TFM)', 'Tenke Fungurume', 'org-cmoc', ['TFM', 'Tenke Fungurume Mining']),
  site('Metalkol', 'Metalkol', 'org-erg', ['Metalkol RTR', 'Roan Tailings Reclamation'], { types: ['tailings-reprocessing'] }),
  site('Naoshima Smelter & Refinery', 'Naoshima', 'org-mitsubishi-materials', ['local:直島製錬所', 'Naoshima smelter', 'Naoshima refinery'], { place: 'Naoshima' }),
  site('Onahama Smelter & Refinery', 'Onahama', 'org-onahama', ['local:小名浜製錬所', 'Onahama smelter', 'Onahama refinery'], { place: 'Iwaki' }),
  site('Tamano smelter', 'Tamano', 'org-hibi-kyodo', ['local:玉野製錬所', 'Hibi Kyodo Tamano smelter'], { place: 'Tamano' }),
  site('Toyo plant', 'Toyo', 'org-sumitomo-metal-mining', ['local:東予工場', 'Toyo Smelter & Refinery'], { place: 'Saijo and Niihama' }),
  site('LS MnM (formerly LS-Nikko Copper)', 'LS MnM Onsan', 'org-ls-mnm', ['former:LS-Nikko Copper', 'LS MnM', 'Onsan smelter', 'Onsan refinery', 'local:온산제련소'], { place: 'Onsan' }),
  site('Denton, Texas', 'Southwire Denton', 'org-southwire', [], { place: 'Denton, Texas' }),
  site('Bremen, Indiana', 'Southwire Bremen', 'org-southwire', [], { place: 'Bremen, Indiana' }),
  site('Lafayette, Indiana', 'Southwire Lafayette', 'org-southwire', [], { place: 'Lafayette, Indiana' }),
  site('Carrollton Copper Rod Plant, Georgia', 'Southwire Carrollton Copper Rod Plant', 'org-southwire', ['Southwire Carrollton rod plant'], { place: 'Carrollton, Georgia' }),
  site('Carrollton Building Wire Plant, Georgia', 'Southwire Carrollton Building Wire Plant', 'org-southwire', [], { place: 'Carrollton, Georgia' }),
  site('Douglas, Georgia', 'Southwire Douglas', 'org-southwire', [], { place: 'Douglas, Georgia' }),
  site('Starkville, Mississippi', 'Southwire Starkville', 'org-southwire', [], { place: 'Starkville, Mississippi' }),
  site('Lens', 'Nexans Lens', 'org-nexans', ['Lens'], { place: 'Lens' }),
  site('Montreal', 'Nexans Montreal', 'org-nexans', ['Montreal', 'local:Nexans Montréal', 'Montreal East'], { place: 'Montreal' }),
  site('Morenci', 'Morenci', 'org-freeport-mcmoran', ['Freeport-McMoRan Morenci'], { types: ['mine', 'sx-ew', 'concentrator'], place: 'Arizona' }),
  site('Miami smelter and mine', 'Miami', 'org-freeport-mcmoran', ['Miami smelter', 'Freeport-McMoRan Miami'], { types: ['integrated', 'mine', 'smelter', 'rod-mill'], place: 'Arizona' }),
  site('El Paso refinery', 'El Paso', 'org-freeport-mcmoran', ['Freeport-McMoRan El Paso'], { place: 'El Paso, Texas' }),
  site('Saganoseki Smelter & Refinery', 'Saganoseki', 'org-jx-metals-smelting', ['local:佐賀関製錬所', 'Saganoseki smelter', 'Saganoseki refinery'], { place: 'Oita' }),
  site('Hitachi Works (Hitachi refinery)', 'Hitachi', 'org-jx-metals-smelting', ['Hitachi Works', 'Hitachi refinery'], { place: 'Hitachi' }),
  site('Kamoto Copper Company (KCC)', 'Kamoto Copper Company', 'org-glencore', ['KCC', 'Kamoto', 'Luilu refinery']),
  site('Mutanda Mining (MUMI)', 'Mutanda', 'org-glencore', ['MUMI', 'Mutanda Mining']),
  site('Cadia', 'Cadia', 'org-newmont', ['Cadia Valley Operations']),
  site('Batu Hijau', 'Batu Hijau', 'org-amman', ['AMMAN Batu Hijau']),
  site('Balen', 'Nyrstar Balen', 'org-nyrstar', ['Balen'], { place: 'Balen' }),
  site('Budel', 'Nyrstar Budel', 'org-nyrstar', ['Budel'], { place: 'Budel' }),
  site('Clarksville', 'Nyrstar Clarksville', 'org-nyrstar', ['Clarksville'], { place: 'Clarksville, Tennessee' }),
  site('Hobart', 'Nyrstar Hobart', 'org-nyrstar', ['Hobart', 'Risdon'], { place: 'Hobart, Tasmania' }),
  site('Fort Wayne, Indiana', 'Essex Fort Wayne', 'org-superior-essex', [], { place: 'Fort Wayne, Indiana' }),
  site('Franklin, Indiana', 'Essex Franklin', 'org-superior-essex', [], { place: 'Franklin, Indiana' }),
  site('Metals Processing Center, Columbia City, Indiana', 'Essex Columbia City', 'org-superior-essex', ['Metals Processing Center'], { place: 'Columbia City, Indiana' }),
  site('Torreon', 'Essex Torreón', 'org-superior-essex', ['local:Torreón'], { place: 'Torreón' }),
]

const byKey = new Map(NAMED_SITES.map((named) => [named.key, named]))
export const namedSite = (key: string): NamedSite | undefined => byKey.get(key)

/** Names in the list of public award pages, where they differ from the participant tables. */
export const SAME_SITE: Readonly<Record<string, string>> = {
  'Kennecott (Bingham Canyon)': 'Kennecott (Kennecott Utah Copper LLC)', 'Oyu Tolgoi': 'Oyu Tolgoi (Oyu Tolgoi LLC)',
  'Atlantic Copper (Huelva)': 'Atlantic Copper', Pirdop: 'Pirdop (Aurubis Bulgaria)', Centinela: 'Minera Centinela',
  'Zaldívar': 'Minera Zaldivar', 'Głogów': 'Glogow', Escondida: 'Minera Escondida', Spence: 'Minera Spence', Antucoya: 'Minera Antucoya',
  'Lünen': 'Luenen', 'El Teniente': 'Division El Teniente', 'Rönnskär': 'Roennskaer', Candelaria: 'Distrito Candelaria', Miami: 'Miami smelter and mine',
  'Grasberg (PT Freeport Indonesia)': 'PT Freeport Indonesia - Grasberg', Chuquicamata: 'Division Chuquicamata', 'Radomiro Tomic': 'Division Radomiro Tomic',
  'Ministro Hales': 'Division Ministro Hales', 'Gabriela Mistral': 'Division Gabriela Mistral', Andina: 'Division Andina', Salvador: 'Division Salvador',
  Ventanas: 'Division Ventanas', 'Los Pelambres': 'Minera Los Pelambres', 'Metalkol RTR': 'Metalkol', Trail: 'Trail Operations',
  'Molymet Belgium': 'Molymet Belgium NV', Molynor: 'Complejo Industrial Molynor S.A.',
}
