import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { ASSOCIATION, attachDocuments, NS } from '../../src/protocols/ebxml/index.js';
import { rules, validator } from './index.js';

const root = process.env['ADDAX_SAMPLES'];
const folder = join(root ?? '', 'xds');
const there = root !== undefined && existsSync(folder);
const files = there ? readdirSync(folder) : [];

type Documents = ReadonlyMap<string, Uint8Array>;

async function judge(
  name: string,
  complete: (text: string) => string = (text) => text,
  documents?: Documents,
): Promise<{ rules: string[]; evaluated: string[]; first: { message: string; line: number } | undefined }> {
  const artefact = new Artefact(name, Buffer.from(complete(readFileSync(join(folder, name), 'utf8'))));
  if (documents) attachDocuments(artefact, documents);
  const context = { at: new Date('2026-11-20T10:00:00Z'), trust: { anchors: [], crls: [] }, parameters: {} };
  const { findings, evaluated } = await validator.validate(artefact, context);
  const [first] = findings;
  return {
    rules: [...new Set(findings.map(({ rule }) => rule))].toSorted(),
    evaluated,
    first: first && { message: first.message.fr, line: first.place.line },
  };
}

/** Messages of other tools: what each is wrong about, exactly. They name no French patient: SQ-06 on queries. */
const EXACTLY: Readonly<Record<string, readonly string[]>> = {
  'ipf_iti18request.xml': ['SQ-01'],
  'ipf_iti51request.xml': ['SQ-11'],
  'toolkit2_regresp-fail-noerr.xml': ['XDS-RR-03'],
  'toolkit2_regresp-suc-err.xml': ['XDS-RR-02'],
  'toolkit2_soap-pnr-resp.xml': [],
  'toolkit2_soap-r-resp.xml': [],
  'toolkit2_soap-ret-req-order.xml': ['XDS-RET-02', 'XDS-RET-03'],
  'toolkit2_soap-ret-req.xml': ['XDS-RET-02'],
  'toolkit2_soap-sq-req.xml': ['SQ-06'],
  'toolkit2_soap-xcq-resp-error.xml': ['XDS-RR-04', 'XDS-RR-08'],
  'toolkit2_soap-xcq-resp.xml': [],
  'toolkit2_soap-xcr-req.xml': [],
  'toolkit2_soap-xret-resp-error.xml': ['XDS-RET-08', 'XDS-RET-11', 'XDS-RR-04'],
  // the same document twice
  'toolkit2_soap-xret-resp.xml': ['XDS-RET-11'],
  'toolkit2_sq-req-bad-code.xml': ['SQ-03', 'SQ-06'],
  'toolkit2_sq-req-bad-pid-format.xml': ['SQ-01'],
  'toolkit2_sq-req-bad-stat-format1.xml': ['SQ-01', 'SQ-06'],
  'toolkit2_sq-req-bad-stat-format2.xml': ['SQ-01', 'SQ-06'],
  'toolkit2_sq-req-missing-stat.xml': ['SQ-06', 'SQ-12'],
  'toolkit2_sq-req.xml': ['SQ-06'],
  'toolkit2_sq-resp-lc-no-objectType.xml': ['SQ-10'],
  'toolkit2_sq-resp-lc-no-status.xml': ['SQ-10'],
  'toolkit2_sq-resp-lc.xml': [],
  'toolkit2_sq-resp-nostat-objectref.xml': ['XDS-RR-01'],
  'toolkit2_sq-resp-objectref.xml': [],
  'toolkit2_sq_11897-eventcode_multi_select-query.xml': ['SQ-06'],
  'toolkit2_test_11897-old_scheme-query.xml': ['SQ-03', 'SQ-06', 'SQ-15'],
  'toolkit2_test_12364-nothing-query.xml': ['SQ-11'],
  'toolkit2_test_rg-bad-home-query.xml': [],
  'toolkit2_xml-parse-error.xml': ['XDS-XML'],
};

/** Messages with one planted error among those of another country's metadata. */
const AMONG_OTHERS: Readonly<Record<string, string>> = {
  'toolkit2_pnr-assoc-to-self.xml': 'AS-12',
  'toolkit2_pnr-bad-uplink.xml': 'XDS-07',
  'toolkit2_pnr-element-order.xml': 'XDS-08',
  'toolkit2_pnr-limited.xml': 'XDS-27',
  'toolkit2_test_12375.xml': 'XDS-27',
  'toolkit2_test_12376.xml': 'XDS-31',
  'toolkit2_test_12368-doc_leafclass-query.xml': 'SQ-19',
  'toolkit2_test_15816-Retrieve-badrepuid_query.xml': 'XDS-RET-02',
  'ipf_SubmitObjectsRequest_ebrs30.xml': 'XDS-19',
  'ipf_SubmitObjectsRequest_ebrs30_update_nonstandard_association.xml': 'AS-11',
  'ipf_SubmitObjectsRequest_ebrs30_update_sameLid.xml': 'XDS-06',
};

