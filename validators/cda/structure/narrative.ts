/** The narrative of sections: what may stand in what. A type that begins with a full stop is one of these. */

const COMMON = '@ID:ID @language:NMTOKEN @styleCode:NMTOKENS';
const ALIGN = '@align:left|center|right|justify|char @char:string @charoff:string @valign:top|middle|bottom|baseline';
/** pieces of a line */
const INLINE =
  'content:.Content | linkHtml:.LinkHtml | sub:.Sub | sup:.Sup | br:.Br | footnote:.Footnote | footnoteRef:.FootnoteRef'
  + ' | renderMultiMedia:.RenderMultiMedia';

// prettier-ignore
export const NARRATIVE: Readonly<Record<string, string>> = {
  'StrucDoc.Text': `mixed ${COMMON} @mediaType=text/x-hl7-text+xml (${INLINE} | paragraph:.Paragraph | list:.List | table:.Table)*`,
  'StrucDoc.Title': `mixed ${COMMON} @mediaType=text/x-hl7-title+xml (content:.TitleContent | sub:.Sub | sup:.Sup | br:.Br | footnote:.TitleFootnote | footnoteRef:.FootnoteRef)*`,
  'StrucDoc.Br': '',
  'StrucDoc.Caption': `mixed ${COMMON} (linkHtml:.LinkHtml | sub:.Sub | sup:.Sup | footnote:.Footnote | footnoteRef:.FootnoteRef)*`,
  'StrucDoc.Col': `${COMMON} ${ALIGN} @span:string @width:string`,
  'StrucDoc.Colgroup': `${COMMON} ${ALIGN} @span:string @width:string (col:.Col)*`,
  'StrucDoc.Content': `mixed ${COMMON} @revised:insert|delete (${INLINE})*`,
  'StrucDoc.TitleContent': `mixed ${COMMON} (content:.TitleContent | sub:.Sub | sup:.Sup | br:.Br | footnote:.TitleFootnote | footnoteRef:.FootnoteRef)*`,
  'StrucDoc.Footnote': `mixed ${COMMON} (content:.Content | linkHtml:.LinkHtml | sub:.Sub | sup:.Sup | br:.Br | renderMultiMedia:.RenderMultiMedia | paragraph:.Paragraph | list:.List | table:.Table)*`,
  'StrucDoc.TitleFootnote': `mixed ${COMMON} (content:.TitleContent | sub:.Sub | sup:.Sup | br:.Br)*`,
  'StrucDoc.FootnoteRef': `${COMMON} @IDREF!:IDREF`,
  'StrucDoc.Item': `mixed ${COMMON} caption:.Caption? (${INLINE} | paragraph:.Paragraph | list:.List | table:.Table)*`,
  'StrucDoc.LinkHtml': `mixed ${COMMON} @name:string @href:string @rel:string @rev:string @title:string (footnote:.Footnote | footnoteRef:.FootnoteRef)*`,
  'StrucDoc.List': `${COMMON} @listType:ordered|unordered caption:.Caption? item:.Item+`,
  'StrucDoc.Paragraph': `mixed ${COMMON} caption:.Caption? (${INLINE})*`,
  'StrucDoc.RenderMultiMedia': `${COMMON} @referencedObject!:IDREFS caption:.Caption?`,
  'StrucDoc.Sub': 'mixed',
  'StrucDoc.Sup': 'mixed',
  'StrucDoc.Table': `${COMMON} @summary:string @width:string @border:string @frame:void|above|below|hsides|lhs|rhs|vsides|box|border @rules:none|groups|rows|cols|all @cellspacing:string @cellpadding:string caption:.Caption? (col:.Col* | colgroup:.Colgroup*) thead:.Thead? tfoot:.Tfoot? tbody:.Tbody+`,
  'StrucDoc.Tbody': `${COMMON} ${ALIGN} (tr:.Tr)+`,
  'StrucDoc.Td': `mixed ${COMMON} ${ALIGN} @abbr:string @axis:string @headers:IDREFS @scope:row|col|rowgroup|colgroup @rowspan:string @colspan:string (${INLINE} | paragraph:.Paragraph | list:.List)*`,
  'StrucDoc.Tfoot': `${COMMON} ${ALIGN} (tr:.Tr)+`,
  'StrucDoc.Th': `mixed ${COMMON} ${ALIGN} @abbr:string @axis:string @headers:IDREFS @scope:row|col|rowgroup|colgroup @rowspan:string @colspan:string (${INLINE})*`,
  'StrucDoc.Thead': `${COMMON} ${ALIGN} (tr:.Tr)+`,
  'StrucDoc.Tr': `${COMMON} ${ALIGN} (th:.Th | td:.Td)+`,
};
