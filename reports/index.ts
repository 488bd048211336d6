import type { Bilingual, Language, Report } from '../src/model/index.js';

export interface RenderOptions {
  language: Language;
  /** bytes by their SHA-256; undefined when they are not kept */
  blob(hash: string): Uint8Array | undefined;
}

/** How a result is told. Read at start-up; the code behind `load` only when the format is asked for. */
export interface ReportFormat {
  id: string;
  title: Bilingual;
  /** the name it has in a bundle */
  file: string;
  load(): Promise<(report: Report, options: RenderOptions) => string>;
}

/** The page that leads to several reports. */
export const loadOverview = async (): Promise<typeof import('./overview.js').renderOverview> =>
  (await import('./overview.js')).renderOverview;

export const reportFormats: readonly ReportFormat[] = [
  {
    id: 'html',
    title: { fr: 'Rapport de conformité, une page autonome', en: 'Compliance report, one self-contained page' },
    file: 'report.html',
    load: async () => (await import('./html.js')).renderHtml,
  },
  {
    id: 'junit',
    title: { fr: 'JUnit XML, pour une chaîne d’intégration', en: 'JUnit XML, for a pipeline' },
    file: 'junit.xml',
    load: async () => {
      const { renderJunit } = await import('./junit.js');
      return (report, { language }) => renderJunit(report, language);
    },
  },
  {
    id: 'json',
    title: { fr: 'JSON, pour un programme', en: 'JSON, for a program' },
    file: 'report.json',
    load: async () => (await import('./json.js')).renderJson,
  },
];
