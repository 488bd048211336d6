// Opens and closes parts, and walks the findings.
all('[data-open]').forEach((b) =>
  b.addEventListener('click', () => all('#reqs details').forEach((d) => (d.open = b.dataset.open === '1'))),
);
addEventListener('beforeprint', () =>
  all('details').forEach((d) => {
    d.dataset.was = String(d.open);
    d.open = true;
  }),
);
addEventListener('afterprint', () => all('details').forEach((d) => (d.open = d.dataset.was === 'true')));

// a link may lead into a closed part
function reveal() {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (!target) return;
  for (let d = target.closest('details'); d; d = d.parentElement.closest('details')) d.open = true;
  const evidence = target.matches('tr') ? target.nextElementSibling : null;
  if (evidence?.matches('.ev')) evidence.querySelector('details').open = true;
  target.scrollIntoView();
}
addEventListener('hashchange', reveal);
reveal();

const findings = [...all('.cause')];
const step = (by) => {
  const here = findings.indexOf(document.activeElement?.closest('.cause'));
  const next =
    findings[
      here === -1 ?
        by > 0 ?
          0
        : findings.length - 1
      : (here + by + findings.length) % findings.length
    ];
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: 'start' });
};
const keys = document.getElementById('keys');
if (keys) {
  keys.checked = kept('addax-keys') !== 'off';
  keys.addEventListener('change', () => keep('addax-keys', keys.checked ? 'on' : 'off'));
  document.getElementById('prev').addEventListener('click', () => step(-1));
  document.getElementById('next').addEventListener('click', () => step(1));
  addEventListener('keydown', (e) => {
    if (e.ctrlKey || e.metaKey || e.altKey || !keys.checked || /^(INPUT|SELECT|TEXTAREA)$/.test(e.target.tagName)) return;
    if (e.key === 'n') step(1);
    if (e.key === 'p') step(-1);
  });
}
