import { DOMParser } from '@xmldom/xmldom';
import { SignedXml } from 'xml-crypto';

/** Does xml-crypto, which is not ours, find the signature of an assertion right, with the certificate that it carries? */
export function peerVerifies(assertion: string): boolean {
  const verifier = new SignedXml({ getCertFromKeyInfo: (info) => SignedXml.getCertFromKeyInfo(info) });
  const document = new DOMParser().parseFromString(assertion, 'text/xml');
  const signature = document.getElementsByTagNameNS('http://www.w3.org/2000/09/xmldsig#', 'Signature')[0];
  verifier.loadSignature(signature as unknown as Node);
  return verifier.checkSignature(assertion);
}
