import type { Report } from '../src/model/index.js';

/** The whole result, as other programs read it (docs/schemas/report.json). */
export const renderJson = (report: Report): string => `${JSON.stringify(report, null, 2)}\n`;
