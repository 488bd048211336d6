import { ABSENT, quoted, shorten, type Bilingual, type Rule } from '../../src/model/index.js';
import { isOid, judgeIns, parseCx, structIdNatProblem, type InsAspect } from '../../src/protocols/identifiers/index.js';
import { VihfCodeSystem, VihfName, type Vihf, type VihfAttribute } from '../../src/protocols/saml/index.js';
import type { Where } from '../../src/protocols/xml/index.js';
import { codedProblem } from './coded-value.js';
import type { Judge, RuleFamily } from './judge.js';

const VIHF = 'CI-SIS, Transport synchrone pour client lourd, annexe 2';

/** A rule on one attribute that the specification requires once, with one value. */
function attributeRule(
  rule: Omit<Rule, 'requirements' | 'clause' | 'level'> & Partial<Pick<Rule, 'level' | 'requirements'>>,
  name: string,
): Rule {
  return { level: 'SHALL', requirements: [rule.id], clause: `${VIHF}, ${name}`, ...rule };
}

const written = (name: string, value: string): string =>
  `<saml:Attribute Name="${name}"><saml:AttributeValue>${value}</saml:AttributeValue></saml:Attribute>`;

const MODES = ['DIRECTE', 'INDIRECTE', 'INDIRECTE_RENFORCEE'];
const PURPOSES = ['normal', 'bris_de_glace', 'centre_15'];
const LEGACY = ['Mode_Acces', 'Confidentiality_code', 'Profession', 'LPS_Type'];
const CONFIDENTIALITY = '1.2.250.1.213.1.1.4.13';

