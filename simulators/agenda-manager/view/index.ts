import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isIP, type AddressInfo } from 'node:net';
import type { Look } from '../../../src/fhir-server/index.js';
import { ConfigurationError, type Language } from '../../../src/model/index.js';
import { agendaList, agendaView, NOT_LISTED, settled, type AgendaList, type AgendaView } from './agenda.js';
import { type Journal } from './journal.js';
import { assets, renderAgenda, renderJournal, renderPage, type Asked, type Part } from './page.js';

export interface ViewOptions {
  listen: { host: string; port: number };
  look: Look;
  journal: Journal;
  now: () => Date;
}

/** Pages that are open at a time; each costs what it shows with every change. */
const MOST_VIEWERS = 20;
/** A change is shown at once, the next ones this much later at the earliest: long enough for the server to do its work. */
const PAUSE_MS = 40;
/** Making pages takes at most one part in so many of the processor: a page of 700 slots is soon made, twenty pages are not. */
const SHARE = 3;
const HEARTBEAT_MS = 15_000;
/** A page that does not read is let go when so much waits for it. */
const MOST_WAITING = 4 * 1024 * 1024;

const LONGEST_TARGET = 2000;
const LONGEST = { agenda: 64, week: 10, find: 100 };

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src data:; connect-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
const HEADERS: Readonly<Record<string, string>> = {
  'Content-Security-Policy': POLICY,
  'X-Content-Type-Options': 'nosniff',
  'Referrer-Policy': 'no-referrer',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cache-Control': 'no-store',
  Vary: 'Accept-Language',
};

interface Viewer {
  asked: Asked;
  response: ServerResponse;
  /** what the page shows, by part */
  shown: Map<Part, string>;
}

type Parts = Readonly<Record<Part, string>>;

/**
 * A page where a tester sees the agendas change: it is only read, over HTTP, and nothing of it is evidence.
 * Changes are told by server-sent events, as the parts of the page that are other than before.
 */
export class View {
  readonly #server: Server;
  readonly #viewers = new Set<Viewer>();
  #timer: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;
  #notBefore = 0;
  /** by what was asked for, as it was at the last change */
  #made = new Map<string, { view: AgendaView; parts: Omit<Parts, 'journal'> }>();
  #madeAt = -1;
  /** by what is looked for: with many agendas the list costs more than the week, and bookings do not change it */
  #lists = new Map<string, AgendaList>();

