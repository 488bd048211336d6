import { quoted, shorten, type Rule } from '../../src/model/index.js';
import { VihfName, type Vihf } from '../../src/protocols/saml/index.js';
import { attributeOf, chainTo, parseName, sameName, type CertificateFacts } from '../../src/protocols/x509/index.js';
import { attributeOr, elementOr, type XmlElement } from '../../src/protocols/xml/index.js';
import {
  DSIG,
  ENVELOPED,
  EXCLUSIVE_C14N,
  RSA_SHA256,
  SHA256,
  verifySignature,
  type SignatureOutcome,
} from '../../src/protocols/xmldsig/index.js';
import type { Judge, RuleFamily } from './judge.js';

const VIHF = 'CI-SIS, Transport synchrone pour client lourd, VIHF';
const XMLDSIG = 'W3C XML Signature';
const IGC = 'IGC-Santé, politique de certification';

const UNTRUSTED = {
  fr: 'La plateforme ne peut pas savoir qui a écrit ce VIHF : elle refuse le message.',
  en: 'The platform cannot know who wrote this VIHF: it refuses the message.',
};

export const signatureRules: readonly Rule[] = [
  {
    id: 'VIHF-08',
    level: 'SHALL',
    title: {
      fr: 'L’assertion est signée : une Signature XML-DSig, juste après Issuer.',
      en: 'The assertion is signed: one XML-DSig Signature, right after Issuer.',
    },
    message: { fr: 'L’assertion n’est pas signée.', en: 'The assertion is not signed.' },
    why: UNTRUSTED,
    hint: {
      fr: 'Signer l’assertion et placer ds:Signature juste après saml:Issuer.',
      en: 'Sign the assertion and put ds:Signature right after saml:Issuer.',
    },
    requirements: ['VIHF-08'],
    clause: `${VIHF}, Signature`,
    example: { right: '<saml:Issuer>…</saml:Issuer><ds:Signature>…</ds:Signature>', wrong: '<saml:Issuer>…</saml:Issuer><saml:Subject>…' },
  },
  {
    id: 'VIHF-08-VALUE',
    level: 'SHALL',
    title: {
      fr: 'SignatureValue est la signature de SignedInfo par la clé du certificat joint.',
      en: 'SignatureValue is the signature of SignedInfo by the key of the enclosed certificate.',
    },
    message: {
      fr: 'La signature ne correspond pas à SignedInfo et au certificat joint.',
      en: 'The signature does not match SignedInfo and the enclosed certificate.',
    },
    why: UNTRUSTED,
    hint: {
      fr: 'Signer la forme canonique de SignedInfo avec la clé privée du certificat de KeyInfo, puis ne plus modifier le message.',
      en: 'Sign the canonical form of SignedInfo with the private key of the certificate in KeyInfo, then change the message no more.',
    },
    requirements: ['VIHF-08'],
    clause: `${XMLDSIG}, 3.2.2`,
    example: { right: 'SignedInfo, SignatureValue made with the key of X509Certificate', wrong: 'SignedInfo changed after signing' },
  },
  {
    id: 'VIHF-09',
    level: 'SHALL',
    title: {
      fr: 'La canonicalisation est exclusive ; les transformations sont, dans l’ordre, enveloped-signature puis exc-c14n.',
      en: 'Canonicalisation is exclusive; the transforms are, in order, enveloped-signature then exc-c14n.',
    },
    message: {
      fr: 'Une canonicalisation ou une transformation n’est pas celle du VIHF.',
      en: 'A canonicalisation or a transform is not that of the VIHF.',
    },
    hint: {
      fr: `Déclarer ${EXCLUSIVE_C14N} dans SignedInfo, et les deux transformations dans l’ordre.`,
      en: `State ${EXCLUSIVE_C14N} in SignedInfo, and the two transforms in order.`,
    },
    requirements: ['VIHF-09'],
    clause: `${VIHF}, Signature`,
    example: {
      right: `<ds:CanonicalizationMethod Algorithm="${EXCLUSIVE_C14N}"/>`,
      wrong: '<ds:CanonicalizationMethod Algorithm="http://www.w3.org/TR/2001/REC-xml-c14n-20010315"/>',
    },
  },
  {
    id: 'VIHF-10',
    level: 'SHALL',
    title: {
      fr: 'La signature porte une seule Reference, qui désigne l’assertion elle-même (# et son ID).',
      en: 'The signature has exactly one Reference, which designates the assertion itself (# and its ID).',
    },
    message: {
      fr: 'La référence signée ne désigne pas cette assertion, et elle seule.',
      en: 'The signed reference does not designate this assertion, and only it.',
    },
    why: {
      fr: 'Une signature qui porte sur autre chose laisse n’importe qui réécrire l’assertion.',
      en: 'A signature over something else lets anyone rewrite the assertion.',
    },
    hint: {
      fr: 'Écrire URI="#" suivi de l’ID de l’assertion, dans une seule Reference.',
      en: 'Write URI="#" followed by the ID of the assertion, in a single Reference.',
    },
    requirements: ['VIHF-10'],
    clause: `${VIHF}, Signature`,
    example: { right: '<saml:Assertion ID="_1">…<ds:Reference URI="#_1">', wrong: '<saml:Assertion ID="_1">…<ds:Reference URI="#_2">' },
  },
  {
    id: 'VIHF-10-DIGEST',
    level: 'SHALL',
    title: { fr: 'DigestValue est l’empreinte de l’assertion reçue.', en: 'DigestValue is the digest of the assertion received.' },
    message: { fr: 'L’assertion reçue n’est pas celle qui a été signée.', en: 'The assertion received is not the one that was signed.' },
    why: {
      fr: 'L’assertion a été modifiée après la signature, ou sa forme canonique est mal calculée : la plateforme la refuse.',
      en: 'The assertion was changed after signing, or its canonical form is not computed right: the platform refuses it.',
    },
    hint: {
      fr: 'Calculer l’empreinte sur l’assertion telle qu’elle est envoyée (espaces, retours à la ligne et déclarations xmlns compris), puis ne plus la modifier.',
      en: 'Compute the digest over the assertion as it is sent (spaces, line ends and xmlns declarations included), then change it no more.',
    },
    requirements: ['VIHF-10'],
    clause: `${XMLDSIG}, 3.2.1`,
    example: {
      right: '<ds:DigestValue>…</ds:DigestValue>, assertion sent as it was signed',
      wrong: 'assertion indented again after signing',
    },
  },
  {
    id: 'VIHF-11',
    level: 'SHOULD',
    title: {
      fr: 'La signature emploie RSA avec SHA-256, et l’empreinte SHA-256.',
      en: 'The signature uses RSA with SHA-256, and the digest SHA-256.',
    },
    message: {
      fr: 'L’algorithme n’est pas celui que la plateforme attend aujourd’hui.',
      en: 'The algorithm is not the one the platform expects today.',
    },
    why: { fr: 'SHA-1 n’est plus sûr et peut être refusé.', en: 'SHA-1 is no longer safe and may be refused.' },
    hint: { fr: `Employer ${RSA_SHA256} et ${SHA256}.`, en: `Use ${RSA_SHA256} and ${SHA256}.` },
    requirements: ['VIHF-11'],
    clause: `${VIHF}, Signature`,
    example: { right: `<ds:SignatureMethod Algorithm="${RSA_SHA256}"/>`, wrong: `<ds:SignatureMethod Algorithm="${DSIG}rsa-sha1"/>` },
  },
  {
    id: 'VIHF-11-SHA1',
    level: 'SHALL',
    title: { fr: 'Là où SHA-1 est refusé, la signature ne l’emploie pas.', en: 'Where SHA-1 is refused, the signature does not use it.' },
    message: { fr: 'La signature ou l’empreinte emploie SHA-1.', en: 'The signature or the digest uses SHA-1.' },
    why: {
      fr: 'Deux messages de même empreinte SHA-1 peuvent être fabriqués.',
      en: 'Two messages with the same SHA-1 digest can be made.',
    },
    hint: { fr: `Employer ${RSA_SHA256} et ${SHA256}.`, en: `Use ${RSA_SHA256} and ${SHA256}.` },
    requirements: ['VIHF-11'],
    clause: 'RFC 9231, 2.3.2',
    example: { right: `<ds:DigestMethod Algorithm="${SHA256}"/>`, wrong: `<ds:DigestMethod Algorithm="${DSIG}sha1"/>` },
  },
  {
    id: 'VIHF-12',
    level: 'SHALL',
    title: {
      fr: 'KeyInfo/X509Data/X509Certificate contient le certificat signataire.',
      en: 'KeyInfo/X509Data/X509Certificate holds the signing certificate.',
    },
    message: { fr: 'Le certificat signataire manque ou ne se lit pas.', en: 'The signing certificate is missing or cannot be read.' },
    why: UNTRUSTED,
    hint: {
      fr: 'Y écrire le certificat X.509 (DER) en base64, sans les lignes BEGIN et END.',
      en: 'Write the X.509 certificate (DER) there in base64, without the BEGIN and END lines.',
    },
    requirements: ['VIHF-12'],
    clause: `${VIHF}, Signature`,
    example: { right: '<ds:X509Certificate>MIIE…</ds:X509Certificate>', wrong: '<ds:X509Certificate/>' },
  },
  {
    id: 'VIHF-60',
    level: 'SHALL',
    title: {
      fr: 'Le certificat signataire est un certificat de signature (nonRepudiation).',
      en: 'The signing certificate is a signature certificate (nonRepudiation).',
    },
    message: {
      fr: 'Le certificat signataire ne permet pas la signature (nonRepudiation).',
      en: 'The signing certificate does not allow signing (nonRepudiation).',
    },
    why: {
      fr: 'Le DMP répond DMPInvalidCertificate à un VIHF signé avec un certificat d’authentification.',
      en: 'The DMP answers DMPInvalidCertificate to a VIHF signed with an authentication certificate.',
    },
    hint: {
      fr: 'Signer avec le certificat de signature : cachet ORG SIGN, ou certificat de signature de la carte CPx.',
      en: 'Sign with the signature certificate: ORG SIGN seal, or signature certificate of the CPx card.',
    },
    requirements: ['VIHF-60'],
    clause: `${IGC}, KeyUsage`,
    example: { right: 'KeyUsage: digitalSignature, nonRepudiation', wrong: 'KeyUsage: digitalSignature, keyEncipherment' },
  },
  {
    id: 'VIHF-61',
    level: 'SHALL',
    title: {
      fr: 'En authentification directe, le certificat signataire est celui de signature de la carte, pas celui d’authentification (keyEncipherment).',
      en: 'In direct authentication, the signing certificate is the signature one of the card, not the authentication one (keyEncipherment).',
    },
    message: {
      fr: 'Le certificat signataire est celui d’authentification de la carte.',
      en: 'The signing certificate is the authentication one of the card.',
    },
    hint: {
      fr: 'Choisir, parmi les deux certificats de même DN, celui qui porte digitalSignature et nonRepudiation.',
      en: 'Choose, of the two certificates with the same DN, the one with digitalSignature and nonRepudiation.',
    },
    requirements: ['VIHF-61'],
    clause: `${IGC}, cartes CPx`,
    example: { right: 'KeyUsage: digitalSignature, nonRepudiation', wrong: 'KeyUsage: digitalSignature, nonRepudiation, keyEncipherment' },
  },
  {
    id: 'VIHF-62',
    level: 'SHALL',
    title: { fr: 'Issuer est le DN du sujet du certificat signataire.', en: 'Issuer is the subject DN of the signing certificate.' },
    message: {
      fr: 'L’émetteur n’est pas le titulaire du certificat signataire.',
      en: 'The issuer is not the holder of the signing certificate.',
    },
    why: UNTRUSTED,
    hint: { fr: 'Copier le DN du sujet du certificat joint.', en: 'Copy the subject DN of the enclosed certificate.' },
    requirements: ['VIHF-62'],
    clause: `${VIHF}, Issuer`,
    example: { right: 'Issuer CN=DMP SIGN,…  certificate CN=DMP SIGN,…', wrong: 'Issuer CN=DMP SIGN,…  certificate CN=AUTRE,…' },
  },
  {
    id: 'VIHF-63',
    level: 'SHALL',
    title: {
      fr: 'En authentification indirecte, l’OU du certificat de cachet est l’Identifiant_Structure.',
      en: 'In indirect authentication, the OU of the seal certificate is the Identifiant_Structure.',
    },
    message: {
      fr: 'L’Identifiant_Structure n’est pas celui du certificat de cachet.',
      en: 'The Identifiant_Structure is not that of the seal certificate.',
    },
    hint: {
      fr: 'Écrire dans Identifiant_Structure l’OU du certificat de cachet.',
      en: 'Write the OU of the seal certificate in Identifiant_Structure.',
    },
    requirements: ['VIHF-63'],
    clause: `${VIHF}, Identifiant_Structure`,
    example: { right: 'Identifiant_Structure 10B0127189, OU=10B0127189', wrong: 'Identifiant_Structure 10B0127189, OU=10B0000000' },
  },
  {
    id: 'VIHF-64',
    level: 'SHALL',
    title: {
      fr: 'Le certificat signataire est valide et remonte à une autorité de confiance.',
      en: 'The signing certificate is valid and chains up to a trusted authority.',
    },
    message: { fr: 'Le certificat signataire n’est pas de confiance.', en: 'The signing certificate is not trusted.' },
    why: UNTRUSTED,
    hint: {
      fr: 'Signer avec un certificat en cours de validité de l’IGC-Santé (chaîne de test en test).',
      en: 'Sign with a currently valid certificate of IGC-Santé (test chain for tests).',
    },
    requirements: ['VIHF-64'],
    clause: 'RFC 5280, 6',
    example: { right: 'AC IGC-SANTE TEST → CN=DMP SIGN, notAfter 2028-11-20', wrong: 'CN=DMP SIGN, notAfter 2026-11-19' },
  },
  {
    id: 'VIHF-64-CRL',
    level: 'SHALL',
    title: { fr: 'Le certificat signataire n’est pas révoqué.', en: 'The signing certificate is not revoked.' },
    message: { fr: 'Le certificat signataire est révoqué.', en: 'The signing certificate is revoked.' },
    why: UNTRUSTED,
    hint: { fr: 'Commander un nouveau certificat et signer avec lui.', en: 'Order a new certificate and sign with it.' },
    requirements: ['VIHF-64'],
    clause: 'RFC 5280, 6.3',
    example: { right: 'serial number not in the CRL', wrong: 'serial number in the CRL' },
  },
];

