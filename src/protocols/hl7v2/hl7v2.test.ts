import { describe, expect, test } from '@jest/globals';
import {
  charsetNamed,
  DEFAULT_DELIMITERS,
  delimiterProblem,
  escapeText,
  mllpFrame,
  MllpReader,
  readHl7,
  unescapeText,
  unsoundPiece,
  writeHl7,
  type MllpEvent,
} from './index.js';

const bytes = (text: string, encoding: BufferEncoding = 'utf8'): Uint8Array => Buffer.from(text, encoding);
const MSH = 'MSH|^~\\&|GAM|CHU-X|DPI|CHU-X|20260306111154||ADT^A01^ADT_A01|3975|P|2.5^FRA^2.11|||||FRA|UNICODE UTF-8|FR\r';

describe('a message', () => {
  const message = readHl7(
    bytes(
      `${MSH}PID|||279035121518989^^^ASIP-SANTE-INS-NIR&1.2.250.1.213.1.4.10&ISO^INS~12\\T\\3^^^CHU&1.2.3&ISO^PI||Ébène^Zoé||""|\rOBX|1\rOBX|2|ST|||a~b~c\r`,
    ),
  );
  const pid = message.first('PID')!;

  test('its pieces are found by number', () => {
    expect(message.problems).toEqual([]);
    expect(message.segments.map(({ name }) => name)).toEqual(['MSH', 'PID', 'OBX', 'OBX']);
    expect(message.first('MSH')!.field(1).raw).toBe('|');
    expect(message.first('MSH')!.field(2).raw).toBe('^~\\&');
    expect(message.first('MSH')!.field(9).repetition().part(3).value).toBe('ADT_A01');
    expect(pid.field(3).repetitions).toHaveLength(2);
    expect(pid.field(3).repetition(1).part(4).part(2).value).toBe('1.2.250.1.213.1.4.10');
    expect(pid.field(3).repetition(2).part(1).value).toBe('12&3');
    expect(pid.field(3).repetition(2).part(4).value).toBe('CHU');
  });

  test('nothing, a null and what is not written differ', () => {
    expect([pid.field(4).isEmpty, pid.field(4).repetitions.length]).toEqual([true, 0]);
    expect([pid.field(7).repetition().isNull, pid.field(7).repetition().value]).toEqual([true, '']);
    expect([pid.lastField, pid.field(8).isEmpty, pid.field(40).isEmpty]).toEqual([8, true, true]);
    expect(pid.field(40).repetition(3).part(4).part(2).value).toBe('');
  });

  test('every piece says where it stands', () => {
    const oid = pid.field(3).repetition(2).part(4).part(2);
    expect(oid.place).toEqual({ line: 2, column: pid.text.indexOf('1.2.3') + 1, path: 'PID-3[2].4.2' });
    expect(pid.field(5).repetition().part(2).path).toBe('PID-5.2');
    expect(message.all('OBX')[1]!.field(5).repetition(3).path).toBe('OBX[2]-5[3]');
    const given = pid.field(5).repetition().part(2);
    expect(given.byteOffset).toBe(bytes(MSH).length + Buffer.byteLength(pid.text.slice(0, given.from)));
    // what is absent stands where it would have been written
    expect(pid.field(5).repetition().part(7).place).toEqual({ line: 2, column: pid.field(5).to + 1, path: 'PID-5.7' });
  });
});

