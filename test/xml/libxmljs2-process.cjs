/**
 * libxmljs2 in a process of its own, because a crafted document can abort it: one JSON line in ({ xml } in base64), one
 * JSON line out ({ tree } or { refused }). The tree has the form of tree-form.ts.
 */
const { createInterface } = require('node:readline');
const libxml = require('libxmljs2');

const qualified = (node) => {
  const prefix = node.namespace()?.prefix();
  return prefix ? `${prefix}:${node.name()}` : node.name();
};

function form(element) {
  const children = [];
  for (const node of element.childNodes()) {
    const type = node.type();
    if (type === 'element') children.push(form(node));
    else if (type === 'text' || type === 'cdata') {
      if (typeof children.at(-1) === 'string') children.push(children.pop() + node.text());
      else children.push(node.text());
    }
  }
  return {
    name: qualified(element),
    namespace: element.namespace()?.href() ?? '',
    attributes: element
      .attrs()
      .map((a) => [qualified(a), a.namespace()?.href() ?? '', a.value()])
      .sort(([a], [b]) => (a < b ? -1 : 1)),
    children: children.filter((child) => child !== ''),
  };
}

function answer(xml) {
  let document;
  try {
    document = libxml.parseXml(Buffer.from(xml, 'base64'), { nonet: true });
  } catch (error) {
    return { refused: String(error.message).trim() };
  }
  // libxml2 goes on after an error that only namespaces make (an undeclared prefix); the product does not
  const error = document.errors.find((e) => e.level >= 2);
  return error ? { refused: error.message.trim() } : { tree: form(document.root()) };
}

createInterface({ input: process.stdin }).on('line', (line) => {
  process.stdout.write(`${JSON.stringify(answer(JSON.parse(line).xml))}\n`);
});
