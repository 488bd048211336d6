import { z } from 'zod';
import { YamlText } from '../../src/model/index.js';
import { INS_OID } from '../../src/protocols/identifiers/index.js';
import { ATTACKS } from '../../src/protocols/saml/attacks/index.js';

const Digits = (shape: RegExp, what: string) => YamlText.pipe(z.string().regex(shape, what));
const EntryUuid = Digits(/^urn:uuid:[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$/, 'an entryUUID urn:uuid:… is expected');

/** Who a request is about, as far as identifiers go. */
export const PatientIdentity = z.object({
  ins: YamlText,
  oid: YamlText.default(INS_OID.testNir),
});
export type PatientIdentity = z.infer<typeof PatientIdentity>;

/** The traits of a national health identity, as the dataset of a scenario gives them. */
export const Patient = PatientIdentity.extend({
  birthFamily: YamlText,
  given: YamlText,
  /** every given name of the birth certificate; absent: the first one only */
  givenList: YamlText.optional(),
  sex: z.enum(['F', 'M']),
  /** `19790328` or `1979-03-28` */
  birthDate: Digits(/^\d{4}-?\d\d-?\d\d$/, 'a date YYYYMMDD is expected').transform((date) => date.replaceAll('-', '')),
  /** code of the COG */
  birthPlace: Digits(/^\d[\dAB]\d{3}$/, 'a COG code of 5 characters is expected'),
});
export type Patient = z.infer<typeof Patient>;

/** What can be asked of the VIHF of a request: `valid`, `none`, or an attack that its header blocks can bear. */
export const VihfVariant = z.enum(['valid', 'none', ...ATTACKS.filter(({ envelope }) => !envelope).map(({ id }) => id)]);
export type VihfVariant = z.infer<typeof VihfVariant>;
export const VihfChoice = VihfVariant.optional();

/** The document that a new one replaces: what ITI-41 returned for it, and its entryUUID as the registry gives it. */
export const Replaced = z.object({
  uniqueId: YamlText,
  entryUuid: EntryUuid,
  setId: YamlText,
  version: z.coerce.number().int().min(1),
});
export type Replaced = z.infer<typeof Replaced>;

const CodeValue = z.object({ code: YamlText, scheme: YamlText, display: YamlText });

/** What the metadata of a submission say, whatever the transaction that carries them: ITI-41, ITI-42. */
const Publication = z.object({
  patient: Patient,
  replaces: Replaced.optional(),
  /** attributes of the entry that are not the usual ones, by the names of IHE */
  documentEntry: z
    .strictObject({
      uniqueId: YamlText.optional(),
      /** CX */
      patientId: YamlText.optional(),
      practiceSettingCode: CodeValue.optional(),
      healthcareFacilityTypeCode: CodeValue.optional(),
      confidentialityCodes: z.array(CodeValue).min(1).optional(),
      eventCodes: z.array(CodeValue).optional(),
      /** CXi */
      referenceIdList: z.array(YamlText).optional(),
    })
    .default({}),
  submissionSet: z.strictObject({ uniqueId: YamlText.optional() }).default({}),
  /** `other`: somebody else in another structure; absent: the professional of the tests */
  author: z.enum(['other']).optional(),
  /** when the document was written; absent: a few minutes ago */
  writtenAt: z.iso.datetime().optional(),
  /** what the new entry is to one already registered, beside what `replaces` says */
  relation: z.strictObject({ as: z.enum(['RPLC', 'APND', 'XFRM', 'XFRM_RPLC']), entryUuid: EntryUuid }).optional(),
  /** a new folder for the document, or one already registered */
  folder: z.union([z.strictObject({ title: YamlText }), z.strictObject({ entryUuid: EntryUuid })]).optional(),
});
export type Publication = z.infer<typeof Publication>;

/** Input of ITI-41. */
export const PublishInput = Publication.extend({
  document: z.enum(['level-1']).default('level-1'),
  vihf: VihfChoice,
  hash: z.enum(['wrong']).optional(),
  /** who receives: a repository (XDS.b) or a recipient without a registry (XDR) */
  to: z.enum(['document-repository', 'document-recipient']).default('document-repository'),
});

/** Input of ITI-42. */
export const RegisterInput = Publication.extend({
  /** `hash`: the entry does not say it */
  without: z.enum(['hash']).optional(),
});

export { readInput } from '../../src/model/index.js';
