import { table } from '../../src/model/index.js';
/** What is known of a content volet by the templateId its documents declare. */
export interface Volet {
  /** published versions (templateId/@extension) */
  versions: readonly string[];
  /** templates it derives from, declared beside its own */
  parents: readonly string[];
  /** document types it may carry */
  codes: readonly string[];
  /** formatCode of its metadata (ASS_A11) */
  formatCode?: string;
}

const volet = (versions: readonly string[], parents: readonly string[], codes: readonly string[], formatCode?: string): Volet => ({
  versions,
  parents,
  codes,
  ...(formatCode !== undefined && { formatCode }),
});

/** Organs of the pathology reports, in the order of their templates 1.3.6.1.4.1.19376.1.8.1.1.2.1 and on. */
const APSR_ORGANS =
  'breast colon prostate thyroid lung skin kidney cervix endometrium ovary esophagus stomach liver pancreas testis urinary_bladder '
  + 'lip_oral_cavity pharynx salivary_gland larynx';

/** Volets by their templateId. */
export const VOLETS: Readonly<Record<string, Volet>> = table({
  '1.2.250.1.213.1.1.1.2.1.1': volet(
    ['2021.01', '2022.01'],
    ['1.2.250.1.213.1.1.1.2.1', '1.3.6.1.4.1.19376.1.5.3.1.1.2'],
    ['34133-9'],
    'urn:asip:ci-sis:avk:2009',
  ),
  '1.2.250.1.213.1.1.1.2.1.2': volet(
    ['2022.01'],
    ['1.2.250.1.213.1.1.1.2.1', '1.3.6.1.4.1.19376.1.5.3.1.1.2'],
    ['34133-9'],
    'urn:asip:ci-sis:tap:2009',
  ),
  '1.2.250.1.213.1.1.1.2.1.3': volet(
    ['2022.01'],
    ['1.2.250.1.213.1.1.1.2.1', '1.3.6.1.4.1.19376.1.5.3.1.1.2'],
    ['34133-9'],
    'urn:asip:ci-sis:dci:2009',
  ),
  '1.2.250.1.213.1.1.1.2.1.4': volet(
    ['2022.01'],
    ['1.2.250.1.213.1.1.1.2.1', '1.3.6.1.4.1.19376.1.5.3.1.1.2'],
    ['34133-9'],
    'urn:asip:ci-sis:psc:2009',
  ),
  '1.2.250.1.213.1.1.1.2.1.5': volet(
    ['2022.01'],
    ['1.2.250.1.213.1.1.1.2.1', '1.3.6.1.4.1.19376.1.5.3.1.1.2'],
    ['34133-9'],
    'urn:asip:ci-sis:ppv:2009',
  ),
  '1.2.250.1.213.1.1.1.5.1': volet(
    ['2021.01', '2022.01', '2024.01', '2025.01'],
    ['1.2.250.1.213.1.1.1.5', '1.3.6.1.4.1.19376.1.7.3.1.1.13.1'],
    ['CERT_DECL'],
    'urn:asip:ci-sis:cse-cs8:2017',
  ),
  '1.2.250.1.213.1.1.1.5.2': volet(
    ['2021.01', '2022.01', '2024.01', '2025.01'],
    ['1.2.250.1.213.1.1.1.5'],
    ['CERT_DECL'],
    'urn:asip:ci-sis:cse-cs9:2017',
  ),
  '1.2.250.1.213.1.1.1.5.3': volet(
    ['2021.01', '2022.01', '2024.01', '2025.01'],
    ['1.2.250.1.213.1.1.1.5'],
    ['CERT_DECL'],
    'urn:asip:ci-sis:cse-cs24:2017',
  ),
  '1.2.250.1.213.1.1.1.5.4': volet(
    ['2023.01'],
    ['1.2.250.1.213.1.1.1.5', '1.3.6.1.4.1.19376.1.5.3.1.1.1'],
    ['29274-8'],
    'urn:ans:ci-sis:cse-mde:2023',
  ),
  '1.2.250.1.213.1.1.1.8': volet(['2021.01', '2022.01', '2025.01'], [], ['34794-8'], 'urn:asip:ci-sis:frcp:2011'),
  '1.2.250.1.213.1.1.1.12.1': volet(['2021.01', '2024.01'], [], ['34133-9', '57055-6'], 'urn:asip:ci-sis:obp-sap:2023'),
  '1.2.250.1.213.1.1.1.12.2': volet(['2021.01', '2024.01'], [], ['15508-5', '57057-2'], 'urn:asip:ci-sis:obp-snm:2023'),
  '1.2.250.1.213.1.1.1.12.3': volet(['2021.01', '2024.01'], [], ['15508-5', '57075-4'], 'urn:asip:ci-sis:obp-sne:2023'),
  '1.2.250.1.213.1.1.1.12.4': volet(['2021.01', '2024.01'], [], ['15508-5', '89235-6'], 'urn:asip:ci-sis:obp-scm:2023'),
  '1.2.250.1.213.1.1.1.12.5': volet(['2021.01', '2024.01'], [], ['15508-5', '78489-2'], 'urn:asip:ci-sis:obp-sem:2023'),
  '1.2.250.1.213.1.1.1.13': volet(['201310', '2023.01'], [], ['SYNTH'], 'urn:asip:ci-sis:vsm:2012'),
  '1.2.250.1.213.1.1.1.15': volet(['2020.01', '2022.01'], [], ['34133-9'], 'urn:asip:ci-sis:aunv:2013'),
  '1.2.250.1.213.1.1.1.16': volet(['2020.01', '2022.01'], [], ['34133-9'], 'urn:asip:ci-sis:eunv:2013'),
  '1.2.250.1.213.1.1.1.17': volet(['2020.01', '2022.01'], [], ['34133-9'], 'urn:asip:ci-sis:sunv:2013'),
  '1.2.250.1.213.1.1.1.18': volet(['2021.01', '2022.01'], [], ['75492-9'], 'urn:asip:ci-sis:crrtn:2013'),
  '1.2.250.1.213.1.1.1.20': volet(['2021.01'], [], ['18776-5']),
  '1.2.250.1.213.1.1.1.21': volet(['2020.01', '2022.01'], [], ['18761-7'], 'urn:asip:ci-sis:ldl-ees:2017'),
  '1.2.250.1.213.1.1.1.22': volet(['2021.01', '2022.01'], [], ['34133-9', '74207-2'], 'urn:asip:ci-sis:dlu:2015'),
  '1.2.250.1.213.1.1.1.23': volet(['2021.01', '2022.01'], [], ['34133-9', '74207-2'], 'urn:asip:ci-sis:fludt:2017'),
  '1.2.250.1.213.1.1.1.24': volet(['2021.01', '2022.01'], [], ['34133-9', '74207-2'], 'urn:asip:ci-sis:fludr:2017'),
  '1.2.250.1.213.1.1.1.25': volet(['2020.01', '2022.01'], [], ['11488-4'], 'urn:asip:ci-sis:pavc:2016'),
  '1.2.250.1.213.1.1.1.26': volet(['2021.01', '2022.01', '2025.01'], [], ['18776-5'], 'urn:asip:ci-sis:pps-cancer:2017'),
  '1.2.250.1.213.1.1.1.27': volet(['2021.01', '2022.01'], [], ['18748-4'], 'urn:asip:ci-sis:d2lm-fin:2017'),
  '1.2.250.1.213.1.1.1.28': volet(['2021.01', '2022.01'], [], ['18748-4'], 'urn:asip:ci-sis:d2lm-fidd:2017'),
  '1.2.250.1.213.1.1.1.29': volet(['2020.01', '2022.01'], [], ['11490-0'], 'urn:asip:ci-sis:ldl-ses:2017'),
  '1.2.250.1.213.1.1.1.30': volet(['2021.01', '2022.01', '2024.01', '2025.01'], [], ['34133-9'], 'urn:asip:ci-sis:sdm-mr:2017'),
  '1.2.250.1.213.1.1.1.32': volet(['2021.01', '2022.01'], [], ['51969-4'], 'urn:asip:ci-sis:crgm:2018'),
  '1.2.250.1.213.1.1.1.36': volet(['2020-1.0', '2021.01'], [], ['REMB'], 'urn:asip:ci-sis:hr:2019'),
  '1.2.250.1.213.1.1.1.37': volet(['2021.01', '2023.01'], ['1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2'], ['11369-6'], 'urn:asip:ci-sis:vac:2019'),
  '1.2.250.1.213.1.1.1.38': volet(['2021.01', '2022.01'], [], ['75496-0'], 'urn:asip:ci-sis:tlm-da:2020'),
  '1.2.250.1.213.1.1.1.39': volet(
    ['2022.01', '2023.01', '2024.01'],
    ['1.3.6.1.4.1.19376.1.5.3.1.1.1', '1.3.6.1.4.1.19376.1.9.1.1.1'],
    ['57833-6'],
    'urn:ihe:pharm:pre:2010',
  ),
  '1.2.250.1.213.1.1.1.40': volet(['2021.01', '2022.01'], [], ['77436-4'], 'urn:asip:ci-sis:cr-anest:2020'),
  '1.2.250.1.213.1.1.1.41': volet(['2021.01', '2022.01'], [], ['34749-2'], 'urn:asip:ci-sis:cr-cpa:2020'),
  '1.2.250.1.213.1.1.1.42': volet(
    ['2021.01', '2022.01', '2022.02'],
    ['1.3.6.1.4.1.19376.1.5.3.1.1.1', '1.3.6.1.4.1.19376.1.9.1.1.1'],
    ['78513-9'],
    'urn:ihe:eyecare:geneyeevalcn:2014',
  ),
  '1.2.250.1.213.1.1.1.45': volet(
    ['2024.01'],
    ['1.2.840.10008.9.1', '1.2.840.10008.9.20', '1.2.840.10008.9.21'],
    ['18748-4'],
    'urn:ihe:rad:CDA:ImagingReportStructuredHeadings:2013',
  ),
  '1.2.250.1.213.1.1.1.46': volet(
    ['2021.01', '2023.01'],
    ['1.3.6.1.4.1.19376.1.5.3.1.1.18.1.2'],
    ['87273-9'],
    'urn:asip:ci-sis:vac-note:2021',
  ),
  '1.2.250.1.213.1.1.1.47': volet(['2024.01'], ['1.2.840.10008.9.20'], ['55115-0'], 'urn:ans:ci-sis:img-da:2022'),
  '1.2.250.1.213.1.1.1.51': volet(['2024.01'], ['2.16.840.1.113883.10.22.1.1'], ['60591-5', '74207-2'], 'urn:ihe:pcc:ips:2020'),
  '1.2.250.1.213.1.1.1.54': volet(
    ['2024.01'],
    ['1.3.6.1.4.1.19376.1.5.3.1.1.1', '1.3.6.1.4.1.19376.1.9.1.1.3'],
    ['60593-1'],
    'urn:ihe:pharm:dis:2010',
  ),
  '1.2.250.1.213.1.1.1.55': volet(['2023.01', '2024.01'], ['1.3.6.1.4.1.19376.1.3.3'], ['11502-2'], 'urn:ihe:lab:xd-lab:2008'),
  '1.2.250.1.213.1.1.1.59': volet(['2024.01'], ['1.3.6.1.4.1.19376.1.5.3.1.1.1'], ['96173-0'], 'urn:ans:ci-sis:trod:2024'),
  '1.3.6.1.4.1.19376.1.3.3': volet(['2021.01'], [], ['11502-2'], 'urn:ihe:lab:xd-lab:2008'),
  '1.2.250.1.213.1.1.1.9': volet([], [], [], 'urn:asip:ci-sis:idap:2011'),
  '1.2.250.1.213.1.1.1.52': volet([], [], [], 'urn:ans:ci-sis:bio-ep-bio:2022'),
  '1.2.250.1.213.1.1.1.58': volet([], [], [], 'urn:asip:ci-sis:export-dui:2023'),
  '1.2.250.1.213.1.1.1.56': volet([], [], [], 'urn:asip:ci-sis:ppp:2023'),
  '1.2.250.1.213.1.1.1.61': volet(['2025.01'], [], ['78341-5'], 'urn:asip:ci-cis:ft-su:2024'),
  '1.2.250.1.213.1.1.1.62': volet(['2025.01'], [], ['60280-5'], 'urn:asip:ci-cis:fr-su:2024'),
  '1.2.250.1.213.1.1.1.43': volet([], [], [], 'urn:ihe:eyecare:geneyeevalcn:2014'),
  '1.2.250.1.213.1.1.1.44': volet([], [], [], 'urn:ihe:eyecare:geneyeevalcn:2014'),
  '1.2.250.1.213.1.1.1.57': volet([], [], [], 'urn:ihe:palm:apsr:2016'),
  '1.3.6.1.4.1.19376.1.8.1.1.1': volet([], [], [], 'urn:ihe:pat:apsr:all:2010'),
  ...Object.fromEntries(
    APSR_ORGANS.split(' ').map((organ, i) => [`1.3.6.1.4.1.19376.1.8.1.1.2.${i + 1}`, volet([], [], [], `urn:ihe:pat:apsr:${organ}:2010`)]),
  ),
});

/** formatCode of an unstructured document by the media type of its body (ASS_A12). */
export const UNSTRUCTURED_FORMATS: Readonly<Record<string, string>> = table({
  'application/pdf': 'urn:ihe:iti:xds-sd:pdf:2008',
  'text/plain': 'urn:ihe:iti:xds-sd:text:2008',
  'text/rtf': 'urn:ihe:iti-fr:xds-sd:rtf:2010',
  'image/jpeg': 'urn:ihe:iti-fr:xds-sd:jpeg:2010',
  'image/tiff': 'urn:ihe:iti-fr:xds-sd:tiff:2010',
});