describe('bytes', () => {
  const kinds = (input: Uint8Array): string[] => readHl7(input).problems.map(({ kind }) => kind);

  test.each<[string, Uint8Array, string[]]>([
    ['as they should be', bytes(MSH), []],
    ['line feeds', bytes(`${MSH}PID|1\r`.replaceAll('\r', '\n')), ['line-end']],
    ['both', bytes(`${MSH}PID|1\r`.replaceAll('\r', '\r\n')), ['line-end']],
    ['no end of the last segment', bytes(`${MSH}PID|1`), ['last-line-end']],
    ['an empty line', bytes(`${MSH}\rPID|1\r`), ['empty-line']],
    ['a mark of byte order', bytes(`\uFEFF${MSH}`), ['byte-order-mark']],
    ['a frame', mllpFrame(bytes(MSH)), ['framing']],
    ['a set that is not read', bytes(MSH.replace('UNICODE UTF-8', 'UNICODE UTF-16')), ['charset-unread']],
    ['no set and nothing but ASCII', bytes(MSH.replace('UNICODE UTF-8', '')), []],
    ['no set', bytes(`${MSH.replace('UNICODE UTF-8', '')}PID|||||Ébène\r`), ['charset-undeclared']],
    ['bytes of another set', bytes(`${MSH}PID|||||Ébène\r`, 'latin1'), ['charset-bytes']],
    ['bytes beyond ASCII', bytes(`${MSH.replace('UNICODE UTF-8', 'ASCII')}PID|||||Ébène\r`), ['charset-bytes']],
    ['nothing', bytes(''), []],
    ['a byte', bytes('\r'), ['empty-line']],
  ])('%s', (_, input, expected) => expect(kinds(input)).toEqual(expected));

  test.each([
    ['UNICODE UTF-8', 'Œuvre Ÿ €'],
    ['8859/1', 'Ébène'],
    ['8859/15', 'Œuvre Ÿ €'],
    ['8859/9', 'Ğülşen'],
    ['8859/5', 'Жанна'],
  ])('in %s a name is read as it was written', (name, family) => {
    const written = writeHl7([
      ['MSH', 'A', 'B', 'C', 'D', '20260101', '', ['ADT', 'A28', 'ADT_A05'], '1', 'P', '2.5', '', '', '', '', 'FRA', name],
      ['PID', '', '', '1', '', [family]],
    ]);
    expect(charsetNamed(name)!.decode(written)).toContain(family);
    const read = readHl7(written);
    expect(read.problems).toEqual([]);
    expect(read.first('PID')!.field(5).repetition().value).toBe(family);
    const after = readHl7(written).first('PID')!.field(5);
    expect(written.subarray(after.segment.byteAt(after.from), after.segment.byteAt(after.to))).toEqual(charsetNamed(name)!.encode(family));
  });

  test('what a character set has not is not written', () => {
    const msh = ['MSH', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '8859/1'] as const;
    expect(() => writeHl7([msh, ['PID', 'Œ']])).toThrow('8859/1');
    expect(() => writeHl7([['MSH', 'é']])).toThrow('ASCII');
    expect(() => writeHl7([['MSH', '', '', '', '', '', '', '', '', '', '', '', '', '', '', '', 'BIG-5']])).toThrow('BIG-5');
  });

  test('a character set is named as it is written', () => {
    const problemsWith = (named: string): string[] =>
      readHl7(bytes(MSH.replace('UNICODE UTF-8', named))).problems.map(({ kind, actual }) => `${kind} ${actual}`);
    expect(problemsWith('UNICODE UTF\\H\\-8')).toEqual(['charset-unread UNICODE UTF\\H\\-8']);
    for (const named of ['UNICODE UTF-8', 'UNICODE UTF-8~8859/1', '8859/15', '', '""']) expect(problemsWith(named)).toEqual([]);
  });

  test('delimiters are those that the message declares', () => {
    const read = readHl7(bytes('MSH*:!?+*A*B\rPID***1:2+3!4?R?5\r'));
    const field = read.first('PID')!.field(3);
    expect(field.repetition(1).part(2).part(2).value).toBe('3');
    expect(field.repetition(2).value).toBe('4!5');
  });

  test.each([
    ['|', '^~\\&', undefined],
    ['|', '^~\\&#', undefined],
    ['|', '^~\\', 'count'],
    ['|', '^~\\&##', 'count'],
    ['|', '^˜\\&', 'character'],
    ['|', '^~\\A', 'character'],
    [' ', '^~\\&', 'character'],
    ['|', '^~^&', 'twice'],
    ['^', '^~\\&', 'twice'],
  ])('delimiters %s %s: %s', (field, encoding, problem) => expect(delimiterProblem(field, encoding)).toBe(problem));

  test('a segment of 10 MB and a field of 12,000 repetitions are cut, one of 100,000 is not', () => {
    const read = readHl7(
      bytes(
        `${MSH}OBX|1|ED|||^TEXT^XML^Base64^${'QUJD'.repeat(2_500_000)}\rPID|||${'1^^^A~'.repeat(12_000)}|${'1^^^A~'.repeat(100_000)}\r`,
      ),
    );
    expect(read.first('OBX')!.field(5).repetition().part(5).value).toHaveLength(10_000_000);
    const identifiers = read.first('PID')!.field(3);
    expect(identifiers.repetitions).toHaveLength(12_001);
    expect(identifiers.repetition(12_000).part(4).path).toBe('PID-3[12000].4');
    const tooMany = read.first('PID')!.field(4);
    expect([tooMany.isUncut, tooMany.repetitions.length]).toEqual([true, 1]);
  });
});

