import { mkdtempSync } from 'node:fs';
import { request } from 'node:http';
import { connect } from 'node:tls';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { chromium, type Browser, type Page } from 'playwright-core';
import { violationsOf } from '../../../test/support/axe.js';
import { BROWSER_ARGUMENTS, findBrowser, NO_BROWSER } from '../../../test/support/browser.js';
import { lastingAddax } from '../../../test/support/addax.js';
import { simulate, type Simulated } from '../../../test/support/wire.js';

type Json = Record<string, unknown>;

let server: Simulated;
let base: string;
beforeAll(async () => {
  server = await simulate('agenda-manager', mkdtempSync(join(tmpdir(), 'addax-')), ['--no-tls']);
  base = server.urls['agenda-manager']!;
});
afterAll(async () => {
  expect(await server.stop()).toBe(0);
});

async function send(method: string, path: string, body?: Json): Promise<{ status: number; json: Json }> {
  const sent = { method, headers: { 'Content-Type': 'application/fhir+json' }, ...(body && { body: JSON.stringify(body) }) };
  const answer = await fetch(`${base}${path}`, sent);
  return { status: answer.status, json: (await answer.json()) as Json };
}

const FR_CORE = 'https://hl7.fr/ig/fhir/core/';
const availability = (type: string, start: string, end: string): Json => ({
  url: `${FR_CORE}StructureDefinition/fr-core-schedule-availability-time`,
  extension: [
    { url: 'identifier', valueIdentifier: { value: start } },
    { url: 'type', valueCoding: { system: `${FR_CORE}CodeSystem/fr-core-cs-schedule-type`, code: type } },
    { url: 'start', valueDateTime: start },
    { url: 'end', valueDateTime: end },
  ],
});
const duration = (minutes: number): Json => ({
  url: `${FR_CORE}StructureDefinition/fr-core-service-type-duration`,
  extension: [
    { url: 'serviceType', valueCodeableConcept: { text: 'Consultation' } },
    { url: 'duration', valueDuration: { value: minutes, system: 'http://unitsofmeasure.org', code: 'min' } },
  ],
});

/** Makes an agenda, and tells its id and its slots. */
async function opened(extension: Json[], actor: Json = { reference: 'PractitionerRole/2' }): Promise<{ id: string; slots: Json[] }> {
  const made = await send('POST', '/Schedule', { resourceType: 'Schedule', extension, actor: [actor] });
  expect(made.status).toBe(201);
  const id = String(made.json['id']);
  const { json } = await send('GET', `/Slot?schedule=${id}&_sort=start`);
  return { id, slots: ((json['entry'] ?? []) as { resource: Json }[]).map(({ resource }) => resource) };
}
const appointment = (slot: Json, patient: string, more: Json = {}): Json => ({
  resourceType: 'Appointment',
  status: 'booked',
  slot: [{ reference: `Slot/${String(slot['id'])}` }],
  start: slot['start'],
  end: slot['end'],
  participant: [{ actor: { type: 'Patient', display: patient }, status: 'accepted' }],
  ...more,
});

/** What a page answers, without a browser. */
function asked(path: string, { method = 'GET', headers = {} }: { method?: string; headers?: Record<string, string> } = {}) {
  return new Promise<{ status: number; headers: Record<string, unknown>; text: string }>((done, failed) => {
    const sent = request(new URL(path, server.page), { method, headers }, (answer) => {
      let text = '';
      answer.setEncoding('utf8');
      answer.on('data', (piece: string) => (text += piece));
      answer.on('end', () => done({ status: answer.statusCode!, headers: answer.headers, text }));
    });
    sent.on('error', failed);
    sent.end();
  });
}

