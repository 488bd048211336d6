import type { Bilingual, ErrorOwner, Language, Severity, Verdict } from '../src/model/index.js';

const word = (fr: string, en: string): Bilingual => ({ fr: fr.replaceAll('~', '\u00a0'), en });

/**
 * The fixed vocabulary of the pages, in one dictionary: the language switch reads it too. Verdicts stand under their
 * own names. Sentence case: the style sheet sets capitals, so that readers do not spell the words. `~` is a
 * non-breaking space.
 */
export const WORDS = {
  PASSED: word('Conforme', 'Passed'),
  FAILED: word('Non conforme', 'Failed'),
  WARNING: word('Avertissement', 'Warning'),
  INCONCLUSIVE: word('Indéterminé', 'Inconclusive'),
  NOT_RUN: word('Non exécuté', 'Not run'),
  NOT_APPLICABLE: word('Sans objet', 'Not applicable'),
  ERROR: word('Erreur', 'Error'),
  'ERROR-configuration': word('Erreur · configuration', 'Error · configuration'),
  'ERROR-peer': word('Erreur · partenaire', 'Error · peer'),
  'ERROR-tool': word('Erreur · outil', 'Error · tool'),
  WAIVED: word('Dérogation', 'Waived'),
  INFORMATION: word('Information', 'Information'),

  skip: word('Aller au contenu', 'Skip to content'),
  print: word('Imprimer', 'Print'),
  contents: word('Sommaire', 'Contents'),
  'compliance-report': word('Rapport de conformité', 'Compliance report'),
  summary: word('Résumé', 'Summary'),
  'by-group': word('Par volet', 'By volet'),
  'fix-first': word('À corriger d’abord', 'Fix first'),
  'not-judged': word('Non jugé', 'Not judged'),
  exchange: word('Échange', 'Exchange'),
  exchanges: word('Échanges', 'Exchanges'),
  requirements: word('Exigences', 'Requirements'),
  proof: word('Preuve et visa', 'Proof and visa'),
  'whats-wrong': word('Ce qui ne va pas', 'What is wrong'),
  'counted-apart': word('comptés à part, sans effet sur le verdict', 'counted apart, no effect on the verdict'),

  product: word('Système testé', 'System under test'),
  scenario: word('Scénario', 'Scenario'),
  scenarios: word('Scénarios', 'Scenarios'),
  run: word('Exécuté', 'Run'),
  'rules-applied': word('Règles appliquées', 'Rules applied'),
  digest: word('Empreinte du verdict', 'Verdict digest'),
  'digest-meaning': word('Mêmes octets, mêmes règles~: même empreinte', 'Same bytes, same rules: same digest'),
  selection: word('Sélection', 'Selection'),
  strict: word('Mode strict~: un avertissement compte comme une non-conformité', 'Strict mode: a warning counts as a failure'),

  'verdict-by-group': word('Verdict par volet', 'Verdict by volet'),
  volet: word('Volet', 'Volet'),
  proportions: word('Proportions', 'Proportions'),
  total: word('Total', 'Total'),
  'verdict-by-case': word('Verdict par cas de test', 'Verdict by test case'),
  'test-case': word('Cas de test', 'Test case'),
  verdict: word('Verdict', 'Verdict'),
  reference: word('Référence', 'Reference'),
  requirement: word('Exigence', 'Requirement'),
  level: word('Niveau', 'Level'),
  evidence: word('Preuve', 'Evidence'),
  findings: word('Constats', 'Findings'),
  finding: word('constat', 'finding'),
  'findings-count': word('constats', 'findings'),
  started: word('Début', 'Started'),
  duration: word('Durée', 'Duration'),
  messages: word('Messages', 'Messages'),
  time: word('Heure', 'Time'),
  from: word('De', 'From'),
  to: word('Vers', 'To'),
  what: word('Ce qui se passe', 'What happens'),

  why: word('Pourquoi c’est important', 'Why it matters'),
  'what-to-change': word('Que changer', 'What to change'),
  waiver: word('Dérogation', 'Waiver'),
  expected: word('Attendu', 'Expected'),
  actual: word('Obtenu', 'Actual'),
  'addax-rule': word('Règle Addax', 'Addax rule'),
  'official-rule': word('Règle officielle', 'Official rule'),
  schema: word('Schéma XML', 'XML schema'),
  keys: word('Touches', 'Keys'),
  previous: word('Précédent', 'Previous'),
  next: word('Suivant', 'Next'),
  'no-finding': word('Aucun constat.', 'No finding.'),
  'bytes-as-received': word('Octets reçus', 'Bytes as received'),
  'bytes-absent': word('Les octets ne sont pas dans le dossier de preuve.', 'The bytes are not in the evidence bundle.'),
  'see-cause': word('Voir la cause', 'See the cause'),

  'could-not-be-judged': word('Ce qui n’a pas pu être jugé', 'What could not be judged'),
  'all-judged': word('Tout ce qui devait être jugé l’a été.', 'Everything that had to be judged was judged.'),
  'must-act': word('doit apporter ce qui manque, puis rejuger', 'must supply what is missing, then judge again'),
  'must-run': word('doit lancer ce cas', 'must run this case'),
  'must-configuration': word('doit corriger la configuration, puis relancer', 'must correct the configuration, then run again'),
  'must-peer': word('doit rétablir le partenaire, puis relancer', 'must restore the peer, then run again'),
  'must-tool': word('doit corriger l’outil~: joindre le dossier de preuve', 'must correct the tool: attach the evidence bundle'),
  'bench-administrator': word('Administrateur du banc d’essai', 'Test bench administrator'),
  'peer-operator': word('Responsable du système partenaire', 'Operator of the peer system'),
  'addax-team': word('Équipe Addax', 'Addax team'),

  'step-by-step': word('L’échange, pas à pas', 'The exchange, step by step'),
  'paris-time': word('Heures de Paris. Les marques comptent les constats.', 'Paris time. The marks count the findings.'),
  'no-exchange': word('Aucun message n’a été échangé.', 'No message was exchanged.'),
  diagram: word('Diagramme de séquence', 'Sequence diagram'),
  'as-table': word('Le même échange, en tableau', 'The same exchange, as a table'),
  tester: word('Testeur', 'Tester'),
  'under-test': word('système testé', 'system under test'),
  'simulated-by-addax': word('simulé par Addax', 'simulated by Addax'),
  'no-answer': word('Aucune réponse', 'No answer'),
  incomplete: word('message incomplet', 'incomplete message'),
  unexpected: word('hors scénario', 'not in the scenario'),
  answer: word('Réponse', 'Answer'),

  'requirement-by-requirement': word('Exigence par exigence', 'Requirement by requirement'),
  'blue-lines': word(
    'Les lignes en bleu ouvrent les constats et les octets reçus, sans retouche.',
    'Blue lines open the findings and the bytes exactly as received.',
  ),
  'open-all': word('Tout ouvrir', 'Open all'),
  'close-all': word('Tout fermer', 'Close all'),
  'no-requirement': word('Aucune exigence ne concerne cette exécution.', 'No requirement concerns this run.'),

  'proof-and-visa': word('Preuve et visa', 'Proof and visa'),
  'rules-pinned': word('Règles appliquées, épinglées', 'Rules applied, pinned'),
  'rules-not-judged': word('Ce que ces règles n’ont pas pu juger', 'What these rules could not judge'),
  'run-id': word('Exécution', 'Run'),
  replay: word('Vérifier soi-même, hors ligne', 'Verify it yourself, offline'),
  'replay-meaning': word(
    'Rejuge les octets conservés~: l’empreinte obtenue doit être celle-ci.',
    'Judges the kept bytes again: the digest must come out the same.',
  ),
  'replay-where': word('Dans le dossier de ce rapport', 'In the folder of this report'),
  'rest-in-bundle': word('La suite est dans le dossier de preuve.', 'The rest is in the evidence bundle.'),
  request: word('Requête', 'Request'),
  'also-found': word('Aussi~:', 'Also:'),
  issued: word('Établi par', 'Issued by'),
  visa: word('Visa', 'Visa'),
  'visa-meaning': word('Atteste la lecture de ce rapport.', 'Attests that this report was read.'),
  'name-position': word('Nom, fonction', 'Name, position'),
  organisation: word('Organisme', 'Organisation'),
  date: word('Date', 'Date'),
  signature: word('Signature', 'Signature'),

  SHALL: word('doit', 'shall'),
  SHOULD: word('devrait', 'should'),
  MAY: word('peut', 'may'),
  N1: word('Niveau N1~: le système seul', 'Level N1: the system alone'),
  N2: word('Niveau N2~: un partenaire simulé', 'Level N2: one simulated partner'),
  N3: word('Niveau N3~: plusieurs échanges enchaînés', 'Level N3: several exchanges in a chain'),

  overview: word('Vue d’ensemble', 'Overview'),
  predicted: word('Prévu', 'Predicted'),
  outcome: word('Obtenu', 'Outcome'),
  'open-report': word('Ouvrir le rapport', 'Open the report'),
  'as-predicted': word('comme prévu', 'as predicted'),
  'not-as-predicted': word('contraire à la prévision', 'not as predicted'),
  prediction: word('Prévision', 'Prediction'),
  red: word('Exigences à corriger', 'Requirements to correct'),
  none: word('aucune', 'none'),
} as const satisfies Record<string, Bilingual>;

