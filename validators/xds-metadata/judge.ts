import type { Place } from '../../src/model/index.js';
import { XmlChecklist, type Where, type XmlElement } from '../../src/protocols/xml/index.js';

/** One message under judgement. A child that is missing would have been written with the prefix of its parent. */
export class Judge extends XmlChecklist {
  protected override place(where: Where): Place {
    if (typeof where === 'object' && 'missing' in where)
      return super.place({ in: where.in, missing: prefixed(where.missing, prefixOf(where.in)) });
    return super.place(where);
  }
}

/** Prefix of an element's name with its colon. */
function prefixOf(element: XmlElement): string {
  const colon = element.name.indexOf(':');
  return colon === -1 ? '' : element.name.slice(0, colon + 1);
}

const prefixed = (path: string, prefix: string): string =>
  path
    .split('/')
    .map((step) => (step.startsWith('@') ? step : prefix + step))
    .join('/');

/** XPath of the slot that should have been there. */
export const slotPath = (name: string): string => `Slot[@name='${name}']`;
