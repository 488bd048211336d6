import { randomUUID } from 'node:crypto';
import { facilityType } from './documents.mjs';
import { insCx, software, user } from './identity.mjs';

const MINUTE = 60_000;

/** What the VIHF says: indirect authentication, signed by the structure's certificate. */
export const claimsOf = (patient, signer, now) => ({
  id: `_${randomUUID()}`,
  issueInstant: now,
  issuer: signer.subject.dn,
  issuerFormat: 'urn:oasis:names:tc:SAML:1.1:nameid-format:X509SubjectName',
  nameId: user.id,
  authnInstant: new Date(now.getTime() - 12 * MINUTE),
  notBefore: new Date(now.getTime() - MINUTE),
  notOnOrAfter: new Date(now.getTime() + 30 * MINUTE),
  attributes: {
    VIHF_Version: '3.0',
    Authentification_Mode: 'INDIRECTE',
    Identifiant_Structure: signer.subject.structure,
    Secteur_Activite: `${facilityType.code}^${facilityType.scheme}`,
    'urn:oasis:names:tc:xspa:1.0:subject:subject-id': `${user.family} ${user.given}`,
    'urn:oasis:names:tc:xacml:2.0:resource:resource-id': insCx(patient),
    Ressource_URN: 'urn:dmp',
    LPS_ID: software.id,
    LPS_Nom: software.name,
    LPS_Version: software.version,
    LPS_ID_HOMOLOGATION_DMP: software.approval,
  },
  roles: [user.profession, user.savoirFaire],
  purpose: { code: 'normal', scheme: '1.2.250.1.213.1.1.4.248', name: 'Accès normal' },
});