function judgeSignature(judge: Judge, vihf: Vihf): void {
  const { assertion, issuer } = vihf;
  const signatures = assertion.elements('Signature');
  const [signature] = signatures;
  const follows = signature !== undefined && elementAfter(issuer) === signature;
  const genuine = signature?.namespace === DSIG;
  judge.expect(
    'VIHF-08',
    signatures.length === 1 && follows && genuine,
    signatures[1] ?? elementOr(signature, assertion, 'ds:Signature'),
    () => ({
      expected: { fr: 'une ds:Signature juste après saml:Issuer', en: 'one ds:Signature right after saml:Issuer' },
      ...(signature === undefined ? { actual: { fr: 'aucune signature', en: 'no signature' } }
      : signatures.length > 1 ?
        {
          actual: { fr: `${signatures.length} signatures`, en: `${signatures.length} signatures` },
          message: { fr: 'L’assertion porte plusieurs signatures.', en: 'The assertion has several signatures.' },
        }
      : !genuine ?
        {
          actual: shorten(`{${signature.namespace}}Signature`),
          message: { fr: 'La Signature n’est pas dans l’espace de noms XML-DSig.', en: 'The Signature is not in the XML-DSig namespace.' },
        }
      : {
          actual: { fr: 'une signature ailleurs', en: 'a signature elsewhere' },
          message: { fr: 'La signature n’est pas juste après Issuer.', en: 'The signature is not right after Issuer.' },
        }),
    }),
  );
  if (!signature || !genuine) return;
  const outcome = verifySignature(signature);
  judgeSteps(judge, outcome, signature);
  judgeReferences(judge, outcome, signature, assertion);
  const readable = outcome.certificates.filter(({ facts }) => facts !== undefined);
  const [first] = outcome.certificates;
  judge.expect('VIHF-12', readable.length > 0, elementOr(first?.element, signature, 'ds:KeyInfo/ds:X509Data/ds:X509Certificate'), () => ({
    expected: { fr: 'un certificat X.509 en base64', en: 'an X.509 certificate in base64' },
    actual: quoted(first?.element.text.trim()),
  }));
  judgeValue(judge, outcome, signature);
  const { signer } = outcome;
  const holder = readable.find(({ facts }) => facts === signer);
  if (signer && holder) judgeSigner(judge, vihf, signer, holder.element, outcome);
}

