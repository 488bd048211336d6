import { MemoryRepository } from '@medplum/fhir-router';
import { deepClone, getReferenceString, OperationOutcomeError, validateResource } from '@medplum/core';
import { slotsOf } from './availability.mjs';
import { refusal } from './refusal.mjs';
import { search } from './search.mjs';

/** What a slot is while an appointment in this status holds it. */
const HELD = { pending: 'busy-tentative', booked: 'busy', arrived: 'busy', 'checked-in': 'busy', fulfilled: 'busy' };

const isHolding = (appointment) => appointment !== undefined && Object.hasOwn(HELD, appointment.status);
const slotsHeld = (appointment) => (appointment?.slot ?? []).map(({ reference = '' }) => reference.split('/').slice(-2).join('/'));

/** Resources in memory, with the rules of agendas: slots follow their agenda, and one appointment holds a slot. */
export class AgendaStore extends MemoryRepository {
  #turn = Promise.resolve();

  constructor(breaks) {
    super();
    this.breaks = breaks;
  }

  /** Requests are served one after the other: nobody comes between the look and the change. */
  inTurn(work) {
    if (!this.breaks('turns', true)) return work();
    const done = this.#turn.then(work);
    this.#turn = done.catch(() => undefined);
    return done;
  }

  *all(type) {
    yield* this.resources.get(type)?.values() ?? [];
  }

  one(reference) {
    const [type, id] = reference.split('/');
    return this.resources.get(type)?.get(id);
  }

  find({ type, query, base, strict }) {
    const store = { resources: (of) => this.all(of), read: (reference) => this.one(reference), breaks: this.breaks };
    return search({ type, query, base, strict, store });
  }

  /** How the router looks for the one that a conditional update is about. */
  async search({ resourceType, filters = [] }) {
    const query = Object.fromEntries(filters.map(({ code, value }) => [code, value]));
    const bundle = this.find({ type: resourceType, query, base: '', strict: true });
    if (bundle.total === 0 && !this.breaks('upserts', true)) throw refusal(404, 'not-found', 'Aucune ressource ne répond à ces critères.');
    return { ...bundle, entry: this.breaks('matches', bundle.entry) };
  }

  async createResource(resource) {
    return this.#keep(undefined, { ...resource, meta: withoutVersion(resource.meta) });
  }

  async updateResource(resource, options) {
    const before = this.one(getReferenceString(resource));
    if (!before && !this.breaks('clientIds', false)) throw refusal(404, 'not-found', 'Cette ressource n’existe pas.');
    const wanted = this.breaks('ifMatch', options?.ifMatch);
    if (wanted !== undefined && before?.meta.versionId !== wanted)
      throw refusal(412, 'conflict', 'La ressource a changé depuis cette version.');
    return this.#keep(before, { ...resource, meta: withoutVersion(resource.meta) });
  }

  async deleteResource(type, id) {
    const before = this.one(`${type}/${id}`);
    if (!before) throw refusal(404, 'not-found', 'Cette ressource n’existe pas.');
    if (!this.breaks('removes', true)) return;
    if (type === 'Schedule') await this.#close(before);
    await super.deleteResource(type, id);
  }

