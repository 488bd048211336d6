import { INS_OID, insKey } from '../protocols/identifiers/index.js';
import { mixer } from '../storage/seeded.js';
import { NOBODY, type Address, type Authority, type Identity, type PersonName, type Telecom } from './identity.js';

/** How many persons to make, and which ones. */
export interface IdentitySeedPlan {
  patients: number;
  /** another seed gives other persons */
  seed: number;
}

export const MOST_PATIENTS = 1_000_000;

/** OID under which everything that is made stands: 2.25 and a UUID of ours. */
const ROOT = '2.25.110013372391416600993703546217915742552';

/** The hospitals that give identifiers. */
export const HOSPITALS: readonly Authority[] = ['CHU-NORD', 'HOPITAL-SUD', 'CLINIQUE-EST', 'CLINIQUE-OUEST'].map((namespace, i) => ({
  namespace,
  oid: `${ROOT}.${i + 1}`,
  type: 'ISO',
}));
const TEST_INS: Authority = { namespace: 'ASIP-SANTE-INS-NIR', oid: INS_OID.testNir, type: 'ISO' };

/** Place of birth: COG code and town; with a postal code where people live there too. */
type Town = readonly [cog: string, name: string, postalCode?: string];
const TOWNS: readonly Town[] = [
  ['75112', 'PARIS', '75012'],
  ['75115', 'PARIS', '75015'],
  ['13203', 'MARSEILLE', '13003'],
  ['13208', 'MARSEILLE', '13008'],
  ['69383', 'LYON', '69003'],
  ['69387', 'LYON', '69007'],
  ['31555', 'TOULOUSE', '31000'],
  ['06088', 'NICE', '06000'],
  ['44109', 'NANTES', '44000'],
  ['34172', 'MONTPELLIER', '34000'],
  ['67482', 'STRASBOURG', '67000'],
  ['33063', 'BORDEAUX', '33000'],
  ['59350', 'LILLE', '59000'],
  ['35238', 'RENNES', '35000'],
  ['51454', 'REIMS', '51100'],
  ['42218', 'SAINT-ÉTIENNE', '42000'],
  ['76351', 'LE HAVRE', '76600'],
  ['38185', 'GRENOBLE', '38000'],
  ['21231', 'DIJON', '21000'],
  ['49007', 'ANGERS', '49000'],
  ['30189', 'NÎMES', '30000'],
  ['63113', 'CLERMONT-FERRAND', '63000'],
  ['29019', 'BREST', '29200'],
  ['37261', 'TOURS', '37000'],
  ['80021', 'AMIENS', '80000'],
  ['87085', 'LIMOGES', '87000'],
  ['57463', 'METZ', '57000'],
  ['25056', 'BESANÇON', '25000'],
  ['45234', 'ORLÉANS', '45000'],
  ['76540', 'ROUEN', '76000'],
  ['14118', 'CAEN', '14000'],
  ['54395', 'NANCY', '54000'],
  ['2A004', 'AJACCIO', '20000'],
  ['2B033', 'BASTIA', '20200'],
  ['97411', 'SAINT-DENIS', '97400'],
  ['97209', 'FORT-DE-FRANCE', '97200'],
  ['97302', 'CAYENNE', '97300'],
  ['99109', 'ALLEMAGNE'],
  ['99127', 'ITALIE'],
  ['99134', 'ESPAGNE'],
  ['99139', 'PORTUGAL'],
  ['99350', 'MAROC'],
  ['99352', 'ALGÉRIE'],
];
const LIVED_IN = TOWNS.filter(([, , postalCode]) => postalCode !== undefined);

