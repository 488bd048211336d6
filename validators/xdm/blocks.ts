import type { CrossBlock, CrossRow } from '../../src/model/index.js';

const row = (rule: string, left: string, right: string, fr: string, en: string): CrossRow => ({ rule, left, right, compare: { fr, en } });

/** What the rules of a package compare, as people read it. */
export const blocks: readonly CrossBlock[] = [
  {
    id: 'manifest-files',
    title: { fr: 'METADATA.XML et fichiers de l’archive', en: 'METADATA.XML and files of the archive' },
    left: { fr: 'METADATA.XML', en: 'METADATA.XML' },
    right: { fr: 'Archive', en: 'Archive' },
    rows: [
      row('XDM-05-FILE', 'URI', 'IHE_XDM/SUBSETnn/', 'chaque URI est celui d’un fichier', 'each URI is that of a file'),
      row('XDM-05-ENTRY', 'URI', 'IHE_XDM/SUBSETnn/', 'chaque fichier a sa fiche', 'each file has its entry'),
      row('XDM-07-HASH', 'hash', 'DOC00001.XML', 'SHA-1 des octets', 'SHA-1 of the bytes'),
      row('XDM-07-SIZE', 'size', 'DOC00001.XML', 'nombre d’octets', 'number of bytes'),
      row('XDM-09', 'patientId', 'IHE_XDM/SUBSETnn/METADATA.XML', 'un seul patient', 'one patient'),
      row('XDM-02-LINKS', 'URI', 'INDEX.HTM', 'la page mène à chaque document', 'the page leads to each document'),
    ],
  },
];
