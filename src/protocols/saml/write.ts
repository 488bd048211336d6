import { randomUUID } from 'node:crypto';
import { writeCx } from '../identifiers/index.js';
import { certificateFacts } from '../x509/index.js';
import { type Raw, xml, type XmlValue } from '../xml/index.js';
import { signAssertion, type Signing } from '../xmldsig/index.js';
import {
  AUTHN_CLASS,
  type AuthenticationMode,
  HL7,
  type PurposeOfUse,
  SAML,
  VihfCodeSystem,
  VihfName,
  X509_SUBJECT_NAME,
  XSI,
} from './names.js';

export type VihfVersion = '3.0' | '4.0';

export interface Coded {
  code: string;
  codeSystem: string;
  codeSystemName?: string;
  displayName: string;
}

/** The user: who is logged in to the software, or who answers for an automatic processing. */
export interface Professional {
  /** PS_IdNat */
  id: string;
  family: string;
  given: string;
  /** first role: profession */
  profession: Coded;
  /** second role: savoir-faire of a doctor, section of a pharmacist, role of a professional characterised by it */
  specialty?: Coded;
}

export interface VihfInput {
  now: Date;
  signer: Signing;
  professional: Professional;
  /** Struct_IdNat */
  structure: string;
  /** code of TRE_R02: `SA07` */
  sector: string;
  /** VIHF_Version; absent: 3.0 */
  version?: VihfVersion;
  mode?: AuthenticationMode;
  purpose?: PurposeOfUse;
  /** Mode_Acces_Raison: why the glass is broken */
  reason?: string;
  /** connexion secrète: the legal representatives of the patient shall not see the access */
  secret?: boolean;
  /** subject-id; absent: name and given name of the professional, and nothing in DIRECTE, where the card names its holder */
  subjectId?: string;
  /** absent for what concerns no patient */
  patient?: { ins: string; oid: string };
  /** when the user logged in; absent: five minutes ago */
  authnInstant?: Date;
  /** absent: SmartcardPKI for DIRECTE, Password for INDIRECTE, MobileTwoFactorUnregistered for INDIRECTE_RENFORCEE */
  classRef?: string;
  /** AuthnContextDecl, written in INDIRECTE_RENFORCEE only; absent: the class again */
  authnContextDecl?: string;
  conditions?: { notBefore?: Date; notOnOrAfter?: Date };
  resourceUrn: string;
  software: { name: string; version: string; id?: string; homologation?: string };
  id?: string;
}

/** A general practitioner of the test ranges. */
export const TEST_PROFESSIONAL: Professional = {
  id: '899900063480',
  family: 'LIBRE',
  given: 'MAX',
  profession: { code: '10', codeSystem: VihfCodeSystem.profession, codeSystemName: 'TRE_G15-ProfessionSante', displayName: 'Médecin' },
  specialty: {
    code: 'SM26',
    codeSystem: VihfCodeSystem.skill,
    codeSystemName: 'TRE_R01-EnsembleSavoirFaire-CISIS',
    displayName: 'Qualifié en Médecine Générale (SM)',
  },
};

/** What a secret connection hides the access from (code and OID of its nomenclature). */
export const SECRET_CONNECTION = 'INVISIBLE_REPRESENTANTS_LEGAUX^1.2.250.1.213.1.1.4.13';

const DEFAULT_CLASS: Record<AuthenticationMode, string> = {
  DIRECTE: `${AUTHN_CLASS}SmartcardPKI`,
  INDIRECTE: `${AUTHN_CLASS}Password`,
  INDIRECTE_RENFORCEE: `${AUTHN_CLASS}MobileTwoFactorUnregistered`,
};

const PURPOSE_DISPLAY: Record<PurposeOfUse, string> = {
  normal: 'Accès normal',
  bris_de_glace: 'Accès bris de glace',
  centre_15: 'Accès centre de régulation',
};

/** Prefixes that the assertion carries from its surroundings into the signature, as products of the field do. */
const PREFIXES = ['ds', 'saml', '#default', 'xsi'];

/**
 * Writes a signed VIHF (CI-SIS, Transport synchrone pour client lourd, annexe 2).
 * @returns the saml:Assertion, to be put in wsse:Security as it is
 * @throws when the certificate or the key of the signer cannot be read
 */