function elementAfter(element: XmlElement | undefined): XmlElement | undefined {
  const siblings = element?.parent?.elements() ?? [];
  return element && siblings[siblings.indexOf(element) + 1];
}

function judgeSteps(judge: Judge, { canonicalization, method, references, signedInfo }: SignatureOutcome, signature: XmlElement): void {
  const expected = {
    fr: `${EXCLUSIVE_C14N} ; transformations : ${ENVELOPED}, ${EXCLUSIVE_C14N}`,
    en: `${EXCLUSIVE_C14N}; transforms: ${ENVELOPED}, ${EXCLUSIVE_C14N}`,
  };
  const parent = signedInfo ?? signature;
  if (canonicalization?.algorithm !== EXCLUSIVE_C14N)
    judge.expect(
      'VIHF-09',
      false,
      canonicalization ? attributeOr(canonicalization.element, 'Algorithm') : { in: parent, missing: 'ds:CanonicalizationMethod' },
      () => ({
        expected: EXCLUSIVE_C14N,
        actual: quoted(canonicalization?.algorithm),
      }),
    );
  for (const { element, transforms } of references) {
    const stated = transforms.map(({ algorithm }) => algorithm);
    const holds = stated.length === 2 && stated[0] === ENVELOPED && stated[1] === EXCLUSIVE_C14N;
    const wrong = transforms.find(({ algorithm }, i) => algorithm !== [ENVELOPED, EXCLUSIVE_C14N][i]);
    judge.expect('VIHF-09', holds, wrong?.element ?? { in: element, missing: 'ds:Transforms' }, () => ({
      expected,
      actual: quoted(transforms.length > 0 ? stated.join(', ') : undefined),
    }));
  }
  judge.expect(
    'VIHF-11',
    method?.algorithm === RSA_SHA256,
    method ? attributeOr(method.element, 'Algorithm') : { in: parent, missing: 'ds:SignatureMethod' },
    () => ({
      expected: RSA_SHA256,
      actual: quoted(method?.algorithm),
    }),
  );
  for (const { element, digestMethod } of references)
    judge.expect(
      'VIHF-11',
      digestMethod?.algorithm === SHA256,
      digestMethod ? attributeOr(digestMethod.element, 'Algorithm') : { in: element, missing: 'ds:DigestMethod' },
      () => ({
        expected: SHA256,
        actual: quoted(digestMethod?.algorithm),
      }),
    );
  if (judge.context.parameters['sha1'] !== 'refused') return;
  const sha1 = [method, ...references.map(({ digestMethod }) => digestMethod)].find((step) => step?.algorithm.endsWith('sha1'));
  judge.expect('VIHF-11-SHA1', sha1 === undefined, sha1 && attributeOr(sha1.element, 'Algorithm'), () => ({
    expected: `${RSA_SHA256}, ${SHA256}`,
    actual: quoted(sha1?.algorithm),
  }));
}