  async #keep(before, given) {
    const resource = this.breaks('resource', this.breaks('change', { before, given: this.#checked(given) }).given);
    if (resource.resourceType === 'Appointment') return this.#book(before, resource);
    const { id, versionId } = { id: before?.id ?? this.generateId(), versionId: before ? String(Number(before.meta.versionId) + 1) : '1' };
    const kept = { ...resource, id, meta: { ...resource.meta, versionId: this.breaks('version', versionId) } };
    const slots = kept.resourceType === 'Schedule' ? slotsOf(kept, this.breaks) : [];
    const saved = await super.createResource(kept);
    if (kept.resourceType === 'Schedule') await this.breaks('follows', () => this.#replaceSlots(kept, slots))(before);
    return saved;
  }

  #checked(resource) {
    try {
      this.breaks('validate', validateResource)(resource);
    } catch (error) {
      throw error instanceof OperationOutcomeError ? refusal(422, 'invariant', error.message) : error;
    }
    for (const { system, value } of this.breaks('identities', resource.resourceType === 'Patient' ? (resource.identifier ?? []) : []))
      if (/^urn:oid:1\.2\.250\.1\.213\.1\.4\.(?:8|9|10|11)$/.test(system) && !isIns(value))
        throw refusal(422, 'value', 'Le matricule INS n’a pas la bonne clé.');
    return resource;
  }

  // ---- agendas ----

  async #replaceSlots(schedule, slots) {
    const reference = `Schedule/${schedule.id}`;
    const wanted = new Map(slots.map((slot) => [slot.id, slot]));
    const kept = new Set(this.breaks('held', this.#heldSlots()));
    for (const slot of [...this.all('Slot')].filter((one) => one.schedule.reference === reference)) {
      const same = wanted.get(slot.id)?.end === slot.end;
      if (kept.has(`Slot/${slot.id}`) || same) wanted.delete(slot.id);
      else if (this.breaks('dropsSlots', true)) {
        await super.deleteResource('Slot', slot.id);
        this.breaks('slotGone', () => undefined)(this, [slot]);
      }
    }
    for (const { id, start, end, serviceType } of wanted.values())
      await super.createResource({
        resourceType: 'Slot',
        id,
        meta: { versionId: '1' },
        ...(serviceType.length > 0 && { serviceType }),
        ...(schedule.specialty && { specialty: schedule.specialty }),
        schedule: { reference },
        status: 'free',
        start,
        end,
      });
  }

  async #close(schedule) {
    const slots = [...this.all('Slot')].filter((one) => one.schedule.reference === `Schedule/${schedule.id}`);
    const held = this.#heldSlots();
    if (slots.some((slot) => held.has(`Slot/${slot.id}`)))
      await this.breaks('closing', () => {
        throw refusal(409, 'conflict', 'Des rendez-vous sont pris dans cet agenda.');
      })(this, slots);
    if (this.breaks('removesSlots', true)) for (const { id } of slots) await super.deleteResource('Slot', id);
  }

  #heldSlots() {
    return new Set([...this.all('Appointment')].filter(isHolding).flatMap(slotsHeld));
  }

  // ---- appointments ----

  async #book(before, appointment) {
    const wanted = isHolding(appointment) ? slotsHeld(appointment) : [];
    const freed = isHolding(before) ? slotsHeld(before) : [];
    for (const reference of wanted.filter((one) => !freed.includes(one))) {
      const slot = this.one(reference);
      if (!slot && this.breaks('slotMustBe', true)) throw refusal(422, 'not-found', `Le créneau ${reference} n’existe pas.`);
      if (slot && !this.breaks('isFree', slot.status === 'free')) throw refusal(409, 'conflict', 'Le créneau est déjà pris.');
    }
    if (!appointment.slot && !this.breaks('slotless', true)) throw refusal(422, 'required', 'Un rendez-vous se prend sur un créneau.');
    await this.breaks('pause', () => undefined)();
    const versionId = before ? String(Number(before.meta.versionId) + 1) : '1';
    const id = before?.id ?? this.generateId();
    const saved = await super.createResource({ ...appointment, id, meta: { ...appointment.meta, versionId } });
    if (!this.breaks('keeps', true)) await super.deleteResource('Appointment', id);
    const mark = async (references, status) => {
      for (const reference of references) {
        const slot = this.one(reference);
        if (slot) await super.createResource({ ...deepClone(slot), status, meta: { versionId: String(Number(slot.meta.versionId) + 1) } });
      }
    };
    await mark(
      this.breaks(
        'frees',
        freed.filter((one) => !wanted.includes(one)),
      ),
      'free',
    );
    await mark(this.breaks('takes', wanted), HELD[appointment.status]);
    return saved;
  }
}

/** What the server itself writes of the meta of a resource is not the client's to say. */
const withoutVersion = (meta = {}) =>
  Object.fromEntries(Object.entries(meta).filter(([name]) => !['versionId', 'lastUpdated'].includes(name)));

/** Whether the key of an INS is right; in the key, 2A and 2B of Corsica count as 19 and 18. */
function isIns(value = '') {
  if (!/^\d{5}(?:\d\d|2[AB])\d{8}$/.test(value)) return false;
  const number = BigInt(value.slice(0, 13).replace('2A', '19').replace('2B', '18'));
  return 97n - (number % 97n) === BigInt(value.slice(13));
}
