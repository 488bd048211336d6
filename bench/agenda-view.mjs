/**
 * The page of the agenda manager: from the answer to a booking until a browser shows it, in the document that a
 * MutationObserver sees. Clocks are those of one machine (performance.timeOrigin + performance.now()). A booking comes as
 * soon as the one before is shown, or after a rest. `ADDAX_BENCH_SHORT=1`: fewer bookings; `ADDAX_BENCH_SIZES`: these stores.
 */
/* global document, window, MutationObserver -- of the page */
import { existsSync, rmSync } from 'node:fs';
import { randomUUID } from 'node:crypto';
import { delimiter, join } from 'node:path';
import { setTimeout as rest } from 'node:timers/promises';
import { chromium } from 'playwright-core';
import { appointment } from './fhir-server/requests.mjs';
import { ms, percentiles } from './latency.mjs';
import { addax, folder, pki, processorTime, root, start } from './support.mjs';

export const title = 'The page of the agenda manager: from the answer to a booking until the browser shows it';

const short = process.env.ADDAX_BENCH_SHORT !== undefined;
const SIZES = (process.env.ADDAX_BENCH_SIZES ?? '1000,100000').split(',').map(Number);
const BOOKINGS = short ? 10 : 50;
const DAY = 86_400_000;
/** Longer than the page waits for more changes. */
const REST_MS = 300;

export async function run() {
  const browser = await chromium.launch({ executablePath: findBrowser(), args: ['--no-sandbox', '--disable-gpu'] });
  try {
    const rows = [];
    for (const slots of SIZES) rows.push(...(await measured(browser, slots)));
    return rows;
  } finally {
    await browser.close();
  }
}

async function measured(browser, slots) {
  const bare = await start([join(root, 'bench/agenda-view/bare.mjs')]);
  const evidence = join(folder, `evidence-${randomUUID()}`);
  const options = ['--no-tls', '--seed-data', String(slots), '--pki', pki, '--format', 'json', '--out', evidence];
  const server = await start([addax, 'simulate', 'agenda-manager', ...options]);
  try {
    const { url } = server.said.endpoints.find(({ actor }) => actor === 'agenda-manager');
    const rows = [];
    for (const [week, bookings, pause] of [
      [1, 'one after the other, at once', 0],
      [2, 'after a rest', REST_MS],
    ]) {
      const { firstDay, free } = await weekOf(url, week);
      const before = processorTime(server.pid);
      const ours = await inTurn(browser, url, `${server.said.page}?agenda=1&week=${firstDay}`, free, pause);
      const processor = (processorTime(server.pid) - before) / free.length;
      const least = await inTurn(browser, bare.said.url, bare.said.page, free, pause);
      rows.push(row(slots, bookings, ours, least, processor));
    }
    return rows;
  } finally {
    await Promise.all([server.stop(), bare.stop()]);
    rmSync(evidence, { recursive: true, force: true });
  }
}

/** The free slots of the first agenda in a week to come, as many as are booked. */
async function weekOf(url, number) {
  const today = Math.floor(Date.now() / DAY) * DAY;
  const monday = today + (((8 - new Date(today).getUTCDay()) % 7) + 7 * number) * DAY;
  const dayAt = (at) => new Date(at).toISOString().slice(0, 10);
  const [firstDay, after] = [dayAt(monday), dayAt(monday + 7 * DAY)];
  const query = `schedule=Schedule/1&status=free&start=ge${firstDay}&start=lt${after}&_sort=start&_count=${BOOKINGS}`;
  const { entry = [] } = await (await fetch(`${url}/Slot?${query}`)).json();
  if (entry.length < BOOKINGS) throw new Error(`only ${entry.length} free slots in the week of ${firstDay}`);
  return { firstDay, free: entry.map(({ resource }) => resource) };
}

/** A page that tells when the name of a patient is in its document. */
async function following(browser, address) {
  const page = await browser.newPage({ viewport: { width: 1280, height: 900 } });
  await page.goto(address);
  await page.waitForFunction(() => document.getElementById('state')?.textContent === document.body.dataset.live);
  await page.evaluate(() => {
    window.shownAt = (patient) =>
      new Promise((shown) => {
        const observer = new MutationObserver(() => {
          const at = performance.timeOrigin + performance.now();
          if (![...document.querySelectorAll('.slot.busy .who')].some(({ textContent }) => textContent === patient)) return;
          observer.disconnect();
          shown(at);
        });
        observer.observe(document.body, { childList: true, subtree: true });
      });
  });
  return page;
}

/** Books slots one after the other, each when the one before is shown. */
async function inTurn(browser, url, address, slots, pause) {
  const page = await following(browser, address);
  const times = [];
  for (const [number, slot] of slots.entries()) {
    if (pause > 0) await rest(pause);
    times.push(await booked(page, url, slot, `PATIENT ${number}`));
  }
  await page.context().close();
  return times;
}

/** Books a slot; how long after the answer the page showed it, in ms. */
async function booked(page, url, slot, patient) {
  const { participant, ...more } = appointment(slot);
  const body = JSON.stringify({
    ...more,
    participant: [...participant, { actor: { type: 'Patient', display: patient }, status: 'accepted' }],
  });
  // it is looking out before anything is sent
  await page.evaluate((name) => void (window.shown = window.shownAt(name)), patient);
  const answer = await fetch(`${url}/Appointment`, { method: 'POST', headers: { 'content-type': 'application/fhir+json' }, body });
  const answered = performance.timeOrigin + performance.now();
  if (answer.status !== 201) throw new Error(`${answer.status}: ${await answer.text()}`);
  await answer.arrayBuffer();
  return (await page.evaluate(() => window.shown)) - answered;
}

function findBrowser() {
  const named = process.env.CHROMIUM_PATH;
  if (named) return named;
  for (const name of ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable'])
    for (const place of [...(process.env.PATH ?? '').split(delimiter), '/usr/bin'])
      if (place && existsSync(join(place, name))) return join(place, name);
  throw new Error('no browser: set CHROMIUM_PATH or install chromium');
}

function row(slots, bookings, times, bare, processor) {
  const [ours, least] = [percentiles(times), percentiles(bare)];
  return {
    ...{ slots, bookings, number: times.length },
    ...{ 'p50, ms': ms(ours.p50), 'p95, ms': ms(ours.p95), 'longest, ms': ms(Math.max(...times)) },
    ...{ 'bare p50, ms': ms(least.p50), 'bare p95, ms': ms(least.p95) },
    'processor of the server, ms': ms(processor),
  };
}