function judgeReferences(judge: Judge, { references, signedInfo }: SignatureOutcome, signature: XmlElement, assertion: XmlElement): void {
  const [first, second] = references;
  const id = assertion.attribute('ID') ?? '';
  const uri = first?.uri;
  judge.expect(
    'VIHF-10',
    references.length === 1 && first!.coversParent && uri === `#${id}`,
    second?.element ?? (first ? attributeOr(first.element, 'URI') : { in: signedInfo ?? signature, missing: 'ds:Reference' }),
    () => {
      if (references.length !== 1)
        return {
          expected: { fr: 'une Reference', en: 'one Reference' },
          actual: { fr: `${references.length} Reference`, en: `${references.length} Reference` },
        };
      const ambiguous = uri === `#${id}` && first!.targets.length > 1;
      return {
        expected:
          ambiguous ? { fr: `#${shorten(id)}, porté par un seul élément`, en: `#${shorten(id)}, borne by one element` } : shorten(`#${id}`),
        actual:
          ambiguous ?
            {
              fr: `${first!.targets.length} éléments portent cet identifiant`,
              en: `${first!.targets.length} elements bear this identifier`,
            }
          : quoted(uri),
      };
    },
  );
  for (const { element, coversParent, digest, digestValue } of references) {
    // a reference to something else is VIHF-10's
    if (!coversParent) continue;
    judge.expect('VIHF-10-DIGEST', digest.state === 'valid', elementOr(digestValue, element, 'ds:DigestValue'), () =>
      digest.state === 'unverifiable' ? unverifiable(digest.problem) : { expected: digest.computed, actual: quoted(digest.stated) },
    );
  }
}

