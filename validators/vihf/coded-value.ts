import { quoted, type Bilingual } from '../../src/model/index.js';
import { isOid } from '../../src/protocols/identifiers/index.js';
import { HL7, XSI, type CodedValue } from '../../src/protocols/saml/index.js';
import { attributeOr, type Where } from '../../src/protocols/xml/index.js';

/** What keeps a value of `role` or `purposeofuse` from being an HL7 CE, and where. */
export interface CodedProblem {
  where: Where;
  expected: Bilingual | string;
  actual: Bilingual | string;
  message: Bilingual;
}

/** Says what is wrong with the form of a coded value; undefined when nothing is. */
export function codedProblem(
  { value, element, code, codeSystem, displayName }: CodedValue,
  local: 'Role' | 'PurposeOfUse',
): CodedProblem | undefined {
  if (!element || element.namespace !== HL7)
    return {
      where: element ?? { in: value, missing: local },
      expected: `<${local} xmlns="${HL7}"/>`,
      actual: element ? `{${element.namespace}}${local}` : quoted(value.text),
      message: {
        fr: `La valeur ne contient pas d’élément ${local} dans l’espace de noms HL7 v3.`,
        en: `The value has no ${local} element in the HL7 v3 namespace.`,
      },
    };
  const type = element.attribute('type', XSI);
  if (type?.split(':').at(-1) !== 'CE')
    return {
      where: [element, element.attributes.find((a) => a.local === 'type' && a.namespace === XSI)?.name ?? 'xsi:type'],
      expected: 'xsi:type="CE"',
      actual: quoted(type),
      message: { fr: `${local} n’est pas du type CE.`, en: `${local} is not of type CE.` },
    };
  const missing = (name: string, text: string, holds: boolean): CodedProblem | undefined =>
    holds ? undefined : (
      {
        where: attributeOr(element, name),
        expected: name === 'codeSystem' ? { fr: 'un OID', en: 'an OID' } : { fr: 'une valeur', en: 'a value' },
        actual: quoted(element.attribute(name)),
        message:
          name === 'codeSystem' && text !== '' ?
            { fr: `${local}/@codeSystem n’est pas un OID.`, en: `${local}/@codeSystem is not an OID.` }
          : { fr: `${local}/@${name} est absent ou vide.`, en: `${local}/@${name} is missing or empty.` },
      }
    );
  return (
    missing('code', code, code.trim() !== '')
    ?? missing('codeSystem', codeSystem, isOid(codeSystem))
    ?? missing('displayName', displayName, displayName.trim() !== '')
  );
}
