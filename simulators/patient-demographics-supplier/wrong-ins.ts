import type { Identity } from '../../src/identity/index.js';
import type { Deeds } from '../../src/model/index.js';
import { INS_OID, insKey, isInsOid } from '../../src/protocols/identifiers/index.js';

/** An identity as the fault `wrong-ins` has it told; one without an INS stays what it is. */
export function withWrongIns(identity: Identity, wrong: Deeds['wrong-ins']): Identity {
  const { identifiers } = identity;
  const isIns = ({ authority }: Identity['identifiers'][number]): boolean => isInsOid(authority.oid);
  if (wrong === undefined || !identifiers.some(isIns)) return identity;
  if (wrong === 'absent') return { ...identity, identifiers: identifiers.filter((one) => !isIns(one)), reliability: ['PROV'] };
  return {
    ...identity,
    identifiers: identifiers.map((one) => {
      if (!isIns(one)) return one;
      if (wrong === 'key') return { ...one, value: withOtherKey(one.value) };
      return { ...one, authority: { ...one.authority, oid: INS_OID.nir } };
    }),
  };
}

/** The same number with a key that is not its own. */
function withOtherKey(ins: string): string {
  const number = ins.slice(0, 13);
  return `${number}${String((Number(insKey(number)) % 97) + 1).padStart(2, '0')}`;
}
