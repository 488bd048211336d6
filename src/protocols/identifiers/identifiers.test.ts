import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  escapeHl7,
  insKey,
  insProblem,
  isDtm,
  isInsMonth,
  isLuhnValid,
  isOid,
  isTestInsOid,
  isTs,
  parseCx,
  parseXcn,
  parseXon,
  professionalAsStructure,
  psIdNatProblem,
  structIdNatProblem,
  unescapeHl7,
  writeCx,
} from './index.js';

describe('INS', () => {
  test.each([
    '279035121518989',
    '207058575627097',
    '153078987658513',
    '157069329642881',
    '275126322074974',
    '160012B02077713',
    '297022A02077878',
    '236066322083656',
  ])('%s has the right key', (ins) => {
    expect(insProblem(ins, '1.2.250.1.213.1.4.10')).toBeUndefined();
    expect(insKey(ins.slice(0, 13))).toBe(ins.slice(13));
  });
  test.each([
    ['181016322075142', '1.2.250.1.213.1.4.10', 'key', '40'],
    ['27903512151898', '1.2.250.1.213.1.4.10', 'shape', '13'],
    ['XXXXXXX', '1.2.250.1.213.1.4.10', 'shape', '13'],
    ['579035121518989', '1.2.250.1.213.1.4.10', 'shape', '13'],
    ['279035121518989', '1.2.250.1.213.1.4.2', 'authority', '1.2.250.1.213.1.4.8'],
    ['279035121518989', '', 'authority', '1.2.250.1.213.1.4.8'],
  ])('%s under %s: %s', (ins, oid, kind, expected) => {
    const problem = insProblem(ins, oid);
    expect(problem?.kind).toBe(kind);
    expect(problem?.expected.fr).toContain(expected);
  });
  test.each([
    ['01', true],
    ['12', true],
    ['20', true],
    ['42', true],
    ['99', true],
    ['00', false],
    ['13', false],
    ['21', false],
    ['43', false],
  ])('month %s: %s', (month, possible) => expect(isInsMonth(`279${month}5121518900`)).toBe(possible));
  test('tells test identities from real ones', () => {
    expect(isTestInsOid('1.2.250.1.213.1.4.11')).toBe(true);
    expect(isTestInsOid('1.2.250.1.213.1.4.8')).toBe(false);
  });
});

describe('IdNat', () => {
  test.each(['10000023084', '99900063480', '99900038839', '01234567897', '300017985', '750712184', '39172288100052'])(
    '%s is Luhn-valid',
    (n) => expect(isLuhnValid(n)).toBe(true),
  );
  test.each(['899900063480', '30B0011797/00B1022322', '10B0011797/00B1022322', '0750712184'])('%s is a PS_IdNat', (id) =>
    expect(psIdNatProblem(id)).toBeUndefined(),
  );
  test.each(['801234564895', 'XXXXX/XXXXXX', '', '3750712184', '899900063480/1', '30B0011797/'])('%j is no PS_IdNat', (id) =>
    expect(psIdNatProblem(id)).toBeDefined(),
  );
  test.each(['499900063480001', '339172288100052', '10B0127189', '1750712184', '335600000000048'])('%s is a Struct_IdNat', (id) =>
    expect(structIdNatProblem(id)).toBeUndefined(),
  );
  test.each(['899900038839', '99900038839', '10000023084'])('%s is the RPPS of a professional, not of a structure', (id) =>
    expect(professionalAsStructure(id)?.fr).toContain('RPPS'),
  );
  test.each(['899900038830', '499900063480001', '339172288100052', 'R10000023084', '1750712184', ''])('%j is no RPPS', (id) =>
    expect(professionalAsStructure(id)).toBeUndefined(),
  );
  test.each(['xxxxxxx', '', '1750712185', '2356000001'])('%j is no Struct_IdNat', (id) => expect(structIdNatProblem(id)).toBeDefined());
});

describe('HL7 data types', () => {
  test('CX', () => {
    const cx = parseCx('279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH^^20100907');
    expect(cx).toMatchObject({
      id: '279035121518989',
      authority: { namespace: '', oid: '1.2.250.1.213.1.4.10', type: 'ISO', raw: '&1.2.250.1.213.1.4.10&ISO' },
      type: 'NH',
    });
    expect(cx.components).toHaveLength(7);
    expect(writeCx('279035121518989', '1.2.250.1.213.1.4.10', 'NH')).toBe('279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH');
  });
  test('XCN', () => {
    expect(parseXcn('899900063480^LIBRE^MAX^^^^^^&1.2.250.1.71.4.2.1&ISO^D^^^IDNPS')).toMatchObject({
      id: '899900063480',
      family: 'LIBRE',
      given: 'MAX',
      authority: { oid: '1.2.250.1.71.4.2.1', type: 'ISO' },
      nameType: 'D',
      type: 'IDNPS',
    });
  });
  test('XON', () => {
    expect(parseXon('CABINET^^^^^&1.2.250.1.71.4.2.2&ISO^IDNST^^^10B0127189')).toMatchObject({
      name: 'CABINET',
      authority: { oid: '1.2.250.1.71.4.2.2' },
      type: 'IDNST',
      id: '10B0127189',
    });
  });
  test('what is absent is empty', () => {
    expect(parseCx('')).toEqual({ components: [''], id: '', authority: { namespace: '', oid: '', type: '', raw: '' }, type: '' });
  });
  test('escapes and unescapes any text', () => {
    fc.assert(fc.property(fc.string(), (text) => expect(unescapeHl7(escapeHl7(text))).toBe(text)));
  });
  test.each([
    ['1.2.250.1.213.1.4.10', true],
    ['2.16.840.1.113883.6.1', true],
    ['2.999', true],
    ['1.40.1', false],
    ['3.1', false],
    ['1', false],
    ['1.2.01', false],
    ['1.2.', false],
    [`1.2.${'9'.repeat(61)}`, false],
  ])('isOid(%s) is %s', (text, holds) => expect(isOid(text)).toBe(holds));
  test.each([
    ['2026', true],
    ['20261120', true],
    ['20261120235959', true],
    ['20240229', true],
    ['20260229', false],
    ['20261320', false],
    ['202611202400', false],
    ['20261120120000+0100', false],
    ['2026112', false],
    ['', false],
  ])('isDtm(%s) is %s', (text, holds) => expect(isDtm(text)).toBe(holds));
  test.each([
    ['2026', true],
    ['202611201200+0100', true],
    ['20261120235959.1234-0330', true],
    ['20260229', false],
    ['20261120.5', false],
    ['20261120235959.12345', false],
    ['20261120+1500', false],
    ['20261120+0160', false],
    ['2026-11-20', false],
    ['', false],
  ])('isTs(%s) is %s', (text, holds) => expect(isTs(text)).toBe(holds));
});
