import { asWritten, fits } from '../../../src/model/index.js';
import { INS_OID, insProblem, isInsOid } from '../../../src/protocols/identifiers/index.js';
import type { XmlElement } from '../../../src/protocols/xml/index.js';
import { isNull, type Judge } from '../judge.js';

const PATIENT_ADDRESS = /^mailto:(\d{6}[0-9AB]\d{8})@patient(?:\.[a-z]+)*\.mssante\.(?:fr|com)$/i;
const COG = /^(?:\d{5}|2[AB]\d{3})$/;

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
  const written = county?.text.trim().toUpperCase() ?? '';
  const id = ins.find((one) => one.attribute('root') !== INS_OID.nia && one.attribute('root') !== INS_OID.demonstration);
  const matricule = id?.attribute('extension')?.toUpperCase() ?? '';
  if (!county || isNull(county) || !COG.test(written) || !saysBirthplace(matricule)) return;
  const registered = matricule.slice(5, 10);
  judge.expect('CDA-542', canBeSamePlace(registered, written), county, () => ({
    expected: `${registered} (${matricule})`,
    actual: asWritten(written),
  }));
}

/** Only the number of someone registered at birth, on a known day, in a place that has a code of its own. */
const saysBirthplace = (matricule: string): boolean =>
  /^[12]\d\d(?:0[1-9]|1[0-2])/.test(matricule) && !/^.{5}(?:99|9[1-6]|98|00)|^.{7}(?:000|99\d)/.test(matricule);

const CITIES = [/^75(?:056|1\d\d)$/, /^69(?:123|38\d)$/, /^13(?:055|2[01]\d)$/];

/** The code of a place changed when departments were divided; a great city has one and its districts theirs. */
function canBeSamePlace(registered: string, written: string): boolean {
  if (registered === written) return true;
  const [then, now] = [registered.slice(0, 2), written.slice(0, 2)];
  if ((then === '75' && /^9[1-5]$/.test(now)) || (then === '78' && /^9[1-5]$/.test(now))) return true;
  if (then === '20' || now === '20') return /^2[0AB]$/.test(then) && /^2[0AB]$/.test(now);
  if (/^9[78]$/.test(then) && /^9[78]$/.test(now)) return true;
  return CITIES.some((city) => city.test(registered) && city.test(written));
}
