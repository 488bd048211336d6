import { expect, test } from '@jest/globals';
import { readXml, XmlSyntaxError } from './index.js';

const told = (text: string): string[] => {
  try {
    readXml(new TextEncoder().encode(text));
  } catch (error) {
    if (!(error instanceof XmlSyntaxError)) throw error;
    const { fr, en } = error.explanation;
    return [fr.replace('XML mal formé\u00A0: ', ''), en.replace('Not well-formed XML: ', '')];
  }
  return [];
};

test.each([
  ['<a>\n<b></a>', '</a> ferme <b>, ouvert ligne 2.', '</a> closes <b>, which was opened in line 2.'],
  [
    '<a>',
    'Le document s’arrête dans <a>, ouvert ligne 1 et jamais fermé.',
    'The document ends inside <a>, which was opened in line 1 and never closed.',
  ],
  ['<a', 'La balise <a n’est pas terminée par « > ».', 'The tag <a does not end with “>”.'],
  ['<a b="1" b="2"/>', 'L’attribut b est donné deux fois.', 'The attribute b is given twice.'],
  [
    '<a xmlns:x="u" xmlns:y="u" x:b="1" y:b="2"/>',
    'L’attribut b est donné deux fois, sous deux préfixes du même espace de noms.',
    'The attribute b is given twice, under two prefixes of one namespace.',
  ],
  ['<a b/>', 'L’attribut b n’a pas de valeur.', 'The attribute b has no value.'],
  ['<a b=1/>', 'La valeur d’un attribut n’est pas entre guillemets.', 'The value of an attribute is not between quotes.'],
  ['<a b="x/>', 'La valeur d’un attribut n’est pas refermée par son guillemet.', 'The value of an attribute is not closed by its quote.'],
  ['<a b="1"c="2"/>', 'Une espace manque entre deux attributs.', 'A space is missing between two attributes.'],
  ['<a 1="x"/>', 'Ce n’est pas un nom d’attribut.', 'This is not the name of an attribute.'],
  [
    '<a b="<"/>',
    'Le signe « < » figure dans la valeur d’un attribut\u00A0: écrire &lt;.',
    'The value of an attribute has “<”: write &lt;.',
  ],
  [
    '<a>&nbsp;</a>',
    'L’entité &nbsp; n’existe pas en XML\u00A0: écrire le caractère.',
    'There is no entity &nbsp; in XML: write the character.',
  ],
  [
    '<a>R&D</a>',
    'Le signe « & » commence une entité sans « ; »\u00A0: écrire &amp; pour ce signe.',
    'The sign “&” begins an entity without “;”: write &amp; for that sign.',
  ],
  ['<a>& </a>', 'Le signe « & » est seul\u00A0: écrire &amp;.', 'The sign “&” stands alone: write &amp;.'],
  [
    '<a>1 < 2</a>',
    'Le signe « < » n’est pas suivi d’un nom d’élément\u00A0: écrire &lt; pour ce signe.',
    'The sign “<” is not followed by the name of an element: write &lt; for that sign.',
  ],
  ['<a/><b/>', 'Le document continue après la fin de son élément racine.', 'The document goes on after the end of its root element.'],
  ['text', 'Aucun élément\u00A0: « < » est attendu ici.', 'No element: “<” is expected here.'],
  ['<a>]]></a>', 'Le texte contient « ]]> »\u00A0: écrire ]]&gt;.', 'The text has “]]>”: write ]]&gt;.'],
  ['<a><!-- -- --></a>', 'Un commentaire contient « -- ».', 'A comment has “--”.'],
  ['<!-- x <a/>', 'Un commentaire n’est pas terminé par « --> ».', 'A comment does not end with “-->”.'],
  ['<a><![CDATA[ </a>', 'Une section CDATA n’est pas terminée par « ]]> ».', 'A CDATA section does not end with “]]>”.'],
  ['<a><?x ?', 'L’instruction <?x n’est pas terminée par « ?> ».', 'The instruction <?x does not end with “?>”.'],
  ['<a><y:c/></a>', 'Le préfixe y n’est lié à aucun espace de noms (élément c).', 'The prefix y is bound to no namespace (element c).'],
  ['<a x:y="1"/>', 'Le préfixe x n’est lié à aucun espace de noms (élément a).', 'The prefix x is bound to no namespace (element a).'],
  ['<a:b:c/>', '« a:b:c » n’est pas un nom avec préfixe.', '“a:b:c” is not a name with a prefix.'],
  ['<a xmlns:x=""/>', 'Le préfixe x est lié à un espace de noms vide.', 'The prefix x is bound to an empty namespace.'],
  ['<a>\u0001</a>', 'Caractère interdit en XML (numéro 1).', 'A character that XML forbids (number 1).'],
  ['<a>&#0;</a>', 'Caractère interdit en XML (numéro 0).', 'A character that XML forbids (number 0).'],
  ['<a>&#xZ;</a>', 'Une référence de caractère n’est pas un nombre.', 'A character reference is not a number.'],
  ['<?xml version="3.0"?><a/>', 'La version 3.0 de XML n’existe pas.', 'There is no version 3.0 of XML.'],
  ['<?xml encoding="UTF-8"?><a/>', 'La déclaration XML n’a pas de version.', 'The XML declaration has no version.'],
  [
    ' <?xml version="1.0"?><a/>',
    'La déclaration XML n’est pas tout au début du document.',
    'The XML declaration is not at the very start of the document.',
  ],
  [
    '<?xml version="1.0" encoding="UTF-8" standalone="maybe"?><a/>',
    'Dans la déclaration XML, standalone n’est ni yes ni no.',
    'In the XML declaration, standalone is neither yes nor no.',
  ],
  ['<a xmlns:xml="u"/>', 'xml namespace prefix mapped to wrong URI', 'xml namespace prefix mapped to wrong URI'],
])('%j', (text, fr, en) => {
  expect(told(text)).toEqual([fr, en]);
});
