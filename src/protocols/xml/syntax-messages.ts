import type { Bilingual } from '../../model/index.js';

type Say = (match: RegExpExecArray) => Bilingual;
const same =
  (fr: string, en: string): Say =>
  () => ({ fr, en });

/** What libxml2 says of text that is not well-formed, by its own words. */
const SHAPES: readonly (readonly [RegExp, Say])[] = [
  [
    /^Opening and ending tag mismatch: (\S+) line (\d+) and (\S+)$/,
    ([, opened, line, closed]) => ({
      fr: `</${closed}> ferme <${opened}>, ouvert ligne ${line}.`,
      en: `</${closed}> closes <${opened}>, which was opened in line ${line}.`,
    }),
  ],
  [
    /^Premature end of data in tag (\S+) line (\d+)$/,
    ([, name, line]) => ({
      fr: `Le document s’arrête dans <${name}>, ouvert ligne ${line} et jamais fermé.`,
      en: `The document ends inside <${name}>, which was opened in line ${line} and never closed.`,
    }),
  ],
  [
    /^Couldn't find end of Start Tag (\S+?)(?: line \d+)?$/,
    ([, name]) => ({
      fr: `La balise <${name} n’est pas terminée par « > ».`,
      en: `The tag <${name} does not end with “>”.`,
    }),
  ],
  [
    /^Attribute (\S+) redefined$/,
    ([, name]) => ({ fr: `L’attribut ${name} est donné deux fois.`, en: `The attribute ${name} is given twice.` }),
  ],
  [
    /^Namespaced Attribute (\S+) in '(.*)' redefined$/,
    ([, name]) => ({
      fr: `L’attribut ${name} est donné deux fois, sous deux préfixes du même espace de noms.`,
      en: `The attribute ${name} is given twice, under two prefixes of one namespace.`,
    }),
  ],
  [
    /^Specification mandates value for attribute (\S+)$/,
    ([, name]) => ({ fr: `L’attribut ${name} n’a pas de valeur.`, en: `The attribute ${name} has no value.` }),
  ],
  [
    /^AttValue: " or ' expected$/,
    same('La valeur d’un attribut n’est pas entre guillemets.', 'The value of an attribute is not between quotes.'),
  ],
  [
    /^AttValue: ['"] expected$/,
    same('La valeur d’un attribut n’est pas refermée par son guillemet.', 'The value of an attribute is not closed by its quote.'),
  ],
  [/^attributes construct error$/, same('Une espace manque entre deux attributs.', 'A space is missing between two attributes.')],
  [/^error parsing attribute name$/, same('Ce n’est pas un nom d’attribut.', 'This is not the name of an attribute.')],
  [
    /^Unescaped '<' not allowed in attributes values$/,
    same('Le signe « < » figure dans la valeur d’un attribut\u00A0: écrire &lt;.', 'The value of an attribute has “<”: write &lt;.'),
  ],
  [
    /^Entity '(.*)' not defined$/,
    ([, name]) => ({
      fr: `L’entité &${name}; n’existe pas en XML\u00A0: écrire le caractère.`,
      en: `There is no entity &${name}; in XML: write the character.`,
    }),
  ],
  [
    /^EntityRef: expecting ';'$/,
    same(
      'Le signe « & » commence une entité sans « ; »\u00A0: écrire &amp; pour ce signe.',
      'The sign “&” begins an entity without “;”: write &amp; for that sign.',
    ),
  ],
  [/^xmlParseEntityRef: no name$/, same('Le signe « & » est seul\u00A0: écrire &amp;.', 'The sign “&” stands alone: write &amp;.')],
  [
    /^StartTag: invalid element name$/,
    same(
      'Le signe « < » n’est pas suivi d’un nom d’élément\u00A0: écrire &lt; pour ce signe.',
      'The sign “<” is not followed by the name of an element: write &lt; for that sign.',
    ),
  ],
  [
    /^Extra content at the end of the document$/,
    same('Le document continue après la fin de son élément racine.', 'The document goes on after the end of its root element.'),
  ],
  [/^Start tag expected, '<' not found$/, same('Aucun élément\u00A0: « < » est attendu ici.', 'No element: “<” is expected here.')],
  [
    /^Sequence '\]\]>' not allowed in content$/,
    same('Le texte contient « ]]> »\u00A0: écrire ]]&gt;.', 'The text has “]]>”: write ]]&gt;.'),
  ],
  [/^Double hyphen within comment/, same('Un commentaire contient « -- ».', 'A comment has “--”.')],
  [/^Comment not terminated/, same('Un commentaire n’est pas terminé par « --> ».', 'A comment does not end with “-->”.')],
  [/^CData section not finished/, same('Une section CDATA n’est pas terminée par « ]]> ».', 'A CDATA section does not end with “]]>”.')],
  [
    /^ParsePI: PI (\S+) never end/,
    ([, name]) => ({
      fr: `L’instruction <?${name} n’est pas terminée par « ?> ».`,
      en: `The instruction <?${name} does not end with “?>”.`,
    }),
  ],
  [
    /^Namespace prefix (\S+) (?:for \S+ )?on (\S+) is not defined$/,
    ([, prefix, name]) => ({
      fr: `Le préfixe ${prefix} n’est lié à aucun espace de noms (élément ${name}).`,
      en: `The prefix ${prefix} is bound to no namespace (element ${name}).`,
    }),
  ],
  [
    /^Failed to parse QName '(.*)'$/,
    ([, name]) => ({ fr: `« ${name} » n’est pas un nom avec préfixe.`, en: `“${name}” is not a name with a prefix.` }),
  ],
  [
    /^xmlns:(\S+): Empty XML namespace is not allowed$/,
    ([, prefix]) => ({
      fr: `Le préfixe ${prefix} est lié à un espace de noms vide.`,
      en: `The prefix ${prefix} is bound to an empty namespace.`,
    }),
  ],
  [
    /^(?:PCDATA invalid Char value|xmlParseCharRef: invalid xmlChar value|Char 0x[0-9A-F]+ out of allowed range) ?(\d*)$/,
    ([, value]) => ({
      fr: `Caractère interdit en XML${value ? ` (numéro ${value})` : ''}.`,
      en: `A character that XML forbids${value ? ` (number ${value})` : ''}.`,
    }),
  ],
  [
    /^CharRef: invalid (?:hexa)?decimal value$/,
    same('Une référence de caractère n’est pas un nombre.', 'A character reference is not a number.'),
  ],
  [
    /^Unsupported version '(.*)'$/,
    ([, version]) => ({ fr: `La version ${version} de XML n’existe pas.`, en: `There is no version ${version} of XML.` }),
  ],
  [/^Malformed declaration expecting version$/, same('La déclaration XML n’a pas de version.', 'The XML declaration has no version.')],
  [
    /^XML declaration allowed only at the start of the document$/,
    same('La déclaration XML n’est pas tout au début du document.', 'The XML declaration is not at the very start of the document.'),
  ],
  [
    /^standalone accepts only 'yes' or 'no'$/,
    same('Dans la déclaration XML, standalone n’est ni yes ni no.', 'In the XML declaration, standalone is neither yes nor no.'),
  ],
];

/**
 * Puts what libxml2 says of text that is not well-formed (XML 1.0; Namespaces in XML 1.0) into French and English. What is
 * not known keeps the words of libxml2.
 */
export function syntaxInWords(said: string): Bilingual {
  for (const [shape, say] of SHAPES) {
    const match = shape.exec(said);
    if (match) return say(match);
  }
  return { fr: said, en: said };
}
