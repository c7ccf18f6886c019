/** Words that say, in the languages mailers write, that a message was not delivered; and that it is only late. */

/** Not delivered: a word or phrase of a notification's sentence or subject. */
export const FAILURE = new RegExp(
  [
    // English
    String.raw`\bundeliver(?:able|ed)\b|\b(?:was|been|is) (?:postponed|aborted|stopped|cancelled|suspended|blocked|returned|deferred|held up)\b|\bdid not reach\b|\bnon-?deliver|\bfail(?:ed|ure)\b|\breturned (?:mail|message|to sender)\b|\b(?:rejected|refused|denied|unsuccessful|bounced?|expired)\b|\btimed? ?out\b|\bgiv(?:en|ing) up\b|\bover (?:its |the |their )?quota\b|\bno longer (?:exist|valid|accept|in use|available|active|works?)`,
    String.raw`\b(?:could|can|was|were|is|are|has|have|had|did|will|does)(?: ?not|n't) (?:yet )?(?:be(?:en)? )?(?:a )?(?:possible|able|deliver|reach|receiv|sent|send|forward|accept|relay|process|exist|found|valid|known|listed|recogni[sz]ed|available|registered|have an? )`,
    String.raw`\b(?:cannot|unable to|impossible to|not able to) (?:be )?(?:deliver|reach|send|sent|forward|relay|accept|find|process)`,
    String.raw`\b(?:unknown|invalid|no such|nonexistent|non-existent|bad|intended|failed|undeliverable) (?:local |e-?mail )?(?:user|recipient|address|mailbox|host|domain|destination)`,
    String.raw`\b(?:user|recipient|address|mailbox|account|host) (?:is )?(?:unknown|full|invalid|not found|not known|disabled|inactive|suspended|unavailable|over quota)`,
    String.raw`\b(?:problem|error)s? (?:was|were|occurred|while|in|during|with|delivering|sending)|\bdelivery (?:errors?|problems?)\b|\bexceed(?:s|ed)?\b`,
    // German, Dutch
    String.raw`\bunzustellbar|\bnicht (?:zugestellt|zustellbar|ausgeliefert|übermittelt|übertragen|gesendet|erreich|versendet|möglich)|\bfehlgeschlagen|\bnicht (?:worden )?(?:afgeleverd|bezorgd)|\bniet worden (?:afgeleverd|bezorgd)|\bonbestelbaar|\bverzögert|\bvertraagd`,
    // French, Spanish, Portuguese, Italian
    String.raw`n['’](?:a|ont|est) (?:pas|pu) |\bnon remis|\béchec|\bimpossible d|\bno (?:se )?(?:pudo|ha podido|puede|fue|ha sido|se ha|pudieron)\b|\bn[ãa]o (?:p[ôo]de|foi|pode)\b|\bnon (?:è|e'|può|puo'|ha) |\bmancat[oa] (?:recapito|consegna)|\bimpossibile|\bretard[ée]e?\b|\bretrasad[oa]|\bpospuest[oa]|\baplazad[oa]|\batrasad[oa]|\britardat[oa]|\brinviat[oa]`,
    // Polish, Russian, Ukrainian
    String.raw`\bnie (?:została?|można|mogła?|udało)|не (?:может быть|было|была|удалось|могло|доставлен|существует)|недоставлен|невозможно`,
    // Japanese, Chinese, Korean
    String.raw`(?:配信|送信|配送|転送|配達|お届け)[^\n]{0,12}(?:でき|失敗|不能)|届きません|送れません|エラー|[无無不未][^\n]{0,4}(?:送达|送達|投递|投遞|发送|發送|传递|傳遞)|退信|失败|失敗|(?:전송|배달|전달)[^\n]{0,8}(?:실패|못|수 없)`,
  ].join("|"),
  "i",
);

/** Late, and still being tried. */
export const DELAY =
  /\bdelay(?:ed)?\b|\b(?:been|is|was) (?:postponed|deferred)\b|\bcontinue to try\b|^warning\b|\bstill (?:undelivered|being retried|trying)\b|\bnot (?:yet )?been delivered yet\b|\bnot yet (?:been )?delivered\b|\bwill (?:be retried|keep trying|continue trying)\b|verzögert|vertraagd|retrasad|pospuest|aplazad|atrasad|en retard|retard[ée]|ritardat|rinviat|opóźnion|задержан|затримано|försenad|forsinket|遅延|延迟|延遲/i;
