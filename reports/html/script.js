// Every page is whole without its script; this part switches the language and prints.
const root = document.documentElement;
const all = (selector) => document.querySelectorAll(selector);
const written = root.lang;

function setLang(lang) {
  root.lang = lang;
  all('[data-fr],[data-en]').forEach((e) => {
    e.dataset[written] ??= e.innerHTML;
    e.innerHTML = e.dataset[lang];
  });
  all('[data-w]').forEach((e) => (e.textContent = WORDS[e.dataset.w][lang]));
  all('[data-fr-label],[data-en-label]').forEach((e) => {
    e.dataset[written + 'Label'] ??= e.getAttribute('aria-label');
    e.setAttribute('aria-label', e.dataset[lang + 'Label']);
  });
  all('[data-lang]').forEach((b) => b.setAttribute('aria-pressed', String(b.dataset.lang === lang)));
}

const keep = (name, value) => {
  try {
    localStorage.setItem(name, value);
  } catch {
    // a page opened from a file may have no storage
  }
};
const kept = (name) => {
  try {
    return localStorage.getItem(name);
  } catch {
    return null;
  }
};

all('[data-js]').forEach((e) => (e.hidden = false));
all('[data-lang]').forEach((b) =>
  b.addEventListener('click', () => {
    setLang(b.dataset.lang);
    keep('addax-lang', b.dataset.lang);
  }),
);
const asked = new URLSearchParams(location.search).get('lang') ?? kept('addax-lang');
if ((asked === 'fr' || asked === 'en') && asked !== written) setLang(asked);

document.getElementById('print').addEventListener('click', () => print());
