/**
 * Subjects of notifications in the languages of the mailers, at the head of the field: what a mail system or gateway
 * writes whatever its address is. Nothing that a person's "Re:" or "Fwd:" puts in front.
 */

const SUBJECTS = [
  // English
  "undeliver(?:ed|able)\\b",
  "(?:permanent|temporary|final|fatal|automatic)?\\s?(?:e-?mail |mail |message )?delivery (?:status )?(?:notification|notice|failures?|failed|errors?|problems?|reports?|warning|unsuccessful|impossible|incomplete|attempts? |has |was |to |delay|suspended|subsystem)",
  "(?:e-?mail|mail|message|smtp) (?:system )?(?:delivery|failures?|failed|errors?|undeliver|not delivered|bounced?|returned|rejected|refused|status (?:notification|report)|could ?n[o']t|cannot|can't|was ?n[o']t|not sent|blocked|warning|delay)",
  "your (?:e-?mail|mail|message)\\b.{0,120}\\b(?:could not|couldn't|cannot|was not|wasn't|not delivered|has been (?:rejected|returned|blocked|delayed)|was (?:rejected|returned|blocked)|undeliver|bounced|failed)",
  "failure (?:notice|notification|report)\\b|failed (?:mail|delivery|message)\\b|failed to deliver\\b",
  "(?:mail |message )?return(?:ed)? (?:mail|message|e-?mail|to sender)\\b|(?:mail|message)s? returned\\b",
  "non-?\\s?deliver(?:y|able|ed)\\b|ndr?n?\\s?:",
  "bounced?\\s(?:mail|message|e-?mail|notification|notice)\\b|bounce\\s?:",
  "(?:unable|failed|impossible) to (?:deliver|send)\\b|(?:could|can)\\s?not (?:be delivered|deliver|send)\\b|not delivered\\b",
  "(?:user|recipient|mailbox|address|host|domain) (?:unknown|not found|unavailable|full|invalid|is full)\\b|(?:unknown|invalid|no such) (?:user|recipient|address|mailbox)",
  "warning:? (?:message|could not send|mail)\\b|delayed (?:mail|message|delivery)\\b|transient (?:delivery )?(?:failure|problem)",
  // German, Dutch, Nordic
  "unzustellbar|nicht zustellbar|(?:fehler|problem) bei (?:der )?(?:zustellung|e-?mail)|(?:mail|e-?mail|nachricht|nachrichten)?-?\\s?zustellung (?:fehlgeschlagen|nicht|verzögert|unmöglich)|(?:ihre |die )?(?:e-?mail|nachricht|mail)\\b.{0,80}\\b(?:unzustellbar|nicht (?:zugestellt|zustellbar|ausgeliefert))|zustell(?:ungs)?fehler|rückläufer",
  "onbestelbaar|niet (?:bezorgd|afgeleverd)|(?:bezorging|aflevering) (?:mislukt|vertraagd)",
  "(?:kunne|kunde) ikke leveres|ikke leveret|leverings?fejl|kunde inte levereras|ej levererat?|olevererbart?|ikke levert|toimitus (?:epäonnistui|ei onnistunut)",
  // French, Spanish, Portuguese, Italian, Romanian
  "(?:échec|erreur) (?:de |dans )?(?:la |l['’])?(?:remise|livraison|distribution|envoi|acheminement)|non (?:remis|distribué|délivré)|(?:message|courriel|courrier) (?:non|refusé|rejeté|retourné)|avis de non[- ]",
  "no se (?:puede|pudo|ha podido) entregar|(?:error|fallo|falla) (?:de|en) (?:la )?entrega|entrega fallida|no entregad[oa]|(?:mensaje|correo) (?:devuelto|rechazado|no)|devuelto",
  "não (?:entregue|foi entregue)|falha (?:na|de|no) (?:entrega|envio)|(?:mensagem|e-?mail) (?:devolvid[ao]|não|rejeitad[ao])",
  "mancat[oa] (?:recapito|consegna)|(?:impossibile|non è stato possibile) (?:recapitare|consegnare)|(?:messaggio|posta|e-?mail) (?:non|respint[oa])|avviso di mancata",
  "mesaj(?:ul)? (?:nu a|nelivrat)|nelivrat",
  // Polish, Czech, Hungarian, Turkish, Greek, Russian, Ukrainian
  "niedostarczon|nie (?:można|udało|dostarczono)|zwrot (?:poczty|wiadomości)|nedoručiteln|nedoručen|kézbesíthetetlen|(?:sikertelen )?kézbesítés(?:i hiba)?|teslim edilemedi|iletilemedi|(?:αδυναμία|αποτυχία) παράδοσης|не\\s?доставл|недоставл|сообщение не (?:может|было)|невозможно доставить|помилка доставки|повідомлення не",
  // Japanese, Chinese, Korean
  "(?:配信|送信|配送|転送)(?:不能|失敗|エラー|でき)|メール(?:が届|を配信|配信)|退信|系统退信|郵件(?:無法|未)|邮件(?:无法|未|发送失败)|(?:전송|배달|전달) ?실패",
].join("|");

/** A notification's subject. */
export const NOTIFICATION_SUBJECT = new RegExp(
  `^\\s{0,4}(?:\\[[^\\]\\n]{1,60}\\]\\s{0,2})?(?:\\*{1,3}\\s?|(?:warning|error|notice|notification|automatic|auto|attention|important)\\s?[:!-]\\s?)?(?:${SUBJECTS})`,
  "iu",
);
