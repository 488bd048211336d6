/** Writes docs/test-patients.md and examples/test-patients.hl7: who must be known to an identity server that Addax tries. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, checkNode, install, root } from './prepare.mjs';

const DATE = '20260105';

/** The messages that make the test patients known, each ADT^A28 of PAM in its French extension, one segment a line. */
export const testPatientsFeed = ({ patients, writePid, writeHl7 }) =>
  patients
    .map((patient, i) =>
      new TextDecoder().decode(
        writeHl7([
          [
            'MSH',
            ...['ADDAX', 'ADDAX', 'PRODUIT', 'PRODUIT', `${DATE}080000+0000`, '', ['ADT', 'A28', 'ADT_A05'], `PATIENT-${i + 1}`, 'T'],
            ...[['2.5', 'FRA', '2.11'], '', '', '', '', 'FRA', 'UNICODE UTF-8', '', '', ['2.11', 'IHE_FRANCE-2.11-PAM']],
          ],
          ['EVN', '', `${DATE}080000+0000`],
          writePid(patient, 1),
          ['PV1', '1', 'N'],
          ...(patient.reliability.includes('VALI') ? [['ZFD', '', '', '', 'N', 'INSI', DATE]] : []),
        ]),
      ),
    )
    .join('')
    .replaceAll('\r', '\n');

const cells = (...texts) => `| ${texts.join(' | ')} |`;

function row({ identifiers, names, birthDate, sex, addresses, reliability, birthOrder }) {
  const name = (use) => names.find((one) => one.use === use) ?? {};
  const told = ({ value, authority }) => `${value} (${authority.namespace})`;
  const cog = addresses.find(({ type }) => type === 'BDL')?.countyCode ?? '';
  const home = addresses.find(({ type }) => type === 'H') ?? {};
  const given = name('L').givenList ?? name('L').given;
  return cells(
    ...[identifiers.map(told).join('<br>'), name('L').family, given, name('D').family ?? '', birthDate, sex, cog, reliability.join(' ')],
    birthOrder ?? '',
    [home.postalCode, home.city].filter(Boolean).join(' '),
  );
}

/** docs/test-patients.md */
export const testPatientsPage = ({ patients, domains }) => `# Les patients de test

Un serveur d’identités éprouvé par Addax (suites \`pdq\` et \`pix\`) doit connaître ces patients et ces domaines avant l’essai. Personne de réel n’y figure ; les INS portent l’OID des identités de test. Les simulateurs d’Addax les connaissent aussi. En HL7 v2, en HL7 V3 et en FHIR, ce sont les mêmes.

Pour les charger\u00A0: [examples/test-patients.hl7](../examples/test-patients.hl7) contient un message ADT^A28 par patient (PAM, extension française 2.11, UTF-8, un segment par ligne). Les deux premières lignes sont la même personne, connue de deux établissements\u00A0: son INS les rapproche.

## Domaines

${cells('nom', 'OID')}
${cells('---', '---')}
${domains.map(({ namespace, oid }) => cells(namespace, `\`${oid}\``)).join('\n')}
${cells('ASIP-SANTE-INS-NIR (test)', '`1.2.250.1.213.1.4.10`')}

## Patients

${cells('identifiants', 'nom de naissance', 'prénoms', 'nom utilisé', 'naissance', 'sexe', 'lieu (COG)', 'fiabilité', 'rang', 'domicile')}
${cells(...Array(10).fill('---'))}
${patients.map(row).join('\n')}

Cette page et ce fichier viennent de \`src/identity/test-patients.ts\` (\`npm run test-patients\`), et un essai vérifie qu’ils en disent autant.
`;

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  checkNode();
  install();
  build();
  const { TEST_DOMAINS, TEST_PATIENTS, writePid } = await import('../dist/src/identity/index.js');
  const { writeHl7 } = await import('../dist/src/protocols/hl7v2/index.js');
  writeFileSync(join(root, 'docs/test-patients.md'), testPatientsPage({ patients: TEST_PATIENTS, domains: TEST_DOMAINS }));
  writeFileSync(join(root, 'examples/test-patients.hl7'), testPatientsFeed({ patients: TEST_PATIENTS, writePid, writeHl7 }));
}
