/** A request that is answered with a SOAP fault. */
export class Fault extends Error {
  /**
   * @param {'Sender' | 'Receiver' | 'VersionMismatch' | 'MustUnderstand'} code
   * @param {string | undefined} subcode qualified name with prefix wsa or wsse
   */
  constructor(code, subcode, message) {
    super(message);
    this.faultCode = code;
    this.subcode = subcode;
  }

  /** HTTP status of the SOAP 1.2 binding */
  get status() {
    return this.faultCode === 'Sender' ? 400 : 500;
  }
}

/** A request that is answered with a registry error. */
export class RegistryError extends Error {
  constructor(code, message) {
    super(message);
    this.errorCode = code;
  }
}