export type Word = keyof typeof WORDS;

/** A text of the dictionary in one language. */
export const say = (key: Word, language: Language): string => WORDS[key][language];

export type Mark = Verdict | 'INFORMATION';

/** The class that gives a verdict its shape, colour and texture; never without its word. */
export const MARK_CLASS: Readonly<Record<Mark, string>> = {
  PASSED: 'pass',
  FAILED: 'fail',
  WARNING: 'warn',
  INCONCLUSIVE: 'open',
  NOT_RUN: 'none',
  NOT_APPLICABLE: 'na',
  ERROR: 'err',
  WAIVED: 'waiv',
  INFORMATION: 'na',
};

export const SEVERITY_MARK: Readonly<Record<Severity, Mark>> = { error: 'FAILED', warning: 'WARNING', information: 'INFORMATION' };

/** Who must put an ERROR right, and what they must do. */
export const OWNER: Readonly<Record<ErrorOwner, { who: Word; must: Word; verdict: Word }>> = {
  configuration: { who: 'bench-administrator', must: 'must-configuration', verdict: 'ERROR-configuration' },
  peer: { who: 'peer-operator', must: 'must-peer', verdict: 'ERROR-peer' },
  tool: { who: 'addax-team', must: 'must-tool', verdict: 'ERROR-tool' },
};

/** Actors as the field calls them; another id is shown as it is. */
const ACTORS: ReadonlyMap<string, Bilingual> = new Map(
  Object.entries({
    'document-source': word('Source de documents', 'Document Source'),
    'document-repository': word('Entrepôt de documents', 'Document Repository'),
    'document-registry': word('Registre de documents', 'Document Registry'),
    'document-consumer': word('Consommateur de documents', 'Document Consumer'),
    'document-recipient': word('Destinataire de documents', 'Document Recipient'),
    'document-administrator': word('Administrateur de documents', 'Document Administrator'),
    'patient-identity-source': word('Source d’identités', 'Patient Identity Source'),
    'patient-demographics-supplier': word('Fournisseur de traits d’identité', 'Patient Demographics Supplier'),
    'patient-demographics-consumer': word('Consommateur de traits d’identité', 'Patient Demographics Consumer'),
    'vihf-issuer': word('Émetteur de VIHF', 'VIHF issuer'),
    'agenda-manager': word('Gestionnaire d’agendas', 'Agenda manager'),
  }),
);

export const actorName = (actor: string): Bilingual => ACTORS.get(actor) ?? { fr: actor, en: actor };
