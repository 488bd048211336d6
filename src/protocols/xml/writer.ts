/** Escapes a value for text or for an attribute in double quotes. */
export const escapeAttribute = (value: string): string =>
  value.replace(/[&<>"\t\n\r]/g, (c) =>
    c === '&' ? '&amp;'
    : c === '<' ? '&lt;'
    : c === '>' ? '&gt;'
    : c === '"' ? '&quot;'
    : `&#${c.charCodeAt(0)};`,
  );

/**
 * Template tag that escapes every value it is given: strings go in as text or attribute value, `Raw` (and arrays of it)
 * as markup, undefined and false as nothing.
 */
export function xml(strings: TemplateStringsArray, ...values: XmlValue[]): Raw {
  let out = strings[0] ?? '';
  values.forEach((value, i) => {
    out += render(value) + (strings[i + 1] ?? '');
  });
  return new Raw(out);
}

export type XmlValue = string | number | undefined | false | Raw | readonly XmlValue[];

/** Markup that is already escaped. */
export class Raw {
  constructor(readonly markup: string) {}
  toString(): string {
    return this.markup;
  }
}

function render(value: XmlValue): string {
  if (value === undefined || value === false) return '';
  if (value instanceof Raw) return value.markup;
  if (Array.isArray(value)) return value.map(render).join('');
  return escapeAttribute(String(value));
}