  private constructor(readonly options: ViewOptions) {
    this.#server = createServer({ requestTimeout: 10_000, headersTimeout: 10_000, keepAliveTimeout: 5000 }, (request, response) => {
      request.resume();
      this.#answer(request, response);
    });
    this.#server.maxConnections = 4 * MOST_VIEWERS;
  }

  /**
   * Opens the page.
   * @throws ConfigurationError when there is no listening there
   */
  static async open(options: ViewOptions): Promise<View> {
    const view = new View(options);
    const { host, port } = options.listen;
    await new Promise<void>((resolve, reject) => {
      const unfit = ({ code = '' }: NodeJS.ErrnoException): void => reject(cannotListen(`${host}:${port} (${code})`));
      view.#server.once('error', unfit).listen(port, host, () => {
        view.#server.off('error', unfit);
        resolve();
      });
    });
    options.journal.tell(() => view.#changed());
    view.#heartbeat = setInterval(() => view.#beat(), HEARTBEAT_MS).unref();
    return view;
  }

  get url(): string {
    const { host } = this.options.listen;
    const shown = isIP(host) === 6 ? `[${host}]` : host;
    return `http://${shown}:${(this.#server.address() as AddressInfo).port}/`;
  }

  async close(): Promise<void> {
    this.options.journal.tell(undefined);
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    const closed = new Promise<void>((resolve) => this.#server.close(() => resolve()));
    this.#server.closeAllConnections();
    await closed;
  }

  /** Something happened: pages that are open show it soon. */
  #changed(): void {
    if (this.#viewers.size === 0 || this.#timer) return;
    this.#timer = setTimeout(() => this.#refresh(), Math.max(0, this.#notBefore - performance.now()));
  }

  #refresh(): void {
    this.#timer = undefined;
    const before = process.cpuUsage();
    for (const viewer of this.#viewers) this.#show(viewer);
    // what others on this machine take of the time is no reason to wait
    const { user, system } = process.cpuUsage(before);
    this.#notBefore = performance.now() + Math.max(PAUSE_MS, ((user + system) / 1000) * (SHARE - 1));
  }

  #show({ asked, response, shown }: Viewer): void {
    if (response.writableLength > MOST_WAITING) {
      response.destroy();
      return;
    }
    const fresh = Object.entries(this.#parts(asked).parts).filter(([part, html]) => shown.get(part as Part) !== html);
    if (fresh.length === 0) return;
    for (const [part, html] of fresh) shown.set(part as Part, html);
    response.write(`event: parts\ndata: ${JSON.stringify(Object.fromEntries(fresh))}\n\n`);
  }

  /** The parts of a page as they are now; what nobody changed is not made again. */
  #parts(asked: Asked): { view: AgendaView; parts: Parts } {
    const { look, journal, now } = this.options;
    const { lastChange } = look.store;
    if (lastChange !== this.#madeAt || this.#made.size > MOST_VIEWERS) {
      this.#made = new Map();
      if (this.#lists.size > MOST_VIEWERS || look.changedSince(this.#madeAt, NOT_LISTED)) this.#lists = new Map();
    }
    this.#madeAt = lastChange;
    const key = JSON.stringify([asked.agenda, asked.week, asked.find, asked.language]);
    let made = this.#made.get(key);
    if (!made) {
      const list = this.#lists.get(asked.find) ?? agendaList(look, asked.find);
      this.#lists.set(asked.find, list);
      const view = agendaView(look, asked, now(), list);
      this.#made.set(key, (made = { view, parts: renderAgenda(asked, view, now()) }));
    }
    return { view: made.view, parts: { ...made.parts, journal: renderJournal(journal.last, asked.language) } };
  }

  #answer(request: IncomingMessage, response: ServerResponse): void {
    const { method, url = '/' } = request;
    const refuse = (status: number, text: string, more: Record<string, string> = {}): void => {
      response.writeHead(status, { ...HEADERS, ...more, 'Content-Type': 'text/plain; charset=utf-8' }).end(`${text}\n`);
    };
    if (method !== 'GET' && method !== 'HEAD')
      return refuse(405, 'Cette page se lit seulement.\nThis page is only read.', { Allow: 'GET, HEAD' });
    if (!this.#isOurs(request.headers.host)) return refuse(421, 'Cette page n’est pas à cette adresse.\nThis page is not at this address.');
    if (url.length > LONGEST_TARGET) return refuse(414, 'L’adresse est trop longue.\nThe address is too long.');
    const mark = url.indexOf('?');
    const path = mark === -1 ? url : url.slice(0, mark);
    const send = (type: string, body: () => string): void => {
      response.writeHead(200, { ...HEADERS, 'Content-Type': `${type}; charset=utf-8` });
      response.end(method === 'HEAD' ? undefined : body());
    };
    const asked = (): Asked => this.#asked(new URLSearchParams(mark === -1 ? '' : url.slice(mark + 1)), request.headers['accept-language']);
    try {
      switch (path) {
        case '/':
          return send('text/html', () => {
            const wanted = asked();
            const { view, parts } = this.#parts(wanted);
            return renderPage(wanted, view, parts, this.options.now());
          });
        case '/events':
          if (method === 'HEAD') return send('text/event-stream', () => '');
          return this.#follow(asked(), response, refuse);
        case '/view.css':
          return send('text/css', assets.style);
        case '/view.js':
          return send('text/javascript', assets.script);
        default:
          return refuse(404, 'Rien à cette adresse.\nNothing at this address.');
      }
    } catch (error) {
      if (response.headersSent) response.destroy();
      else refuse(500, `Cette page ne peut pas être faite\u00A0: ${(error as Error).message}`);
    }
  }

  /**
   * Whether a page is asked for by a name of ours: a stranger’s name that leads here would let a stranger’s page read it
   * (DNS rebinding).
   */
  #isOurs(host = ''): boolean {
    const name = host.replace(/:\d{1,5}$/, '').toLowerCase();
    return name === 'localhost' || name === this.options.listen.host.toLowerCase() || isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0;
  }

  #asked(query: URLSearchParams, acceptLanguage: string | undefined): Asked {
    const given = (name: keyof typeof LONGEST): string => (query.get(name) ?? '').slice(0, LONGEST[name]);
    const [agenda, week, find] = [given('agenda'), given('week'), given('find')];
    const wanted = { ...(agenda !== '' && { agenda }), ...(week !== '' && { week }), find };
    const lang = query.get('lang');
    const language = lang === 'fr' || lang === 'en' ? lang : languageOf(acceptLanguage);
    return { ...settled(this.options.look, wanted, this.options.now()), language };
  }

  #follow(asked: Asked, response: ServerResponse, refuse: (status: number, text: string, more: Record<string, string>) => void): void {
    if (this.#viewers.size >= MOST_VIEWERS)
      return refuse(503, 'Trop de pages sont ouvertes.\nToo many pages are open.', { 'Retry-After': '5' });
    response.writeHead(200, { ...HEADERS, 'Content-Type': 'text/event-stream; charset=utf-8' });
    response.write('retry: 1000\n\n');
    const viewer: Viewer = { asked, response, shown: new Map() };
    this.#viewers.add(viewer);
    response.on('close', () => this.#viewers.delete(viewer));
    this.#show(viewer);
  }

  /** Lets a page notice that nobody is there any more. */
  #beat(): void {
    for (const { response } of this.#viewers) response.write(':\n\n');
  }
}

const cannotListen = (where: string): ConfigurationError =>
  new ConfigurationError(
    '--page-port',
    { fr: `la page ne peut pas écouter sur ${where}.`, en: `the page cannot listen on ${where}.` },
    {
      fr: 'Donner une adresse de cette machine et un port libre, de 0 à 65535.',
      en: 'Give an address of this machine and a free port, from 0 to 65535.',
    },
  );

/** French unless English is preferred. */
function languageOf(accepted = ''): Language {
  const wishes = accepted
    .slice(0, 500)
    .split(',')
    .map((wish) => /^\s*(fr|en)\b[^;]*(?:;\s*q=([01](?:\.\d{1,3})?))?/i.exec(wish))
    .flatMap((wish) => (wish ? [{ language: wish[1]!.toLowerCase() as Language, weight: Number(wish[2] ?? 1) }] : []));
  return wishes.sort((a, b) => b.weight - a.weight).find(({ weight }) => weight > 0)?.language ?? 'fr';
}