const FAMILIES = (
  'MARTIN BERNARD THOMAS PETIT ROBERT RICHARD DURAND DUBOIS MOREAU LAURENT SIMON MICHEL LEFEBVRE LEROY ROUX DAVID BERTRAND MOREL FOURNIER '
  + 'GIRARD BONNET DUPONT LAMBERT FONTAINE ROUSSEAU VINCENT MULLER LEFEVRE FAURE ANDRE MERCIER BLANC GUERIN BOYER GARNIER CHEVALIER FRANCOIS '
  + 'LEGRAND GAUTHIER GARCIA PERRIN ROBIN CLEMENT MORIN NICOLAS HENRY ROUSSEL MATHIEU GAUTIER MASSON MARCHAND DUVAL DENIS DUMONT MARIE LEMAIRE '
  + 'NOEL MEYER DUFOUR MEUNIER BRUN BLANCHARD GIRAUD JOLY RIVIERE LUCAS BRUNET GAILLARD BARBIER ARNAUD MARTINEZ GERARD ROCHE RENARD SCHMITT ROY '
  + 'LEROUX COLIN VIDAL CARON PICARD ROGER FABRE AUBERT LEMOINE RENAUD DUMAS LACROIX OLIVIER PHILIPPE BOURGEOIS PIERRE BENOIT REY LECLERC PAYET '
  + 'ROLLAND LECLERCQ GUILLAUME LECOMTE LOPEZ JEAN DUPUY GUILLOT HUBERT BERGER CARPENTIER SANCHEZ DUPUIS MOULIN LOUIS DESCHAMPS HUET VASSEUR PEREZ '
  + 'BOUCHER FLEURY ROYER KLEIN JACQUET ADAM PARIS POIRIER MARTY AUBRY GUYOT CARRE CHARLES RENAULT CHARPENTIER MENARD MAILLARD BARON BERTIN BAILLY '
  + 'HERVE SCHNEIDER FERNANDEZ COLLET LEGER BOUVIER JULIEN PREVOST MILLET PERROT DANIEL COUSIN GERMAIN BRETON BESSON LANGLOIS REMY PELLETIER LEVEQUE '
  + 'PERRIER LEBLANC BARRE LEBRUN MARCHAL WEBER MALLET HAMON BOULANGER JACOB MONNIER MICHAUD RODRIGUEZ GUICHARD GILLET ETIENNE GRONDIN POULAIN TESSIER'
).split(' ');
const PARTICLES = [
  'LE GOFF',
  'LE ROUX',
  'LE GALL',
  'DE LA FUENTE',
  'DE SOUSA',
  "D'ANGELO",
  "L'HOSTIS",
  'DU BOIS',
  'VAN DEN BERG',
  'EL AMRANI',
  'BEN SALAH',
  'DA SILVA',
];
const WOMEN = (
  'MARIE JEANNE FRANCOISE MONIQUE CATHERINE NATHALIE ISABELLE JACQUELINE SYLVIE ANNE MARTINE MADELEINE NICOLE SUZANNE HELENE CHRISTINE LOUISE '
  + 'MARGUERITE DENISE CHRISTIANE VALERIE SOPHIE STEPHANIE SANDRINE CELINE VIRGINIE AURELIE JULIE CAMILLE LEA MANON CHLOE EMMA INES JADE ALICE LINA '
  + 'ROSE AMBRE MILA LENA ZOE LUCIE ELISE AGATHE YASMINE FATIMA AICHA MARIE-LOUISE ANNE-SOPHIE MARIE-CLAUDE MARIE-THERESE ROSE-MARIE ANNE-LAURE '
  + 'JEANNE-MARIE ELODIE NOEMIE ANAIS GAELLE MAELYS DOMINIQUE CLAUDE'
).split(' ');
const MEN = (
  'JEAN PIERRE MICHEL ANDRE PHILIPPE RENE LOUIS ALAIN JACQUES BERNARD MARCEL DANIEL ROGER ROBERT PAUL CLAUDE HENRI CHRISTIAN NICOLAS GEORGES PATRICK '
  + 'LAURENT CHRISTOPHE OLIVIER STEPHANE FREDERIC SEBASTIEN JULIEN DAVID THOMAS ALEXANDRE MAXIME ANTOINE KEVIN LUCAS HUGO ENZO GABRIEL RAPHAEL LEO '
  + 'ARTHUR JULES ADAM MALO NOE MOHAMED YANIS KARIM JEAN-PIERRE JEAN-CLAUDE JEAN-LUC JEAN-FRANCOIS PIERRE-YVES JEAN-BAPTISTE MARC-ANTOINE PAUL-HENRI '
  + 'DOMINIQUE CAMILLE GAEL LOIC'
).split(' ');
const STREETS = [
  'RUE DE LA GARE',
  'AVENUE DES LILAS',
  "RUE DE L'ÉGLISE",
  'CHEMIN DU MOULIN',
  'PLACE DE LA MAIRIE',
  'BOULEVARD DES TILLEULS',
  'IMPASSE DU PUITS',
  'RUE DES ÉCOLES',
];