describe('escape sequences', () => {
  const charset = charsetNamed('8859/15')!;
  const read = (text: string): [string, string[]] => {
    const bad: string[] = [];
    return [unescapeText(text, DEFAULT_DELIMITERS, charset, ({ sequence }) => bad.push(sequence)), bad];
  };

  test.each([
    ['\\F\\\\S\\\\T\\\\R\\\\E\\', '|^&~\\'],
    ['a\\X0D0A\\b', 'a\r\nb'],
    ['\\XA4\\', '€'],
    ['\\H\\x\\N\\', 'x'],
    ['a\\.br\\b\\.sp2\\c\\.in+4\\d', 'a\nb\ncd'],
    ['\\Zlocal\\', '\\Zlocal\\'],
    ['\\C2842\\', '\\C2842\\'],
  ])('%s is %j', (written, text) => expect(read(written)).toEqual([text, []]));

  test.each([
    ['\\X0\\', '\\X0\\'],
    ['\\XZZ\\', '\\XZZ\\'],
    ['\\q\\', '\\q\\'],
    ['C:\\dir\\f', '\\dir\\'],
    ['50\\', '\\'],
  ])('%s has none and stays', (written, bad) => {
    const [text, told] = read(written);
    expect(text).toBe(written);
    expect(told[0]).toBe(bad);
  });

  test('a text is read back as it was', () => {
    const text = 'a|b^c&d~e\\f\rg\nh\u0000i\u001c\u007f';
    expect(escapeText(text, DEFAULT_DELIMITERS)).not.toMatch(/[|^&~\r\n\u0000\u001c]/);
    expect(read(escapeText(text, DEFAULT_DELIMITERS))).toEqual([text, []]);
  });

  test('a million of them', () => {
    expect(read('\\T\\'.repeat(1_000_000))[0]).toBe('&'.repeat(1_000_000));
    expect(read('\\'.repeat(1_000_001))[0]).toHaveLength(1_000_001);
    // who only asks whether there is one waits for the first
    const broken = readHl7(bytes(`${MSH}OBX|1|ED|||${'\\'.repeat(5_000_000)}\r`));
    expect(unsoundPiece(broken)).toEqual({ kind: 'escape', location: ['OBX', 1, 5, 1] });
    expect(unsoundPiece(readHl7(bytes(`${MSH}NTE|1||\\T\\\\F\\a\r`)))).toBeUndefined();
    const tooMany = readHl7(bytes(`${MSH}PID|1||${'a~'.repeat(60_000)}\r`));
    expect(unsoundPiece(tooMany)).toEqual({ kind: 'excess', location: ['PID', 1, 3] });
    expect(tooMany.first('PID')!.field(3).repetitions).toHaveLength(1);
    const document = 'a'.repeat(70_000);
    expect(unsoundPiece(readHl7(bytes(`${MSH}OBX|1|ED|||${document}\r`)))).toBeUndefined();
    expect(unsoundPiece(readHl7(bytes(`${MSH}ZZZ|1||${document}\r`)))).toBeUndefined();
    expect(unsoundPiece(readHl7(bytes(`${MSH}OBX|1|ED||${document}|x\r`)))).toEqual({ kind: 'excess', location: ['OBX', 1, 4] });
  });
});

describe('frames', () => {
  const stream = Buffer.concat([mllpFrame(bytes('one')), mllpFrame(bytes('t\u001cwo')), mllpFrame(bytes(''))]);
  const told = (events: MllpEvent[]): string[] =>
    events.map((event) =>
      event.kind === 'too-long' ? `too-long@${event.offset}`
      : event.kind === 'garbage' ? `garbage@${event.offset} ${Buffer.from(event.bytes).toString('latin1')}`
      : `${event.kind}@${event.offset} ${Buffer.from(event.content).toString('latin1')}`,
    );
  const cutInto = (input: Uint8Array, size: number, most = 1000): string[] => {
    const reader = new MllpReader(most);
    const events: MllpEvent[] = [];
    for (let at = 0; at < input.length; at += size) events.push(...reader.push(input.subarray(at, at + size)));
    return told(events);
  };
  const expected = ['frame@0 one', 'frame@6 t\u001cwo', 'frame@13 '];

  test.each([1, 2, 3, 4, 5, 7, 11, 1000])('in chunks of %d bytes', (size) => expect(cutInto(stream, size)).toEqual(expected));

  test.each<[string, string, string[]]>([
    ['line ends between frames are nothing', '\r\n\x0bone\x1c\r\r\n\x0btwo\x1c\r', ['frame@2 one', 'frame@10 two']],
    ['other bytes are told', '\x0bone\x1c\rMSH|\x0btwo\x1c\r', ['frame@0 one', 'garbage@6 MSH|', 'frame@10 two']],
    ['a frame that another begins in', '\x0bone\x0btwo\x1c\r', ['broken-frame@0 one', 'frame@4 two']],
    ['an end of frame alone', '\x1c\r', ['garbage@0 \x1c\r']],
    ['no frame at all', 'GET / HTTP/1.1\r\n', ['garbage@0 GET / HTTP/1.1\r\n']],
    ['an end that another follows', '\x0bone\x1c\x1c\r', ['frame@0 one\x1c']],
  ])('%s', (_, input, events) => expect(cutInto(bytes(input, 'latin1'), 1000)).toEqual(events));

  test('a frame that is not ended is pending', () => {
    const reader = new MllpReader(1000);
    expect(reader.push(bytes('\x0bone\x1c'))).toEqual([]);
    expect([reader.isWithin, Buffer.from(reader.pending).toString('latin1')]).toEqual([true, 'one\x1c']);
  });

  test('more than is allowed is told once, and nothing is kept', () => {
    const reader = new MllpReader(10_000);
    const events = [reader.push(bytes('\x0b')), ...Array.from({ length: 100 }, () => reader.push(bytes('A'.repeat(1000))))].flat();
    expect(told(events)).toEqual(['too-long@0']);
    expect(reader.pending).toHaveLength(0);
    expect(told(new MllpReader(10).push(bytes('A'.repeat(100))))).toEqual(['too-long@0']);
  });
});
