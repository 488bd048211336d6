import { afterAll, describe, expect, test } from '@jest/globals';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { addax, temporaryFolder } from '../support/addax.js';

const { path: folder, remove } = temporaryFolder();
afterAll(() => {
  remove();
});

function written(name: string, text: string): string {
  const file = join(folder, name);
  writeFileSync(file, text);
  return file;
}

const JSON_PATIENT = `{
  "resourceType": "Patient",
  "name": [{ "family": "EXEMPLE" }],
  "gender": "F"
}
`;
const XML_PATIENT = `<?xml version="1.0" encoding="UTF-8"?>
<Patient xmlns="http://hl7.org/fhir">
  <gender value="F"/>
</Patient>
`;

describe('addax validate', () => {
  test('a FHIR resource is recognised in JSON and in XML, and a finding points at its element', async () => {
    const files = [written('patient.json', JSON_PATIENT), written('patient.xml', XML_PATIENT)];
    const { code, stdout } = await addax(['validate', ...files, '--lang', 'en']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/patient\.json:4:\d+ {2}FHIR-30[^\n]*\n\s+Patient\.gender\n\s+expected[^\n]*administrative-gender/);
    expect(stdout).toMatch(/patient\.xml:3:\d+ {2}FHIR-30/);
  });

  test('a profile may be asked for, and what is not known is told with what to do', async () => {
    const file = written('right.json', JSON_PATIENT.replace('"F"', '"female"'));
    const profile = 'profile=http://hl7.org/fhir/StructureDefinition/Group https://example.org/unknown';
    const { code, stdout } = await addax(['validate', file, '--param', profile, '--lang', 'fr']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FHIR-96[^]*attendu\s+Group\n\s+obtenu\s+Patient/);
    expect(stdout).toMatch(/FHIR-95[^]*https:\/\/example\.org\/unknown\n\s+à faire\s+Ajouter le paquet/);
  });

  test('an exchange over HTTP is judged where it is asked for, head and body', async () => {
    const head = 'PUT /fhir/Patient/2 HTTP/1.1\r\nHost: fhir.example\r\nAccept: text/html\r\nContent-Type: application/fhir+json\r\n\r\n';
    const file = written('update.http', `${head}${JSON_PATIENT.replace('"name"', '"id": "1",\n  "name"')}`);
    const { code, stdout } = await addax(['validate', file, '--kind', 'fhir-rest', '--lang', 'en']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/update\.http:3:1 {2}FHIRR-10[^\n]*\n\s+header Accept/);
    expect(stdout).toMatch(/update\.http:8:\d+ {2}FHIRR-13[^\n]*\n\s+Patient\.id\n\s+expected\s+2\n\s+actual\s+1/);
  });

  test('the INS of a patient is judged as in every format, by the parameter insAuthority', async () => {
    const ins = '"identifier": [{ "system": "urn:oid:1.2.250.1.213.1.4.8", "value": "279035121518988" }],';
    const file = written('ins.json', JSON_PATIENT.replace('"name"', `${ins}\n  "name"`));
    const { code, stdout } = await addax(['validate', file, '--param', 'insAuthority=test', '--lang', 'fr']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/ins\.json:3:\d+ {2}FHIR-101[^\n]*\n\s+Patient\.identifier\[0\]\.value\n\s+attendu[^\n]*clé 89/);
    expect(stdout).toMatch(/ins\.json:3:\d+ {2}FHIR-106/);
    expect(stdout).not.toMatch(/FHIR-105/);
  });

  test('French profiles are judged by without any package, and listed with what they come from', async () => {
    const slot = {
      resourceType: 'Slot',
      meta: { profile: ['https://interop.esante.gouv.fr/ig/fhir/gap/StructureDefinition/gap-fr-slot'] },
      serviceCategory: [{ text: 'a' }, { text: 'b' }],
      schedule: { reference: 'Schedule/1' },
      status: 'free',
      start: '2026-11-23T09:00:00+01:00',
      end: '2026-11-23T09:15:00+01:00',
    };
    const { code, stdout } = await addax(['validate', written('slot.json', JSON.stringify(slot, null, 1)), '--lang', 'fr']);
    expect(code).toBe(1);
    expect(stdout).toMatch(/FHIR-11[^\n]*\n\s+Slot\.serviceCategory\[1\]\n\s+attendu[^\n]*0\.\.1/);
    const listed = await addax(['list', 'profiles', '--lang', 'fr']);
    expect(listed.stdout).toMatch(/fr-core-patient-ins\|2\.1\.0 Patient porteur d’une INS {2}\(addax:fhir-fr\)\n\s+Patient\n/);
  });
});