const mix = mixer(0x5a_17_c3_9d);

const padded = (value: number, length: number): string => String(value).padStart(length, '0');
const oneOf = <T>(values: readonly T[], chance: number): T => values[chance % values.length]!;

/** Everybody has a place in this many cells of sex, year, month and place of birth; the order within one tells them apart. */
const YEARS = 100;
const FIRST_YEAR = 1926;
const CELLS = 2 * YEARS * 12 * TOWNS.length;
/** Prime to CELLS, so that those who follow one another have little in common. */
const STRIDE = 62_617;
/** Orders of birth are up to 999: twins are far from those who were made for the cell. */
const ORDERS = 999;
const TWIN_ORDERS = { same: 400, other: 600 };

/** Every n-th person, and how far on, is a special case. */
const isTwin = (n: number): boolean => n % 80 === 1;
const isNewborn = (n: number): boolean => n % 40 === 5;
const hasNoDay = (n: number): boolean => n % 50 === 3;
const hasYearOnly = (n: number): boolean => n % 200 === 7;

interface Birth {
  sex: 'F' | 'M';
  date: string;
  town: Town;
  /** the INS, its key included */
  ins: string;
}

/** Where, when and as whom the n-th was born; a twin as the one before. */
function birthOf(n: number, seed: number): Birth {
  const twin = isTwin(n);
  const kin = twin ? n - 1 : n;
  const cell = (kin * STRIDE + mix(seed)) % CELLS;
  // both sexes of a slot are one cell each, and their orders begin alike
  const slot = cell % (CELLS / 2);
  const first = cell < CELLS / 2 ? 'M' : 'F';
  const [ofTown, ofMonth, ofYear] = [slot % TOWNS.length, Math.floor(slot / TOWNS.length) % 12, Math.floor(slot / TOWNS.length / 12)];
  const differs = twin && mix(n, seed, 1) % 2 === 0;
  const sex = differs === (first === 'M') ? 'F' : 'M';
  const round = Math.floor(kin / CELLS);
  const apart = twin ? TWIN_ORDERS[differs ? 'other' : 'same'] : 0;
  const order = 1 + ((mix(slot, seed, 2) + round + apart) % ORDERS);
  const town = TOWNS[ofTown]!;
  const [year, month] = [FIRST_YEAR + ofYear, ofMonth + 1];
  const body = `${sex === 'M' ? 1 : 2}${padded(year % 100, 2)}${padded(month, 2)}${town[0]}${padded(order, 3)}`;
  const day = 1 + (mix(cell, seed, 3, round) % 28);
  return { sex, date: `${year}${padded(month, 2)}${padded(day, 2)}`, town, ins: body + insKey(body)! };
}

function familyOf(chance: number): string {
  if (chance % 25 === 0) return oneOf(PARTICLES, chance >>> 5);
  const family = oneOf(FAMILIES, chance >>> 5);
  return chance % 12 === 1 ? `${family}-${oneOf(FAMILIES, chance >>> 13)}` : family;
}