const unverifiable = (problem: { fr: string; en: string }) => ({
  expected: { fr: 'une valeur vérifiable', en: 'a value that can be verified' },
  actual: problem,
  message: problem,
});

function judgeValue(judge: Judge, { value, signatureValue, signer, method }: SignatureOutcome, signature: XmlElement): void {
  // without a certificate (VIHF-12) there is nothing to verify with
  if (!signer) return;
  judge.expect('VIHF-08-VALUE', value.state === 'valid', elementOr(signatureValue, signature, 'ds:SignatureValue'), () =>
    value.state === 'unverifiable' ?
      unverifiable(value.problem)
    : {
        expected: {
          fr: `une signature ${shorten(method?.algorithm ?? '')} par la clé de « ${signer.subjectText} »`,
          en: `a ${shorten(method?.algorithm ?? '')} signature by the key of “${signer.subjectText}”`,
        },
        actual: quoted(signatureValue?.text.trim()),
      },
  );
}

function judgeSigner(judge: Judge, vihf: Vihf, signer: CertificateFacts, element: XmlElement, outcome: SignatureOutcome): void {
  const { issuer, mode } = vihf;
  const usages = signer.keyUsage ? [...signer.keyUsage].join(', ') : undefined;
  judge.expect('VIHF-60', signer.keyUsage?.has('nonRepudiation') === true, element, () => ({
    expected: 'KeyUsage nonRepudiation',
    actual: usages === undefined ? { fr: 'aucun KeyUsage', en: 'no KeyUsage' } : `KeyUsage ${usages}`,
  }));
  if (mode?.text === 'DIRECTE')
    judge.expect('VIHF-61', signer.keyUsage?.has('keyEncipherment') !== true, element, () => ({
      expected: 'KeyUsage digitalSignature, nonRepudiation',
      actual: `KeyUsage ${usages}`,
    }));
  const name = issuer && parseName(issuer.text);
  if (name)
    judge.expect('VIHF-62', sameName(name, signer.subject), issuer, () => ({
      expected: signer.subjectText,
      actual: quoted(issuer.text.trim()),
    }));
  const structure = vihf.attribute(VihfName.structure);
  if (structure?.values[0] && (mode?.text === 'INDIRECTE' || mode?.text === 'INDIRECTE_RENFORCEE')) {
    const unit = attributeOf(signer.subject, 'OU');
    judge.expect('VIHF-63', unit === structure.text, structure.values[0], () => ({
      expected:
        unit === undefined ?
          { fr: 'l’OU du certificat, qui n’en porte pas', en: 'the OU of the certificate, which has none' }
        : `OU=${unit}`,
      actual: quoted(structure.text),
    }));
  }
  judgeTrust(judge, signer, element, outcome);
}

/** Chains are judged only against authorities, and revocation only against the lists that cover the certificate. */
function judgeTrust(judge: Judge, signer: CertificateFacts, element: XmlElement, { certificates }: SignatureOutcome): void {
  const { trust, at } = judge.context;
  if (trust.anchors.length === 0) return;
  const others = certificates.flatMap(({ facts }) => (facts && facts !== signer ? facts : []));
  const chained = chainTo(signer, others, trust.anchors, [], at);
  judge.expect('VIHF-64', chained.ok, element, () => ({
    expected: { fr: 'un certificat valide d’une autorité de confiance', en: 'a valid certificate of a trusted authority' },
    ...(!chained.ok && { actual: chained.text, message: chained.text }),
  }));
  if (!chained.ok || trust.crls.length === 0) return;
  const checked = chainTo(signer, others, trust.anchors, trust.crls, at);
  if (checked.ok || checked.reason === 'revoked')
    judge.expect('VIHF-64-CRL', checked.ok, element, () => ({
      expected: { fr: 'un certificat non révoqué', en: 'a certificate that is not revoked' },
      ...(!checked.ok && { actual: checked.text, message: checked.text }),
    }));
}

export const signatureFamily: RuleFamily = { rules: signatureRules, judge: judgeSignature };