export const attributeRules: readonly Rule[] = [
  attributeRule(
    {
      id: 'VIHF-20',
      title: {
        fr: 'Chaque Attribute porte un Name et au moins une AttributeValue.',
        en: 'Each Attribute has a Name and at least one AttributeValue.',
      },
      message: { fr: 'Un Attribute n’a pas de nom ou pas de valeur.', en: 'An Attribute has no name or no value.' },
      hint: {
        fr: 'Donner à chaque Attribute son Name et sa valeur, ou le retirer.',
        en: 'Give each Attribute its Name and its value, or remove it.',
      },
      example: {
        right: written('LPS_Nom', 'MON LPS'),
        wrong: '<saml:Attribute><saml:AttributeValue>MON LPS</saml:AttributeValue></saml:Attribute>',
      },
    },
    'AttributeStatement',
  ),
  attributeRule(
    {
      id: 'VIHF-20-EXTRA',
      level: 'SHOULD',
      title: { fr: 'Attribute ne porte ni NameFormat ni FriendlyName.', en: 'Attribute has neither NameFormat nor FriendlyName.' },
      message: { fr: 'Attribute porte NameFormat ou FriendlyName.', en: 'Attribute has NameFormat or FriendlyName.' },
      hint: { fr: 'Ne garder que Name.', en: 'Keep Name only.' },
      requirements: ['VIHF-20'],
      example: { right: '<saml:Attribute Name="LPS_Nom">', wrong: '<saml:Attribute Name="LPS_Nom" FriendlyName="Nom du LPS">' },
    },
    'AttributeStatement',
  ),
  attributeRule(
    {
      id: 'VIHF-30',
      title: { fr: 'VIHF_Version vaut 3.0 ou 4.0.', en: 'VIHF_Version is 3.0 or 4.0.' },
      message: { fr: 'La version du VIHF n’est pas 3.0 ou 4.0.', en: 'The VIHF version is not 3.0 or 4.0.' },
      hint: { fr: 'Écrire VIHF_Version 3.0 (ou 4.0).', en: 'Write VIHF_Version 3.0 (or 4.0).' },
      example: { right: written('VIHF_Version', '3.0'), wrong: written('VIHF_Version', '1.0') },
    },
    VihfName.version,
  ),
  attributeRule(
    {
      id: 'VIHF-31',
      title: {
        fr: 'Authentification_Mode vaut DIRECTE, INDIRECTE ou INDIRECTE_RENFORCEE.',
        en: 'Authentification_Mode is DIRECTE, INDIRECTE or INDIRECTE_RENFORCEE.',
      },
      message: { fr: 'Le mode d’authentification n’est pas un de ceux du VIHF.', en: 'The authentication mode is not one of the VIHF’s.' },
      hint: {
        fr: 'Écrire DIRECTE (carte CPx), INDIRECTE (cachet de structure) ou INDIRECTE_RENFORCEE (Pro Santé Connect).',
        en: 'Write DIRECTE (CPx card), INDIRECTE (structure seal) or INDIRECTE_RENFORCEE (Pro Santé Connect).',
      },
      example: { right: written('Authentification_Mode', 'INDIRECTE'), wrong: written('Authentification_Mode', 'CPS') },
    },
    VihfName.mode,
  ),
  attributeRule(
    {
      id: 'VIHF-31-SPELLING',
      level: 'SHOULD',
      title: {
        fr: 'L’attribut s’écrit Authentification_Mode, avec un M majuscule.',
        en: 'The attribute is spelt Authentification_Mode, with a capital M.',
      },
      message: { fr: 'Le nom de l’attribut n’a pas la casse attendue.', en: 'The name of the attribute does not have the expected case.' },
      why: {
        fr: 'Une plateforme qui compare les noms à la lettre ne trouve pas l’attribut.',
        en: 'A platform that compares names to the letter does not find the attribute.',
      },
      hint: { fr: 'Écrire Name="Authentification_Mode".', en: 'Write Name="Authentification_Mode".' },
      requirements: ['VIHF-31'],
      example: { right: 'Name="Authentification_Mode"', wrong: 'Name="Authentification_mode"' },
    },
    VihfName.mode,
  ),
  attributeRule(
    {
      id: 'VIHF-32',
      title: { fr: 'Identifiant_Structure est un Struct_IdNat.', en: 'Identifiant_Structure is a Struct_IdNat.' },
      message: { fr: 'La structure n’est pas désignée par un Struct_IdNat.', en: 'The structure is not designated by a Struct_IdNat.' },
      hint: {
        fr: 'Écrire le préfixe et le numéro : 1 et le FINESS, 3 et le SIRET, 4, le RPPS et le rang du cabinet.',
        en: 'Write the prefix and the number: 1 and the FINESS, 3 and the SIRET, 4, the RPPS and the rank of the practice.',
      },
      example: { right: written('Identifiant_Structure', '10B0127189'), wrong: written('Identifiant_Structure', '0B0127189') },
    },
    VihfName.structure,
  ),
  attributeRule(
    {
      id: 'VIHF-33',
      title: {
        fr: `Secteur_Activite s’écrit SA et deux chiffres, ^ et ${VihfCodeSystem.sector}.`,
        en: `Secteur_Activite is SA and two digits, ^ and ${VihfCodeSystem.sector}.`,
      },
      message: { fr: 'Le secteur d’activité n’a pas la forme code^OID.', en: 'The sector of activity does not have the form code^OID.' },
      hint: { fr: `Écrire par exemple SA07^${VihfCodeSystem.sector}.`, en: `Write for example SA07^${VihfCodeSystem.sector}.` },
      example: { right: written('Secteur_Activite', `SA07^${VihfCodeSystem.sector}`), wrong: written('Secteur_Activite', 'SA07') },
    },
    VihfName.sector,
  ),
  attributeRule(
    {
      id: 'VIHF-34',
      title: {
        fr: 'En authentification indirecte, subject-id contient le nom et le prénom de l’utilisateur, ou le nom du logiciel.',
        en: 'In indirect authentication, subject-id holds the name and given name of the user, or the name of the software.',
      },
      message: { fr: 'L’utilisateur n’est pas nommé.', en: 'The user is not named.' },
      why: { fr: 'Le patient voit ce nom dans l’historique des accès.', en: 'The patient sees this name in the access log.' },
      hint: { fr: `Ajouter l’attribut ${VihfName.subjectId}.`, en: `Add the attribute ${VihfName.subjectId}.` },
      example: { right: written(VihfName.subjectId, 'LIBRE MAX'), wrong: written(VihfName.subjectId, '') },
    },
    VihfName.subjectId,
  ),
  attributeRule(
    {
      id: 'VIHF-35',
      title: {
        fr: 'L’attribut role porte des éléments HL7 Role de type CE, avec code, codeSystem et displayName.',
        en: 'The attribute role holds HL7 Role elements of type CE, with code, codeSystem and displayName.',
      },
      message: {
        fr: 'Le rôle de l’utilisateur manque ou n’est pas un élément HL7 Role.',
        en: 'The role of the user is missing or is not an HL7 Role element.',
      },
      why: { fr: 'Les droits d’accès dépendent du rôle.', en: 'Access rights depend on the role.' },
      hint: {
        fr: 'Écrire <Role xmlns="urn:hl7-org:v3" xsi:type="CE" code="…" codeSystem="…" displayName="…"/> dans chaque AttributeValue.',
        en: 'Write <Role xmlns="urn:hl7-org:v3" xsi:type="CE" code="…" codeSystem="…" displayName="…"/> in each AttributeValue.',
      },
      example: {
        right: '<Role xmlns="urn:hl7-org:v3" xsi:type="CE" code="10" codeSystem="1.2.250.1.71.1.2.7" displayName="Médecin"/>',
        wrong: '<saml:AttributeValue>10</saml:AttributeValue>',
      },
    },
    VihfName.role,
  ),
  attributeRule(
    {
      id: 'VIHF-36',
      title: {
        fr: `purposeofuse porte normal, bris_de_glace ou centre_15, de la nomenclature ${VihfCodeSystem.accessMode}.`,
        en: `purposeofuse holds normal, bris_de_glace or centre_15, of the nomenclature ${VihfCodeSystem.accessMode}.`,
      },
      message: { fr: 'Le mode d’accès n’est pas un de ceux du VIHF.', en: 'The purpose of use is not one of the VIHF’s.' },
      hint: {
        fr: `Écrire <PurposeOfUse xmlns="urn:hl7-org:v3" xsi:type="CE" code="normal" codeSystem="${VihfCodeSystem.accessMode}" displayName="Accès normal"/>.`,
        en: `Write <PurposeOfUse xmlns="urn:hl7-org:v3" xsi:type="CE" code="normal" codeSystem="${VihfCodeSystem.accessMode}" displayName="Accès normal"/>.`,
      },
      example: { right: 'code="normal"', wrong: 'code="TREATMENT"' },
    },
    VihfName.purposeOfUse,
  ),
  attributeRule(
    {
      id: 'VIHF-36-MODE',
      title: {
        fr: 'Le bris de glace n’est pas demandé en authentification INDIRECTE.',
        en: 'Emergency access (bris de glace) is not asked for in INDIRECTE authentication.',
      },
      message: { fr: 'Le VIHF INDIRECTE demande un bris de glace.', en: 'The INDIRECTE VIHF asks for emergency access (bris de glace).' },
      hint: {
        fr: 'Demander normal ou centre_15, ou s’authentifier avec la carte (DIRECTE).',
        en: 'Ask for normal or centre_15, or authenticate with the card (DIRECTE).',
      },
      requirements: ['VIHF-36'],
      example: { right: 'INDIRECTE, code="normal"', wrong: 'INDIRECTE, code="bris_de_glace"' },
    },
    VihfName.purposeOfUse,
  ),
  attributeRule(
    {
      id: 'VIHF-37',
      level: 'SHOULD',
      title: {
        fr: 'Mode_Acces_Raison accompagne le bris de glace, et lui seul.',
        en: 'Mode_Acces_Raison comes with emergency access (bris de glace), and only with it.',
      },
      message: { fr: 'La raison de l’accès ne suit pas le mode d’accès.', en: 'The reason for access does not follow the purpose of use.' },
      hint: {
        fr: 'Écrire la raison avec bris_de_glace ; retirer l’attribut sinon.',
        en: 'Write the reason with bris_de_glace; remove the attribute otherwise.',
      },
      example: { right: written('Mode_Acces_Raison', 'Patient inconscient'), wrong: 'bris_de_glace, Mode_Acces_Raison absent' },
    },
    VihfName.accessReason,
  ),
  attributeRule(
    {
      id: 'VIHF-38',
      title: {
        fr: 'resource-id désigne le patient : INS^^^&OID&ISO^NH.',
        en: 'resource-id designates the patient: INS^^^&OID&ISO^NH.',
      },
      message: { fr: 'Le patient n’est pas désigné par INS^^^&OID&ISO^NH.', en: 'The patient is not designated by INS^^^&OID&ISO^NH.' },
      hint: {
        fr: 'Écrire le matricule INS et sa clé, ^^^&, l’OID, &ISO^NH (« & » s’écrit &amp; en XML).',
        en: 'Write the matricule INS and its key, ^^^&, the OID, &ISO^NH (“&” is written &amp; in XML).',
      },
      example: {
        right: written(VihfName.resourceId, '279035121518989^^^&amp;1.2.250.1.213.1.4.10&amp;ISO^NH'),
        wrong: written(VihfName.resourceId, '279035121518989'),
      },
    },
    VihfName.resourceId,
  ),
  attributeRule(
    {
      id: 'VIHF-38-INS',
      title: {
        fr: 'L’identifiant du patient est un matricule INS : OID d’INS, 13 caractères et une clé juste.',
        en: 'The patient identifier is a matricule INS: INS OID, 13 characters and a right key.',
      },
      message: { fr: 'L’INS du patient n’est pas valide.', en: 'The INS of the patient is not valid.' },
      why: {
        fr: 'Un INS faux ouvre le dossier d’une autre personne, ou aucun.',
        en: 'A wrong INS opens the record of someone else, or none.',
      },
      hint: {
        fr: 'Écrire l’INS qualifié par le téléservice INSi, sans le recomposer.',
        en: 'Write the INS qualified by the INSi service, without rebuilding it.',
      },
      requirements: ['VIHF-38', 'INS-01', 'INS-02', 'INS-04'],
      example: { right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH', wrong: '279035121518900^^^&1.2.250.1.213.1.4.10&ISO^NH' },
    },
    VihfName.resourceId,
  ),
  attributeRule(
    {
      id: 'VIHF-38-DIGITS',
      level: 'SHOULD',
      title: {
        fr: 'Le mois et le département que porte l’INS existent.',
        en: 'The month and the department in the INS exist.',
      },
      message: { fr: 'Le mois ou le département de l’INS n’existe pas.', en: 'The month or department in the INS does not exist.' },
      hint: { fr: 'Reprendre le matricule rendu par l’INSi.', en: 'Take the matricule that INSi returned.' },
      requirements: ['INS-03'],
      example: { right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH', wrong: '279135121518955^^^&1.2.250.1.213.1.4.10&ISO^NH' },
    },
    VihfName.resourceId,
  ),
  attributeRule(
    {
      id: 'VIHF-38-TEST',
      level: 'SHOULD',
      title: {
        fr: 'Un VIHF de test désigne son patient par un INS de test (OID en .10 ou .11).',
        en: 'A test VIHF names its patient by a test INS (OID in .10 or .11).',
      },
      message: {
        fr: 'L’INS porte l’OID de production\u00A0: ce patient peut être réel.',
        en: 'The INS carries the production OID: this patient may be real.',
      },
      hint: {
        fr: 'Employer une identité de test\u00A0; hors essai, --param insAuthority=production.',
        en: 'Use a test identity; outside of tests, --param insAuthority=production.',
      },
      requirements: ['INS-06'],
      example: { right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH', wrong: '279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH' },
    },
    VihfName.resourceId,
  ),
  attributeRule(
    {
      id: 'VIHF-38-PRODUCTION',
      title: {
        fr: 'Dans un essai (insAuthority\u00A0: test), aucun INS ne porte l’OID de production.',
        en: 'In a test (insAuthority: test), no INS carries the production OID.',
      },
      message: { fr: 'L’INS porte l’OID de production dans un essai.', en: 'The INS carries the production OID in a test.' },
      why: { fr: 'Des données de santé réelles n’ont rien à faire dans un essai.', en: 'Real health data have no place in a test.' },
      hint: { fr: 'Employer une identité de test, OID en .10.', en: 'Use a test identity, OID in .10.' },
      requirements: ['INS-07'],
      example: { right: '279035121518989^^^&1.2.250.1.213.1.4.10&ISO^NH', wrong: '279035121518989^^^&1.2.250.1.213.1.4.8&ISO^NH' },
    },
    VihfName.resourceId,
  ),
  attributeRule(
    {
      id: 'VIHF-38-PATIENT',
      title: { fr: 'Le VIHF est établi pour le patient du scénario.', en: 'The VIHF is made out for the patient of the scenario.' },
      message: { fr: 'Le VIHF est établi pour un autre patient.', en: 'The VIHF is made out for another patient.' },
      why: { fr: 'L’accès est demandé au dossier d’une autre personne.', en: 'Access is asked for the record of someone else.' },
      hint: {
        fr: 'Établir le VIHF avec l’INS du patient du dossier ouvert.',
        en: 'Make out the VIHF with the INS of the patient whose record is open.',
      },
      requirements: ['VIHF-38'],
      example: { right: '279035121518989', wrong: '207058575627097' },
    },
    VihfName.resourceId,
  ),
  attributeRule(
    {
      id: 'VIHF-39',
      title: { fr: 'Ressource_URN est l’URN du système visé.', en: 'Ressource_URN is the URN of the target system.' },
      message: { fr: 'Le système visé n’est pas désigné par son URN.', en: 'The target system is not designated by its URN.' },
      hint: {
        fr: 'Écrire urn:dmp pour le DMP, sinon l’URN que publie la plateforme.',
        en: 'Write urn:dmp for the DMP, otherwise the URN that the platform publishes.',
      },
      example: { right: written('Ressource_URN', 'urn:dmp'), wrong: written('Ressource_URN', 'DMP') },
    },
    VihfName.resourceUrn,
  ),
  attributeRule(
    {
      id: 'VIHF-39-TARGET',
      title: { fr: 'Ressource_URN est l’URN que la plateforme déclare.', en: 'Ressource_URN is the URN that the platform declares.' },
      message: { fr: 'Le VIHF vise un autre système.', en: 'The VIHF targets another system.' },
      hint: { fr: 'Écrire l’URN de la plateforme appelée.', en: 'Write the URN of the platform that is called.' },
      requirements: ['VIHF-39'],
      example: { right: written('Ressource_URN', 'urn:dmp'), wrong: written('Ressource_URN', 'urn:autre') },
    },
    VihfName.resourceUrn,
  ),
  attributeRule(
    {
      id: 'VIHF-40',
      level: 'SHOULD',
      title: {
        fr: `confidentiality-code, réservé à la connexion secrète, s’écrit code^${CONFIDENTIALITY}.`,
        en: `confidentiality-code, kept for the secret connection, is code^${CONFIDENTIALITY}.`,
      },
      message: {
        fr: 'Le code de connexion secrète n’a pas la forme code^OID.',
        en: 'The code of the secret connection does not have the form code^OID.',
      },
      hint: {
        fr: `Écrire INVISIBLE_REPRESENTANTS_LEGAUX^${CONFIDENTIALITY}.`,
        en: `Write INVISIBLE_REPRESENTANTS_LEGAUX^${CONFIDENTIALITY}.`,
      },
      example: { right: `INVISIBLE_REPRESENTANTS_LEGAUX^${CONFIDENTIALITY}`, wrong: 'secret' },
    },
    VihfName.confidentiality,
  ),
  attributeRule(
    {
      id: 'VIHF-41',
      level: 'MAY',
      title: { fr: 'LPS_ID, quand il est présent, porte une valeur.', en: 'LPS_ID, when present, has a value.' },
      message: { fr: 'LPS_ID est vide ou répété.', en: 'LPS_ID is empty or repeated.' },
      hint: {
        fr: 'Écrire l’identifiant du logiciel, ou retirer l’attribut.',
        en: 'Write the identifier of the software, or remove the attribute.',
      },
      example: { right: written('LPS_ID', '1.2.250.1.259.1.1'), wrong: written('LPS_ID', '') },
    },
    VihfName.softwareId,
  ),
  attributeRule(
    {
      id: 'VIHF-42',
      title: { fr: 'LPS_Nom nomme le logiciel.', en: 'LPS_Nom names the software.' },
      message: { fr: 'Le logiciel n’est pas nommé.', en: 'The software is not named.' },
      hint: { fr: 'Ajouter l’attribut LPS_Nom.', en: 'Add the attribute LPS_Nom.' },
      example: { right: written('LPS_Nom', 'MON LPS'), wrong: written('LPS_Nom', '') },
    },
    VihfName.softwareName,
  ),
  attributeRule(
    {
      id: 'VIHF-43',
      title: { fr: 'LPS_Version donne la version du logiciel.', en: 'LPS_Version gives the version of the software.' },
      message: { fr: 'La version du logiciel manque.', en: 'The version of the software is missing.' },
      hint: { fr: 'Ajouter l’attribut LPS_Version.', en: 'Add the attribute LPS_Version.' },
      example: { right: written('LPS_Version', '1.2.0'), wrong: written('LPS_Version', '') },
    },
    VihfName.softwareVersion,
  ),
  attributeRule(
    {
      id: 'VIHF-44',
      title: {
        fr: 'Pour le DMP, LPS_ID_HOMOLOGATION_DMP donne le numéro d’homologation du logiciel.',
        en: 'For the DMP, LPS_ID_HOMOLOGATION_DMP gives the approval number of the software.',
      },
      message: { fr: 'Le numéro d’homologation DMP manque.', en: 'The DMP approval number is missing.' },
      hint: { fr: 'Ajouter l’attribut LPS_ID_HOMOLOGATION_DMP.', en: 'Add the attribute LPS_ID_HOMOLOGATION_DMP.' },
      example: { right: written('LPS_ID_HOMOLOGATION_DMP', 'ABC-123-DEF4'), wrong: written('LPS_ID_HOMOLOGATION_DMP', '') },
    },
    VihfName.homologation,
  ),
  attributeRule(
    {
      id: 'VIHF-45',
      level: 'SHOULD',
      title: {
        fr: `Aucun attribut d’une ancienne version (${LEGACY.join(', ')}).`,
        en: `No attribute of an old version (${LEGACY.join(', ')}).`,
      },
      message: { fr: 'Cet attribut vient d’une ancienne version du VIHF.', en: 'This attribute comes from an old version of the VIHF.' },
      hint: {
        fr: 'Retirer l’attribut : la plateforme l’ignore ou le refuse.',
        en: 'Remove the attribute: the platform ignores or refuses it.',
      },
      example: { right: written(VihfName.role, '<Role …/>'), wrong: written('Profession', '10') },
    },
    'AttributeStatement',
  ),
];

const PRESENT: Bilingual = { fr: 'un Attribute avec une valeur', en: 'one Attribute with one value' };

function judgeAttributes(judge: Judge, vihf: Vihf): void {
  const { assertion, attributeStatement, attributes, mode, patient } = vihf;
  const parent = attributeStatement ?? assertion;
  const { parameters } = judge.context;
  const absent = (name: string): Where => ({ in: parent, missing: `saml:Attribute[@Name='${name}']` });
  const valueOf = (attribute: VihfAttribute): Where => attribute.values[0] ?? attribute.element;

  /** Judges that an attribute is there once, with one value that is not blank and of which `holds` is true. */
  const one = (
    rule: string,
    name: string,
    expected: Bilingual | string = PRESENT,
    problem: (text: string) => Bilingual | boolean = () => false,
    found = vihf.named(name),
  ): string | undefined => {
    const [first, second] = found;
    const repeated = second?.element ?? first?.values[1];
    const blank = first !== undefined && first.text === '';
    const wrong = first !== undefined && !blank && !repeated && problem(first.text);
    const holds = first !== undefined && !repeated && !blank && wrong === false;
    judge.expect(rule, holds, repeated ?? (first ? valueOf(first) : absent(name)), () =>
      repeated ?
        {
          expected: PRESENT,
          actual: { fr: 'plusieurs', en: 'several' },
          message: { fr: `${name} est répété.`, en: `${name} is repeated.` },
          hint: { fr: 'Ne garder qu’un Attribute et qu’une valeur.', en: 'Keep one Attribute and one value.' },
        }
      : {
          expected,
          actual: quoted(first?.text),
          ...(typeof wrong === 'object' && { message: wrong }),
          ...(first === undefined && { message: { fr: `L’attribut ${name} est absent.`, en: `The attribute ${name} is missing.` } }),
        },
    );
    return holds ? first.text : undefined;
  };

  judgeForm(judge, vihf);
  one('VIHF-30', VihfName.version, { fr: '3.0 ou 4.0', en: '3.0 or 4.0' }, (text) => !['3.0', '4.0'].includes(text));
  one(
    'VIHF-31',
    VihfName.mode,
    { fr: MODES.join(' ou '), en: MODES.join(' or ') },
    (text) => !MODES.includes(text),
    attributes.filter(({ name }) => name.toLowerCase() === VihfName.mode.toLowerCase()),
  );
  if (mode)
    judge.expect('VIHF-31-SPELLING', mode.name === VihfName.mode, [mode.element, 'Name'], () => ({
      expected: VihfName.mode,
      actual: mode.name,
    }));
  one('VIHF-32', VihfName.structure, { fr: 'un Struct_IdNat', en: 'a Struct_IdNat' }, (text) => structIdNatProblem(text) ?? false);
  one('VIHF-33', VihfName.sector, `SAnn^${VihfCodeSystem.sector}`, (text) => !/^SA\d\d\^1\.2\.250\.1\.71\.4\.2\.4$/.test(text));
  if (mode?.text === 'INDIRECTE' || mode?.text === 'INDIRECTE_RENFORCEE') one('VIHF-34', VihfName.subjectId);
  judgeRoles(judge, vihf, absent(VihfName.role));
  judgePurpose(judge, vihf, absent(VihfName.purposeOfUse));

  const dmp = parameters['dmp'] === 'true';
  if (patient || dmp || parameters['patient'] !== undefined) {
    const form = { fr: 'INS^^^&OID&ISO^NH', en: 'INS^^^&OID&ISO^NH' };
    const resource = one('VIHF-38', VihfName.resourceId, form, (text) => !isPatientCx(text));
    if (resource !== undefined) judgePatient(judge, vihf, resource);
  }
  const urn = one('VIHF-39', VihfName.resourceUrn, 'urn:…', (text) => !/^urn:[^\s]+$/i.test(text));
  const target = parameters['resourceUrn'];
  const urnAttribute = vihf.attribute(VihfName.resourceUrn);
  if (urn !== undefined && target !== undefined && urnAttribute)
    judge.expect('VIHF-39-TARGET', urn === target, valueOf(urnAttribute), () => ({ expected: target, actual: quoted(urn) }));
  if (vihf.attribute(VihfName.confidentiality))
    one(
      'VIHF-40',
      VihfName.confidentiality,
      `INVISIBLE_REPRESENTANTS_LEGAUX^${CONFIDENTIALITY}`,
      (text) => !/^[A-Z_]+\^1\.2\.250\.1\.213\.1\.1\.4\.13$/.test(text),
    );
  if (vihf.attribute(VihfName.softwareId)) one('VIHF-41', VihfName.softwareId);
  one('VIHF-42', VihfName.softwareName);
  one('VIHF-43', VihfName.softwareVersion);
  if (dmp || vihf.attribute(VihfName.homologation)) one('VIHF-44', VihfName.homologation);
  const legacy = attributes.find(({ name }) => LEGACY.includes(name));
  judge.expect('VIHF-45', legacy === undefined, legacy && [legacy.element, 'Name'], () => ({
    expected: { fr: 'pas d’attribut d’une ancienne version', en: 'no attribute of an old version' },
    actual: quoted(legacy?.name),
  }));
}

function judgeForm(judge: Judge, { assertion, attributeStatement, attributes }: Vihf): void {
  if (!attributeStatement)
    judge.expect('VIHF-20', false, { in: assertion, missing: 'saml:AttributeStatement' }, () => ({
      expected: 'AttributeStatement',
      actual: ABSENT,
      message: { fr: 'AttributeStatement est absent.', en: 'AttributeStatement is missing.' },
    }));
  for (const { name, element, values } of attributes) {
    judge.expect('VIHF-20', name !== '' && values.length > 0, element, () => ({
      expected: { fr: 'un Name et une AttributeValue', en: 'a Name and an AttributeValue' },
      actual: name === '' ? { fr: 'pas de Name', en: 'no Name' } : { fr: 'pas d’AttributeValue', en: 'no AttributeValue' },
    }));
    const extra = element.attributes.find((a) => a.name === 'NameFormat' || a.name === 'FriendlyName');
    judge.expect('VIHF-20-EXTRA', extra === undefined, extra && [element, extra.name], () => ({
      expected: { fr: 'Name seulement', en: 'Name only' },
      actual: shorten(`${extra!.name}="${extra!.value}"`),
    }));
  }
}

function judgeRoles(judge: Judge, vihf: Vihf, absent: Where): void {
  const found = vihf.named(VihfName.role);
  const [first, second] = found;
  if (!first || second || vihf.roles.length === 0)
    judge.expect('VIHF-35', false, second?.element ?? first?.element ?? absent, () => ({
      expected: { fr: 'un Attribute role, avec une valeur ou plus', en: 'one role Attribute, with one value or more' },
      actual: {
        fr: `${found.length} Attribute, ${vihf.roles.length} valeur(s)`,
        en: `${found.length} Attribute, ${vihf.roles.length} value(s)`,
      },
    }));
  else
    for (const role of vihf.roles) {
      const problem = codedProblem(role, 'Role');
      judge.expect('VIHF-35', !problem, problem?.where, () => problem ?? {});
    }
}

function judgePurpose(judge: Judge, vihf: Vihf, absent: Where): void {
  const { purposeOfUse, mode } = vihf;
  const found = vihf.named(VihfName.purposeOfUse);
  const repeated = found[1]?.element ?? found[0]?.values[1];
  const problem = purposeOfUse && codedProblem(purposeOfUse, 'PurposeOfUse');
  const expected = {
    fr: `${PURPOSES.join(' ou ')}, ${VihfCodeSystem.accessMode}`,
    en: `${PURPOSES.join(' or ')}, ${VihfCodeSystem.accessMode}`,
  };
  if (!purposeOfUse || repeated)
    judge.expect('VIHF-36', false, repeated ?? found[0]?.element ?? absent, () => ({
      expected: PRESENT,
      actual: repeated ? { fr: 'plusieurs', en: 'several' } : ABSENT,
      message:
        repeated ?
          { fr: 'Le mode d’accès est répété.', en: 'The purpose of use is repeated.' }
        : { fr: 'Le mode d’accès est absent.', en: 'The purpose of use is missing.' },
    }));
  else if (problem) judge.expect('VIHF-36', false, problem.where, () => problem);
  else {
    const { element, code, codeSystem } = purposeOfUse;
    const known = PURPOSES.includes(code);
    judge.expect('VIHF-36', known && codeSystem === VihfCodeSystem.accessMode, [element!, known ? 'codeSystem' : 'code'], () => ({
      expected,
      actual: quoted(known ? codeSystem : code),
    }));
  }
  const emergency = purposeOfUse?.code === 'bris_de_glace';
  if (purposeOfUse?.element && mode?.text === 'INDIRECTE')
    judge.expect('VIHF-36-MODE', !emergency, [purposeOfUse.element, 'code'], () => ({
      expected: { fr: 'normal ou centre_15', en: 'normal or centre_15' },
      actual: 'bris_de_glace',
    }));
  const reason = vihf.attribute(VihfName.accessReason);
  if (reason || emergency)
    judge.expect(
      'VIHF-37',
      emergency && reason !== undefined && reason.text !== '',
      reason ? reason.element : { in: vihf.attributeStatement!, missing: `saml:Attribute[@Name='${VihfName.accessReason}']` },
      () => ({
        expected: emergency ? { fr: 'une raison', en: 'a reason' } : { fr: 'pas de Mode_Acces_Raison', en: 'no Mode_Acces_Raison' },
        actual: quoted(reason?.text),
      }),
    );
}

/** `id^^^&oid&ISO^NH`, and nothing in CX.2, CX.3 or the namespace; a date in CX.7 is tolerated. */
function isPatientCx(text: string): boolean {
  const { components, id, authority, type } = parseCx(text);
  return (
    id !== ''
    && !components[1]
    && !components[2]
    && authority.namespace === ''
    && isOid(authority.oid)
    && authority.type === 'ISO'
    && type === 'NH'
  );
}

/** Whatever resource-id names is said to be an INS. */
const INS_TYPE = 'INS';

const INS_RULES: Readonly<Partial<Record<InsAspect, string>>> = {
  authority: 'VIHF-38-INS',
  shape: 'VIHF-38-INS',
  key: 'VIHF-38-INS',
  legacy: 'VIHF-38-INS',
  lookalike: 'VIHF-38-INS',
  month: 'VIHF-38-DIGITS',
  department: 'VIHF-38-DIGITS',
  'test-authority': 'VIHF-38-TEST',
};

function judgePatient(judge: Judge, vihf: Vihf, text: string): void {
  const { id, authority } = parseCx(text);
  const place = vihf.attribute(VihfName.resourceId)!.values[0];
  const { insAuthority } = judge.context.parameters;
  const checks = judgeIns({
    identifiers: [{ value: id, oid: authority.oid, type: INS_TYPE }],
    ...(insAuthority !== undefined && { authority: insAuthority }),
  });
  for (const { aspect, problem } of checks) {
    const rule = aspect === 'test-authority' && insAuthority === 'test' ? 'VIHF-38-PRODUCTION' : INS_RULES[aspect];
    if (rule) judge.expect(rule, !problem, place, () => ({ expected: problem!.expected, actual: quoted(text), message: problem!.text }));
  }
  const patient = judge.context.parameters['patient'];
  if (patient === undefined) return;
  const wanted = parseCx(patient);
  judge.expect(
    'VIHF-38-PATIENT',
    id === wanted.id && (wanted.authority.oid === '' || authority.oid === wanted.authority.oid),
    place,
    () => ({
      expected: patient,
      actual: text,
    }),
  );
}

export const attributeFamily: RuleFamily = { rules: attributeRules, judge: judgeAttributes };