/** The n-th person of a plan: one identity for each hospital that knows them, with one INS. */
export function personAt(n: number, { seed }: Pick<IdentitySeedPlan, 'seed'>): Identity[] {
  const of = (what: number, whose = n): number => mix(whose, seed, what);
  const kin = isTwin(n) ? n - 1 : n;
  const birth = birthOf(n, seed);
  const newborn = isNewborn(n);
  const family = familyOf(of(10, kin));
  const given = givenNames(birth.sex, of(11, n));
  const names: PersonName[] = [{ family, given: given[0]!, givenList: given.join(' '), use: 'L' }];
  if (!newborn && of(12) % 5 < (birth.sex === 'F' ? 2 : 1) && of(13) % 2 === 0)
    names.push({ family: familyOf(of(14)), given: given[0]!, use: 'D' });
  const hasIns = !newborn && !hasYearOnly(n) && of(15) % 20 !== 0;
  const isOneOfTwo = isTwin(n) || (isTwin(n + 1) && !newborn);
  const identity: Omit<Identity, 'identifiers'> = {
    ...NOBODY,
    names,
    motherMaidenNames: [{ family: familyOf(of(16, kin)), given: oneOf(WOMEN, of(17, kin)) }],
    birthDate:
      newborn ? `202611${padded(1 + (of(18) % 19), 2)}`
      : hasYearOnly(n) ? birth.date.slice(0, 4)
      : hasNoDay(n) ? birth.date.slice(0, 6)
      : birth.date,
    sex: birth.sex,
    addresses: addressesOf(birth.town, of(19, kin)),
    telecoms: newborn ? [] : telecomsOf(of(20), given[0]!, n),
    ...(isOneOfTwo && { multipleBirth: true, birthOrder: isTwin(n) ? 2 : 1 }),
    reliability: [hasIns ? 'VALI' : 'PROV'],
    lastUpdated: `2026${padded(1 + (of(21) % 10), 2)}${padded(1 + (of(22) % 28), 2)}080000`,
  };
  const first = of(23) % HOSPITALS.length;
  // without an INS nothing says that two hospitals speak of one person
  const known = hasIns && of(24) % 4 === 0 ? [first, (first + 1 + (of(25) % 3)) % HOSPITALS.length] : [first];
  return known.map((hospital) => ({
    ...identity,
    identifiers: [
      { value: padded(10_000_000 + n, 8), authority: HOSPITALS[hospital]!, type: 'PI' },
      ...(hasIns ? [{ value: birth.ins, authority: TEST_INS, type: 'INS', effective: '20260101' }] : []),
    ],
    ...(n % 5 === 0 && { account: { value: `26${padded(n, 7)}`, authority: HOSPITALS[hospital]!, type: 'AN' } }),
  }));
}

function givenNames(sex: 'F' | 'M', chance: number): string[] {
  const names = sex === 'F' ? WOMEN : MEN;
  const count = 1 + (chance % 3);
  return [...new Set(Array.from({ length: count }, (_, i) => oneOf(names, chance >>> (3 + 7 * i))))];
}

function addressesOf([cog, name]: Town, chance: number): Address[] {
  const [, city, postalCode] = oneOf(LIVED_IN, chance);
  return [
    { street: `${1 + ((chance >>> 8) % 120)} ${oneOf(STREETS, chance >>> 16)}`, city, postalCode: postalCode!, country: 'FRA', type: 'H' },
    { city: name, country: cog.startsWith('99') ? '' : 'FRA', type: 'BDL', countyCode: cog },
  ].map((address) => Object.fromEntries(Object.entries(address).filter(([, text]) => text !== '')));
}

/** Numbers that are kept for fiction (06 39 98 ....), and the domain that is kept for examples. */
function telecomsOf(chance: number, given: string, n: number): Telecom[] {
  const mobile = { number: `063998${padded(chance % 10_000, 4)}`, use: 'PRN', equipment: 'CP' };
  const mail = { email: `${given.toLowerCase()}.${n}@patient.example`, use: 'NET', equipment: 'Internet' };
  return (chance >>> 16) % 3 === 0 ? [mobile, mail] : [mobile];
}

/** Persons in one transaction. */
const AT_ONCE = 500;

/** The identities of a plan, some hundreds at once. The same plan gives the same. */
export function* seededIdentities(plan: IdentitySeedPlan): Generator<Identity[]> {
  for (let n = 0; n < plan.patients; n += AT_ONCE)
    yield Array.from({ length: Math.min(AT_ONCE, plan.patients - n) }, (_, i) => personAt(n + i, plan)).flat();
}