export function writeVihf(input: VihfInput): string {
  const certificate = certificateFacts(input.signer.certificate);
  if (!certificate) throw new Error('the certificate of the VIHF signer cannot be read');
  const { professional, software, mode = 'INDIRECTE', purpose = 'normal', conditions } = input;
  const authnInstant = input.authnInstant ?? new Date(input.now.getTime() - 300_000);
  const classRef = input.classRef ?? DEFAULT_CLASS[mode];
  const subjectId = input.subjectId ?? (mode === 'DIRECTE' ? undefined : `${professional.family} ${professional.given}`);
  const roles = [professional.profession, ...(professional.specialty ? [professional.specialty] : [])];
  const unsigned =
    xml`<saml:Assertion xmlns:saml="${SAML}" xmlns:xsi="${XSI}" ID="${input.id ?? `_${randomUUID()}`}" IssueInstant="${input.now.toISOString()}" Version="2.0">
<saml:Issuer Format="${X509_SUBJECT_NAME}">${certificate.subjectText}</saml:Issuer>
<saml:Subject><saml:NameID>${professional.id}</saml:NameID></saml:Subject>
${
  conditions
  && xml`<saml:Conditions${instant('NotBefore', conditions.notBefore)}${instant('NotOnOrAfter', conditions.notOnOrAfter)}/>
`
}<saml:AuthnStatement AuthnInstant="${authnInstant.toISOString()}"><saml:AuthnContext><saml:AuthnContextClassRef>${
      classRef
    }</saml:AuthnContextClassRef>${mode === 'INDIRECTE_RENFORCEE' && xml`<saml:AuthnContextDecl>${input.authnContextDecl ?? classRef}</saml:AuthnContextDecl>`}</saml:AuthnContext></saml:AuthnStatement>
<saml:AttributeStatement>
${attribute(VihfName.version, input.version ?? '3.0')}${attribute(VihfName.mode, mode)}${attribute(VihfName.structure, input.structure)}${attribute(
      VihfName.sector,
      `${input.sector}^${VihfCodeSystem.sector}`,
    )}${subjectId !== undefined && attribute(VihfName.subjectId, subjectId)}${attribute(
      VihfName.role,
      ...roles.map((role) => codedValue('Role', role)),
    )}${attribute(
      VihfName.purposeOfUse,
      codedValue('PurposeOfUse', {
        code: purpose,
        codeSystem: VihfCodeSystem.accessMode,
        codeSystemName: 'mode acces VIHF 2.0',
        displayName: PURPOSE_DISPLAY[purpose],
      }),
    )}${input.reason !== undefined && attribute(VihfName.accessReason, input.reason)}${input.patient && attribute(VihfName.resourceId, writeCx(input.patient.ins, input.patient.oid, 'NH'))}${attribute(
      VihfName.resourceUrn,
      input.resourceUrn,
    )}${input.secret === true && attribute(VihfName.confidentiality, SECRET_CONNECTION)}${software.id !== undefined && attribute(VihfName.softwareId, software.id)}${attribute(VihfName.softwareName, software.name)}${attribute(
      VihfName.softwareVersion,
      software.version,
    )}${software.homologation !== undefined && attribute(VihfName.homologation, software.homologation)}</saml:AttributeStatement>
</saml:Assertion>`.markup;
  return signAssertion(unsigned, { inclusivePrefixes: PREFIXES, ...input.signer });
}

const instant = (name: string, at: Date | undefined): Raw | false => at !== undefined && xml` ${name}="${at.toISOString()}"`;

const attribute = (name: string, ...values: XmlValue[]): Raw =>
  xml`<saml:Attribute Name="${name}">${values.map((value) => xml`<saml:AttributeValue>${value}</saml:AttributeValue>`)}</saml:Attribute>
`;

function codedValue(element: string, { code, codeSystem, codeSystemName, displayName }: Coded): Raw {
  const name = codeSystemName !== undefined && xml` codeSystemName="${codeSystemName}"`;
  return xml`<${element} xmlns="${HL7}" xsi:type="CE" code="${code}" codeSystem="${codeSystem}"${name} displayName="${displayName}"/>`;
}
