// Narrows the list of files.
const query = document.getElementById('query');
if (query) {
  const rows = [...all('.by-file tbody tr')];
  const names = rows.map((row) => row.querySelector('th').textContent.toLowerCase());
  query.addEventListener('input', () => {
    const words = query.value.toLowerCase().split(/\s+/).filter(Boolean);
    let shown = 0;
    rows.forEach((row, i) => {
      row.hidden = !words.every((word) => names[i].includes(word));
      if (!row.hidden) shown += 1;
    });
    document.getElementById('shown').textContent = words.length === 0 ? '' : `${shown} / ${rows.length}`;
    document.getElementById('empty').hidden = shown > 0;
  });
}
