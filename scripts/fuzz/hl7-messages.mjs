/** Valid HL7 v2 messages of our own for each endpoint that speaks MLLP: lists of messages that go over one connection. */

const AT = '20261120101500+0100';
/** Authorities that our identity servers know from the start. */
const HOSPITALS = '2.25.110013372391416600993703546217915742552';
const NORTH = `CHU-NORD&${HOSPITALS}.1&ISO`;
const SOUTH = `HOPITAL-SUD&${HOSPITALS}.2&ISO`;
/** Bytes of UTF-8, one character each, as everywhere here. */
const latin1 = (text) => Buffer.from(text, 'utf8').toString('latin1');
const message = (...segments) => latin1(segments.map((segment) => `${segment}\r`).join(''));
const msh = (type, id, version = '2.5') => `MSH|^~\\&|FUZZ|CABINET|ADDAX|ADDAX|${AT}||${type}|${id}|T|${version}|||||FRA|UNICODE UTF-8|FR`;
const FRENCH = '2.5^FRA^2.11';

const INS = '^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS^^20260105';
const ACCOUNT = 'D77^^^GAM&2.999.1&ISO^AN';
const pid = (id, { ins = '', address = '', reliability = 'PROV' } = {}) =>
  [
    `PID|1||${id}^^^${NORTH}^PI${ins}||BOISVERT^Zoé^Zoé Anaïs^^^^L||20150602|F|||12 rue d’Ys^^BREST^^29200^FRA^H${address}`,
    `||||||${ACCOUNT}${'|'.repeat(14)}${reliability}`,
  ].join('|');
/** PID of HL7 2.3.1 ends before that. */
const shorter = (id) => pid(id).replace(/\|{14}PROV$/, '');
const qualified = (id) => pid(id, { ins: `~215063523807129${INS}`, address: '~^^^^^^BDL^^35238', reliability: 'VALI' });
const ZBE = `ZBE|M1^GAM^2.999.1^ISO|${AT}||INSERT|N||UF 4021^^^^^GAM&2.999.1&ISO^UF^^^4021||HMS`;

const query = (id, fields, more = '') => message(msh('QBP^Q22^QBP_Q21', id), `QPD|IHE PDQ Query|T${id}|${fields}${more}`, 'RCP|I|2^RD');
const pix = (id, identifier, domains = '') =>
  message(msh('QBP^Q23^QBP_Q21', id), `QPD|IHE PIX Query|T${id}|${identifier}${domains}`, 'RCP|I');
const adt = (event, structure, id, ...segments) => message(msh(`ADT^${event}^${structure}`, id, FRENCH), `EVN||${AT}`, ...segments);
const old = (event, id, ...segments) => message(msh(`ADT^${event}`, id, '2.3.1'), `EVN|${event}|${AT}`, ...segments);
const STAY = 'PV1|1|I|4021^101^1||||||||||||||||V77^^^GAM&2.999.1&ISO^VN';

/** Two patients, then that they are one: the second message is that which is changed. */
const merged = (id) => [
  adt('A28', 'ADT_A05', `${id}a`, pid(`${id}x`), 'PV1|1|N'),
  adt('A28', 'ADT_A05', `${id}b`, pid(`${id}y`), 'PV1|1|N'),
  adt('A40', 'ADT_A39', `${id}c`, pid(`${id}x`), `MRG|${id}y^^^${NORTH}^PI`),
];
const identities = (id) => [
  [adt('A28', 'ADT_A05', `${id}d`, pid(`${id}z`), 'PV1|1|N')],
  [adt('A31', 'ADT_A05', `${id}e`, pid('N9001'), 'PV1|1|N')],
  merged(id),
];

/** By endpoint: what is sent over one connection, with control ids and identifiers that begin with `id`. The last one is changed. */
export const HL7_MESSAGES = {
  'ITI-8': (id) => [
    [old('A04', id, shorter(`${id}z`), 'PV1|1|O')],
    [old('A08', id, shorter('N9001'), 'PV1|1|O')],
    [old('A01', `${id}a`, shorter(`${id}x`), STAY), old('A04', `${id}b`, shorter(`${id}y`), 'PV1|1|O')].concat(
      old('A40', `${id}c`, shorter(`${id}x`), `MRG|${id}y^^^${NORTH}^PI`),
    ),
  ],
  'ITI-9': (id) => [[pix(id, `N1001^^^${NORTH}^PI`)], [pix(id, `N1001^^^&${HOSPITALS}.1&ISO^PI`, `|^^^${SOUTH}`)]],
  'ITI-21': (id) => [
    [query(id, '@PID.5.1.1^ARMENGAUD~@PID.7.1^19870314~@PID.8^F')],
    [query(id, '@PID.5.1.1^BO*~@PID.5.2^ANAIS', `|||||^^^${SOUTH}`)],
    [query(id, `@PID.3.1^N1001~@PID.3.4.2^${HOSPITALS}.1`)],
    [message(msh('QCN^J01^QCN_J01', id), `QID|T${id}|IHE PDQ Query`)],
  ],
  'ITI-10': (id) => [[message(msh('ADT^A31^ADT_A05', id), `EVN||${AT}`, pid('N9001'), 'PV1|1|N')]],
  'ITI-30': identities,
  'PDC-ITI-30': (id) => [...identities(id).slice(0, 2), merged(id).slice(-1)],
  'ITI-31': (id) => [
    [adt('A01', 'ADT_A01', id, qualified(`${id}x`), STAY, ZBE, 'ZFD||||N|INSI|20260105')],
    [adt('A02', 'ADT_A02', id, pid(`${id}x`), STAY, ZBE)],
    [adt('A03', 'ADT_A03', id, pid(`${id}x`), STAY, ZBE)],
  ],
};
