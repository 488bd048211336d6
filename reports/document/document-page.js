// Walks the findings: list, source and reading move together. Narrows the list.
const body = document.body;
const one = (selector) => document.querySelector(selector);
const panes = one('.src');
const lists = [...all('.list [data-f]')];
const notes = new Map([...all('.note')].map((note) => [note.dataset.f, note]));
const marks = [...all('.m')];
const numbersOf = (element) => (element.dataset.f ?? '').split(' ');
let current = '';

// a cause of several places has two links to its first: the walk takes each finding once
const walk = () => {
  const seen = new Set();
  return lists.filter((a) => !a.closest('.list > li').hidden && !seen.has(a.dataset.f) && seen.add(a.dataset.f)).map((a) => a.dataset.f);
};

const view = (name) => {
  body.dataset.view = name;
  all('.tabs [data-v]').forEach((tab) => tab.setAttribute('aria-pressed', String(tab.dataset.v === name)));
};
const room = () => panes.style.setProperty('--room', `${Math.max(180, panes.clientWidth - (innerWidth > 760 ? 84 : 60))}px`);

/** Brings something to a quarter of the height of the pane that scrolls it, and nothing else of the page. */
function bring(element, pane) {
  const at = element.getBoundingClientRect().top - pane.getBoundingClientRect().top + pane.scrollTop;
  pane.scrollTo({ top: at - pane.clientHeight / 4, left: 0 });
}

function go(number, focus) {
  const note = notes.get(number);
  if (!note) return;
  current = number;
  for (const a of lists) {
    if (a.dataset.f === number) a.setAttribute('aria-current', 'true');
    else a.removeAttribute('aria-current');
  }
  all('.list > li').forEach((li) => li.classList.toggle('on', li.querySelector('[aria-current]') !== null));
  all('.src li.at').forEach((li) => li.classList.toggle('cur', numbersOf(li).includes(number)));
  notes.forEach((other) => (other.open = other === note));
  let mark;
  for (const m of marks) {
    const here = numbersOf(m).includes(number);
    m.classList.toggle('cur', here);
    if (here) mark ??= m;
  }
  if (innerWidth <= 1180 && body.dataset.view !== 'code') view('code');
  room();
  bring(note.closest('li') ?? note, panes);
  if (mark && mark.offsetParent) bring(mark, mark.closest('.scroll'));
  const item = lists.find((a) => a.dataset.f === number);
  if (item && item.offsetParent) item.scrollIntoView({ block: 'nearest' });
  if (focus) note.querySelector('summary').focus({ preventScroll: true });
}

const step = (by) => {
  const numbers = walk();
  if (numbers.length === 0) return;
  const here = numbers.indexOf(current);
  go(
    numbers[
      here === -1 ?
        by > 0 ?
          0
        : numbers.length - 1
      : (here + by + numbers.length) % numbers.length
    ],
    true,
  );
};

lists.forEach((a) =>
  a.addEventListener('click', (event) => {
    event.preventDefault();
    go(a.dataset.f, innerWidth <= 1180);
  }),
);
marks.forEach((m) =>
  m.addEventListener('click', (event) => {
    event.preventDefault();
    go(numbersOf(m).find((number) => notes.get(number)?.hidden === false) ?? numbersOf(m)[0], true);
  }),
);
notes.forEach((note, number) =>
  note.querySelector('summary').addEventListener('click', () => {
    if (!note.open) setTimeout(() => go(number, false));
  }),
);
all('.tabs [data-v]').forEach((tab) => tab.addEventListener('click', () => view(tab.dataset.v)));

const keys = document.getElementById('keys');
if (keys) {
  keys.checked = kept('addax-keys') !== 'off';
  keys.addEventListener('change', () => keep('addax-keys', keys.checked ? 'on' : 'off'));
  document.getElementById('prev').addEventListener('click', () => step(-1));
  document.getElementById('next').addEventListener('click', () => step(1));
  addEventListener('keydown', (e) => {
    if (
      e.ctrlKey
      || e.metaKey
      || e.altKey
      || !keys.checked
      || (/^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName) && e.target.type !== 'checkbox')
    )
      return;
    if (e.key === 'n') step(1);
    if (e.key === 'p') step(-1);
  });
}

const plain = (text) => text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
function filter() {
  const on = (group) => new Set([...all(`[data-g=${group}]:checked`)].map((box) => box.value));
  const boxes = (group) => one(`[data-g=${group}]`) !== null;
  const severities = on('k');
  const origins = on('o');
  const family = document.getElementById('family')?.value ?? '';
  const words = plain(document.getElementById('query').value).split(/\s+/).filter(Boolean);
  let shown = 0;
  let total = 0;
  const hidden = new Set();
  all('.list > li').forEach((li) => {
    const numbers = new Set([...li.querySelectorAll('[data-f]')].map((a) => a.dataset.f));
    const said =
      words.length === 0 ?
        ''
      : plain([li.textContent, li.dataset.q, ...[...numbers].map((n) => notes.get(n)?.textContent ?? '')].join(' '));
    const keeps =
      (!boxes('k') || severities.has(li.dataset.k))
      && (!boxes('o') || origins.has(li.dataset.o))
      && (family === '' || li.dataset.v === family)
      && words.every((word) => said.includes(word));
    li.hidden = !keeps;
    total += numbers.size;
    if (keeps) shown += numbers.size;
    else numbers.forEach((n) => hidden.add(n));
  });
  notes.forEach((note, number) => (note.hidden = hidden.has(number)));
  marks.forEach((m) =>
    m.classList.toggle(
      'off',
      numbersOf(m).every((n) => hidden.has(n)),
    ),
  );
  all('.src li[data-f]').forEach((li) => li.classList.toggle('at', !numbersOf(li).every((n) => hidden.has(n))));
  document.getElementById('shown').textContent = shown === total ? String(total) : `${shown} / ${total}`;
  document.getElementById('empty').hidden = shown > 0;
}
if (one('.filters')) {
  all('[data-g]').forEach((box) => box.addEventListener('change', filter));
  document.getElementById('family')?.addEventListener('change', filter);
  document.getElementById('query').addEventListener('input', filter);
}

addEventListener('beforeprint', () => {
  all('details').forEach((d) => (d.dataset.was = String(d.open)));
  all('.note, .about, .ex').forEach((d) => {
    d.removeAttribute('name');
    d.open = true;
  });
});
addEventListener('afterprint', () =>
  all('.note, .about, .ex').forEach((d) => {
    d.open = d.dataset.was === 'true';
    if (d.matches('.note')) d.setAttribute('name', 'note');
  }),
);

view(innerWidth > 760 ? 'code' : 'list');
room();
addEventListener('resize', room);
const asked_ = /^#f(\d+)$/.exec(location.hash);
if (asked_) go(asked_[1], false);
else if (innerWidth > 760 && walk().length > 0) go(walk()[0], false);
addEventListener('hashchange', () => {
  const found = /^#f(\d+)$/.exec(location.hash);
  if (found) go(found[1], true);
});
