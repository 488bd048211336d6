import { fits } from '../../../src/model/index.js';
import { insProblem, isInsOid, judgeIns } from '../../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { isNull, type Judge } from '../judge.js';

const PATIENT_ADDRESS = /^mailto:(\d{6}[0-9AB]\d{8})@patient(?:\.[a-z]+)*\.mssante\.(?:fr|com)$/i;

/** Judges what the header says of the patient against the matricule INS. */
export function judgeIdentity(judge: Judge, root: XmlElement): void {
  const ids = judge.at(root, 'recordTarget/patientRole/id').filter((id) => !isNull(id));
  const ins = ids.filter((id) => isInsOid(id.attribute('root') ?? '') && insProblem(id.attribute('extension') ?? '') === undefined);
  if (ins.length === 0) return;
  judgeAddress(judge, root, ids, ins[0]!);
  judgeBirthplace(judge, root, ins);
}

function judgeAddress(judge: Judge, root: XmlElement, ids: readonly XmlElement[], ins: XmlElement): void {
  for (const telecom of judge.at(root, 'recordTarget/patientRole/telecom')) {
    const address = telecom.attribute('value')?.trim() ?? '';
    const digits = fits(PATIENT_ADDRESS, address) ? PATIENT_ADDRESS.exec(address)![1]!.toUpperCase() : undefined;
    if (digits === undefined) continue;
    judge.expect(
      'CDA-541',
      ids.some((id) => id.attribute('extension')?.toUpperCase() === digits),
      [telecom, 'value'],
      () => ({ expected: ins.attribute('extension')!, actual: digits }),
    );
  }
}

function judgeBirthplace(judge: Judge, root: XmlElement, ins: readonly XmlElement[]): void {
  const county = judge.at(root, 'recordTarget/patientRole/patient/birthplace/place/addr/county')[0];
  if (!county || isNull(county)) return;
  const checks = judgeIns({
    identifiers: ins.map((id) => ({ value: id.attribute('extension')!, oid: id.attribute('root')! })),
    traits: { birthplace: county.text.trim() },
  });
  for (const { aspect, problem } of checks)
    if (aspect === 'birthplace')
      judge.expect('CDA-542', !problem, county, () => ({ expected: problem!.expected, actual: problem!.actual }));
}
