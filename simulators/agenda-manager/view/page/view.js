// The server makes the parts of the page; this puts them in place, says what is new and marks what changed.
const { stream, live, lost } = document.body.dataset;
const state = document.getElementById('state');
const news = document.getElementById('news');
const QUIET_MS = 2000;

function tell(text, isLive) {
  state.hidden = false;
  state.textContent = text;
  state.classList.toggle('live', isLive);
  state.classList.toggle('warn', !isLive);
}

const statesOf = (part) => new Map([...part.querySelectorAll('[data-key]')].map((e) => [e.dataset.key, e.dataset.state]));

/** Replaces a part without taking the focus from who is in it. */
function put(name, html) {
  const part = document.getElementById(name);
  const before = statesOf(part);
  const focused = part.contains(document.activeElement) ? document.activeElement : undefined;
  const scrolled = part.querySelector('.grid')?.scrollLeft;
  const isFirst = part.dataset.shown === undefined;
  part.innerHTML = html;
  part.dataset.shown = '';
  if (focused?.id) document.getElementById(focused.id)?.focus({ preventScroll: true });
  if (scrolled) part.querySelector('.grid').scrollLeft = scrolled;
  if (isFirst) return;
  for (const e of part.querySelectorAll('[data-key]')) if (before.get(e.dataset.key) !== e.dataset.state) e.classList.add('fresh');
}

let said = Number(document.querySelector('[data-number]')?.dataset.number ?? 0);
let waiting;

/** Says the newest request, and how many more there were; not more often than one can listen to. */
function announce() {
  waiting ??= setTimeout(() => {
    waiting = undefined;
    const newest = document.querySelector('[data-number]');
    const number = Number(newest?.dataset.number ?? 0);
    if (number <= said) return;
    news.textContent = `${newest.dataset.say}${number - said > 1 ? ` (+ ${number - said - 1})` : ''}`;
    said = number;
  }, QUIET_MS);
}

const source = new EventSource(stream);
source.addEventListener('open', () => tell(live, true));
source.addEventListener('error', () => tell(lost, false));
source.addEventListener('parts', ({ data }) => {
  for (const [name, html] of Object.entries(JSON.parse(data))) put(name, html);
  announce();
});
