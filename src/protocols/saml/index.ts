export * from './names.js';
export {
  type CodedValue,
  findAssertion,
  findAssertions,
  type FoundAssertions,
  issuersAnswer,
  readVihf,
  type Vihf,
  type VihfAttribute,
} from './read.js';
export {
  type Coded,
  type Professional,
  SECRET_CONNECTION,
  TEST_PROFESSIONAL,
  type VihfInput,
  type VihfVersion,
  writeVihf,
} from './write.js';
