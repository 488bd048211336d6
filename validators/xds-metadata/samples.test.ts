import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import { Artefact } from '../../src/model/index.js';
import { rules, validator } from './index.js';

const root = process.env['ADDAX_SAMPLES'];
const folder = join(root ?? '', 'xds');
const there = root !== undefined && existsSync(folder);
const files = there ? readdirSync(folder) : [];

async function judge(
  name: string,
): Promise<{ rules: string[]; evaluated: string[]; first: { message: string; line: number } | undefined }> {
  const artefact = new Artefact(name, readFileSync(join(folder, name)));
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
  'toolkit2_soap-xcq-resp-error.xml': ['XDS-RR-04'],
  'toolkit2_soap-xcq-resp.xml': [],
  'toolkit2_soap-xcr-req.xml': [],
  'toolkit2_soap-xret-resp-error.xml': ['XDS-RET-08', 'XDS-RR-04'],
  'toolkit2_soap-xret-resp.xml': [],
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
  'toolkit2_pnr-bad-uplink.xml': 'XDS-07',
  'toolkit2_pnr-element-order.xml': 'XDS-08',
  'toolkit2_pnr-limited.xml': 'XDS-31',
  'ipf_SubmitObjectsRequest_ebrs30.xml': 'XDS-19',
  'ipf_SubmitObjectsRequest_ebrs30_update_nonstandard_association.xml': 'AS-11',
  'ipf_SubmitObjectsRequest_ebrs30_update_sameLid.xml': 'XDS-06',
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