describe('the page by itself', () => {
  test('it is on this machine only, asks for nothing elsewhere, and allows no script but its own', async () => {
    expect(server.page).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    const { status, headers, text } = await asked('/');
    expect([status, headers['x-content-type-options'], headers['cache-control']]).toEqual([200, 'nosniff', 'no-store']);
    expect(headers['content-security-policy']).toMatch(/^default-src 'none'; script-src 'self'; style-src 'self';/);
    expect(text).not.toMatch(/<style|<script>|style="|https?:\/\/(?!127)/);
    expect((await asked('/view.css')).text).not.toMatch(/url\((?!'data:)|@import/);
  });

  test('it is only read', async () => {
    for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS'])
      expect([method, (await asked('/', { method })).status, (await asked('/', { method })).headers['allow']]).toEqual([
        method,
        405,
        'GET, HEAD',
      ]);
    const { status, text } = await asked('/', { method: 'HEAD' });
    expect([status, text]).toEqual([200, '']);
  });

  test('a stranger’s name that leads here does not, and odd addresses have their answer', async () => {
    expect((await asked('/', { headers: { Host: 'rebound.example:80' } })).status).toBe(421);
    expect((await asked('/', { headers: { Host: `localhost:${new URL(server.page).port}` } })).status).toBe(200);
    expect((await asked('/../../etc/passwd')).status).toBe(404);
    expect((await asked(`/?find=${'x'.repeat(5000)}`)).status).toBe(414);
    for (const query of [
      'agenda=%00',
      'agenda=../1',
      'week=2026-99-99',
      'week=%ff',
      'find=%5C%2C%24%7C',
      'find=*',
      'lang=xx',
      'agenda=none',
    ])
      expect([query, (await asked(`/?${query}`)).status]).toEqual([query, 200]);
  });

  test('French, or English for who prefers it', async () => {
    const heading = async (headers: Record<string, string>, query = ''): Promise<string> => {
      const { text } = await asked(`/${query}`, { headers });
      return `${/<html lang="(..)"/.exec(text)![1]!} ${/id="journal-title">([^<]*)/.exec(text)![1]!}`;
    };
    const [french, english] = ['fr Dernières requêtes', 'en Last requests'];
    expect(await heading({})).toBe(french);
    expect(await heading({ 'Accept-Language': 'de, en;q=0.8, fr;q=0.5' })).toBe(english);
    expect(await heading({ 'Accept-Language': 'fr-CH, en;q=0.8' })).toBe(french);
    expect(await heading({ 'Accept-Language': 'en' }, '?lang=fr')).toBe(french);
  });

  test('pages that follow are bounded, and a page that closes leaves room for the next', async () => {
    const controllers = Array.from({ length: 20 }, () => new AbortController());
    const follow = (signal: AbortSignal): Promise<Response> => fetch(new URL('events', server.page), { signal });
    const answers = await Promise.all(controllers.map(({ signal }) => follow(signal)));
    expect(answers.map(({ status }) => status)).toEqual(controllers.map(() => 200));
    expect((await fetch(new URL('events', server.page))).status).toBe(503);
    for (const controller of controllers) controller.abort();
    let status = 503;
    while (status === 503) {
      const last = new AbortController();
      status = (await follow(last.signal)).status;
      last.abort();
    }
    expect(status).toBe(200);
  });

  test('a page that cannot be had is told by its option', async () => {
    const { port } = new URL(server.page);
    const command = lastingAddax();
    const taken = await command.run(['simulate', 'agenda-manager', '--page-port', port]);
    const without = await command.run(['simulate', 'document-registry', '--page-port', '0']);
    await command.end();
    expect([taken.code, taken.stderr]).toEqual([3, expect.stringMatching(/--page-port.*EADDRINUSE/)]);
    expect([without.code, without.stderr]).toEqual([3, expect.stringMatching(/--page-port.*document-registry[^]*agenda-manager/)]);
  });

  test('the week of 25 hours and that of 23 hours', async () => {
    const autumn = await opened([duration(30), availability('free', '2027-10-31T01:00:00+02:00', '2027-10-31T04:00:00+01:00')]);
    const { text } = await asked(`/?agenda=${autumn.id}`);
    // the week of the agenda is the one that is shown
    expect(text).toContain('Jour de 25\u00A0heures');
    const times = [...text.matchAll(/<span class="vh"> (\d\d:\d\d[^<]*)<\/span>/g)].map(([, time]) => time);
    expect(times).toEqual([
      '01:00–01:30',
      '01:30–02:00 (heure d’été)',
      '02:00 (heure d’été)–02:30 (heure d’été)',
      '02:30 (heure d’été)–02:00 (heure d’hiver)',
      '02:00 (heure d’hiver)–02:30 (heure d’hiver)',
      '02:30 (heure d’hiver)–03:00',
      '03:00–03:30',
      '03:30–04:00',
    ]);
    const spring = await opened([duration(60), availability('free', '2027-03-28T01:00:00+01:00', '2027-03-28T04:00:00+02:00')]);
    const { text: march } = await asked(`/?agenda=${spring.id}`);
    expect(march).toContain('Jour de 23\u00A0heures');
    expect(march.match(/class="missing/g)).toHaveLength(1);
    expect(march.match(/class="slot free at-\d+/g)).toEqual(['class="slot free at-0', 'class="slot free at-24']);
  });
});

const path = findBrowser();
const inBrowser = path === undefined ? describe.skip : describe;
inBrowser(`in a browser${path === undefined ? ` (${NO_BROWSER})` : ''}`, () => {
  let browser: Browser;
  beforeAll(async () => {
    browser = await chromium.launch({ executablePath: path!, args: BROWSER_ARGUMENTS });
  });
  afterAll(async () => {
    await browser.close();
  });

  async function following(address: string, options: Parameters<Browser['newPage']>[0] = {}): Promise<Page> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, locale: 'fr-FR', ...options });
    const page = await context.newPage();
    await page.goto(new URL(address, server.page).href);
    await page.waitForFunction(() => document.getElementById('state')?.textContent === document.body.dataset['live']);
    return page;
  }

  test('what a client books is there without a reload, and is free again when it is cancelled', async () => {
    const { id, slots } = await opened([duration(30), availability('free', '2027-01-11T09:00:00+01:00', '2027-01-11T11:00:00+01:00')]);
    const page = await following(`?agenda=${id}`);
    const counts = async (): Promise<string> => (await page.locator('.tally').innerText()).replace(/\s+/g, ' ').toLowerCase();
    expect(await counts()).toBe('libres 4 à confirmer 0 pris 0 indisponibles 0');
    await page.evaluate(() => Object.assign(window, { neverReloaded: true }));
    const booked = await send('POST', '/Appointment', appointment(slots[1]!, 'DURAND Jeanne'));
    await page.locator('.slot.busy', { hasText: 'DURAND Jeanne' }).waitFor();
    expect(await counts()).toBe('libres 3 à confirmer 0 pris 1 indisponibles 0');
    expect(await page.locator('#appointments tbody tr').innerText()).toMatch(/09:30–10:00[\s\S]*Confirmé[\s\S]*DURAND Jeanne/i);
    const refused = await send('POST', '/Appointment', appointment(slots[1]!, 'MARTIN Paul'));
    expect(refused.status).toBe(409);
    const first = page.locator('.log li').first();
    await first.filter({ hasText: '409' }).waitFor();
    expect((await first.innerText()).replace(/\s+/g, ' ')).toMatch(
      /^\d\d:\d\d:\d\d GAP-6a Création d’un rendez-vous POST \/Appointment REFUSÉ 409 Le créneau Slot\/\w+ n’est pas libre \(busy\)\.$/,
    );
    const bookedId = String(booked.json['id']);
    await send('PUT', `/Appointment/${bookedId}`, { ...booked.json, status: 'cancelled' });
    await page.locator('tr.over', { hasText: 'DURAND' }).waitFor();
    expect(await counts()).toBe('libres 4 à confirmer 0 pris 0 indisponibles 0');
    // a read is told too, whoever reads
    await send('GET', '/Slot/nowhere');
    await first.filter({ hasText: 'Slot/nowhere n’existe pas' }).waitFor();
    expect(await page.evaluate(() => 'neverReloaded' in window)).toBe(true);
    // readers hear the newest request, once
    await page.waitForFunction(() => document.getElementById('news')?.textContent.includes('Refusé 404'));
    await page.context().close();
  });

  test('an agenda that a client declares joins the list; one that changes shows what it offers now', async () => {
    const page = await following('');
    const { id } = await opened(
      [
        duration(60),
        availability('free', '2027-02-01T08:00:00+01:00', '2027-02-01T12:00:00+01:00'),
        availability('busy-unavailable', '2027-02-01T10:00:00+01:00', '2027-02-01T11:00:00+01:00'),
      ],
      { display: 'Nouvelle venue' },
    );
    const link = page.locator('#agendas a', { hasText: 'Nouvelle venue' });
    await link.waitFor();
    await link.click();
    await page.waitForURL(/agenda=/);
    expect(await page.locator('h1').innerText()).toBe('Nouvelle venue');
    expect([await page.locator('.slot.free').count(), await page.locator('.closure').count()]).toEqual([3, 1]);
    await fetch(`${base}/Schedule/${id}`, { method: 'DELETE' });
    await page.locator('#week .note', { hasText: 'n’existe pas' }).waitFor();
    await page.context().close();
  });

  test('hostile names are text, cut, and change nothing of the page', async () => {
    const { id, slots } = await opened([duration(30), availability('free', '2027-01-18T09:00:00+01:00', '2027-01-18T11:00:00+01:00')], {
      display: '"><img src=x onerror=alert(1)>',
    });
    const page = await following(`?agenda=${id}`);
    const told: string[] = [];
    page.on('dialog', (dialog) => {
      told.push(dialog.message());
      void dialog.dismiss();
    });
    page.on('console', (message) => told.push(message.text()));
    const script = '<script>alert(1)</script></script><!-- {{w.live}} \u202Egnp.exe';
    await send('POST', '/Appointment', appointment(slots[0]!, script, { description: `${'très long '.repeat(10_000)}fin` }));
    await send('POST', '/Appointment', appointment(slots[1]!, 'X'.repeat(10_000), { status: 'pending', comment: '<svg onload=alert(2)>' }));
    await send('GET', `/Slot?identifier=${encodeURIComponent('<b>"\u2028&amp;')}`);
    await page.locator('.log code', { hasText: '<b>"[U+2028]&amp;' }).waitFor();
    expect(await page.locator('h1').innerText()).toBe('"><img src=x onerror=alert(1)>');
    expect(await page.locator('.slot.busy .who').innerText()).toBe('<script>alert(1)</script></script><!-- {{w.live}} [U+202E]gnp.exe');
    expect(await page.locator('.slot.busy-tentative .who').innerText()).toBe(`${'X'.repeat(79)}…`);
    expect([await page.locator('main img, main svg, main script').count(), told]).toEqual([0, []]);
    const { width } = await page.evaluate(() => ({ width: document.documentElement.scrollWidth }));
    expect(width).toBe(1280);
    await page.context().close();
  });

  test('connections that are refused are told too; what follows is taken up again after the simulator was away', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'addax-'));
    const first = await simulate('agenda-manager', folder);
    const page = await (await browser.newContext({ locale: 'en-GB' })).newPage();
    await page.goto(first.page);
    await page.locator('#state.live', { hasText: 'Live' }).waitFor();
    const { hostname, port } = new URL(first.urls['agenda-manager']!);
    // without a certificate
    const stranger = connect({ host: hostname, port: Number(port), rejectUnauthorized: false });
    stranger.on('error', () => undefined).resume();
    await page.locator('.log li', { hasText: 'Connection refused' }).filter({ hasText: 'certificate' }).waitFor();
    expect(await first.stop()).toBe(0);
    await page.locator('#state.warn', { hasText: 'Connection lost' }).waitFor();
    const again = await simulate('agenda-manager', folder, ['--no-tls', '--page-port', new URL(first.page).port]);
    await page.locator('#state.live', { hasText: 'Live' }).waitFor();
    await page.locator('#journal', { hasText: 'No request since the start' }).waitFor();
    await page.context().close();
    expect(await again.stop()).toBe(0);
  });

  test.each([
    [1280, 'light', 'fr'],
    [390, 'dark', 'en'],
  ] as const)(
    '%i px, %s, %s: axe finds nothing, nothing scrolls sideways, the keyboard reaches everything',
    async (width, colorScheme, lang) => {
      const { id, slots } = await opened([
        duration(30),
        availability('free', '2027-03-08T09:00:00+01:00', '2027-03-08T10:30:00+01:00'),
        availability('busy-unavailable', '2027-03-09T09:00:00+01:00', '2027-03-09T10:00:00+01:00'),
      ]);
      await send('POST', '/Appointment', appointment(slots[0]!, 'DURAND Jeanne'));
      await send('POST', '/Appointment', appointment(slots[1]!, 'MARTIN Paul', { status: 'pending' }));
      await send('POST', '/Appointment', appointment(slots[1]!, 'PETIT Anne'));
      const page = await following(`?agenda=${id}&lang=${lang}`, { viewport: { width, height: 900 }, colorScheme });
      // what has just changed is marked for a moment
      await page.emulateMedia({ reducedMotion: 'reduce' });
      expect(await violationsOf(page)).toEqual([]);
      for (const narrow of [width, 1000, 600, 320]) {
        await page.setViewportSize({ width: narrow, height: 900 });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(narrow);
      }
      const reached = new Set<string>();
      for (let on = 'nothing yet'; on !== '' && reached.size < 80; reached.add(on)) {
        await page.keyboard.press('Tab');
        on = await page.evaluate(() => {
          const { activeElement: e } = document;
          return e === document.body ? '' : `${e?.tagName} ${e?.id || e?.textContent.trim()}`;
        });
      }
      for (const part of [
        'A Aller au contenu|A Skip to content',
        'INPUT find',
        `A agenda-${id}`,
        'A previous',
        'INPUT date',
        'A slot-',
        'A EN',
      ])
        expect([...reached].join('\n')).toMatch(new RegExp(part));
      // a slot leads to its appointment
      await page.locator('.slot.busy a').click();
      expect(await page.evaluate(() => document.querySelector('tr:target')?.textContent)).toMatch(/DURAND Jeanne/);
      await page.context().close();
    },
  );

  test('printed, it is the week, its appointments and the requests, on white', async () => {
    const page = await following('', { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect([
      await page.locator('nav.agendas').isVisible(),
      await page.locator('.tools').isVisible(),
      await page.locator('.grid').isVisible(),
    ]).toEqual([false, false, true]);
    expect(await page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor)).toBe('rgb(255, 255, 255)');
    await page.context().close();
  });
});
