/**
 * What programs write that answer mail for a person: the subjects of out-of-office replies in the languages of the
 * programs (Outlook and Exchange, Gmail, Notes, Sieve, vacation, Zimbra), the requests of challenge-response systems, and
 * sentences that announce a closed mailbox. Matched against decoded text; tables only.
 */

/** At the head of a subject: the prefix of a program, before the subject it answers. */
const PREFIXES = [
  "auto(?:matic|mated)?[- ]?(?:reply|response|responder|answer)",
  "out[- ]of[- ](?:the )?office(?: auto-?reply| reply| notification)?",
  "ooo",
  "automatische antwort",
  "autom\\. antwort",
  "auto-?antwort",
  "abwesenheits(?:notiz|assistent|meldung|benachrichtigung|nachricht|mitteilung)",
  "abwesenheit",
  "automatische (?:abwesenheitsnotiz|empfangsbestätigung|eingangsbestätigung)",
  "réponse automatique",
  "r[ée]p\\. auto(?:matique)?",
  "absence du bureau",
  "absen(?:t|te|ce)(?: du bureau)?",
  "message d['’]absence",
  "notification d['’]absence",
  "respuesta autom[áa]tica",
  "fuera de (?:la )?oficina",
  "ausencia",
  "aviso de ausencia",
  "risposta automatica",
  "fuori (?:sede|ufficio)",
  "assen(?:za|te)(?: dall['’]ufficio)?",
  "automatisch antwoord",
  "afwezig(?:heidsbericht|heid)?",
  "niet aanwezig",
  "buiten kantoor",
  "resposta autom[áa]tica",
  "fora do escritório",
  "aus[êe]ncia(?: temporária)?",
  "auto-?svar",
  "automatisk(?:t)? svar",
  "frånvaro(?:meddelande)?",
  "fraværende",
  "ikke til stede",
  "automaattinen vastaus",
  "poissa",
  "odpowiedź automatyczna",
  "automatyczna odpowiedź",
  "autoodpowiedź",
  "nieobecno[śs]ć",
  "automatick[áa] odpověď",
  "automatikus válasz",
  "házon kívül",
  "otomatik (?:yanıt|cevap)",
  "răspuns automat",
  "αυτόματη απάντηση",
  "автоматический ответ",
  "автоответ(?:чик)?",
  "автоматична відповідь",
  "תשובה אוטומטית",
  "自動(?:応答|返信)",
  "不在(?:通知|の(?:お知らせ|連絡))?",
  "自动(?:答复|回复)",
  "自動(?:回覆|答覆)",
  "자동 ?(?:회신|응답)",
  "부재중(?: ?자동 ?(?:회신|응답))?",
  "رد تلقائي",
].join("|");

/** Whole sentences as subjects. */
const SENTENCES = [
  "i(?:['’]?m| am| will be) (?:currently )?(?:out of (?:the )?office|away|on (?:vacation|leave|holidays?|annual leave|parental leave|maternity leave))\\b",
  "away from (?:my|the) (?:mail|office|desk|e-?mail)\\b",
  "on (?:vacation|annual leave|parental leave|maternity leave)\\b",
  "vacation (?:reply|response|message|notice|auto)",
  "(?:auto: )?.{1,80} is (?:currently )?(?:out of the office|on vacation|on leave|away)\\b",
  ".{1,80} ist (?:zur ?zeit |derzeit )?(?:außer haus|nicht im (?:büro|haus)|abwesend|im urlaub)\\b",
  "ich bin (?:zur ?zeit |derzeit )?(?:nicht im (?:büro|haus)|außer haus|im urlaub|abwesend)\\b",
  ".{1,80} est absente?\\b",
  "je suis (?:actuellement )?(?:absente?|en cong[ée]s?|en vacances)\\b",
  "estoy (?:de vacaciones|fuera de la oficina|ausente)\\b",
  "sono (?:assente|fuori (?:ufficio|sede)|in ferie)\\b",
  ".{1,80} (?:è|e['’]) (?:assente|fuori (?:ufficio|sede))\\b",
  "ik ben (?:momenteel )?(?:niet aanwezig|afwezig|met vakantie|op vakantie)\\b",
  "я в отпуске\\b",
  "休暇中",
  "外出中",
].join("|");

/** Subjects of automatic replies. Nothing that a person's "Re:" or "Fwd:" puts in front. */
export const REPLY_SUBJECT = new RegExp(
  `^\\s{0,4}\\[?(?:(?:${PREFIXES})(?:\\]|\\s{0,2}[:：;>(!–-]|\\s{0,2}$| \\()|(?:${SENTENCES}))`,
  "iu",
);

