import { NS, raw, xml } from '../wire/xml.mjs';

/** Writes a SOAP envelope with WS-Addressing, and the VIHF in its Security header where the transaction has one. */
export const writeEnvelope = ({ soap, action, messageId, to, assertion, body }) =>
  xml`<?xml version="1.0" encoding="UTF-8"?>
<soap:Envelope xmlns:soap="${soap}" xmlns:wsa="${NS.wsa}">
<soap:Header>
<wsa:Action soap:mustUnderstand="true">${action}</wsa:Action>${
    messageId
    && xml`
<wsa:MessageID>${messageId}</wsa:MessageID>`
  }
<wsa:To>${to}</wsa:To>
<wsa:ReplyTo soap:mustUnderstand="true"><wsa:Address>http://www.w3.org/2005/08/addressing/anonymous</wsa:Address></wsa:ReplyTo>${
    assertion
    && xml`
<wsse:Security xmlns:wsse="${NS.wsse}">
${raw(assertion)}
</wsse:Security>`
  }
</soap:Header>
<soap:Body>
${body}
</soap:Body>
</soap:Envelope>`.text;
