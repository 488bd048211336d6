import { type Artefact, Checklist, type Complaint, type Place, type Rule } from '../../src/model/index.js';
import type { FhirNode } from '../../src/protocols/fhir/index.js';
import { parseHttpMessage } from '../../src/protocols/http/index.js';
import { askedOf, type Asked, headerOf, messageOf, type Parameter, resourceIn } from './exchange.js';

/** What a finding points at: a line of the head, a node of the body, or a child that it should have had. */
export type Where = string | FhirNode | Place | { in: FhirNode; missing: string };

export const REQUEST_LINE = 'request line';
export const STATUS_LINE = 'status line';
export const header = (name: string): string => `header ${name}`;
/** `request line?status`, `body?status` */
export const placeOfParameter = ({ name, from }: Parameter): string =>
  `${from === 'address' ? REQUEST_LINE : 'body'}?${name.slice(0, 100)}`;

/** One message of an exchange under judgement, with what it asks or answers. */
export class Judge extends Checklist {
  readonly message: Artefact;
  /** the request itself, or the one that is answered; undefined when it is not known */
  readonly asked: Asked | undefined;
  readonly isAnswer: boolean;
  /** the lines of the head, where head and body are in one file */
  readonly #head: readonly string[];

  constructor(artefact: Artefact, rules: readonly Rule[]) {
    super(rules);
    this.message = messageOf(artefact);
    const { status, request } = this.message.about;
    this.isAnswer = status !== undefined;
    this.asked = askedOf(
      this.isAnswer ?
        request ? messageOf(request)
        : this.message
      : this.message,
    );
    const headSize = this.message === artefact ? 0 : parseHttpMessage(artefact.bytes).headSize;
    this.#head = Buffer.from(artefact.bytes.subarray(0, headSize)).toString('latin1').split('\n').slice(0, -1);
  }

  get status(): number {
    return this.message.about.status ?? 0;
  }

  get resource(): FhirNode | undefined {
    return resourceIn(this.message);
  }

  header(name: string): string | undefined {
    return headerOf(this.message, name);
  }

  /** Records that a rule was judged, and a finding there when it does not hold. Returns `holds`. */
  holds(ruleId: string, holds: boolean, where: Where, complaint?: () => Complaint): boolean {
    return this.expect(ruleId, holds, () => this.#placeOf(where), complaint);
  }

  #placeOf(where: Where): Place {
    if (typeof where === 'string') return { ...this.#childrenOf(where), path: where };
    const place =
      'missing' in where ? { ...where.in.place, path: `${where.in.path}.${where.missing}` }
      : 'place' in where ? where.place
      : where;
    return { ...place, line: place.line + this.#head.length };
  }

  /** Where a line of the head, a parameter or the body stands; what is not there is missed in the first line. */
  #childrenOf(where: string): { line: number; column: number } {
    const name = /^header (.+)$/.exec(where)?.[1]?.toLowerCase();
    if (name !== undefined)
      return { line: Math.max(1, this.#head.findIndex((line) => line.toLowerCase().startsWith(`${name}:`)) + 1), column: 1 };
    if (where === REQUEST_LINE || where === STATUS_LINE) return { line: 1, column: 1 };
    if (!where.startsWith(`${REQUEST_LINE}?`)) return { line: this.#head.length + 1, column: 1 };
    const parameter = where.slice(REQUEST_LINE.length + 1);
    const [line = ''] = this.#head;
    const written = [parameter, encodeURIComponent(parameter)].flatMap((one) => [line.indexOf(`?${one}=`), line.indexOf(`&${one}=`)]);
    return { line: 1, column: Math.max(1, ...written.map((at) => at + 2)) };
  }
}
