export * from './names.js';
export { type CodedValue, findAssertion, findAssertions, type FoundAssertions, readVihf, type Vihf, type VihfAttribute } from './read.js';
export { type Coded, type Professional, TEST_PROFESSIONAL, type VihfInput, writeVihf } from './write.js';