/** Test inputs that their own tool completes: written in ebRIM 2.1, sent in 3.0. */
function inEbrim30(text: string): string {
  return text
    .replace(/(<\/?(?:\w+:)?)LeafRegistryObjectList/g, '$1RegistryObjectList')
    .replace(/urn:oasis:names:tc:ebxml-regrep:registry:xsd:[23]\.\d/g, NS.lcm)
    .replace(/urn:oasis:names:tc:ebxml-regrep:rim:xsd:[23]\.\d/g, NS.rim)
    .replace(
      /associationType="(\w+)"/g,
      (_, name: string) => `associationType="${name === 'HasMember' ? ASSOCIATION.hasMember : `urn:ihe:iti:2007:AssociationType:${name}`}"`,
    );
}

const ONE: Documents = new Map([['Document01', Buffer.from('document')]]);
const NONE: Documents = new Map();

/** What each planted error is told by, once completed; the documents that come with it. Errors that only the content of a registry shows are not here. */
const COMPLETED: Readonly<Record<string, readonly [rule: string, documents?: Documents]>> = {
  'toolkit2_test_11981-submit_bad_hash.xml': ['XDS-133', ONE],
  'toolkit2_test_11981-submit_bad_size.xml': ['XDS-134', ONE],
  'toolkit2_test_11983-submit_no_doc.xml': ['XDS-130', NONE],
  'toolkit2_test_11983-submit_no_metadata-no_doc.xml': ['XDS-131', ONE],
  'toolkit2_test_11986-single_doc.xml': ['XDS-86'],
  'toolkit2_test_11997-submit-single_doc.xml': ['XDS-86'],
  'toolkit2_test_11998a-classCode.xml': ['XDS-31'],
  'toolkit2_test_11998a-creationTime.xml': ['XDS-37'],
  'toolkit2_test_11998a-languageCode.xml': ['XDS-38'],
  'toolkit2_test_11998a-sourcePatientId.xml': ['XDS-45'],
  'toolkit2_test_11998a-typeCode.xml': ['XDS-32'],
  'toolkit2_test_12084-submit-two_doc.xml': ['XDS-135'],
  'toolkit2_test_12369-hash.xml': ['XDS-79'],
  'toolkit2_test_12369-size.xml': ['XDS-134', ONE],
  'toolkit2_test_15800-update.xml': ['AS-06'],
};

(there ? describe : describe.skip)('third-party messages (skipped without ADDAX_SAMPLES)', () => {
  test.each(there ? files : ['none'])('%s is judged without a crash, by known rules', async (name) => {
    const { rules: found, evaluated } = await judge(name);
    const known = new Set(rules.map(({ id }) => id));
    expect([...found, ...evaluated].filter((id) => !known.has(id))).toEqual([]);
  });
  test.each(Object.entries(EXACTLY))('%s', async (name, expected) => {
    expect((await judge(name)).rules).toEqual(expected);
  });
  test.each(Object.entries(AMONG_OTHERS))('%s: %s', async (name, expected) => {
    expect((await judge(name)).rules).toContain(expected);
  });
  test.each(Object.entries(COMPLETED))('%s, completed: %j', async (name, [expected, documents]) => {
    const { rules: found } = await judge(name, inEbrim30, documents);
    expect(found).toContain(expected);
    // the error is not one that all of them have
    const others = await judge('toolkit2_test_11998-submit-single_doc.xml', inEbrim30);
    expect(others.rules).not.toContain(expected);
  });
  test('ebRIM 2.1 gets one finding that says so', async () => {
    const old = files.filter((name) => readFileSync(join(folder, name), 'utf8').includes('registry:xsd:2.1'));
    expect(old.length).toBeGreaterThan(20);
    for (const name of old) {
      const { rules: found, first } = await judge(name);
      expect([name, found]).toEqual([name, ['XDS-01']]);
      expect(first?.message).toContain('ebRIM\u00a02.1');
    }
  });
  test('imaging requests and empty bodies are not ours to judge', async () => {
    for (const name of files.filter((file) => file.includes('RAD-69') || file.includes('empty-soap')))
      expect([name, (await judge(name)).evaluated]).toEqual([name, ['XDS-XML']]);
  });
});