/** Subjects with which challenge-response systems ask a sender to confirm; web sites use the same words to newcomers. */
export const CHALLENGE_SUBJECT =
  /^\s{0,4}(?:\[?(?:your (?:e-?mail|message) (?:requires|needs|is awaiting|awaits) (?:verification|confirmation|approval)|(?:please )?(?:confirm|verify) (?:your|that you|this) (?:e-?mail|message|sent|are|address)|(?:action required: )?(?:sender|message|e-?mail) (?:verification|confirmation|authentication)(?: required| request|:)|challenge:|verify#|bitte (?:bestätigen|verifizieren) sie ihre (?:e-?mail|nachricht)|veuillez confirmer (?:votre|l['’]envoi)|confirmação de envio)|re: .{0,200}\((?:verification|confirm(?:ation)?)\))/iu;

/** What is closed, and that it is closed, in one sentence: not away, not full, not merely unread. */
/** What may stand between the two within one sentence: an address as well. */
const GAP = "(?:[^.!?]|\\.(?=\\S)){0,80}?";

const CLOSED = [
  `(?:e-?mail|mail|in-?box|mailbox|account|address)\\b${GAP} (?:is|has been|was|are) (?:no longer|not any ?more) (?:in use|active|valid|used|operational|available|in service|in operation|accepting|functional)\\b`,
  `(?:in-?box|mailbox|mail account|address)\\b${GAP} (?:has been|was|is(?: now)?) (?:permanently )?(?:closed|deactivated|disabled|discontinued|deleted|decommissioned|retired|shut down)\\b`,
  `(?:mailbox|mail account|address)\\b${GAP} (?:no longer (?:works|exists)|does not exist any ?more)\\b`,
  "(?:no longer|not any ?more) (?:employed|work(?:s|ing)? (?:for|at|with|here|in)\\b|an employee|part of (?:the|our) (?:company|team|organi[sz]ation|staff)|with (?:the|our) (?:company|firm|organi[sz]ation|team)|associated with|affiliated with)",
  "(?:has|have|['’]ve|['’]s) left (?:the|our) (?:company|firm|organi[sz]ation|business|team|school|university)\\b",
  `(?:adresse|postfach|mailadresse|konto|mailkonto)\\b${GAP} (?:(?:ist|wird) (?:nicht mehr|nicht länger) (?:aktiv|gültig|in (?:gebrauch|benutzung|verwendung)|verwendet|benutzt|genutzt|erreichbar|verfügbar)|existiert nicht mehr|wurde (?:geschlossen|gelöscht|deaktiviert|stillgelegt|abgeschaltet))`,
  "(?:nicht (?:mehr|länger) (?:für|bei|in) [^.!?]{1,80} (?:tätig|beschäftigt)|hat (?:das|unser) (?:unternehmen|haus) verlassen|arbeite[tn]? nicht (?:mehr|länger) (?:bei|für|im|hier))",
  `(?:adresse|bo[îi]te)\\b${GAP} (?:n['’]est plus (?:utilis[ée]e|valide|active|en service)|n['’]existe plus|a [ée]t[ée] (?:ferm[ée]e|supprim[ée]e|d[ée]sactiv[ée]e))`,
  "(?:ne (?:fait|fais) plus partie d|ne travaille plus|(?:a|ai) quitt[ée] (?:la soci[ée]t[ée]|l['’]entreprise|l['’]association))",
  `(?:direcci[óo]n|cuenta|buz[óo]n)\\b${GAP} (?:ya no (?:est[áa] (?:en uso|activ[ao]|disponible|vigente)|existe|se utiliza)|ha sido (?:cerrad[ao]|eliminad[ao]|dad[ao] de baja))`,
  "ya no (?:trabaj[ao]|labora|form[ao] parte)",
  `(?:indirizzo|casella)\\b${GAP} (?:non (?:è|e['’]) più (?:attiv[ao]|in uso|valid[ao]|utilizzat[ao])|non esiste più|(?:è|e['’]) stat[ao] (?:chius[ao]|disattivat[ao]|eliminat[ao]))`,
  "non lavor[ao] più (?:per|presso|in|qui)",
  `(?:adres|mailbox)\\b${GAP} (?:is niet (?:meer|langer) (?:in gebruik|actief|geldig)|bestaat niet meer)`,
  "niet (?:meer|langer) werkzaam",
  `(?:адрес|ящик)${GAP} (?:больше не (?:используется|действует|существует)|закрыт|отключ[её]н|удал[её]н)`,
  "больше не работа(?:ет|ю)",
  "(?:アドレス|メールボックス)[^。]{0,40}(?:使用(?:され|し)ておりません|使われておりません|廃止|閉鎖)",
  "退職(?:いた|し)",
  "(?:邮箱|郵箱|地址|信箱)[^。]{0,30}(?:不再使用|已(?:停用|关闭|關閉|注销|作废))",
  "已(?:离职|離職)",
].join("|");

/** A sentence that announces a closed mailbox, or that its owner has left for good. */
export const CLOSED_MAILBOX = new RegExp(CLOSED, "iu");

/** Somebody comes back: what the reply says of a closed mailbox is about somebody else's, or about a colleague. */
export const RETURNS =
  /\b(?:until|till|returning|return (?:on|to)|(?:be |am |is )?back (?:on|in|at)|out of (?:the )?office|on (?:vacation|holiday|leave|annual leave)|bis (?:zum|einschl)|zurück|wieder (?:da|im büro|erreichbar)|im urlaub|de retour|en cong[ée]s?|en vacances|jusqu['’]au|hasta el|de vacaciones|de regreso|in ferie|fino al|rientr(?:o|erò)|tot en met|op vakantie)(?![\p{L}\d])|まで(?:不在|休暇)|休假|отпуск/iu;
